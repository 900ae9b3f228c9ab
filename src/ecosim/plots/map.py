"""A plain map: where people in institutes, universities and firms are, and which places are tied to each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle
from numpy.typing import NDArray

from ecosim.plots.dates import LEGEND, Panels, draw_dates
from ecosim.plots.labels import words, wrapped
from ecosim.plots.style import INK, QUIET, SMALL, Picture, colour, styled
from ecosim.results.results import Results
from ecosim.results.snapshot import KINDS, Snapshot

_LOW = 0.8  # height of a panel relative to its width
_PANELS = Panels(across=2, widest=4.7, apart=0.25, low=_LOW)
_DEGREE = 111.2  # kilometres
_SHADES = (colour(1), colour(3), colour(2))
_LARGEST = 0.045  # radius of the largest circle, in widths of the map
_INSTITUTES, _FIRMS = KINDS.index("institutes"), KINDS.index("firms")
_LONGEST = 28  # letters in a line that counts people
_LETTER, _GAP = 0.055, 0.07  # width of a letter of a name and room beside it, in inches


@styled
def map_of(results: Results, found: Sequence[Snapshot], title: str, path: str | Path | None = None) -> Picture:
    """Draw the places at some dates, a panel each, on one scale of kilometres and of people.

    Args:
        results: whose run is seen.
        found: the dates, see `ecosim.results.snapshot.snapshots`.
        title: which run is seen, such as ``all links, replication 0``.
        path: where to write the picture.

    Raises:
        UsageError: the suffix of the path is unknown.
        StoreError: the picture cannot be written.
    """
    most = max(float(_people(one).max()) for one in found) or 1.0
    at, span = _kilometres(found, most)

    def draw(axes: Axes, one: Snapshot) -> None:
        axes.set_xlim(-0.5 * span, 0.5 * span)
        axes.set_ylim(-0.5 * _LOW * span, 0.5 * _LOW * span)
        axes.set_axis_off()
        _draw(axes, one, at, span, most)

    headings = "Where people and ties are", [
        f"{results.summary['title']}, {words(title)}. Area of a circle: people. North is up.",
        "Line: ties between organisations of two places, its width their number; ties within a place are written.",
    ]
    return draw_dates(results, found, title, _PANELS, headings, _write_kinds, draw, path)


def _write_kinds(picture: Picture) -> None:
    left = 0.15
    for kind, shade in zip(KINDS, _SHADES, strict=True):
        picture.write(left, LEGEND, "\N{BLACK CIRCLE}", color=shade, fontsize=11)
        picture.write(left + 0.17, LEGEND + 0.03, f"people in {kind}", fontsize=8.5)
        left += 1.75


def _kilometres(found: Sequence[Snapshot], most: float) -> tuple[NDArray[np.float64], float]:
    """Return where places are around their middle, in kilometres, and how wide the map is, for all names to fit."""
    coordinates = found[0].coordinates
    middle = (coordinates.min(axis=0) + coordinates.max(axis=0)) / 2
    north, east = ((coordinates - middle) * _DEGREE).T
    at = np.column_stack([east * np.cos(np.radians(middle[0])), north])
    wide = max(float(np.max(np.abs(at[:, 0]) / _room(one, at, most))) for one in found)
    return at, float(max(2.0, wide, 1.6 / _LOW * np.ptp(at[:, 1])))


def _room(one: Snapshot, at: NDArray[np.float64], most: float) -> NDArray[np.float64]:
    """Return how far from its middle the map has room for each place with circle and name, in widths of the map."""
    rooms, between = np.zeros(len(at)), _between(one)
    for place, people in enumerate(_people(one)):
        longest = max(map(len, _label(one, place, people, between[place, place]).split("\n")))
        outer = people[_FIRMS if at[place, 0] >= 0 else _INSTITUTES]
        rooms[place] = 0.5 - 2 * _LARGEST * np.sqrt(outer / most) - (longest * _LETTER + _GAP) / _PANELS.widest
    return np.maximum(rooms, 0.05)


def _between(one: Snapshot) -> Counter[tuple[int, int]]:
    """Return how many ties join two places, or organisations of one place, by the two places in their order."""
    pairs = np.sort(one.place[one.ties[:, :2]], axis=1)
    return Counter((here, there) for here, there in pairs.tolist())


def _people(one: Snapshot) -> NDArray[np.float64]:
    """Return people by place and kind: (places, kinds)."""
    found = np.zeros((len(one.places), len(KINDS)))
    np.add.at(found, (one.place, one.kind), one.staff)
    return found


def _draw(axes: Axes, one: Snapshot, at: NDArray[np.float64], span: float, most: float) -> None:
    between = _between(one)
    for (here, there), count in between.items():
        if here != there:
            across, up = at[[here, there]].T
            axes.plot(across, up, color=QUIET, alpha=0.5, linewidth=0.4 + 0.1 * count, solid_capstyle="round")
    for place, people in enumerate(_people(one)):
        radii = _LARGEST * span * np.sqrt(people / most)
        _circles(axes, at[place], radii)
        _name(axes, one, place, people, between[place, place], at[place], radii)
    _scale(axes, span)


def _circles(axes: Axes, spot: NDArray[np.float64], radii: NDArray[np.float64]) -> None:
    """Draw institutes to the left of a place, firms to the right, and universities above both, touching it."""
    institutes, universities, firms = radii
    centres = [(-institutes, 0.0), (0.0, 0.9 * max(institutes, firms) + universities), (firms, 0.0)]
    for (east, north), radius, shade in zip(centres, radii, _SHADES, strict=True):
        here = (spot[0] + east, spot[1] + north)
        axes.add_patch(Circle(here, radius, facecolor=shade, edgecolor="white", linewidth=0.6, zorder=2))


def _name(
    axes: Axes, one: Snapshot, place: int, people: NDArray[np.float64], ties: int, spot: NDArray[np.float64],
    radii: NDArray[np.float64],
) -> None:  # fmt: skip
    """Write what a place is called and holds, on the side where the map ends."""
    right = spot[0] >= 0
    edge = spot[0] + 2 * (radii[_FIRMS] if right else -radii[_INSTITUTES])
    axes.annotate(
        _label(one, place, people, ties), (edge, spot[1]), (5 if right else -5, 0),
        textcoords="offset points", ha="left" if right else "right", va="center", fontsize=SMALL, color=INK,
        linespacing=1.2, zorder=4,
    )  # fmt: skip


def _label(one: Snapshot, place: int, people: NDArray[np.float64], ties: int) -> str:
    heads = wrapped(" / ".join(f"{int(count):,}" for count in people) + " people", _LONGEST)
    inside = f"\n{ties:,} tie{'s' * (ties != 1)} within" if ties else ""
    return f"{one.places[place]}\n{heads}{inside}"


def _scale(axes: Axes, span: float) -> None:
    """Draw a bar of a round number of kilometres, about a fifth of the map."""
    wanted = span / 5
    power = 10.0 ** np.floor(np.log10(wanted))
    length = next(step * power for step in (5, 2, 1) if step * power <= wanted)
    left, low = -0.48 * span, -0.48 * _LOW * span
    axes.plot([left, left + length], [low, low], color=INK, linewidth=1.5)
    axes.text(left + length / 2, low + 0.01 * span, f"{length:g} km", ha="center", va="bottom", fontsize=SMALL)
