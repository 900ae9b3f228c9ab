"""Who brings how much: a waterfall from none of the links to all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ecosim.plots.labels import minus, sentence, tick, unit, words, wrapped
from ecosim.plots.style import FAINT, INK, QUIET, SMALL, WIDTH, Picture, colour, finish, replications, styled
from ecosim.results.attribution import is_sampled
from ecosim.results.attribution_report import Rows, by_term
from ecosim.results.report import COUNTS
from ecosim.results.results import Results
from ecosim.results.table import number, percent, span

# The page, in inches.
_NAMES, _TOP, _ROW, _FOOT, _GAP = 1.75, 1.75, 0.42, 0.75, 0.3
_CHARACTER = 0.064
MORE, LESS, UNCLEAR = colour(1), colour(2), "#c4c4c4"


@styled
def shapley(results: Results, path: str | Path | None = None, indicators: Sequence[str] = COUNTS) -> Picture:
    """Draw each link's share of what the links bring together, from none of them to all, with 95 % intervals.

    Args:
        results: of a comparison with every combination of links, or those along sampled orders.
        path: where to write the picture.
        indicators: a panel each.

    Raises:
        UsageError: combinations of links were not run, no such indicator, or the path's suffix is unknown.
        StoreError: the results cannot be read or the picture cannot be written.
    """
    found = results.attribution(*indicators)
    tables = {name: by_term(found.loc[found["indicator"] == name]) for name in indicators}
    links = [link for measure, link in tables[indicators[0]] if measure == "share"]
    tall = _ROW * (len(links) + 2)
    picture = Picture(_TOP + tall + _FOOT, *_headings(results, is_sampled(found)))
    room = max(len(_said(row, rows)) for rows in tables.values() for (one, _), row in rows.items() if one == "share")
    width = (WIDTH - _NAMES) / len(indicators) - room * _CHARACTER - _GAP
    for place, (name, rows) in enumerate(tables.items()):
        left = _NAMES + place * (WIDTH - _NAMES) / len(indicators)
        axes = picture.panel(left, _TOP, width, tall)
        _draw_waterfall(axes, rows, links, none_of_them(results, name))
        titles = ["None of them", *(wrapped(sentence(words(link)), 24) for link in links), "All of them"]
        axes.set_yticks(range(len(titles)), titles if not place else [])
        described = results.indicator(name)
        picture.write(left, _TOP - 0.42, sentence(words(described["title"])), fontweight="bold")
        picture.write(left, _TOP - 0.23, f"{unit(results, described)}, mean", color=QUIET, fontsize=SMALL)
    return finish(picture, results, path)


def _headings(results: Results, sampled: bool) -> tuple[str, list[str]]:
    order = "sampled orders" if sampled else "all orders"
    return f"What each link brings by {results.summary['calendar']['end']}, shared out", [
        f"{results.summary['title']}. The scale does not begin at zero.",
        f"A link's share is what it adds on average over {order} of adding links one by one (Shapley value).",
        f"Mean of {replications(results)}; line: 95 % interval of the share; grey: it holds zero; "
        f"per cent: of what all bring{'; ±: error of sampling orders' if sampled else ''}.",
    ]  # fmt: skip


def none_of_them(results: Results, indicator: str) -> float:
    """Return the mean with none of the links, in the cell that lacks most."""
    cell = max(results.summary["cells"], key=lambda one: len(one["without"]))["name"]
    outcomes = results.to_pandas("outcomes", columns=["cell", indicator])
    return float(outcomes.loc[outcomes["cell"] == cell, indicator].mean())


def _draw_waterfall(axes: Axes, rows: Rows, links: Sequence[str], start: float) -> None:
    level, last = start, len(links) + 1
    _level(axes, 0, start)
    for place, link in enumerate(links, start=1):
        row = rows["share", link]
        shade = _shade(row)
        axes.plot([level, level], [place - 1 + 0.28 * (place == 1), place], color=FAINT, linewidth=0.8, zorder=0)
        axes.barh(place, row["value"], 0.5, left=level, color=shade)
        ends = [level + row["interval_low"], level + row["interval_high"]]
        axes.plot(ends, [place, place], color=INK, linewidth=1.2, solid_capstyle="butt")
        _annotate(axes, place, _said(row, rows))
        level += row["value"]
    axes.plot([level, level], [last - 1, last], color=FAINT, linewidth=0.8, zorder=0)
    _level(axes, last, level)
    axes.set_ylim(last + 0.5, -0.5)
    axes.use_sticky_edges = False  # bars do not begin at the edge
    axes.margins(x=0.08)
    axes.autoscale_view(scaley=False)
    axes.xaxis.set_major_locator(MaxNLocator(4))
    axes.xaxis.set_major_formatter(FuncFormatter(tick))
    axes.tick_params(axis="y", length=0, labelsize=9, labelcolor=INK)
    axes.spines["left"].set_visible(False)


def _level(axes: Axes, place: int, value: float) -> None:
    axes.plot([value], [place], "D", color=INK, markersize=5)
    _annotate(axes, place, minus(number(value)))


def _annotate(axes: Axes, place: int, text: str) -> None:
    axes.annotate(
        text, (1, place), (6, 0), xycoords=("axes fraction", "data"), textcoords="offset points", va="center",
        fontsize=8, annotation_clip=False,
    )  # fmt: skip


def _shade(row: Mapping[Any, Any]) -> str:
    return MORE if row["interval_low"] > 0 else LESS if row["interval_high"] < 0 else UNCLEAR


def _said(row: Mapping[Any, Any], rows: Rows) -> str:
    """Return a share with its interval, its part of the whole where that is told from zero, and the error of orders."""
    interval = span(row["interval_low"], row["interval_high"], sign=True)
    text = f"{number(row['value'], sign=True)} {interval if interval != '-' else '(no interval)'}"
    whole = next(one for (measure, _), one in rows.items() if measure == "whole")
    if whole["word"] in ("adds", "takes away"):
        text += f" {percent(row['value'] / whole['value'])}"
    if row["sampling_error"] and isfinite(row["sampling_error"]):
        text += f" ±{number(row['sampling_error'])}"
    return minus(text)
