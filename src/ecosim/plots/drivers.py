"""What drives each output: a row per parameter, a panel for the level and each effect on it; tornado and indices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ecosim.experiments.design import ALL
from ecosim.exploration.analysis import METHODS
from ecosim.exploration.method import CHANGE
from ecosim.exploration.report import MOST, ranked
from ecosim.exploration.sensitivity import Sensitivity
from ecosim.plots.labels import minus, sentence, tick, unit, words
from ecosim.plots.style import FAINT, INK, QUIET, WIDTH, Picture, colour, styled
from ecosim.results.table import number

# The page, in inches.
_NAMES, _TOP, _ROW, _FOOT, _GAP = 2.45, 1.75, 0.25, 0.75, 0.18
_WIDEST = 2.5  # of the largest change: where intervals reach farther, panels end
UNTOLD = "#b5b5b5"
_UP, _DOWN = colour(1), colour(2)
Row = dict[str, Any]


@styled
def tornado(found: Sensitivity, indicator: str, path: str | Path | None = None) -> Picture:
    """Draw how much each output changes from the low to the high end of each parameter's range, with 95 % intervals.

    Args:
        found: a sensitivity analysis.
        indicator: the level and the effects on it are drawn.
        path: where to write the picture.

    Raises:
        UsageError: the suffix of the path is unknown.
        StoreError: the picture cannot be written.
    """
    how = "mean over points in the highest third of the range minus that in the lowest."
    if found.summary["method"] == "morris":
        how = "mean of the elementary effects, scaled to the whole range."
    return _picture(
        found, indicator, path, f"What moves {_title(found, indicator)}, and which way",
        [
            f"Change from the low to the high end of each range: {how}",
            "Line: 95 % interval, cut at the edge. Grey: luck alone could make it. Above: mean, luck in the variance.",
        ],
        _tornado,
    )  # fmt: skip


@styled
def drivers(found: Sensitivity, indicator: str, path: str | Path | None = None) -> Picture:
    """Draw the indices of a variance- or distribution-based analysis; see `tornado` for the arguments."""
    if found.summary["method"] == "sobol":
        how = [
            "Share of the variance that a parameter explains: alone (bar) and together with others (hollow, total).",
            "Line: 95 % interval. Grey: not told from luck, whose share of the variance is above each panel.",
        ]
        return _picture(found, indicator, path, f"What drives {_title(found, indicator)}", how, _sobol)
    how = [
        "How far knowing a parameter shifts the distribution: median over slices of its range; line: least to most.",
        "Dashed: what the largest of all would be in one study of twenty if none mattered; grey: below it.",
    ]
    return _picture(found, indicator, path, f"What drives {_title(found, indicator)}", how, _pawn)


def name_of(path: str) -> str:
    """Return a parameter's path as people read it, such as ``contracts: search``."""
    return sentence(words(path.partition(".")[2].replace(".", ": ")))


def panel_titles(found: Sensitivity, effect: str, indicator: str) -> tuple[str, str]:
    """Return what a panel shows and, below it, its mean and what of its variance is luck."""
    (one,) = [
        one for one in found.summary["outputs"] if (one["effect"], one["indicator"]) == (effect, indicator)
    ]  # fmt: skip
    title = "With all links" if effect == ALL else f"Effect of {words(effect)}"
    return title, minus(f"mean {number(one['mean'])}, luck {one['noise_share']:.0%}")


def _picture(
    found: Sensitivity, indicator: str, path: str | Path | None, title: str, how: list[str],
    draw: Callable[[Axes, Sensitivity, tuple[str, str], list[str]], None],
) -> Picture:  # fmt: skip
    order = ranked(found, indicator)[:MOST]
    hidden = len(found.summary["parameters"]) - len(order)
    more = f" {hidden} parameters of lower rank are not shown." if hidden else ""
    what = f"Unit: {unit(found, found.indicator(indicator))}." if draw is _tornado else "Shares, from 0 to 1."
    seen = "with all links, and the effect of each link"
    first = f"{found.summary['title']}, by {found.summary['end']}: {seen}. {what}{more}"
    tall = _ROW * len(order)
    picture = Picture(_TOP + tall + _FOOT, title, [first, *how])
    width = (WIDTH - _NAMES - 0.1) / len(found.effects_known) - _GAP
    for place, effect in enumerate(found.effects_known):
        left = _NAMES + place * (width + _GAP)
        axes = picture.panel(left, _TOP, width, tall)
        draw(axes, found, (effect, indicator), order)
        _frame(axes, len(order))
        shown, below = panel_titles(found, effect, indicator)
        picture.write(left, _TOP - 0.5, sentence(shown.removeprefix("Effect of ")), fontweight="bold", fontsize=8.5)
        picture.write(left, _TOP - 0.3, below, color=QUIET, fontsize=7)
    _names(picture, found, order)
    picture.sign(found.footer())
    if path is not None:
        picture.save(path)
    return picture


