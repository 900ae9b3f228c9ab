"""The funnel by readiness level: how many technologies come how far, and what two cells differ in."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes

from ecosim.plots.labels import cell_titles, minus, sentence
from ecosim.plots.style import FAINT, INK, QUIET, SMALL, WIDTH, Picture, colour, styled
from ecosim.results.again import footer_of
from ecosim.results.effects import differences
from ecosim.results.funnel import STEPS, Funnel, Width, width
from ecosim.results.results import Results
from ecosim.results.table import number, span

# The page, in inches.
_TOP, _ROW, _FOOT, _NAMES, _CHANGE, _GAP = 1.65, 0.36, 0.55, 2.0, 1.75, 0.2


@styled
def funnel(results: Results, found: Funnel, path: str | Path | None = None) -> Picture:
    """Draw how many technologies come to each step from discovery to product, and the difference of two cells.

    Args:
        results: whose runs were counted.
        found: the counts.
        path: where to write the picture.

    Raises:
        UsageError: the suffix of the path is unknown.
        StoreError: the picture cannot be written.
    """
    tall = _ROW * len(STEPS)
    picture = Picture(_TOP + tall + _FOOT, *_headings(results, found))
    pair = len(found.cells) > 1
    room = (WIDTH - _NAMES - 0.15 - (_CHANGE if pair else 0)) / len(found.cells) - _GAP
    widths = [width(counts) for counts in found.counts]
    most = max(float(one.high[0]) for one in widths) or 1.0
    for place, (cell, counts) in enumerate(zip(found.cells, found.counts, strict=True)):
        left = _NAMES + place * (room + _GAP)
        picture.write(left, _TOP - 0.44, sentence(cell_titles(results)[cell]), fontweight="bold")
        picture.write(left, _TOP - 0.23, f"of {number(counts[:, 0].mean())} discovered", color=QUIET, fontsize=SMALL)
        axes = picture.panel(left, _TOP, room, tall)
        _draw(axes, widths[place], most, colour(0 if place == 0 else results.cells.index(cell)))
        axes.set_yticks(range(len(STEPS)), STEPS if place == 0 else [])
    if pair:
        _write_changes(picture, found, results.summary["seed"])
    picture.sign(footer_of(results, f"{found.runs} {'paired ' if pair else ''}replications made again"))
    if path is not None:
        picture.save(path)
    return picture


def _headings(results: Results, found: Funnel) -> tuple[str, list[str]]:
    calendar = results.summary["calendar"]
    change = "; difference: first minus second, mean of the pairs, 95 % interval" if len(found.cells) > 1 else ""
    return "How far technologies come on the way to a product", [
        f"{results.summary['title']}: technologies discovered from {calendar['start']} to {calendar['end']}, by then.",
        f"Bar: mean of {found.runs} replications; thin line: the middle 90 %; grey: share of those taken up{change}.",
    ]


def _draw(axes: Axes, steps: Width, most: float, shade: str) -> None:
    means, low, high = steps.mean, steps.low, steps.high
    rows = np.arange(len(means))
    axes.barh(rows, means, left=-means / 2, height=0.72, color=shade, alpha=0.75)
    for row in rows:
        axes.plot([low[row] / 2, high[row] / 2], [row, row], color=INK, linewidth=1.1)
        axes.annotate(
            number(means[row]), (max(means[row], high[row]) / 2, row), (4, 0), textcoords="offset points", va="center",
            fontsize=8,
        )  # fmt: skip
        share = f"{means[row] / means[0]:.0%}" if row and means[0] else ""
        axes.annotate(share, (-means[row] / 2, row), (-4, 0), textcoords="offset points", ha="right", va="center",
                      fontsize=SMALL, color=QUIET)  # fmt: skip
    axes.set_xlim(-0.66 * most, 0.66 * most)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xticks([])
    axes.tick_params(axis="y", length=0, labelsize=8, labelcolor=INK)
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.axvline(0, color=FAINT, linewidth=0.5, zorder=0)


def _write_changes(picture: Picture, found: Funnel, seed: int) -> None:
    first, second = (counts[:, 1:].astype(float) for counts in found.counts[:2])
    left = WIDTH - _CHANGE
    picture.write(left, _TOP - 0.44, "difference", fontweight="bold")
    for row, one in enumerate(differences(first, second, seed)):
        text = minus(f"{number(one.mean, sign=True)}  {span(one.low, one.high, sign=True)}")
        picture.write(left, _TOP + (row + 0.5) * _ROW - 0.07, text, fontsize=8)
