"""Curves over time: the medians of all cells together, and each cell against the baseline with its bands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ecosim.plots.bands import yearly_bands
from ecosim.plots.events import draw_dates, key_height, key_lines, number_dates, write_key
from ecosim.plots.labels import cell_titles, sentence, spread, tick, unit, words, wrapped
from ecosim.plots.style import (
    FAINT,
    MARGIN,
    QUIET,
    WIDTH,
    Picture,
    colour,
    dashes,
    finish,
    ink,
    replications,
    styled,
)
from ecosim.results.results import Results

if TYPE_CHECKING:
    import pandas as pd

# The page, in inches.
_MAIN, _SIDE, _LABELS = 3.3, 1.45, 2.15
_TOP, _GAP, _LINE, _FOOT = 1.2, 0.65, 0.155, 0.42
_ACROSS, _CHARACTERS = 4, 26


@dataclass(frozen=True)
class _Line:
    """What is drawn of a cell; the baseline has index 0."""

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
    others = lines[1:] if len(lines) > 2 and lines[0].index == 0 else []
    key = key_lines(results.events)
    key_top = _TOP + _MAIN + ceil(len(others) / _ACROSS) * (_SIDE + _GAP) + 0.42
    picture = Picture(key_top + key_height(key) + _FOOT, *_headings(results, indicator, cumulative))
    main = picture.panel(MARGIN, _TOP, WIDTH - MARGIN - _LABELS, _MAIN)
    main.set_ylim(_limits(lines, results.indicator(indicator)["kind"] == "flow"))
    _set_axes(main, results)
    _draw_main(main, lines, not others)
    draw_dates(main, results.events, 0.7)
    number_dates(main, results.events, WIDTH - MARGIN - _LABELS)
    for place, line in enumerate(others):
        side = _side_panel(picture, place)
        side.set_ylim(main.get_ylim())
        _set_axes(side, results)
        draw_dates(side, results.events)
        _draw_side(side, lines[0], line)
    write_key(picture, key_top, key)
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


def _limits(lines: Sequence[_Line], flow: bool) -> tuple[float, float]:
    """Return the common scale: from zero, but for levels that lie in a narrow range far from it."""
    values = np.concatenate([np.empty(0), *(line.bands.to_numpy().ravel() for line in lines)])
    seen = values[np.isfinite(values)]
    low, high = (float(seen.min()), float(seen.max())) if len(seen) else (0.0, 1.0)
    margin = 0.05 * (high - low) or 0.5
    return min(low, 0.0) if flow or low < 0.7 * high else low - margin, high + margin


def _side_panel(picture: Picture, place: int) -> Axes:
    row, column = divmod(place, _ACROSS)
    width = (WIDTH - 0.15 - _ACROSS * MARGIN) / _ACROSS
    return picture.panel(MARGIN + column * (width + MARGIN), _TOP + _MAIN + _GAP + row * (_SIDE + _GAP), width, _SIDE)


def _set_axes(axes: Axes, results: Results) -> None:
    calendar = results.summary["calendar"]
    axes.set_xlim(int(calendar["start"][:4]), int(calendar["end"][:4]) + 1)
    axes.xaxis.set_major_locator(MaxNLocator(8 if axes.get_position().width > 0.5 else 4, integer=True))
    axes.yaxis.set_major_locator(MaxNLocator(5))
    axes.yaxis.set_major_formatter(FuncFormatter(tick))
    axes.grid(axis="y", color=FAINT, linewidth=0.5)
    axes.set_axisbelow(True)


def _draw_main(axes: Axes, lines: Sequence[_Line], with_bands: bool) -> None:
    for line in lines:
        if with_bands:
            _draw_bands(axes, line.bands, colour(line.index), 0.2)
        axes.plot(line.bands.index, line.bands[0.5], dashes(line.index), color=colour(line.index), linewidth=1.8)
    _label_ends(axes, lines)


def _draw_side(axes: Axes, baseline: _Line, line: _Line) -> None:
    _draw_bands(axes, baseline.bands, colour(baseline.index), 0.12)
    _draw_bands(axes, line.bands, colour(line.index), 0.25)
    axes.plot(baseline.bands.index, baseline.bands[0.5], color=QUIET, linewidth=1)
    axes.plot(line.bands.index, line.bands[0.5], dashes(line.index), color=colour(line.index), linewidth=1.6)
    axes.set_title(wrapped(line.title, _CHARACTERS + 1), color=ink(line.index), fontsize=8.5)


def _draw_bands(axes: Axes, bands: pd.DataFrame, shade: str, strength: float) -> None:
    for low, high in ((0.05, 0.95), (0.25, 0.75)):
        axes.fill_between(bands.index, bands[low], bands[high], color=shade, alpha=strength, linewidth=0)


def _label_ends(axes: Axes, lines: Sequence[_Line]) -> None:
    """Write each cell's name beside the end of its line, moved apart, with a thin leader."""
    low, high = axes.get_ylim()
    inch = (high - low) / _MAIN
    ended = [(line, medians) for line in lines if len(medians := line.bands[0.5].dropna())]
    texts = [wrapped(line.title, _CHARACTERS) for line, _ in ended]
    sizes = [(text.count("\n") + 1.25) * _LINE * inch for text in texts]
    centres = spread([float(medians.iloc[-1]) for _, medians in ended], sizes, low, high)
    for (line, medians), text, centre in zip(ended, texts, centres, strict=True):
        axes.annotate(
            text, (medians.index[-1], medians.iloc[-1]), (1.03, centre), textcoords=("axes fraction", "data"),
            va="center", color=ink(line.index), fontsize=8.2, fontweight="bold", annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": colour(line.index), "linewidth": 0.6, "relpos": (0, 0.5)},
        )  # fmt: skip
