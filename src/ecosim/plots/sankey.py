"""Which way agreements go: from kinds of agreements to the channels that carry them, with and without links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path as Outline

from ecosim.plots.flows import OPEN, by_channel, channels_of, shade_of
from ecosim.plots.labels import cell_titles, sentence, spread, words
from ecosim.plots.style import INK, WIDTH, Picture, finish, replications, styled
from ecosim.results.results import Results
from ecosim.results.table import number

if TYPE_CHECKING:
    import pandas as pd

#: The four kinds of agreements, with what they are called.
KINDS = {
    "contracts": "research contracts", "licences": "licences", "spin_offs": "spin-offs founded",
    "publications": "publications used",
}  # fmt: skip
# The page, in inches.
_TOP, _TALL, _FOOT, _NAMES, _WAYS, _BAR, _APART = 1.6, 4.0, 0.5, 1.35, 1.5, 0.13, 0.3
_PAD, _LINE = 0.12, 0.36


@dataclass(frozen=True)
class _Ribbon:
    """What one kind sends over one channel a year."""

    kind: str
    channel: str
    size: float


@styled
def sankey(results: Results, path: str | Path | None = None, cells: Sequence[str] = ()) -> Picture:
    """Draw agreements a year by kind and by the channel that carries them, for two cells on one scale.

    Args:
        results: the results.
        path: where to write the picture.
        cells: at most two; the first and the last with runs by default.

    Raises:
        UsageError: the suffix of the path is unknown.
        StoreError: the results cannot be read or the picture cannot be written.
    """
    tables = {kind: by_channel(results, kind) for kind in KINDS}
    shown = list(cells) or _first_and_last(results)
    ribbons = {cell: list(_ribbons(tables, cell, channels_of(results))) for cell in shown}
    inches = (_TALL - _PAD * len(channels_of(results))) / max(
        1e-9, *(sum(one.size for one in ribbons[cell]) for cell in shown)
    )
    picture = Picture(_TOP + _TALL + _FOOT, *_headings(results, len(shown)))
    width = (WIDTH - 0.4 - _APART) / 2
    for place, cell in enumerate(shown):
        left = 0.2 + place * (width + _APART)
        picture.write(left, _TOP - 0.45, sentence(cell_titles(results)[cell]), fontweight="bold", fontsize=10)
        axes = picture.panel(left, _TOP, width, _TALL)
        axes.set_xlim(0, width)
        axes.set_ylim(_TALL, 0)
        axes.set_axis_off()
        _draw(axes, results, ribbons[cell], inches, width)
    return finish(picture, results, path)


def _headings(results: Results, shown: int) -> tuple[str, list[str]]:
    title = "Which way agreements go, and what takes the place of a link that is cut"
    return title if shown > 1 else "Which way agreements go", [
        f"{results.summary['title']}: agreements a year, mean of {replications(results)}; heights are on one scale.",
        "Left: kinds of agreements. Right: the channel that carries them; grey is arm's length, between strangers.",
    ]


def _first_and_last(results: Results) -> list[str]:
    ran = [cell["name"] for cell in results.summary["cells"] if cell["runs"]]
    return list(dict.fromkeys([ran[0], ran[-1]])) if ran else []


def _ribbons(tables: Mapping[str, pd.DataFrame], cell: str, channels: Sequence[str]) -> Iterator[_Ribbon]:
    for kind, table in tables.items():
        for channel in [*channels[1:], OPEN]:
            size = float(table[channel][cell]) if channel in table else 0.0
            if size > 0.0:
                yield _Ribbon(kind, channel, size)


def _draw(axes: Axes, results: Results, ribbons: Sequence[_Ribbon], inches: float, width: float) -> None:
    """Draw nodes, ribbons and labels of one cell."""
    left, right = _NAMES, width - _WAYS
    kinds = list(dict.fromkeys(one.kind for one in ribbons))
    channels = [one for one in [*channels_of(results)[1:], OPEN] if any(one == ribbon.channel for ribbon in ribbons)]
    starts = _stack([sum(one.size for one in ribbons if one.kind == kind) * inches for kind in kinds])
    ends = _stack([sum(one.size for one in ribbons if one.channel == channel) * inches for channel in channels])
    leaving, arriving = dict(zip(kinds, starts, strict=True)), dict(zip(channels, ends, strict=True))
    for one in ribbons:
        tall = one.size * inches
        outline = _ribbon(left + _BAR, right - _BAR, leaving[one.kind], arriving[one.channel], tall)
        axes.add_patch(PathPatch(outline, facecolor=shade_of(results, one.channel), alpha=0.55, linewidth=0))
        leaving[one.kind] += tall
        arriving[one.channel] += tall
    totals = [sum(one.size for one in ribbons if one.kind == kind) for kind in kinds]
    _nodes(axes, left, starts, [total * inches for total in totals], [INK] * len(kinds))
    _names(axes, left - 0.08, starts, totals, [KINDS[kind] for kind in kinds], inches, "right")
    totals = [sum(one.size for one in ribbons if one.channel == channel) for channel in channels]
    _nodes(axes, right - _BAR, ends, [total * inches for total in totals], [shade_of(results, one) for one in channels])
    titles = ["arm's length" if one == OPEN else words(one) for one in channels]
    _names(axes, right + 0.08, ends, totals, titles, inches, "left")


def _stack(sizes: Sequence[float]) -> list[float]:
    """Return where bars of some sizes begin when they stand below each other."""
    return [sum(sizes[:place]) + place * _PAD for place in range(len(sizes))]


def _ribbon(left: float, right: float, start: float, end: float, tall: float) -> Outline:
    """Return the outline of a band that leaves and arrives level."""
    middle = (left + right) / 2
    points = [
        (left, start), (middle, start), (middle, end), (right, end), (right, end + tall), (middle, end + tall),
        (middle, start + tall), (left, start + tall), (left, start),
    ]  # fmt: skip
    curve = [Outline.CURVE4] * 3
    return Outline(points, [Outline.MOVETO, *curve, Outline.LINETO, *curve, Outline.CLOSEPOLY])


def _nodes(axes: Axes, left: float, tops: Sequence[float], sizes: Sequence[float], shades: Sequence[str]) -> None:
    for top, size, shade in zip(tops, sizes, shades, strict=True):
        axes.add_patch(Rectangle((left, top), _BAR, size, facecolor=shade, linewidth=0))


def _names(
    axes: Axes, left: float, tops: Sequence[float], totals: Sequence[float], titles: Sequence[str], inches: float,
    side: str,
) -> None:  # fmt: skip
    """Write what each bar is and how much it holds, moved apart where bars are thin."""
    centres = [top + total * inches / 2 for top, total in zip(tops, totals, strict=True)]
    for place, total, title in zip(spread(centres, [_LINE] * len(centres), 0, _TALL), totals, titles, strict=True):
        axes.text(left, place, f"{title}\n{number(total)}", ha=side, va="center", fontsize=8, linespacing=1.15)