def _frame(axes: Axes, rows: int) -> None:
    axes.set_ylim(rows - 0.5, -0.5)
    axes.set_yticks([])
    axes.xaxis.set_major_locator(MaxNLocator(3))
    axes.xaxis.set_major_formatter(FuncFormatter(tick))
    axes.tick_params(axis="x", labelsize=6.5)
    axes.grid(axis="x", color=FAINT, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.spines["left"].set_visible(False)


def _names(picture: Picture, found: Sensitivity, order: Sequence[str]) -> None:
    ranges = {one["path"]: f"{one['low']:g} to {one['high']:g}" for one in found.summary["parameters"]}
    for row, parameter in enumerate(order):
        top = _TOP + _ROW * row + 0.02
        picture.write(0.15, top, name_of(parameter), fontsize=7.5)
        picture.write(0.15, top + 0.115, ranges[parameter], fontsize=5.5, color=QUIET)


def _tornado(axes: Axes, found: Sensitivity, output: tuple[str, str], order: list[str]) -> None:
    rows = _by_parameter(found.rows(output, CHANGE))
    axes.axvline(0, color=INK, linewidth=0.8)
    for place, parameter in enumerate(order):
        row = rows[parameter]
        shade = UNTOLD if not row["told"] else _UP if row["value"] > 0 else _DOWN
        axes.barh([place], [row["value"]], height=0.55, color=shade)
        axes.plot([row["low"], row["high"]], [place, place], color=INK, linewidth=0.9)
    ends = np.array([[abs(row["value"]), abs(row["low"]), abs(row["high"])] for row in rows.values()])
    reach = 1.05 * min(float(ends.max()), _WIDEST * float(ends[:, 0].max())) or 1.0
    axes.set_xlim(-reach, reach)


def _sobol(axes: Axes, found: Sensitivity, output: tuple[str, str], order: list[str]) -> None:
    first, total = (_by_parameter(found.rows(output, name)) for name in ("S1", "ST"))
    for place, parameter in enumerate(order):
        for row, at, hollow in ((first[parameter], place - 0.16, False), (total[parameter], place + 0.16, True)):
            shade = _UP if row["told"] else UNTOLD
            inside = "white" if hollow else shade
            axes.barh([at], [max(row["value"], 0.0)], height=0.28, linewidth=0.9, color=inside, edgecolor=shade)
            axes.plot([max(row["low"], 0.0), max(row["high"], 0.0)], [at, at], color=INK, linewidth=0.8)
    axes.set_xlim(0, max(1.0, 1.03 * max(row["high"] for row in total.values())))


def _pawn(axes: Axes, found: Sensitivity, output: tuple[str, str], order: list[str]) -> None:
    method = METHODS[found.summary["method"]]
    rows = _by_parameter(found.rows(output, method.main))
    for place, parameter in enumerate(order):
        row = rows[parameter]
        shade = _UP if row["told"] else UNTOLD
        axes.plot([row["low"], row["high"]], [place, place], color=shade, linewidth=1.2)
        axes.plot([row["value"]], [place], "o", color=shade, markersize=5)
    axes.axvline(rows[order[0]]["floor"], color=QUIET, linewidth=0.9, linestyle="--")
    axes.set_xlim(0, max(0.05, 1.05 * max(row["high"] for row in rows.values())))


def _by_parameter(rows: Sequence[Row]) -> dict[str, Row]:
    return {row["parameter"]: row for row in rows}


def _title(found: Sensitivity, indicator: str) -> str:
    return words(found.indicator(indicator)["title"])
