"""Half-widths of intervals by number of replications, with the precision that is wanted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

from ecosim.plots.labels import cell_titles, sentence, spread, tick, unit, words, wrapped
from ecosim.plots.style import FAINT, INK, QUIET, SMALL, WIDTH, Picture, colour, dashes, finish, ink, styled
from ecosim.results.replications import Curve
from ecosim.results.results import Results

# The page, in inches.
_LEFT, _TOP, _TALL, _LABELS, _FOOT = 0.75, 1.35, 3.6, 2.3, 0.85
_CHARACTERS, _LINE = 26, 0.165


@styled
def replications(results: Results, found: Curve, path: str | Path | None = None) -> Picture:
    """Draw half of the 95 % interval of each difference by number of replications, on logarithmic axes.

    A dot marks where `--replications auto` would stop for a difference, a hollow diamond where the rule of the
    coefficient of variation would, for the cell's own outcome.

    Args:
        results: the results.
        found: the curve, see `ecosim.results.replications.curve`.
        path: where to write the picture.

    Raises:
        UsageError: the suffix of the path is unknown.
        StoreError: the picture cannot be written.
    """
    picture = Picture(_TOP + _TALL + _FOOT, *_headings(results, found))
    axes = picture.panel(_LEFT, _TOP, WIDTH - _LEFT - _LABELS, _TALL)
    for cell, halves in zip(found.cells, found.halves.T, strict=True):
        index = results.cells.index(cell)
        axes.plot(found.counts, halves, dashes(index), color=colour(index), linewidth=1.8)
    _set_axes(axes, found)
    for place, cell in enumerate(found.cells):
        _mark(axes, found, place, found.enough[place], colour(results.cells.index(cell)), full=True)
        _mark(axes, found, place, found.steady.get(cell), colour(results.cells.index(cell)), full=False)
    if found.precision is not None:
        axes.axhline(found.precision, color=INK, linewidth=0.9)
        axes.annotate(
            f"precision wanted: {found.precision:,.6g}", (found.counts[0], found.precision), (3, 3),
            textcoords="offset points", fontsize=SMALL, color=INK,
        )  # fmt: skip
    _label(axes, results, found)
    return finish(picture, results, path)


def _headings(results: Results, found: Curve) -> tuple[str, list[str]]:
    described = results.indicator(found.indicator)
    measure = unit(results, described)
    measure = measure.removesuffix("/quarter") if described["kind"] == "flow" else measure
    what = f"{results.summary['title']}: {words(described['title'])} by {results.summary['calendar']['end']}"
    lines = [f"{what}{', ' if measure else ''}{measure}. Half of the 95 % interval of each mean difference; "
             "both axes logarithmic."]  # fmt: skip
    lines.append("Dot: precision reached at two looks in a row, where --replications auto stops for this difference.")
    lines.append("Diamond: the coefficient of variation of the cell has settled (shown, not used).")
    return "How many replications are enough", lines


def _set_axes(axes: Axes, found: Curve) -> None:
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlim(found.counts[0], found.counts[-1])
    known = np.append(found.halves[np.isfinite(found.halves) & (found.halves > 0)], found.precision or np.nan)
    low, high = (np.nanmin(known), np.nanmax(known)) if np.isfinite(known).any() else (1.0, 10.0)
    axes.set_ylim(low / 1.25, high * 1.15)
    steps = [10, 20, 30, 50, 100, 200, 300, 500, 1000, 2000, 5000, 10_000]
    axes.xaxis.set_major_locator(FixedLocator([step for step in steps if step <= found.counts[-1]]))
    axes.yaxis.set_major_locator(FixedLocator(MaxNLocator(6, steps=[1, 2, 5, 10]).tick_values(low / 1.25, high * 1.15)))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_minor_locator(NullLocator())
        axis.set_major_formatter(FuncFormatter(tick))
    axes.grid(color=FAINT, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.set_xlabel("replications")


def _mark(axes: Axes, found: Curve, place: int, count: int | None, shade: str, *, full: bool) -> None:
    """Mark a number of replications on the curve of a difference, if it has come to that."""
    if count is None:
        return
    half = np.interp(count, found.counts, found.halves[:, place])
    face, kind = (shade, "o") if full else ("white", "D")
    size = 6 if full else 5
    axes.plot([count], [half], kind, color=shade, markerfacecolor=face, markersize=size, clip_on=False, zorder=4)


def _label(axes: Axes, results: Results, found: Curve) -> None:
    """Write each cell's name beside the end of its curve, moved apart."""
    titles = cell_titles(results)
    known = [place for place in range(len(found.cells)) if found.halves[-1, place] > 0]
    texts = [wrapped(sentence(titles[found.cells[place]]), _CHARACTERS) for place in known]
    low, high = np.log10(axes.get_ylim())
    sizes = [(text.count("\n") + 1.2) * _LINE * (high - low) / _TALL for text in texts]
    ends = [float(np.log10(found.halves[-1, place])) for place in known]
    for place, text, centre in zip(known, texts, spread(ends, sizes, low, high), strict=True):
        index = results.cells.index(found.cells[place])
        axes.annotate(
            text, (found.counts[-1], found.halves[-1, place]), (1.03, (centre - low) / (high - low)),
            textcoords="axes fraction", va="center", color=ink(index), fontsize=8.2, fontweight="bold",
            annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": colour(index), "linewidth": 0.6, "relpos": (0, 0.5)},
        )  # fmt: skip
    axes.tick_params(labelcolor=QUIET)
