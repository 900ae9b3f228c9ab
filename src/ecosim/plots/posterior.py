"""A posterior: what targets leave of each parameter's plausible range, and what runs with such values show."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes

from ecosim.plots.calibration import BAND, MOST, SHADES, TOP, against_band, against_bands, legend, lines_of, panel
from ecosim.plots.labels import words
from ecosim.plots.style import FAINT, INK, QUIET, WIDTH, Picture, colour, styled

if TYPE_CHECKING:
    from ecosim.calibration.beliefs import Margin, Posterior, Predicted

# The page, in inches.
_ROW, _HIGHEST, _FOOT = 0.36, 0.62, 0.75
_PARAMETERS, _RANGE, _TARGETS, _WORDS, _VALUES = 1.75, 1.9, 5.75, 1.65, 1.1
_TALLEST, _FEET = 0.68, 0.28  # of a row: what the highest density takes, and how far below its middle it stands


@styled
def posterior(found: Posterior, path: str | Path | None = None) -> Picture:
    """Draw a posterior.

    On the left the density of each parameter over its plausible range, on which the prior is even, with the median and
    the interval from 5 % to 95 %. On the right what single runs show of each target and check, against the band.

    Args:
        found: the posterior.
        path: where to write the picture.

    Raises:
        UsageError: the suffix of the path is unknown.
        StoreError: the picture cannot be written.
    """
    rows = [row for row in found.rows if row.values is not None and row.value is not None]
    groups = [[row for row in rows if (row.role == "calibrate") == fitted] for fitted in (True, False)]
    lines = max(len(found.margins), lines_of(groups))
    picture = Picture(TOP + lines * _ROW + _FOOT, "What the targets leave", _subtitle(found))
    _parameters(picture, found.margins, lines)
    _targets(picture, groups)
    picture.sign(
        f"{found.trials} trials of {found.replications} runs · right: {found.fresh} fresh runs · seed {found.seed} · "
        f"ecosim {found.version} · {found.name}"
    )
    if path is not None:
        picture.save(path)
    return picture


def _subtitle(found: Posterior) -> list[str]:
    pinned = sum(one.verdict == "pinned down" for one in found.margins)
    return [
        f"{found.title}. The targets pin down {pinned} of {len(found.margins)} parameters; "
        f"the weighted trials say as much as {found.size:.0f} equal ones.",
        "Left: even grey is the prior. Right: single runs, each with its own draw; checks were not used.",
    ]


def _parameters(picture: Picture, margins: Sequence[Margin], lines: int) -> None:
    tall = min(_HIGHEST, _ROW * lines / len(margins))
    axes = panel(picture, 0.15 + _PARAMETERS, _RANGE, len(margins), tall)
    picture.write(0.15, TOP - 0.62, "Parameters within their plausible ranges", fontweight="bold")
    legend(picture, 0.15, [("50 %", "o", colour(1)), ("5 to 95 %", "_", colour(1)), ("default", "|", INK)])
    axes.set_xlim(-0.02, 1.02)
    for row, one in enumerate(margins):
        _density(axes, row, one)
        for share, value, side in ((0, one.low, "left"), (1, one.high, "right")):
            axes.annotate(
                f"{value:g}", (share, row + _FEET), (0, -2.5), textcoords="offset points", ha=side, va="top",
                fontsize=6, color=QUIET,
            )  # fmt: skip
        low, _, high = (f"{value:.3g}" for value in one.values)
        axes.annotate(
            f"{low} to {high}, {one.verdict}", (1, row), (8, 0), textcoords="offset points", va="center", fontsize=8,
            annotation_clip=False,
        )  # fmt: skip
    axes.set_yticks(range(len(margins)), [words(one.path.partition(".")[2].replace(".", ": ")) for one in margins])
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)


def _density(axes: Axes, row: int, one: Margin) -> None:
    shade, foot = SHADES[one.verdict], row + _FEET
    edges = np.linspace(0, 1, len(one.density) + 1)
    unit = _TALLEST / max(*one.density, 1.5)
    axes.fill_between([0, 1], foot, foot - unit, color="#ececec", linewidth=0, zorder=1)
    heights = foot - unit * np.array(one.density)
    axes.stairs(heights, edges, baseline=foot, fill=True, color=shade, alpha=0.5, linewidth=0, zorder=2)
    axes.plot([one.share_default] * 2, [foot, foot - _TALLEST], color=INK, linewidth=1.1, zorder=3)
    low, middle, high = one.shares
    axes.plot([low, high], [foot, foot], color=shade, linewidth=2.2, solid_capstyle="butt", zorder=4)
    axes.plot([middle], [foot], "o", color=shade, markeredgecolor="white", markersize=5.5, zorder=5)
    axes.plot([0, 1], [foot, foot], color=FAINT, linewidth=0.8, zorder=1)


def _targets(picture: Picture, groups: Sequence[Sequence[Predicted]]) -> None:
    picture.write(_TARGETS, TOP - 0.62, "Targets and checks, against their bands", fontweight="bold")
    marks = [("band", "s", BAND), ("target", "|", INK), ("50 %", "o", colour(1)), ("5 to 95 %", "_", colour(1))]
    legend(picture, _TARGETS, marks)
    axes = panel(picture, _TARGETS + _WORDS, WIDTH - _TARGETS - _WORDS - _VALUES, lines_of(groups))
    against_bands(axes, groups, "weighed by", _prediction)


def _prediction(axes: Axes, place: int, row: Predicted) -> None:
    low, middle, high = (against_band(row, value) for value in row.values or ())
    shade = colour(1)
    axes.plot(np.clip([low, high], -MOST, MOST), [place, place], color=shade, linewidth=2, zorder=2)
    mark = "o" if abs(middle) <= MOST else "<" if middle < 0 else ">"
    axes.plot([np.clip(middle, -MOST, MOST)], [place], mark, color=shade, markersize=6, zorder=3)
    axes.annotate(
        f"{row.within or 0.0:.0%} in band", (1, place), (6, 0), xycoords=("axes fraction", "data"),
        textcoords="offset points", va="center", fontsize=8, annotation_clip=False,
    )  # fmt: skip
