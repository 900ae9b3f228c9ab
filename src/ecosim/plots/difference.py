"""Paired differences over time: when an effect shows, with a band that holds its whole path at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray

from ecosim.errors import UsageError
from ecosim.plots.labels import cell_titles, minus, sentence, tick, unit, words, wrapped
from ecosim.plots.style import (
    FAINT,
    INK,
    QUIET,
    SMALL,
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
from ecosim.results.table import number
from ecosim.results.timing import first_clear, simultaneous_band

# The page, in inches.
_TOP, _TALL, _LEFT, _GAP, _FOOT = 1.5, 1.75, 0.75, 0.75, 0.65
_ACROSS = 2


@dataclass(frozen=True)
class _Path:
    """The difference of one cell over time: mean and band (quarters,)."""

    cell: str
    years: NDArray[np.float64]
    mean: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    since: str


@styled
def difference(results: Results, indicator: str = "completions", path: str | Path | None = None) -> Picture:
    """Draw how the difference that each cell makes grows over time, in pairs of runs that share their luck.

    Flows are summed up from the start; levels are taken as they are.

    Args:
        results: the results of a comparison.
        indicator: name of an indicator.
        path: where to write the picture.

    Raises:
        UsageError: there is no such indicator, nothing is compared, or the suffix of the path is unknown.
        StoreError: the results cannot be read or the picture cannot be written.
    """
    found = _paths(results, results.known(indicator))
    lines = -(-len(found) // _ACROSS)
    picture = Picture(_TOP + lines * (_TALL + _GAP) - _GAP + _FOOT, *_headings(results, indicator))
    width = WIDTH / _ACROSS - _LEFT - 0.75
    ends = [value for one in found for value in (*one.low, *one.high, *one.mean, 0.0) if np.isfinite(value)]
    for place, one in enumerate(found):
        row, column = divmod(place, _ACROSS)
        axes = picture.panel(_LEFT + column * WIDTH / _ACROSS, _TOP + row * (_TALL + _GAP), width, _TALL)
        axes.set_ylim(min(ends) - 0.05 * np.ptp(ends), max(ends) + 0.05 * np.ptp(ends) or 1.0)
        _draw(axes, one, results)
    return finish(picture, results, path)


def _headings(results: Results, indicator: str) -> tuple[str, list[str]]:
    described, calendar = results.indicator(indicator), results.summary["calendar"]
    measure = unit(results, described).removesuffix("/quarter")
    summed = f", summed up since {calendar['start']}" if described["kind"] == "flow" else ""
    of_links = any(cell["without"] for cell in results.summary["cells"])
    title = f"What each link adds to {words(described['title'])}, and when" if of_links else (
        f"How scenarios differ in {words(described['title'])}, and when")  # fmt: skip
    sign = f"the link adds: {results.baseline} minus without it" if of_links else f"more than {results.baseline}"
    return title, [
        f"{results.summary['title']}: {measure or 'a pure number'}{summed}. Positive = {sign}.",
        f"Line: mean of {replications(results)}. Band: holds the whole path of the mean at once with 95 % confidence.",
    ]


def _paths(results: Results, indicator: str) -> list[_Path]:
    table = results.to_pandas("series", ["cell", "replication", "quarter", "year", indicator])
    flow = results.indicator(indicator)["kind"] == "flow"
    found = []
    for contrast in results.summary["contrasts"]:
        sides = [_side(table, contrast[side], indicator) for side in ("minuend", "subtrahend")]
        pairs = sides[0].index.intersection(sides[1].index)
        if not len(pairs):
            continue
        change = (sides[0].loc[pairs] - sides[1].loc[pairs]).to_numpy()
        change = change.cumsum(axis=1) if flow else change
        low, high = simultaneous_band(change, results.summary["seed"])
        quarters = [str(one) for one in sides[0].columns]
        clear = first_clear(low, high)
        years = np.array([int(one[:4]) + int(one[5]) / 4 for one in quarters])
        since = "cannot be told from zero by the end" if clear is None else f"told from zero since {quarters[clear]}"
        found.append(_Path(contrast["cell"], years, change.mean(axis=0), low, high, since))
    if not found:
        raise UsageError(f"{results.directory}: nothing is compared here, so there is no difference to be drawn")
    return found


def _side(table: Any, cell: str, indicator: str) -> Any:
    return table[table["cell"] == cell].pivot(index="replication", columns="quarter", values=indicator)


def _draw(axes: Axes, one: _Path, results: Results) -> None:
    index = results.cells.index(one.cell)
    titles: Mapping[str, str] = cell_titles(results)
    axes.set_xlim(np.floor(one.years[0] - 0.01), one.years[-1])
    axes.fill_between(one.years, one.low, one.high, color=colour(index), alpha=0.22, linewidth=0)
    axes.plot(one.years, one.mean, dashes(index), color=colour(index), linewidth=1.8)
    axes.axhline(0, color=INK, linewidth=0.9)
    axes.set_title(wrapped(sentence(titles[one.cell].removeprefix("without ")), 50), color=ink(index), pad=14)
    axes.annotate(one.since, (0, 1), (0, 3), xycoords="axes fraction", textcoords="offset points", color=QUIET,
                  fontsize=SMALL)  # fmt: skip
    axes.annotate(
        minus(number(float(one.mean[-1]), sign=True)), (one.years[-1], one.mean[-1]), (5, 0),
        textcoords="offset points", va="center", color=ink(index), fontweight="bold", annotation_clip=False,
    )  # fmt: skip
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.yaxis.set_major_locator(MaxNLocator(5))
    axes.yaxis.set_major_formatter(FuncFormatter(tick))
    axes.grid(axis="y", color=FAINT, linewidth=0.5)
    axes.set_axisbelow(True)
