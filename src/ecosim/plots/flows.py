"""What flows in each cell, by channel: what vanished with a link and what took its place."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes

from ecosim.plots.labels import cell_titles, minus, sentence, unit, words, wrapped
from ecosim.plots.style import FAINT, INK, QUIET, SMALL, WIDTH, Picture, colour, finish, replications, styled
from ecosim.results.report import COUNTS
from ecosim.results.results import Results
from ecosim.results.table import number

if TYPE_CHECKING:
    import pandas as pd

#: The flows that carry technology transfer: people, teaching, work, rights, and what comes of it.
FLOWS = (
    "hires_firms", "teaching_hours", "practice_hours",
    "contracts", "contract_money", "licences",
    "publications", "spin_offs", COUNTS[0],
)  # fmt: skip
OPEN = "open"
_OPEN_SHADE = "#a6a6a6"
# The page, in inches.
_NAMES, _ACROSS, _TOP, _HEAD, _ROW, _FOOT = 1.75, 3, 1.05, 0.68, 0.27, 0.45
_ENDS = 1.0


@styled
def flows(results: Results, path: str | Path | None = None, names: Sequence[str] = FLOWS) -> Picture:
    """Draw what flows a year in each cell: bars stacked by channel, with their sum and its change.

    Numbers are means over replications, because means of channels add up to the mean of their sum, as medians do not.

    Args:
        results: the results.
        path: where to write the picture.
        names: flows, such as ``contracts``; a panel each.

    Raises:
        UsageError: no indicator belongs to such a flow, or the suffix of the path is unknown.
        StoreError: the results cannot be read or the picture cannot be written.
    """
    tables = {name: by_channel(results, name) for name in names}
    channels = [
        one for one in channels_of(results) if any(one in table and table[one].any() for table in tables.values())
    ]
    titles = cell_titles(results)
    tall = _ROW * len(results.cells)
    picture = Picture(_TOP + ceil(len(names) / _ACROSS) * (tall + _HEAD) + _FOOT, *_headings(results))
    _write_channels(picture, results, channels)
    width = (WIDTH - _NAMES) / _ACROSS - _ENDS
    for place, (name, table) in enumerate(tables.items()):
        row, column = divmod(place, _ACROSS)
        left, top = _NAMES + column * (width + _ENDS), _TOP + _HEAD + row * (tall + _HEAD)
        axes = picture.panel(left, top, width, tall - 0.1)
        _draw(axes, table.reindex(columns=channels, fill_value=0.0), [shade_of(results, one) for one in channels])
        axes.set_yticks(range(len(titles)), [wrapped(one, 27) for one in titles.values()] if column == 0 else [])
        title, measure = panel_title(results, name)
        picture.write(left, top - 0.36, title, fontweight="bold", fontsize=8.5)
        picture.write(left, top - 0.18, measure, color=QUIET, fontsize=SMALL)
    return finish(picture, results, path)


def _headings(results: Results) -> tuple[str, list[str]]:
    how = f"Mean of {replications(results)}"
    change = f"; in brackets: change from {results.baseline}" if len(results.cells) > 1 else ""
    return "What flows each year, and through which channel", [f"{results.summary['title']}.", f"{how}{change}."]


def channels_of(results: Results) -> list[str]:
    """Return every channel of the results: arm's length first, then the links."""
    dotted = [one["name"].partition(".")[2] for one in results.summary["indicators"]]
    return list(dict.fromkeys(channel for channel in dotted if channel))


def shade_of(results: Results, channel: str) -> str:
    """Return a link's own colour, whatever else is shown; arm's length is grey."""
    return _OPEN_SHADE if channel == OPEN else colour(channels_of(results).index(channel))


def by_channel(results: Results, flow: str) -> pd.DataFrame:
    """Return means a year: one row per cell (absent without runs), one column per channel."""
    import pandas as pd

    names = [one["name"] for one in results.summary["indicators"] if one["name"].startswith(f"{flow}.")]
    names = names or [results.known(flow)]
    outcomes = results.to_pandas("outcomes", columns=["cell", *names])
    means: pd.DataFrame = outcomes.groupby("cell")[names].mean() * 4 / results.summary["calendar"]["quarters"]
    means.columns = pd.Index([name.partition(".")[2] or OPEN for name in names])
    return means.reindex(list(results.cells))


def panel_title(results: Results, flow: str) -> tuple[str, str]:
    """Return title and unit of a flow, without its channel."""
    known = {one["name"]: one for one in results.summary["indicators"]}
    described = known.get(f"{flow}.{OPEN}") or results.indicator(flow)
    measure = unit(results, described).removesuffix("/quarter")
    return sentence(words(described["title"].partition(",")[0])), f"{measure} per year"


def _write_channels(picture: Picture, results: Results, channels: Sequence[str]) -> None:
    left = 0.15
    for channel in channels:
        text = "arm's length" if channel == OPEN else words(channel)
        picture.write(left, 0.97, "\N{BLACK SQUARE}", color=shade_of(results, channel), fontsize=11)
        picture.write(left + 0.16, 1.0, text, fontsize=8.5)
        left += 0.36 + 0.068 * len(text)


def _draw(axes: Axes, table: pd.DataFrame, shades: Sequence[str]) -> None:
    sums = table.sum(axis=1, min_count=1)
    longest = float(np.nanmax([*sums, 0.0])) or 1.0
    start = sums * 0
    for channel, shade in zip(table, shades, strict=True):
        axes.barh(
            range(len(table)), table[channel], left=start, color=shade, height=0.74, edgecolor="white", linewidth=0.4
        )
        start = start + table[channel]
    for row, total in enumerate(sums):
        change = f" ({number(total - sums.iloc[0], sign=True)})" if row else ""
        axes.text(
            max(0.0, total) + 0.02 * longest,
            row,
            minus(f"{number(total)}{change}"),
            va="center",
            fontsize=SMALL,
        )
    axes.set_xlim(0, longest)
    axes.set_ylim(len(table) - 0.5, -0.5)
    axes.set_xticks([])
    axes.tick_params(axis="y", length=0, labelsize=8, labelcolor=INK)
    axes.spines[["bottom"]].set_visible(False)
    axes.spines["left"].set_color(FAINT)
