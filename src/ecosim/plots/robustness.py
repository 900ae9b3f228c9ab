"""Effects and shares over the plausible parameter space: every point as a dot, where the sign is kept, and sizes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ecosim.experiments.knockout import TRIANGLE
from ecosim.exploration.plan import share_of
from ecosim.exploration.robustness import Robustness, shares_and_whole
from ecosim.plots.drivers import UNTOLD
from ecosim.plots.labels import minus, sentence, unit, words
from ecosim.plots.rows import frame_rows
from ecosim.plots.style import INK, QUIET, SMALL, WIDTH, Picture, colour, styled
from ecosim.results.report import COUNTS
from ecosim.results.table import number, percent, span

# The page, in inches.
_NAMES, _TOP, _ROW, _FOOT, _SAID = 1.55, 1.6, 0.85, 0.75, 1.95
_GOLDEN = 0.618034  # multiples of it, modulo 1, spread dots evenly whatever their number


@styled
def robustness(found: Robustness, path: str | Path | None = None) -> Picture:
    """Draw the effect of each link at every point of the parameter space, for both counts of transfers.

    Args:
        found: a robustness study.
        path: where to write the picture.

    Raises:
        UsageError: the suffix of the path is unknown.
        StoreError: the picture cannot be written.
    """
    return _drawn(found, path, found.effects_known[1:], "Where effects keep their sign", "effect")


@styled
def shares(found: Robustness, path: str | Path | None = None) -> Picture:
    """Draw each link's share of what the links bring together at every point, for both counts of transfers.

    Args:
        found: a robustness study with shares.
        path: where to write the picture.

    Raises:
        UsageError: the suffix of the path is unknown.
        StoreError: the picture cannot be written.
    """
    return _drawn(found, path, shares_and_whole(found), "How much each link brings over the parameter space", "share")


def _drawn(found: Robustness, path: str | Path | None, effects: Sequence[str], title: str, what: str) -> Picture:
    tall = _ROW * len(effects)
    picture = Picture(_TOP + tall + _FOOT, title, _subtitle(found, what))
    _key(picture, found.summary["reference"])
    width = (WIDTH - _NAMES) / len(COUNTS) - _SAID
    for place, indicator in enumerate(COUNTS):
        left = _NAMES + place * (width + _SAID)
        axes = picture.panel(left, _TOP, width, tall)
        counted = words(found.indicator(indicator)["title"])
        above = "Shares of" if what == "share" else "Effects on"
        picture.write(left, _TOP - 0.25, f"{above} {counted}", fontweight="bold")
        axes.set_xlabel(unit(found, found.indicator(indicator)), fontsize=SMALL)
        for row, effect in enumerate(effects):
            _draw(axes, row, found, effect, indicator)
            _say(axes, row, found.verdict(effect, indicator), what)
        _frame(axes, [_name(found, effect) for effect in effects], named=not place)
    picture.sign(found.footer())
    if path is not None:
        picture.save(path)
    return picture


def _subtitle(found: Robustness, what: str) -> list[str]:
    count = len(found.summary["parameters"])
    return [
        f"{found.summary['title']}, by {found.summary['end']}. {found.summary['points']} points spread evenly over "
        f"the plausible ranges of {count} parameter{'s' if count > 1 else ''}.",
        f"Each dot: the {what} at one point, mean of its replications, and where its 95 % interval lies. "
        "Bar: 90 % of the points. Size: median and that bar.",
    ]


def _key(picture: Picture, reference: int) -> None:
    left = 0.15
    for text, mark, shade in (
        ("interval above zero", "o", colour(1)), ("interval below zero", "o", colour(2)),
        ("interval holds zero: noise hides the sign", "o", UNTOLD),
        (f"scenario as it is, {reference} replications", "D", INK),
    ):  # fmt: skip
        axes = picture.panel(left, 0.95, 0.14, 0.14)
        axes.plot([0], [0], mark, color=shade, markersize=5)
        axes.axis("off")
        picture.write(left + 0.19, 0.96, text, color=QUIET, fontsize=8)
        left += 0.36 + 0.062 * len(text)


def _draw(axes: Axes, row: int, found: Robustness, effect: str, indicator: str) -> None:
    table = found.points
    points = table.loc[(table["effect"] == effect) & (table["indicator"] == indicator)].iloc[1:]
    verdict = found.verdict(effect, indicator)
    heights = row + 0.44 * ((np.arange(len(points)) * _GOLDEN) % 1.0 - 0.5) - 0.05
    more, less = points["low"].to_numpy() > 0, points["high"].to_numpy() < 0
    mean = points["mean"].to_numpy()
    for chosen, shade in ((~(more | less), UNTOLD), (more, colour(1)), (less, colour(2))):
        axes.plot(mean[chosen], heights[chosen], "o", color=shade, markersize=3, alpha=0.75, markeredgewidth=0)
    axes.plot([verdict["small"], verdict["large"]], [row + 0.3] * 2, color=INK, linewidth=1.4)
    axes.plot([verdict["value"]], [row + 0.3], "D", color=INK, markersize=4.5)


def _say(axes: Axes, row: int, verdict: Mapping[str, Any], what: str) -> None:
    """Write beside a row what its verdict says."""
    text = _shared(verdict) if what == "share" else _said(verdict)
    axes.annotate(
        text, (1, row), (7, 0), xycoords=("axes fraction", "data"), textcoords="offset points", va="center",
        fontsize=SMALL, annotation_clip=False, linespacing=1.35,
    )  # fmt: skip


def _said(verdict: Mapping[str, Any]) -> str:
    """Return in three lines whether the sign is kept, what noise hides, and the sizes."""
    kept = f"more {verdict['more']:.0%}, less {verdict['less']:.0%}"
    if verdict["keeps"] is not None:
        low, high = f"{verdict['keeps_low']:.0%}", f"{verdict['keeps_high']:.0%}"
        kept = f"keeps its sign: {verdict['keeps']:.0%} [{low}, {high}]"
    size = f"{number(verdict['median'], sign=True)} {span(verdict['small'], verdict['large'], sign=True)}"
    return minus(f"{kept}\nhidden by noise: {verdict['undecided']:.0%}\nsize: {size}")


def _shared(verdict: Mapping[str, Any]) -> str:
    """Return in three lines the size, which part of the whole that is, and how much of the spread is luck."""
    small, median, large = (verdict[f"part_{name}"] for name in ("small", "median", "large"))
    part = "-" if median is None else f"{percent(median)} [{percent(small)}, {percent(large)}]"
    size = f"{number(verdict['median'], sign=True)} {span(verdict['small'], verdict['large'], sign=True)}"
    luck = "-" if verdict["luck"] is None else f"{verdict['luck']:.0%}"
    return minus(f"size: {size}\nof all: {part}\nluck in the spread: {luck}")


def _name(found: Robustness, effect: str) -> str:
    """Return what a row is called; that of a share says only whose it is."""
    whole = " (all)" if found.summary["shares"] and effect == TRIANGLE else ""
    return sentence(words(effect.removeprefix(share_of("")))) + whole


def _frame(axes: Axes, names: list[str], named: bool) -> None:
    axes.axvline(0, color=INK, linewidth=0.8, zorder=1)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_yticks(range(len(names)), names if named else [])
    axes.margins(x=0.05)
    frame_rows(axes)
