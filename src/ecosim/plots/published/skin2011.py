"""What universities change in SKIN, under every reading of the model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ecosim.plots.labels import tick
from ecosim.plots.published.parts import SINGLE, sign
from ecosim.plots.style import FAINT, INK, QUIET, WIDTH, Picture, colour, styled
from ecosim.published.skin2011.experiments import READINGS, SAID

# The page, in inches.
_NAMES, _TOP, _ROW, _GAP = 2.0, 1.6, 0.36, 0.22
_TITLES = {
    "competence": "Competence\nof all actors",
    "variety": "Capabilities\nthat firms hold",
    "passed": "Passed to firms\nper step",
    "delay": "Steps from first\nfirm to ten",
    "attraction": "Attraction of firms\nwith a university",
}
_PUBLISHED = "#e3edf7"


@styled
def figure(summary: Mapping[str, Any]) -> Picture:
    """Draw the five published signs as intervals, one row for each reading."""
    tall = _ROW * len(READINGS)
    picture = Picture(
        _TOP + tall + 0.85,
        summary["title"],
        [
            "With less without universities, after 200 steps of SKIN with 500 firms at the start. Ahrweiler, Pyka and "
            "Gilbert (2011).",
            "Points: means of pairs of runs, with 95 % intervals; hollow: it holds zero. Shaded: the paper's side.",
            "First row: the default reading. Below: one switch turned, where accounts of the model differ.",
        ],
    )
    width = (WIDTH - _NAMES - 0.2) / len(SAID) - _GAP
    for place, measure in enumerate(SAID):
        axes = picture.panel(_NAMES + place * (width + _GAP), _TOP, width, tall)
        _draw(axes, summary, measure)
        axes.set_yticks(range(len(READINGS)), READINGS.values() if place == 0 else [""] * len(READINGS))
    return sign(picture, summary)


def _draw(axes: Axes, summary: Mapping[str, Any], measure: str) -> None:
    for row, reading in enumerate(READINGS):
        found = summary["cells"][reading][measure]
        half = SINGLE * found["error"]
        low, high = found["mean"] - half, found["mean"] + half
        shade = colour(0 if row == 0 else 1)
        axes.plot([low, high], [row, row], color=shade, linewidth=2.2, solid_capstyle="butt")
        holds_zero = low <= 0 <= high
        axes.plot([found["mean"]], [row], "o", color=shade, markerfacecolor="white" if holds_zero else shade)
    axes.margins(x=0.12)
    low, high = axes.get_xlim()
    low, high = min(low, -0.15 * high), max(high, -0.15 * low)
    axes.set_xlim(low, high)
    axes.axvspan(*((0, high) if SAID[measure][1] > 0 else (low, 0)), color=_PUBLISHED, linewidth=0, zorder=0)
    axes.axvline(0, color=INK, linewidth=0.8)
    axes.axhline(0.5, color=FAINT, linewidth=0.8)
    axes.set_ylim(len(READINGS) - 0.5, -0.5)
    axes.set_title(_TITLES[measure])
    axes.xaxis.set_major_locator(MaxNLocator(3, steps=(1, 2, 5, 10)))
    axes.xaxis.set_major_formatter(FuncFormatter(tick))
    axes.tick_params(axis="y", length=0, labelsize=8.5, labelcolor=INK)
    axes.tick_params(axis="x", color=QUIET)
    axes.spines["left"].set_visible(False)
