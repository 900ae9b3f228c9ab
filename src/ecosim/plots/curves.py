"""Curves over time: the medians of all cells together, and each cell against the baseline with its bands."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ecosim.plots.bands import yearly_bands
from ecosim.plots.labels import cell_titles, sentence, spread, tick, unit, words, wrapped
from ecosim.plots.style import FAINT, MARGIN, QUIET, SMALL, WIDTH, Picture, colour, dashes, finish, replications, styled
from ecosim.results.results import Results

if TYPE_CHECKING:
    import pandas as pd

# The page, in inches.
_MAIN, _SIDE, _LABELS = 3.3, 1.45, 2.15
_TOP, _GAP, _LINE, _FOOT = 1.2, 0.65, 0.155, 0.42
_ACROSS, _KEYS, _KEY_WIDTH = 4, 3, 54
_LABEL_WIDTH, _NUMBER = 26, 0.17


@dataclass(frozen=True)
class _Line:
    """What is drawn of a cell."""

    index: int
    title: str
    bands: pd.DataFrame


@styled
def curves(
    results: Results, indicator: str = "completions", path: str | Path | None = None, *, cumulative: bool = False
) -> Picture:
    """Draw an indicator by calendar year: median, 50 % and 90 % bands, one colour per cell, dated events.

    Of three cells or more, bands would hide each other: above are the medians of all, below is each
    cell with its bands before the baseline's in grey, on the same scale.

    Args:
        results: the results.
        indicator: name of an indicator.
        path: where to write the picture.
        cumulative: sum a flow up from the start; levels stay as they are.

    Raises:
        UsageError: there is no such indicator, or the suffix of the path is unknown.
        StoreError: the results cannot be read or the picture cannot be written.
    """
    titles = cell_titles(results)
    bands = yearly_bands(results, results.known(indicator), cumulative)
    lines = [_Line(i, titles[cell], bands[cell]) for i, cell in enumerate(results.cells) if cell in bands]
    others = lines[1:] if len(lines) > 2 else []
    numbers = _numbered(results.events)
    key = _key(numbers)
    side_top = _TOP + _MAIN + _GAP
    key_top = side_top + ceil(len(others) / _ACROSS) * (_SIDE + _GAP) - (0.2 if others else 0.25)
    height = key_top + ceil(len(key) / _KEYS) * _LINE + _FOOT
    picture = Picture(height, *_headings(results, indicator, cumulative))
    main = picture.panel(MARGIN, _TOP, WIDTH - MARGIN - _LABELS, _MAIN)
    _draw_main(main, lines, not others)
    _mark_events(main, results.events, numbers)
    for place, line in enumerate(others):
        row, column = divmod(place, _ACROSS)
        width = (WIDTH - 0.15 - _ACROSS * MARGIN) / _ACROSS
        left = MARGIN + column * (width + MARGIN)
        side = picture.panel(left, side_top + row * (_SIDE + _GAP), width, _SIDE)
        _draw_side(side, lines[0], line, results.events)
        side.set_ylim(_limits(lines))
    _write_key(picture, key_top, key)
    return finish(picture, results, path)


def _headings(results: Results, indicator: str, cumulative: bool) -> tuple[str, list[str]]:
    described = results.indicator(indicator)
    measure = unit(results, described)
    title = sentence(words(described["title"]))
    if described["kind"] != "flow":
        title = f"{title} at the end of each year"
    elif cumulative:
        title, measure = f"{title} since {results.summary['calendar']['start']}", measure.removesuffix("/quarter")
    else:
        title, measure = f"{title} per year", f"{measure.removesuffix('/quarter')} per year"
    what = f"{results.summary['title']}{': ' if measure else ''}{measure}."
    return title, [what, f"Lines: medians of {replications(results)}. Bands hold the middle 50 % and 90 % of them."]


def _limits(lines: Sequence[_Line]) -> tuple[float, float]:
    """Return the common scale: from zero, unless everything lies in a narrow range far from it."""
    values = np.concatenate([line.bands.to_numpy().ravel() for line in lines])
    seen = values[np.isfinite(values)]
    low, high = (float(seen.min()), float(seen.max())) if len(seen) else (0.0, 1.0)
    margin = 0.05 * (high - low) or 0.5
    return (0.0 if 0 <= low < 0.7 * high or low == high == 0 else low - margin), high + margin


def _axes(axes: Axes, years: pd.Index[float]) -> None:
    axes.set_xlim(int(years[0] - 0.25), years[-1])  # a year's end lies in the next
    axes.xaxis.set_major_locator(MaxNLocator(8 if axes.get_position().width > 0.5 else 4, integer=True))
    axes.yaxis.set_major_locator(MaxNLocator(5))
    axes.yaxis.set_major_formatter(FuncFormatter(tick))
    axes.grid(axis="y", color=FAINT, linewidth=0.5)
    axes.set_axisbelow(True)


def _draw_main(axes: Axes, lines: Sequence[_Line], with_bands: bool) -> None:
    _axes(axes, lines[0].bands.index)
    axes.set_ylim(_limits(lines))
    for line in lines:
        if with_bands:
            _draw_bands(axes, line.bands, colour(line.index), 0.2)
        axes.plot(line.bands.index, line.bands[0.5], dashes(line.index), color=colour(line.index), linewidth=1.8)
    _label_ends(axes, lines)


def _draw_side(axes: Axes, baseline: _Line, line: _Line, events: Sequence[Mapping[str, Any]]) -> None:
    _axes(axes, line.bands.index)
    for event in events:
        axes.axvline(event["year"], color=FAINT, linewidth=0.5, zorder=0)
    _draw_bands(axes, baseline.bands, colour(baseline.index), 0.12)
    _draw_bands(axes, line.bands, colour(line.index), 0.25)
    axes.plot(baseline.bands.index, baseline.bands[0.5], color=QUIET, linewidth=1)
    axes.plot(line.bands.index, line.bands[0.5], dashes(line.index), color=colour(line.index), linewidth=1.6)
    axes.set_title(wrapped(line.title, 32), color=colour(line.index), fontsize=8.5)


def _draw_bands(axes: Axes, bands: pd.DataFrame, shade: str, strength: float) -> None:
    for low, high in ((0.05, 0.95), (0.25, 0.75)):
        axes.fill_between(bands.index, bands[low], bands[high], color=shade, alpha=strength, linewidth=0)


def _label_ends(axes: Axes, lines: Sequence[_Line]) -> None:
    """Write each cell's name beside the end of its line, moved apart, with a thin leader."""
    low, high = axes.get_ylim()
    inch = (high - low) / _MAIN
    ended = [line for line in lines if line.bands[0.5].notna().any()]
    texts = [wrapped(line.title, _LABEL_WIDTH) for line in ended]
    ends = [float(line.bands[0.5].dropna().iloc[-1]) for line in ended]
    sizes = [(text.count("\n") + 1.25) * _LINE * inch for text in texts]
    for line, text, end, centre in zip(ended, texts, ends, spread(ends, sizes, low, high), strict=True):
        axes.annotate(
            text, (1, end), (1.035, centre), xycoords=("axes fraction", "data"), textcoords=("axes fraction", "data"),
            va="center", color=colour(line.index), fontsize=8.5, fontweight="bold", annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": colour(line.index), "linewidth": 0.6, "shrinkA": 1, "shrinkB": 1},
        )  # fmt: skip


