"""How links work together: a matrix of interactions, blue for complements, orange for substitutes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_hex, to_rgb
from matplotlib.patches import Rectangle

from ecosim.errors import UsageError
from ecosim.plots.labels import minus, sentence, unit, words
from ecosim.plots.style import INK, QUIET, SMALL, WIDTH, Picture, colour, finish, replications, styled
from ecosim.results.attribution import is_sampled
from ecosim.results.attribution_report import NAMED, Rows, by_term
from ecosim.results.report import COUNTS
from ecosim.results.results import Results
from ecosim.results.table import number, span

# The page, in inches.
_BEFORE, _AFTER = 1.4, 1.0  # names of rows, and of the last column, which reaches out to the right
_HEAD = 0.72  # of a cell that is left free above the second row, for the name of the first column
_TOP, _FOOT, _LINE = 1.6, 0.75, 0.16
_LARGEST_CELL, _WORDY_CELL, _NARROW_CELL = 1.25, 0.8, 0.4
_SCALE, _UNCLEAR = LinearSegmentedColormap.from_list("", [colour(2), "#ffffff", colour(1)]), "#e9e9e9"
_FEW = 3  # groups of three links that are named below a matrix


@styled
def interactions(results: Results, path: str | Path | None = None, indicators: Sequence[str] = COUNTS) -> Picture:
    """Draw how much more or less each two links bring together than apart, on average over the other links.

    Args:
        results: of a comparison with every combination of links.
        path: where to write the picture.
        indicators: a panel each.

    Raises:
        UsageError: combinations of links were not run, no such indicator, or the path's suffix is unknown.
        StoreError: the results cannot be read or the picture cannot be written.
    """
    found = results.attribution(*indicators)
    if is_sampled(found):
        raise UsageError("orders were sampled, which tells shares only; interactions need every combination of links")
    tables = {name: by_term(found.loc[found["indicator"] == name]) for name in indicators}
    links = [link for measure, link in tables[indicators[0]] if measure == "share"]
    notes = {name: _notes(rows, links) for name, rows in tables.items()}
    pitch = (WIDTH - 0.3) / len(indicators)
    cell = min(_LARGEST_CELL, (pitch - _BEFORE - _AFTER) / (len(links) - 1))
    tall = cell * (len(links) - _HEAD)
    picture = Picture(_TOP + tall + _LINE * max(map(len, notes.values())) + _FOOT, *_matrix_headings(results))
    for place, (name, rows) in enumerate(tables.items()):
        left = 0.15 + place * pitch
        _draw_matrix(picture.panel(left + _BEFORE, _TOP, cell * len(links), tall), rows, links, cell)
        described = results.indicator(name)
        title = f"{sentence(words(described['title']))} ({unit(results, described)})"
        picture.write(left, _TOP - 0.3, title, fontweight="bold")
        for line, text in enumerate(notes[name]):
            picture.write(left, _TOP + tall + 0.18 + _LINE * line, text, color=QUIET, fontsize=SMALL)
    return finish(picture, results, path)


def _matrix_headings(results: Results) -> tuple[str, list[str]]:
    return f"How links work together by {results.summary['calendar']['end']}", [
        f"{results.summary['title']}.",
        "What two links bring together beyond what they bring apart, on average over the other links.",
        f"Mean of {replications(results)} and its 95 % interval. Blue: complements; orange: substitutes; "
        "grey: undecided, the interval holds zero.",
    ]  # fmt: skip


def _draw_matrix(axes: Axes, rows: Rows, links: Sequence[str], cell: float) -> None:
    """Fill the lower triangle; the name of a column stands on the diagonal, that of a row before it."""
    pairs = {(i, j): rows["average", f"{links[j]} + {links[i]}"] for i in range(len(links)) for j in range(i)}
    reach = max((abs(row["value"]) for row in pairs.values() if row["word"] in NAMED), default=1.0)
    for (i, j), row in pairs.items():
        named = row["word"] in NAMED
        shade = _tint(row["value"] / reach) if named else _UNCLEAR
        axes.add_patch(Rectangle((j, i), 1, 1, facecolor=shade, edgecolor="white", linewidth=2))
        dark = named and float(np.dot(to_rgb(shade), (0.299, 0.587, 0.114))) < 0.55
        font: dict[str, Any] = {"ha": "center", "va": "center", "color": "white" if dark else INK if named else QUIET}
        value = minus(number(row["value"], sign=True))
        if cell < _WORDY_CELL:
            axes.text(j + 0.5, i + 0.5, value, fontsize=SMALL if cell > _NARROW_CELL else 6, **font)
            continue
        interval = minus(span(row["interval_low"], row["interval_high"], sign=True))
        axes.text(j + 0.5, i + 0.35, value, fontsize=10, **font)
        axes.text(j + 0.5, i + 0.65, f"{interval}\n{row['word']}", fontsize=6.5, linespacing=1.5, **font)
    for i, link in enumerate(links):
        title = sentence(words(link))
        if i < len(links) - 1:
            axes.text(i + 0.05, i + 0.92, title, fontsize=SMALL, va="bottom")
        if i:
            axes.text(-0.08, i + 0.5, title, fontsize=SMALL, va="center", ha="right")
    axes.set_xlim(0, len(links))
    axes.set_ylim(len(links), _HEAD)
    axes.axis("off")


def _tint(part: float) -> str:
    """Return the colour of a value, from -1 to 1 of the largest; none is as white as zero."""
    return to_hex(_SCALE(0.5 + np.sign(part) * (0.1 + 0.4 * min(1.0, abs(part)))))


def _notes(rows: Rows, links: Sequence[str]) -> list[str]:
    """Return what all bring beyond each alone, and what three do beyond their pairs: of three links, or where told."""
    beyond = next(row for (measure, _), row in rows.items() if measure == "beyond")
    lines = [_line("All together, beyond the sum of each alone", beyond)]
    three = [row for (measure, _), row in rows.items() if measure == "average" and row["size"] == 3]
    if len(links) == 3:
        return [*lines, _line("All three, beyond the pairs", three[0])]
    named = sorted((row for row in three if row["word"] in NAMED), key=lambda row: -abs(row["value"]))
    if three:
        lines.append(f"Groups of three that can be told to go beyond their pairs: {len(named)} of {len(three)}.")
    return [*lines, *(_line(words(row["links"].replace(" + ", ", ")), row) for row in named[:_FEW])]


def _line(title: str, row: Mapping[Any, Any]) -> str:
    value = f"{number(row['value'], sign=True)} {span(row['interval_low'], row['interval_high'], sign=True)}"
    return f"{sentence(title)}: {minus(value)}, {row['word']}."
