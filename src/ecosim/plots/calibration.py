"""A calibration: what targets leave of each parameter's plausible range; targets and checks before and after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes

from ecosim.plots.labels import minus, words
from ecosim.plots.style import FAINT, INK, QUIET, SMALL, WIDTH, Picture, colour, styled
from ecosim.results.table import number

if TYPE_CHECKING:  # who draws another picture need not wait for rules to be loaded
    from ecosim.calibration.beliefs import Predicted
    from ecosim.calibration.outcome import Calibration, Chosen, Row

# The page, in inches.
TOP, _ROW, _FOOT = 1.6, 0.36, 0.75
_PARAMETERS, _RANGE, _TARGETS, _WORDS, _VALUES = 1.75, 2.2, 5.65, 1.65, 1.25
#: What both pictures of calibration share.
MOST = 3.0  # half widths shown to either side; what lies beyond stands at the edge
_BEFORE, _AFTER, BAND = "#8c8c8c", colour(1), "#dfe9f2"
SHADES = {"pinned down": colour(1), "narrowed": colour(6), "left open": "#b8b8b8"}


@styled
def calibration(found: Calibration, path: str | Path | None = None) -> Picture:
    """Draw a calibration.

    On the left each parameter over its plausible range: the chosen value and one posterior standard deviation to either
    side, the default, and every value tried. On the right each target and check: the band, before and after.

    Args:
        found: the calibration.
        path: where to write the picture.

    Raises:
        UsageError: the suffix of the path is unknown.
        StoreError: the picture cannot be written.
    """
    rows = [row for row in found.rows if row.after is not None and row.value is not None]
    groups = [[row for row in rows if (row.role == "calibrate") == fitted] for fitted in (True, False)]
    lines = max(len(found.parameters), lines_of(groups))
    picture = Picture(TOP + lines * _ROW + _FOOT, "What the calibration found", _subtitle(found))
    _parameters(picture, found.parameters)
    _targets(picture, groups)
    picture.write(0.15, picture.get_figheight() - 0.22, _footer(found), color=QUIET, fontsize=SMALL)
    if path is not None:
        picture.save(path)
    return picture


def _subtitle(found: Calibration) -> list[str]:
    pinned = sum(one.verdict == "pinned down" for one in found.parameters)
    return [
        f"{found.title}. The targets pin down {pinned} of {len(found.parameters)} parameters; "
        f"loss {number(found.fresh_before)} before, {number(found.fresh_after)} after (fresh runs).",
        "Loss: sum of squared distances from the targets, in half widths of their bands. Checks were not used.",
    ]


def _footer(found: Calibration) -> str:
    return (
        f"{found.trials} trials of {found.replications} runs · before and after: {found.fresh} fresh runs · "
        f"seed {found.seed} · ecosim {found.version} · {found.name}"
    )


def _parameters(picture: Picture, parameters: Sequence[Chosen]) -> None:
    axes = panel(picture, 0.15 + _PARAMETERS, _RANGE, len(parameters))
    picture.write(0.15, TOP - 0.62, "Parameters within their plausible ranges", fontweight="bold")
    marks = [("chosen ± 1 sd", "o", colour(1)), ("default", "|", INK), ("tried", ".", "#9a9a9a")]
    legend(picture, 0.15, marks)
    axes.set_xlim(-0.04, 1.04)
    for row, one in enumerate(parameters):
        shade = SHADES[one.verdict]
        axes.plot([0, 1], [row, row], color=FAINT, linewidth=1.2, solid_capstyle="butt", zorder=1)
        below = np.full(len(one.tried), row + 0.22)
        axes.plot(one.tried, below, ".", color="#9a9a9a", markersize=2, alpha=0.5, zorder=1)
        ends = [one.share_low, one.share_high]
        axes.plot(ends, [row, row], color=shade, linewidth=5, alpha=0.55, solid_capstyle="butt", zorder=2)
        axes.plot([one.share_default] * 2, [row - 0.24, row + 0.24], color=INK, linewidth=1.3, zorder=3)
        axes.plot([one.share], [row], "o", color=shade, markeredgecolor="white", markersize=7, zorder=4)
        for share, value, side in ((0, one.low, "left"), (1, one.high, "right")):
            axes.annotate(
                f"{value:g}", (share, row), (0, 4), textcoords="offset points", ha=side, va="bottom", fontsize=6,
                color=QUIET,
            )  # fmt: skip
        axes.annotate(
            f"{one.value:.3g}, {one.verdict}", (1, row), (8, 0), textcoords="offset points", va="center", fontsize=8,
            annotation_clip=False,
        )  # fmt: skip
    names = [words(one.path.partition(".")[2].replace(".", ": ")) for one in parameters]
    axes.set_yticks(range(len(parameters)), names)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)


def legend(picture: Picture, left: float, parts: Sequence[tuple[str, str, str]]) -> None:
    """Write a line of marks and what they mean above the panels, from a place on the left: text, mark, colour."""
    for text, mark, shade in parts:
        axes = picture.panel(left, TOP - 0.39, 0.14, 0.14)
        axes.plot([0], [0], mark, color=shade, markersize=6)
        axes.axis("off")
        picture.write(left + 0.19, TOP - 0.38, text, color=QUIET, fontsize=8)
        left += 0.36 + 0.066 * len(text)


def _targets(picture: Picture, groups: Sequence[Sequence[Row]]) -> None:
    left = _TARGETS
    picture.write(left, TOP - 0.62, "Targets and checks, against their bands", fontweight="bold")
    legend(picture, left, [("band", "s", BAND), ("target", "|", INK), ("before", "o", _BEFORE), ("after", "o", _AFTER)])
    axes = panel(picture, left + _WORDS, WIDTH - left - _WORDS - _VALUES, lines_of(groups))
    against_bands(axes, groups, "fitted", _draw)


def lines_of(groups: Sequence[Sequence[Row | Predicted]]) -> int:
    """Return how many lines targets and checks take, with one for the title of the checks."""
    return sum(map(len, groups)) + (1 if groups[1] else 0)


def against_bands(
    axes: Axes, groups: Sequence[Sequence[Any]], fitted: str, draw: Callable[[Axes, int, Any], None]
) -> None:
    """Draw targets and below them checks, each against its band, and how far from its middle the target lies.

    Args:
        axes: a panel with `lines_of` lines.
        groups: targets and checks, with an ``id`` each.
        fitted: what was done by the targets.
        draw: draws a target or check into a line.
    """
    axes.set_xlim(-MOST - 0.2, MOST + 0.2)
    axes.axvspan(-1, 1, color=BAND, linewidth=0, zorder=0)
    place, ticks = 0, []
    for title, group in zip((fitted, "checks, not used"), groups, strict=True):
        if place and group:
            axes.text(0, place, title, ha="center", va="center", fontsize=8, fontweight="bold", color=QUIET)
            place += 1
        for row in group:
            draw(axes, place, row)
            axes.plot([against_band(row, row.value)], [place], "|", color=INK, markersize=9, zorder=1)
            ticks.append((place, words(row.id)))
            place += 1
    axes.set_yticks([at for at, _ in ticks], [name for _, name in ticks])
    axes.set_xticks([-2, -1, 0, 1, 2], [minus("-2"), minus("-1"), "0", "1", "2"])
    axes.set_xlabel(f"0: the middle of the band; {minus('-1')} and 1: its edges", fontsize=SMALL)


def against_band(row: Row | Predicted, value: float | None) -> float:
    """Return where a value lies against the band of a target or check: 0 in its middle, -1 and 1 at its edges."""
    low, high = row.low or 0.0, row.high or 0.0
    return (2.0 * (value or 0.0) - low - high) / (high - low)


def _draw(axes: Axes, place: int, row: Row) -> None:
    for mean, error, shade, size in (
        (row.before, row.before_error, _BEFORE, 5), (row.after, row.after_error, _AFTER, 6)
    ):
        at, spread = against_band(row, mean), _half(row, error)
        edge = abs(at) > MOST
        at = float(np.clip(at, -MOST, MOST))
        if not edge:
            ends = np.clip([at - 2 * spread, at + 2 * spread], -MOST, MOST)
            axes.plot(ends, [place, place], color=shade, linewidth=1.4, zorder=2)
        mark = ("<" if at < 0 else ">") if edge else "o"
        axes.plot([at], [place], mark, color=shade, markersize=size, zorder=3)
    axes.annotate(
        f"{_short(row.before)} \N{RIGHTWARDS ARROW} {_short(row.after)}", (1, place), (6, 0),
        xycoords=("axes fraction", "data"), textcoords="offset points", va="center", fontsize=8, annotation_clip=False,
    )  # fmt: skip


def _half(row: Row, size: float | None) -> float:
    """Return a size in half widths of the band."""
    return 2.0 * (size or 0.0) / ((row.high or 0.0) - (row.low or 0.0))


def _short(value: float | None) -> str:
    return "-" if value is None else f"{value:.3g}"


def panel(picture: Picture, left: float, width: float, lines: int, tall: float = _ROW) -> Axes:
    """Return axes for some lines of equal height, from top to bottom."""
    axes = picture.panel(left, TOP, width, tall * lines)
    axes.set_ylim(lines - 0.5, -0.5)
    axes.tick_params(axis="y", length=0, labelsize=8, labelcolor=INK)
    axes.spines["left"].set_visible(False)
    return axes