def _numbered(events: Sequence[Mapping[str, Any]]) -> dict[str, tuple[int, list[str]]]:
    """Return a number and the dates of every title of an event, in the order of first dates."""
    numbers: dict[str, tuple[int, list[str]]] = {}
    for event in events:
        _, dates = numbers.setdefault(event["title"], (len(numbers) + 1, []))
        if event["date"] not in dates:
            dates.append(event["date"])
    return numbers


def _mark_events(axes: Axes, events: Sequence[Mapping[str, Any]], numbers: Mapping[str, tuple[int, list[str]]]) -> None:
    """Draw a thin line at each date with the numbers of its events above, moved apart."""
    first, last = axes.get_xlim()
    at: dict[float, list[str]] = {}
    for event in events:
        number = str(numbers[event["title"]][0])
        if number not in at.setdefault(event["year"], []):
            at[event["year"]].append(number)
    texts = [",".join(one) for one in at.values()]
    inch = (last - first) / (WIDTH - MARGIN - _LABELS)
    places = spread(list(at), [(0.08 + 0.07 * len(text)) * inch for text in texts], first - _NUMBER * inch, last)
    for year, text, place in zip(at, texts, places, strict=True):
        axes.axvline(year, color=FAINT, linewidth=0.7, zorder=0)
        axes.annotate(
            text, (year, 1), (place, 1.035), xycoords=("data", "axes fraction"), textcoords=("data", "axes fraction"),
            ha="center", va="bottom", color=QUIET, fontsize=SMALL, annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": FAINT, "linewidth": 0.7, "shrinkA": 0, "shrinkB": 0},
        )  # fmt: skip


def _key(numbers: Mapping[str, tuple[int, list[str]]]) -> list[str]:
    """Return the lines that tell what each number means, and when."""
    entries = [(f"{number:>2}  {title}", dates) for title, (number, dates) in numbers.items()]
    return [line for text, dates in entries for line in _indented(f"{text} ({', '.join(dates)})")]


def _indented(text: str) -> list[str]:
    return textwrap.wrap(text, _KEY_WIDTH, subsequent_indent=" " * 6, drop_whitespace=True)


def _write_key(picture: Picture, top: float, lines: Sequence[str]) -> None:
    rows = ceil(len(lines) / _KEYS)
    for place, line in enumerate(lines):
        column, row = divmod(place, rows)
        picture.write(0.15 + column * (WIDTH / _KEYS), top + row * _LINE, line, color=QUIET, fontsize=SMALL)
