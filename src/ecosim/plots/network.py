"""The network of ties at some dates: one arm for institutes, universities and firms each (a hive plot).

Where an organisation stands says something: arms are ordered by field and size, so two dates can be compared, and no
random layout hides or invents clusters. Source: Krzywinski et al. (2012), Hive plots: rational approach to visualizing
networks, Briefings in Bioinformatics 13(5).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.path import Path as Outline
from numpy.typing import NDArray

from ecosim.plots.dates import LEGEND, Panels, draw_dates
from ecosim.plots.labels import words
from ecosim.plots.style import FAINT, INK, SMALL, Picture, colour, ink, styled
from ecosim.results.results import Results
from ecosim.results.snapshot import KINDS, Snapshot

_PANELS = Panels(across=3, widest=4.6, apart=0.15, low=0.88)
#: Direction of each kind's arm, in degrees from east: institutes to the left, universities up, firms to the right.
_ARMS = (210.0, 90.0, -30.0)
#: Direction in which there is room between two arms.
_BETWEEN = {(0, 1): 150.0, (1, 2): 30.0, (0, 2): 270.0}
_FROM, _TO = 0.12, 1.0


@styled
def network(results: Results, found: Sequence[Snapshot], title: str, path: str | Path | None = None) -> Picture:
    """Draw who is tied to whom at some dates, a panel each.

    Args:
        results: whose run is seen.
        found: the dates, see `ecosim.results.snapshot.snapshots`.
        title: which run is seen, such as ``all links, replication 0``.
        path: where to write the picture.

    Raises:
        UsageError: the suffix of the path is unknown.
        StoreError: the picture cannot be written.
    """
    headings = "Who is tied to whom", [
        f"{results.summary['title']}, {words(title)}. Each line is a tie that lasts at the end of the quarter.",
        "Along each arm by field, then by size; size of a dot: people. One run, so places of single ties are luck.",
    ]

    def legend(picture: Picture) -> None:
        write_links(picture, found[0], LEGEND)

    return draw_dates(results, found, title, _PANELS, headings, legend, draw_ties, path)


def write_links(picture: Picture, one: Snapshot, top: float) -> None:
    """Write which colour stands for which link, in a line."""
    left = 0.15
    for place, link in enumerate(one.links):
        picture.write(left, top, "\N{BLACK SQUARE}", color=colour(place + 1), fontsize=11)
        picture.write(left + 0.16, top + 0.03, words(link), fontsize=8.5)
        left += 0.45 + 0.068 * len(link)


def _positions(one: Snapshot) -> NDArray[np.float64]:
    """Return where each organisation stands: (organisations, 2)."""
    at = np.zeros((len(one.kind), 2))
    for kind, angle in enumerate(np.radians(_ARMS)):
        rows = np.flatnonzero(one.kind == kind)
        order = rows[np.lexsort((-one.staff[rows], one.field[rows]))]
        reach = np.linspace(_FROM, _TO, len(order)) if len(order) > 1 else np.full(len(order), (_FROM + _TO) / 2)
        at[order] = np.column_stack([np.cos(angle) * reach, np.sin(angle) * reach])
    return at


def draw_ties(axes: Axes, one: Snapshot) -> None:
    """Draw one date: arms, organisations and ties, into axes of any size."""
    axes.set_xlim(-1.3, 1.3)
    axes.set_ylim(-0.95, 0.88 * 2.6 - 0.95)
    axes.set_axis_off()
    at = _positions(one)
    for place in range(len(one.links)):
        ties = one.ties[one.ties[:, 2] == place]
        lines = [_bow(at[a], at[b]) for a, b, _ in ties]
        shade = colour(place + 1)
        strength = float(np.clip(40.0 / max(len(ties), 1), 0.12, 0.6))
        if lines:
            drawn = PathCollection(lines, facecolors="none", edgecolors=shade, linewidths=0.7, alpha=strength)
            axes.add_collection(drawn)
    for kind, angle in enumerate(np.radians(_ARMS)):
        axes.plot([0, np.cos(angle)], [0, np.sin(angle)], color=FAINT, linewidth=1, zorder=0)
        mine = one.kind == kind
        across, up = at[mine].T
        axes.scatter(across, up, s=2.0 + 0.12 * one.staff[mine], color=INK, linewidth=0, zorder=3, alpha=0.75)
        _name(axes, one, kind, angle)
    for place, (a, b) in enumerate(one.joins):
        away = np.radians(_BETWEEN[min(a, b), max(a, b)]) if a != b else np.radians(_ARMS[a])
        axes.text(
            1.02 * np.cos(away), 0.92 * np.sin(away), f"{int((one.ties[:, 2] == place).sum()):,} ties", ha="center",
            va="center", fontsize=8, fontweight="bold", color=ink(place + 1),
        )  # fmt: skip


def _name(axes: Axes, one: Snapshot, kind: int, angle: float) -> None:
    count = int((one.kind == kind).sum())
    away = ("right", "center", "left")[kind]
    axes.text(
        1.06 * np.cos(angle) + (0.18, 0.0, -0.18)[kind], 1.06 * np.sin(angle) + (-0.08, 0.04, -0.08)[kind],
        f"{count:,} {KINDS[kind]}", ha=("center" if kind == 1 else away), va="bottom" if kind == 1 else "top",
        fontsize=SMALL, color=INK,
    )  # fmt: skip


def _bow(start: NDArray[np.float64], end: NDArray[np.float64]) -> Outline:
    """Return a curve from one arm to another that bows away from the middle."""
    middle = (start + end) / 2
    outwards = middle * (0.5 * (np.hypot(*start) + np.hypot(*end)) / max(1e-9, np.hypot(*middle)))
    return Outline([start, 0.35 * middle + 0.65 * outwards, end], [Outline.MOVETO, Outline.CURVE3, Outline.CURVE3])
