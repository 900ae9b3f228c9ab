"""Elementary effects: their mean size against how much they differ, a panel for the level and each effect on it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ecosim.exploration.sensitivity import Sensitivity
from ecosim.plots.drivers import UNTOLD, name_of, panel_titles
from ecosim.plots.labels import spread, tick, unit, words
from ecosim.plots.style import FAINT, INK, QUIET, SMALL, Picture, colour, styled

# The page, in inches.
_TOP, _LEFT, _SIDE, _LABELS, _GAP, _FOOT = 1.75, 0.75, 2.45, 1.75, 0.95, 0.8
_COLUMNS, _NAMED = 2, 6  # panels in a row; parameters named in each
_LINE = 0.15


@styled
def screening(found: Sensitivity, indicator: str, path: str | Path | None = None) -> Picture:
    """Draw mu* against sigma for the level of an indicator and the effect of every link on it.

    Args:
        found: a sensitivity analysis by elementary effects.
        indicator: the level and the effects on it are drawn.
        path: where to write the picture.

    Raises:
        UsageError: the suffix of the path is unknown.
        StoreError: the picture cannot be written.
    """
    lines = -(-len(found.effects_known) // _COLUMNS)
    tall = _TOP + lines * (_SIDE + _GAP) - _GAP + _FOOT
    measured = unit(found, found.indicator(indicator))
    picture = Picture(tall, f"What drives {words(found.indicator(indicator)['title'])}", _subtitle(found, measured))
    for place, effect in enumerate(found.effects_known):
        left = _LEFT + place % _COLUMNS * (_SIDE + _LABELS + 0.75)
        top = _TOP + place // _COLUMNS * (_SIDE + _GAP)
        axes = picture.panel(left, top, _SIDE, _SIDE)
        _draw(axes, found, (effect, indicator))
        shown, below = panel_titles(found, effect, indicator)
        picture.write(left, top - 0.42, shown, fontweight="bold")
        picture.write(left, top - 0.22, below, color=QUIET, fontsize=SMALL)
    picture.sign(found.footer())
    if path is not None:
        picture.save(path)
    return picture


def _subtitle(found: Sensitivity, measured: str) -> list[str]:
    return [
        f"{found.summary['title']}, by {found.summary['end']}. Elementary effects of "
        f"{len(found.summary['parameters'])} parameters over their ranges, {found.summary['size']} trajectories. "
        f"Unit: {measured}.",
        "Right: matters more. Above the line: what it does depends on the others, or is not linear.",
        f"Grey: luck alone could make it (it makes any blue in one study of twenty). Named: at most {_NAMED}.",
    ]


def _draw(axes: Axes, found: Sensitivity, output: tuple[str, str]) -> None:
    rows = found.rows(output, "mu_star")
    size = np.array([row["value"] for row in rows])
    sigma = np.array([row["value"] for row in found.rows(output, "sigma")])
    told = np.array([row["told"] for row in rows])
    reach = 1.08 * max(float(size.max()), float(sigma.max())) or 1.0
    axes.plot([0, reach], [0, reach], color=FAINT, linewidth=1, zorder=1)
    axes.plot(size[~told], sigma[~told], "o", color=UNTOLD, markersize=4, zorder=2)
    axes.plot(size[told], sigma[told], "o", color=colour(1), markersize=5, zorder=3, clip_on=False)
    axes.set_xlim(0, reach)
    axes.set_ylim(0, reach)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MaxNLocator(4))
        axis.set_major_formatter(FuncFormatter(tick))
    axes.set_xlabel("mu*: mean size of the effects", fontsize=SMALL)
    axes.set_ylabel("sigma: how much they differ", fontsize=SMALL)
    best = [place for place in np.argsort(-size, kind="stable").tolist() if told[place]][:_NAMED]
    _name(axes, [(rows[place], float(size[place]), float(sigma[place])) for place in best], reach)


def _name(axes: Axes, points: list[tuple[dict[str, Any], float, float]], reach: float) -> None:
    """Name points at the right edge, each with a line that leads to it, in the order of their heights."""
    if not points:
        axes.text(1.04, 0.5, "none told\nfrom luck", transform=axes.transAxes, fontsize=7, color=QUIET, va="center")
        return
    step = reach * _LINE / _SIDE
    heights = spread([sigma for _, _, sigma in points], [step] * len(points), 0.0, reach)
    for (row, size, sigma), height in zip(points, heights.tolist(), strict=True):
        axes.annotate(
            name_of(row["parameter"]), (size, sigma), (1.06 * reach, height), textcoords="data", fontsize=7,
            color=INK, va="center", annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": "#9a9a9a", "linewidth": 0.5, "shrinkA": 0, "shrinkB": 2},
        )  # fmt: skip
