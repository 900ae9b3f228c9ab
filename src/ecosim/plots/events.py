"""Dated events of a scenario: numbered lines across a curve, and the key below it."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

from matplotlib.axes import Axes

from ecosim.plots.labels import spread
from ecosim.plots.style import FAINT, QUIET, SMALL, WIDTH, Picture

Events = Sequence[Mapping[str, Any]]

_COLUMNS, _CHARACTERS, _LINE = 3, 54, 0.155
_PAD, _DIGIT = 0.08, 0.07  # width of a number, in inches


def key_lines(events: Events) -> list[str]:
    """Return the lines that tell what each number means, and when."""
    dates: dict[str, list[str]] = {}
    for event in events:
        dates.setdefault(event["title"], []).append(event["date"])
    texts = [
        f"{number:>2}  {title} ({', '.join(dict.fromkeys(dates[title]))})" for title, number in _numbers(events).items()
    ]
    return [line for text in texts for line in textwrap.wrap(text, _CHARACTERS, subsequent_indent=" " * 6)]


def key_height(lines: Sequence[str]) -> float:
    """Return how much of the page the key takes, in inches."""
    return ceil(len(lines) / _COLUMNS) * _LINE


def write_key(picture: Picture, top: float, lines: Sequence[str]) -> None:
    """Write the key in columns."""
    rows = ceil(len(lines) / _COLUMNS)
    for place, line in enumerate(lines):
        column, row = divmod(place, rows)
        picture.write(0.15 + column * WIDTH / _COLUMNS, top + row * _LINE, line, color=QUIET, fontsize=SMALL)


def draw_dates(axes: Axes, events: Events, linewidth: float = 0.5) -> None:
    """Draw a thin line at each date."""
    for year in {event["year"] for event in events}:
        axes.axvline(year, color=FAINT, linewidth=linewidth, zorder=0)


def number_dates(axes: Axes, events: Events, width: float) -> None:
    """Write the numbers of events above their dates, moved apart.

    Args:
        axes: where the dates are drawn, with its limits set.
        events: the events.
        width: of the axes, in inches.
    """
    first, last = axes.get_xlim()
    numbers = _numbers(events)
    at: dict[float, list[str]] = {}
    for event in events:
        at.setdefault(event["year"], []).append(str(numbers[event["title"]]))
    texts = [",".join(dict.fromkeys(one)) for one in at.values()]
    inch = (last - first) / width
    places = spread(list(at), [(_PAD + _DIGIT * len(text)) * inch for text in texts], first - 0.2 * inch, last)
    for year, text, place in zip(at, texts, places, strict=True):
        axes.annotate(
            text, (year, 1), (place, 1.035), xycoords=("data", "axes fraction"), textcoords=("data", "axes fraction"),
            ha="center", va="bottom", color=QUIET, fontsize=SMALL, annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": FAINT, "linewidth": 0.7, "shrinkA": 0, "shrinkB": 0},
        )  # fmt: skip


def _numbers(events: Events) -> dict[str, int]:
    """Return a number for each title; an event that comes again keeps its number."""
    return {title: number for number, title in enumerate(dict.fromkeys(event["title"] for event in events), start=1)}
