"""What each variant of a study changes: one row per variant, one panel for the count and each effect on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ecosim.experiments.design import ALL
from ecosim.experiments.knockout import BASE
from ecosim.plots.labels import minus, sentence, tick, words
from ecosim.plots.style import FAINT, INK, QUIET, WIDTH, Picture, colour, finish, replications, styled
from ecosim.results.knockout import Knockout
from ecosim.results.knockout_report import excludes_zero
from ecosim.results.table import number, span

# The page, in inches.
_NAMES, _TOP, _ROW, _FOOT, _GAP = 2.05, 1.75, 0.158, 0.7, 0.16
_WIDEST = 1.6  # of the larger of an effect and the typical reach of intervals: beyond, an arrow points out of the panel


@styled
def knockout(found: Knockout, indicator: str, path: str | Path | None = None) -> Picture:
    """Draw how each variant changes an indicator and the effect of every link on it, with 95 % intervals.

    Args:
        found: the results of a study.
        indicator: one of those that the study measured.
        path: where to write the picture.

    Raises:
        UsageError: there is no such indicator, or the suffix of the path is unknown.
        StoreError: the picture cannot be written.
    """
    lines = list(_lines(found))
    tall = _ROW * len(lines)
    picture = Picture(_TOP + tall + _FOOT, *_headings(found, indicator))
    width = (WIDTH - _NAMES - 0.15) / len(found.effects_known) - _GAP
    for place, effect in enumerate(found.effects_known):
        left = _NAMES + place * (width + _GAP)
        axes = picture.panel(left, _TOP, width, tall)
        _draw(axes, found, effect, indicator, lines, colour(place))
        base = found.row(BASE, effect, indicator)
        title = "With all links" if effect == ALL else sentence(words(effect))
        picture.write(left, _TOP - 0.5, title, fontweight="bold", fontsize=8.5)
        said = f"{number(base['value'])} {span(base['value_low'], base['value_high'])}"
        picture.write(left, _TOP - 0.31, minus(said), color=QUIET, fontsize=7)
    _name(picture, lines)
    return finish(picture, found, path)


def _lines(found: Knockout) -> Iterator[tuple[str, str]]:
    """Yield (heading, "") and ("", variant), in the order of the study."""
    about = ""
    for variant in found.summary["variants"]:
        if variant["about"] != about:
            about = variant["about"]
            yield about, ""
        yield "", variant["name"]


def _headings(found: Knockout, indicator: str) -> tuple[str, list[str]]:
    title = words(found.indicator(indicator)["title"])
    return f"What each mechanism does to {title} and to the effects of links", [
        f"{found.summary['title']}, by {found.summary['end']}. {found.summary['study']}.",
        f"Change by each variant, mean of {replications(found)} with its 95 % interval; grey: the interval holds zero; "
        "arrow: beyond the panel.",
        "Above each panel: the value as it is. Dotted: nothing would be left of it.",
    ]


def _name(picture: Picture, lines: list[tuple[str, str]]) -> None:
    for row, (heading, variant) in enumerate(lines):
        top = _TOP + _ROW * row + 0.03
        if heading:
            picture.write(0.15, top, sentence(heading), fontsize=7.5, fontweight="bold")
        else:
            picture.write(0.27, top, words(variant), fontsize=7.5)


def _draw(axes: Axes, found: Knockout, effect: str, indicator: str, lines: list[tuple[str, str]], shade: str) -> None:
    rows = {place: found.row(name, effect, indicator) for place, (_, name) in enumerate(lines) if name}
    whole = found.row(BASE, effect, indicator)
    base = whole["value"] if excludes_zero(whole["value_low"], whole["value_high"]) else float("nan")
    reach = _reach(rows, base)
    axes.axvline(0, color=INK, linewidth=0.8)
    if np.isfinite(base) and abs(base) < reach:
        axes.axvline(-base, color=QUIET, linewidth=0.8, linestyle=":")
    for place, row in rows.items():
        _draw_row(axes, place, row, reach, shade)
    axes.set_xlim(-reach, reach)
    axes.set_ylim(len(lines) - 0.5, -0.5)
    axes.set_yticks([])
    axes.xaxis.set_major_locator(MaxNLocator(4, symmetric=True))
    axes.xaxis.set_major_formatter(FuncFormatter(tick))
    axes.tick_params(axis="x", labelsize=6.5)
    for place, (heading, _) in enumerate(lines):
        if heading and place:
            axes.axhline(place - 0.5, color=FAINT, linewidth=0.5)
    axes.spines["left"].set_visible(False)


def _reach(rows: Mapping[int, Mapping[str, Any]], base: float) -> float:
    """Return how far a panel reaches to either side: most changes, and an effect's whole size, lie within."""
    ends = [abs(row[end]) for row in rows.values() for end in ("change_low", "change_high", "change")]
    usual = float(np.quantile([end for end in ends if np.isfinite(end)] or [1.0], 0.9))
    whole = abs(base) if np.isfinite(base) and abs(base) < 4 * usual else 0.0
    return max(_WIDEST / 1.4 * whole, usual * 1.1) or 1.0


def _draw_row(axes: Axes, place: int, row: Mapping[str, Any], reach: float, shade: str) -> None:
    mean, low, high = row["change"], row["change_low"], row["change_high"]
    if not np.isfinite(mean):
        return
    colour = shade if excludes_zero(low, high) else "#b5b5b5"
    if abs(mean) > reach:
        side = float(np.sign(mean))
        axes.plot([0.97 * side * reach], [place], ">" if side > 0 else "<", color=colour, markersize=3.5)
        axes.text(
            0.9 * side * reach, place, minus(number(mean, sign=True)), fontsize=5.5, va="center", color=QUIET,
            ha="right" if side > 0 else "left",
        )  # fmt: skip
        return
    if np.isfinite(low) and np.isfinite(high):
        axes.plot(np.clip([low, high], -reach, reach), [place, place], color=colour, linewidth=1.5)
    axes.plot([mean], [place], "o", color=colour, markersize=3.2)
