"""The page of pictures that show one run at some dates: a panel for each date, in rows, under one legend."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from matplotlib.axes import Axes

from ecosim.plots.labels import words
from ecosim.plots.style import WIDTH, Picture
from ecosim.results.again import footer_of
from ecosim.results.results import Results
from ecosim.results.snapshot import Snapshot

# The page, in inches.
_TOP, _HEAD, _FOOT, _EDGE = 1.45, 0.45, 0.45, 0.15
#: Where legends stand.
LEGEND = 1.05


@dataclass(frozen=True)
class Panels:
    """How panels lie on the page.

    Attributes:
        across: at most so many in a row.
        widest: width at most, in inches.
        apart: room between two, in inches.
        low: height relative to width.
    """

    across: int
    widest: float
    apart: float
    low: float


def draw_dates(
    results: Results, found: Sequence[Snapshot], run: str, panels: Panels, headings: tuple[str, list[str]],
    legend: Callable[[Picture], None], draw: Callable[[Axes, Snapshot], None], path: str | Path | None,
) -> Picture:  # fmt: skip
    """Draw a panel for each date, sign the page, write it if there is a path, and return it.

    Args:
        results: whose run is seen.
        found: the dates.
        run: which run is seen, such as ``all links, replication 0``.
        panels: how they lie.
        headings: what is seen, before the dates; how to read it, a line each.
        legend: writes what marks mean.
        draw: draws one date.
        path: where to write the picture.
    """
    across = min(len(found), panels.across)
    step = (WIDTH - 2 * _EDGE) / across
    side = min(panels.widest, step - panels.apart)
    tall, lines = panels.low * side, -(-len(found) // across)
    what, how = headings
    picture = Picture(_TOP + lines * (tall + _HEAD) + _FOOT, f"{what}: {_listed(found)}", how)
    legend(picture)
    for place, one in enumerate(found):
        row, column = divmod(place, across)
        left, top = _EDGE + column * step, _TOP + _HEAD + row * (tall + _HEAD)
        picture.write(left, top - 0.3, one.quarter, fontweight="bold", fontsize=10)
        draw(picture.panel(left, top, side, tall), one)
    picture.sign(footer_of(results, words(run)))
    if path is not None:
        picture.save(path)
    return picture


def _listed(found: Sequence[Snapshot]) -> str:
    *first, last = (one.quarter for one in found)
    return f"{', '.join(first)} and {last}" if first else last
