"""One technology's life in two runs, side by side: readiness, advice, money, and what happened when."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullLocator

from ecosim.lives.life import AGREEMENTS, FORGOTTEN, VALLEY, Life
from ecosim.lives.story import Sentence, fate
from ecosim.lives.tracing import Trace
from ecosim.plots.labels import spread, tick, words
from ecosim.plots.style import FAINT, INK, QUIET, SMALL, Picture, colour, styled
from ecosim.results.table import number
from ecosim.world.codes import Moved

# The page, in inches.
_LEFT, _WIDE, _APART = 0.95, 3.85, 5.0
_TOP, _TALL, _ADVICE, _MONEY, _GAP, _FOOT = 1.62, 2.1, 0.3, 1.0, 0.3, 0.4
_LINE, _CHARACTERS = 0.155, 66
_LEAST = 1e-9  # of a scale for money where nothing is earned
_TIED, _STRANGER = colour(1), colour(2)


@dataclass(frozen=True)
class _Side:
    """One of the two columns."""

    title: str
    left: float
    life: Life | None
    said: Sequence[Sentence]
    key: Sequence[str]


@styled
def lives(found: Trace, path: str | Path | None = None) -> Picture:
    """Draw both lives of a technology, with the links on the left and without them on the right.

    Args:
        found: a trace.
        path: where to write the picture.

    Raises:
        UsageError: the suffix of the path is unknown.
        StoreError: the picture cannot be written.
    """
    sides = _sides(found)
    below = _TOP + _TALL + _ADVICE + _MONEY + 3 * _GAP + 0.15
    picture = Picture(below + max(len(one.key) for one in sides) * _LINE + _FOOT, *_headings(found))
    most = max([_LEAST, *(float(_by_year(one.life)[1].max()) for one in sides if one.life is not None)])
    for side in sides:
        picture.write(side.left, _TOP - 0.5, side.title, fontweight="bold", fontsize=10)
        axes = [
            picture.panel(side.left, top, _WIDE, tall)
            for top, tall in (
                (_TOP, _TALL), (_TOP + _TALL + _GAP, _ADVICE), (_TOP + _TALL + _ADVICE + 2 * _GAP, _MONEY)
            )
        ]
        _years(axes, found)
        _draw_levels(axes[0], found, side)
        _draw_advice(axes[1], found, side.life)
        _draw_money(axes[2], found, side.life, most)
        for row, line in enumerate(side.key):
            picture.write(side.left - 0.3, below + row * _LINE, line, color=INK, fontsize=SMALL)
    picture.sign(found.footer)
    if path is not None:
        picture.save(path)
    return picture


def _headings(found: Trace) -> tuple[str, list[str]]:
    names, life, tick_ = found.pair.names[0], found.pair.first, found.parting.tick
    fates = [fate(one) for one in (life, found.pair.second)]
    second = "and" if fates[0] == fates[1] else f"\N{EN DASH} {fates[1]}"
    end = f"{fates[0]} with all links {second} {words(found.pair.without)}"
    if found.pair.second is not None and min(sales := [one.earned.sum() for one in (life, found.pair.second)]) > 0.0:
        unit = life.film.scenario.money.unit
        end = f"{number(sales[0])} {unit} of sales, {number(sales[1])} {words(found.pair.without)}"
    parts = "The paths never part." if tick_ is None else f"Dotted: the paths part in {names.date(tick_)}."
    return f"One technology: {end}", [
        f"{found.results.summary['title']}: technology {life.row}, {names.field(life.row)}, found at "
        f"{names.organisation(life.moments[0].who)} ({found.chosen}).",
        f"Both runs share all luck. {parts} One life is an example, not a measure of what links bring.",
    ]


def _sides(found: Trace) -> list[_Side]:
    pairs = zip(found.pair.titles, (found.pair.first, found.pair.second), found.stories, found.pair.names, strict=True)
    sides = []
    for place, (title, life, said, names) in enumerate(pairs):
        key = []
        for count, one in enumerate(said, start=1):
            date = names.date(one.first) if one.first == one.last else f"{names.date(one.first)}-{names.date(one.last)}"
            key += textwrap.wrap(f"{count:>2}  {date}  {words(one.short)}", _CHARACTERS, subsequent_indent=" " * 6)
        sides.append(_Side(words(title), _LEFT + place * _APART, life, said, key))
    return sides


def _years(axes: Sequence[Axes], found: Trace) -> None:
    """Set the common calendar: from a year before the discovery, or the start, to the end."""
    film = found.pair.films[0]
    first = film.quarter(found.pair.first.moments[0].tick) // 4
    for one in axes:
        one.set_xlim(first, film.world.quarter / 4)
        one.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        one.tick_params(axis="x", labelbottom=one is axes[2])
    if found.parting.tick is not None:
        for one in axes:
            one.axvline(film.quarter(found.parting.tick) / 4, color=INK, linewidth=0.8, linestyle=":", zorder=0)


def _draw_levels(axes: Axes, found: Trace, side: _Side) -> None:
    """Draw readiness as steps, with the number of each sentence of the story where it begins."""
    axes.set_ylim(0.5, 9.9)
    axes.axhspan(VALLEY[0] - 0.5, VALLEY[-1] + 0.5, color=FAINT, alpha=0.5, linewidth=0, zorder=0)
    axes.annotate(
        "valley of death", (0.995, 5), xycoords=("axes fraction", "data"), ha="right", va="center", color=QUIET,
        fontsize=SMALL,
    )  # fmt: skip
    axes.set_yticks(range(1, 10))
    axes.set_ylabel("readiness level", fontsize=SMALL)
    if side.life is None:
        axes.text(0.5, 0.6, "never found in this run", transform=axes.transAxes, ha="center", color=INK, fontsize=9)
        return
    film, moments = side.life.film, side.life.steps
    ends = [one for one in moments if one.what in (Moved.PRODUCT, Moved.ABANDONED, Moved.OUTSIDE, FORGOTTEN)]
    last = ends[-1].tick if ends else film.world.tick - 1
    at = [film.quarter(one.tick) / 4 for one in moments] + [film.quarter(last) / 4]
    levels = [one.level for one in moments] + [moments[-1].level]
    axes.plot(at, levels, color=INK, linewidth=1.6, drawstyle="steps-post")
    final = ends[-1].what if ends else None
    marker = "o" if final == Moved.PRODUCT else "X" if final in (Moved.ABANDONED, FORGOTTEN) else ">"
    axes.plot(at[-1:], levels[-1:], marker, color=INK, markersize=7, clip_on=False)
    _number(axes, side, [film.quarter(one.first) / 4 for one in side.said])


def _number(axes: Axes, side: _Side, at: Sequence[float]) -> None:
    """Write numbers above the panel, moved apart, with leaders down to their dates."""
    first, last = axes.get_xlim()
    room = 0.2 * (last - first) / _WIDE
    for count, (date, place) in enumerate(zip(at, spread(at, [room] * len(at), first, last), strict=True), start=1):
        axes.annotate(
            str(count), (date, 9.5), (place, 10.2), ha="center", va="bottom", fontsize=SMALL, color=INK,
            annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": QUIET, "linewidth": 0.6, "shrinkA": 0, "shrinkB": 0},
        )  # fmt: skip


def _draw_advice(axes: Axes, found: Trace, life: Life | None) -> None:
    """Draw a tick for every quarter in which the inventors advised: above over a tie, below at arm's length."""
    axes.set_ylim(0, 2)
    axes.set_yticks([0.5, 1.5], ["arm's length", "over ties"])
    axes.tick_params(axis="y", length=0, labelsize=6)
    _title(axes, "quarters with advice of the inventors")
    if life is None:
        return
    for one in life.moments:
        if one.what == Moved.HELPED:
            row, shade = (1, _TIED) if one.channel else (0, _STRANGER)
            axes.vlines(life.film.quarter(one.tick) / 4, row + 0.15, row + 0.85, color=shade, linewidth=1.4)
    agreed = life.first(*AGREEMENTS)
    if agreed is None:
        axes.text(0.02, 0.5, "no firm works on it", transform=axes.transAxes, va="center", fontsize=SMALL, color=QUIET)


def _title(axes: Axes, text: str) -> None:
    axes.set_title(text, fontsize=SMALL, fontweight="normal", color=QUIET, pad=2)


def _by_year(life: Life) -> tuple[np.ndarray, np.ndarray]:
    """Return years and the sales owed in each."""
    quarters = np.array([life.film.quarter(one) for one in life.film.ticks])
    years, place = np.unique(quarters // 4, return_inverse=True)
    return years, np.bincount(place, life.earned)


def _draw_money(axes: Axes, found: Trace, life: Life | None, most: float) -> None:
    money = found.pair.films[0].scenario.money.unit
    axes.set_ylim(0, 1.15 * most)
    axes.yaxis.set_major_locator(MaxNLocator(3) if most > _LEAST else NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(tick))
    _title(axes, f"sales owed to it a year, {money}")
    total = 0.0 if life is None else float(life.earned.sum())
    if life is not None and total > 0.0:
        years, sums = _by_year(life)
        axes.bar(years + 0.5, sums, width=0.85, color=colour(3))
    else:
        axes.text(0.5, 0.5, "it earns nothing", transform=axes.transAxes, ha="center", va="center", color=QUIET)
