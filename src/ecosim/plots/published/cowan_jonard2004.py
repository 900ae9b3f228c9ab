"""The figures of Cowan and Jonard (2004): knowledge at rest against the share of rewired links."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, NullLocator

from ecosim.plots.published.parts import curve, dress, label, sign
from ecosim.plots.style import QUIET, SMALL, Picture, colour, ink, styled
from ecosim.published.cowan_jonard2004.experiments import REWIRING, SMALL_WORLD, cell

# The page, in inches.
_LEFTS, _TOP, _WIDE, _TALL, _DOWN = (0.5, 3.75, 7.0), 1.4, 2.45, 2.1, 3.0
_BELOW = "p, share of links rewired"


@styled
def figure(summary: Mapping[str, Any]) -> Picture:
    """Draw mean, variance and variation under barter; below, the graphs, barter without experts, and giving."""
    picture = Picture(
        _TOP + _DOWN + _TALL + 0.85,
        summary["title"],
        [
            "Knowledge of 500 agents in five kinds when no linked pair can trade any more. Cowan and Jonard (2004).",
            "Lines: means of our runs, with 95 % intervals. Grey: p = 0.09, where the paper has the highest mean.",
            "Dashed and dotted: another least gap that counts as a lead (dashed 0.001, dotted 0.1, in place of 0.01).",
        ],
    )
    above = [picture.panel(left, _TOP, _WIDE, _TALL) for left in _LEFTS]
    below = [picture.panel(left, _TOP + _DOWN, _WIDE, _TALL) for left in _LEFTS]
    titles = {"mean": "Mean knowledge", "variance": "Variance over agents", "variation": "Coefficient of variation"}
    for axes, (measure, title) in zip(above, titles.items(), strict=True):
        for name, line in (("lead 0.001", "--"), ("lead 0.1", ":")):
            _line(axes, summary, name, measure, 1, line, band=False)
        _line(axes, summary, "barter", measure, 1)
        _dress(axes, title)
    _graphs(below[0], summary)
    _line(below[1], summary, "no experts", "mean", 2)
    _dress(below[1], "Barter without experts: mean")
    _line(below[2], summary, "giving", "meetings", 3)
    _dress(below[2], "Giving: meetings per link")
    return sign(picture, summary)


def _line(
    axes: Axes, summary: Mapping[str, Any], name: str, measure: str, index: int, line: str = "-", band: bool = True
) -> tuple[float, float]:
    cells = [cell(name, p) for p in REWIRING]
    return curve(axes, summary, REWIRING, cells, measure, colour(index), line, band)


def _graphs(axes: Axes, summary: Mapping[str, Any]) -> None:
    """Draw clustering and path length, each as a share of the ring's."""
    ring = summary["cells"]["ring"]
    for index, (measure, name) in enumerate((("clustering", "clustering"), ("path", "path length")), start=4):
        shares = [summary["cells"][cell("barter", p)][measure]["mean"] / ring[measure]["mean"] for p in REWIRING]
        axes.plot(REWIRING, shares, color=colour(index), linewidth=1.6)
        at = {"clustering": 5, "path": 1}[measure]
        label(axes, (REWIRING[at], shares[at]), name, ink(index), up=7)
    axes.set_ylim(0, 1.05)
    _dress(axes, "The graphs, as a share of the ring's")


def _dress(axes: Axes, title: str) -> None:
    axes.set_xscale("log")
    axes.set_xlim(REWIRING[0], REWIRING[-1])
    axes.axvline(SMALL_WORLD, color=QUIET, linewidth=0.7)
    dress(axes, title, _BELOW)
    axes.xaxis.set_major_locator(FixedLocator([0.001, 0.01, 0.1, 1]))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.tick_params(labelsize=SMALL)
