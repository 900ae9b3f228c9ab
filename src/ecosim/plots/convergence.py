"""Convergence: how the mean of the pairs settles as replications are added."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray

from ecosim.errors import UsageError
from ecosim.plots.labels import cell_titles, minus, sentence, spread, tick, unit, words, wrapped
from ecosim.plots.style import FAINT, INK, QUIET, SMALL, WIDTH, Picture, colour, dashes, finish, ink, styled
from ecosim.results.effects import Contrast, half_width
from ecosim.results.results import Results
from ecosim.results.stopping import paired
from ecosim.results.table import number

# The page, in inches.
_LEFT, _TOP, _TALL, _LABELS, _FOOT = 0.75, 1.05, 3.6, 2.5, 0.85
_CHARACTERS, _LINE, _FIRST = 28, 0.165, 5


@styled
def convergence(results: Results, indicator: str = "completions", path: str | Path | None = None) -> Picture:
    """Draw the mean paired difference after each replication, with its 95 % interval; of a single cell its mean.

    Args:
        results: the results of a comparison.
        indicator: name of an indicator.
        path: where to write the picture.

    Raises:
        UsageError: there is no such indicator, or there are too few replications.
        StoreError: the results cannot be read or the picture cannot be written.
    """
    table = results.to_pandas("outcomes", ["cell", "replication", results.known(indicator)])
    changes = paired(table, [Contrast(**one) for one in results.summary["contrasts"]], indicator).dropna()
    if len(changes) < 2 * _FIRST:
        count = f"{len(changes)} replications in all cells"
        raise UsageError(f"{results.directory}: {count}; at least {2 * _FIRST} are needed")
    picture = Picture(_TOP + _TALL + _FOOT, *_headings(results, indicator))
    axes = picture.panel(_LEFT, _TOP, WIDTH - _LEFT - _LABELS, _TALL)
    counts = np.arange(_FIRST, len(changes) + 1)
    ends = []
    for cell in changes:
        index = results.cells.index(str(cell))
        means, halves = _running(changes[cell].to_numpy(float), counts)
        axes.fill_between(counts, means - halves, means + halves, color=colour(index), alpha=0.15, linewidth=0)
        axes.plot(counts, means, dashes(index), color=colour(index), linewidth=1.6)
        ends.append((index, float(means[-1]), float(halves[-1])))
    _axes(axes, counts)
    _label(axes, results, ends)
    return finish(picture, results, path)


def _axes(axes: Axes, counts: NDArray[np.int64]) -> None:
    axes.axhline(0, color=INK, linewidth=0.9)
    axes.set_xlim(counts[0], counts[-1])
    axes.xaxis.set_major_locator(MaxNLocator(8, integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(tick))
    axes.grid(axis="y", color=FAINT, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.set_xlabel("replications, in the order in which they are numbered")
    axes.tick_params(labelcolor=QUIET, labelsize=SMALL)


def _label(axes: Axes, results: Results, ends: Sequence[tuple[int, float, float]]) -> None:
    """Write each cell's name and last interval beside the end of its line, moved apart."""
    low, high = axes.get_ylim()
    titles = cell_titles(results)
    texts = [
        wrapped(sentence(titles[results.cells[index]].removeprefix("without ")), _CHARACTERS)
        + minus(f"\n{number(mean, sign=True)} ± {number(half)}")
        for index, mean, half in ends
    ]
    sizes = [(text.count("\n") + 1.3) * _LINE * (high - low) / _TALL for text in texts]
    places = spread([mean for _, mean, _ in ends], sizes, low, high)
    for (index, mean, _), text, place in zip(ends, texts, places, strict=True):
        axes.annotate(
            text, (axes.get_xlim()[1], mean), (1.03, place), textcoords=("axes fraction", "data"), va="center",
            color=ink(index), fontsize=8.2, fontweight="bold", annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": colour(index), "linewidth": 0.6, "relpos": (0, 0.5)},
        )  # fmt: skip


def _running(values: NDArray[np.float64], counts: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return mean and half of the interval after so many pairs: (counts,)."""
    means = np.array([values[:count].mean() for count in counts])
    halves = np.array([float(half_width(values[:count].std(ddof=1), int(count))) for count in counts])
    return means, halves


def _headings(results: Results, indicator: str) -> tuple[str, list[str]]:
    described = results.indicator(indicator)
    measure = unit(results, described)
    measure = measure.removesuffix("/quarter") if described["kind"] == "flow" else measure
    compared = "differences" if results.summary["contrasts"] else "a mean"
    settling = "effects of links" if any(cell["without"] for cell in results.summary["cells"]) else compared
    what = f"{results.summary['title']}: {words(described['title'])} by {results.summary['calendar']['end']}"
    return f"How {settling} settle{'s' * (settling == 'a mean')} as replications are added", [
        f"{what}{', ' if measure else ''}{measure}.",
        f"Line: mean of the {'pairs' if results.summary['contrasts'] else 'runs'} so far. Band: its 95 % interval "
        "(Student's t). Right: after the last replication.",
    ]
