"""Facts of history as points before the course of the runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray

from ecosim.plots.labels import tick
from ecosim.plots.style import INK, QUIET, SMALL, Picture, colour, styled
from ecosim.results.patterns import Patterns

# The page, in inches.
_LEFT, _PITCH, _PANEL, _TALL, _TOP, _FOOT = 0.75, 3.2, 2.5, 2.0, 1.5, 0.8
_MODEL = colour(1)

Floats = NDArray[np.float64]

#: Title, unit and column of `ecosim.patterns.portrait.Portrait.parks` of each measure of a technopark.
_PARKS = {
    "park_firms": ("Firms that are or were residents", "firms at the end of the year", 0),
    "park_heads": ("Heads in these firms", "heads at the end of the year", 1),
    "park_sales": ("Sales of these firms", "million RUB of 2020 a year", 2),
}


@styled
def history(found: Patterns, path: str | Path | None = None) -> Picture:
    """Draw the facts that the scenario holds, and the runs in the same years.

    Args:
        found: what `ecosim.results.patterns.patterns` found.
        path: where to write the picture.

    Raises:
        UsageError: the suffix of the path is unknown.
        StoreError: the picture cannot be written.
    """
    from ecosim.patterns.history import happens_in, read_history

    facts = [fact for fact in read_history() if happens_in(fact, found.scenario)]
    picture = Picture(_TOP + _TALL + _FOOT, f"{found.results.summary['title']}: held against its history", [
        "Points: facts; money by consumer prices. Blue: the model, median and the middle 90 % of "
        f"{len(found.seen)} replications.",
        "No parameter was fitted to them; docs/patterns.md tells which were set with some of them in view.",
    ])  # fmt: skip
    place = 0
    for measure, (title, unit, column) in _PARKS.items():
        mine = [fact for fact in facts if fact.measure == measure]
        if mine:
            runs = np.stack([one.portrait.parks[mine[0].of][:, column] for one in found.seen])
            points = [(fact.year + 0.5 * (column == 2) + 1.0 * (column < 2), fact.value, "") for fact in mine]
            first = found.scenario.time.start // 4
            years = np.arange(runs.shape[1]) + first + (0.5 if column == 2 else 1.0)
            _panel(picture, place, title, unit, years, runs, points)
            place += 1
    mine = [fact for fact in facts if fact.measure == "institute_staff"]
    if mine:
        runs = np.stack([one.portrait.institutes / one.portrait.institutes[0] for one in found.seen])
        years = (found.scenario.time.start + np.arange(runs.shape[1]) + 1) / 4.0
        points = [(fact.year + 1.0, fact.value, fact.quantity.partition(" over ")[0]) for fact in mine]
        _panel(picture, place, "Researchers of institutes", "of those of 1990", years, runs, points)
    picture.write(0.15, picture.get_figheight() - 0.22, found.footer, color=QUIET, fontsize=SMALL)
    if path is not None:
        picture.save(path)
    return picture


def _panel(
    picture: Picture, place: int, title: str, unit: str, years: NDArray[Any], runs: Floats,
    points: Sequence[tuple[float, float, str]],
) -> None:  # fmt: skip
    left = _LEFT + place * _PITCH
    picture.write(left - 0.5, _TOP - 0.5, title, fontweight="bold")
    picture.write(left - 0.5, _TOP - 0.32, unit, color=QUIET, fontsize=SMALL)
    axes = picture.panel(left, _TOP, _PANEL if not points[0][2] else 3.5 * _PANEL, _TALL)
    low, middle, high = np.quantile(runs, (0.05, 0.5, 0.95), axis=0)
    seen = high > 0
    axes.fill_between(years[seen], low[seen], high[seen], color=_MODEL, alpha=0.25, linewidth=0)
    axes.plot(years[seen], middle[seen], color=_MODEL, linewidth=1.6)
    _facts(axes, points)
    axes.set_ylim(0, 1.12 * max(float(high.max()), *(value for _, value, _ in points)))
    axes.set_xlim(float(years[seen][0]) - 0.5, float(years[-1]) + 0.5)
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.yaxis.set_major_locator(MaxNLocator(5))
    axes.yaxis.set_major_formatter(FuncFormatter(tick))


def _facts(axes: Axes, points: Sequence[tuple[float, float, str]]) -> None:
    style: Mapping[str, Any] = {"textcoords": "offset points", "fontsize": SMALL, "color": INK}
    for number, (year, value, name) in enumerate(points):
        axes.plot([year], [value], "o", color=INK, markersize=5)
        if name:  # above and below in turn, so that neighbours do not meet
            axes.annotate(name, (year, value), (-6, -11 if number % 2 else 5), ha="right", **style)
