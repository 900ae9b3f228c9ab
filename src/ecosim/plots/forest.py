"""Effects with their intervals, side by side for both counts of transfers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes

from ecosim.plots.labels import cell_titles, minus, sentence, unit, words, wrapped
from ecosim.plots.rows import frame_rows
from ecosim.plots.style import FAINT, INK, QUIET, SMALL, WIDTH, Picture, colour, finish, replications, styled
from ecosim.results.decision import EFFECT, NONE, phrase
from ecosim.results.report import COUNTS
from ecosim.results.results import Results
from ecosim.results.table import number, span

# The page, in inches.
_NAMES, _TOP, _ROW, _FOOT = 1.75, 1.85, 0.5, 0.75
_CHARACTER, _GAP = 0.076, 0.3


@styled
def forest(results: Results, path: str | Path | None = None, indicators: Sequence[str] = COUNTS) -> Picture:
    """Draw how much each link adds by the horizon: mean of the paired differences, its 95 % interval and the verdict.

    A grey zone about zero holds what counts as none.
    Where scenarios are compared side by side, each row is a scenario minus the baseline instead.

    Args:
        results: the results of a comparison.
        path: where to write the picture.
        indicators: a panel each.

    Raises:
        UsageError: there is no such indicator, or the suffix of the path is unknown.
        StoreError: the results cannot be read or the picture cannot be written.
    """
    effects = results.effects(*indicators)
    rows = list(dict.fromkeys(effects["cell"]))
    tall = _ROW * max(len(rows), 1)
    picture = Picture(_TOP + tall + _FOOT, *_headings(results))
    found = {name: effects.loc[effects["indicator"] == name].to_dict("records") for name in indicators}
    room = {name: max((len(text) for one in found[name] for text in (_said(one), _verdict(one))), default=0)
            for name in indicators}  # fmt: skip
    width = (WIDTH - _NAMES - sum(_CHARACTER * size + _GAP for size in room.values())) / len(indicators)
    names, left = _row_titles(results), _NAMES
    for indicator in indicators:
        axes = picture.panel(left, _TOP, width, tall)
        _shade(axes, results.summary["judgement"].get(indicator, {}).get("smallest"))
        _draw(axes, found[indicator], [results.cells.index(row) for row in rows])
        axes.set_yticks(range(len(rows)), [wrapped(names[row], 24) for row in rows] if left == _NAMES else [])
        picture.write(left, _TOP - 0.42, _panel_title(results, indicator), fontweight="bold")
        picture.write(left, _TOP - 0.23, _level(results, indicator), color=QUIET, fontsize=SMALL)
        left += width + _CHARACTER * room[indicator] + _GAP
    return finish(picture, results, path)


def _headings(results: Results) -> tuple[str, list[str]]:
    end, base = results.summary["calendar"]["end"], results.baseline
    how = f"Mean difference of {replications(results)} and its 95 % interval. "
    how += "Full: effect; square: equivalent to none; hollow: undecided, with the replications needed."
    zone = "Grey: differences too small to matter, which count as none. Verdicts hold for all that are judged at once."
    title, sign = f"How scenarios differ by {end}", f"Positive = more than {base}."
    pairs = [one for one in results.summary["contrasts"] if base not in (one["minuend"], one["subtrahend"])]
    if pairs:
        others = "; ".join(dict.fromkeys(one["subtrahend"] for one in pairs))
        held = "the cell that is" if len(pairs) == 1 else f"the {len(pairs)} cells that are"
        sign += f" The table names {held} held against another: {others}."
    if _of_links(results):
        title, sign = f"What each link adds by {end}", f"Positive = the link adds: {base} minus without the link."
    return title, [f"{results.summary['title']}.", how, zone, sign]


def _of_links(results: Results) -> bool:
    return any(cell["without"] for cell in results.summary["cells"])


def _row_titles(results: Results) -> dict[str, str]:
    titles = cell_titles(results)
    return {
        name: sentence(title.removeprefix("without ")) if _of_links(results) else title
        for name, title in titles.items()
    }


def _panel_title(results: Results, indicator: str) -> str:
    described = results.indicator(indicator)
    return sentence(words(described["title"]))


def _level(results: Results, indicator: str) -> str:
    """Return how much there is in the baseline, so that an effect has something to be compared with."""
    outcomes = results.to_pandas("outcomes", columns=["cell", indicator])
    mean = outcomes.loc[outcomes["cell"] == results.baseline, indicator].mean()
    return f"{number(mean)} {unit(results, results.indicator(indicator))} on average with {results.baseline}"


def _draw(axes: Axes, effects: Sequence[Mapping[Any, Any]], colours: Sequence[int]) -> None:
    axes.axvline(0, color=INK, linewidth=0.8)
    for row, (found, index) in enumerate(zip(effects, colours, strict=True)):
        _draw_row(axes, row, found, colour(index))
    axes.set_ylim(max(len(effects), 1) - 0.5, -0.5)
    axes.margins(x=0.06)
    frame_rows(axes)


def _shade(axes: Axes, smallest: float | None) -> None:
    """Mark what counts as none."""
    if smallest:
        axes.axvspan(-smallest, smallest, color=FAINT, alpha=0.5, linewidth=0)


def _draw_row(axes: Axes, row: int, found: Mapping[Any, Any], shade: str) -> None:
    mean, low, high = (found[name] for name in ("difference", "interval_low", "interval_high"))
    axes.plot([low, high], [row, row], color=shade, linewidth=2.2, solid_capstyle="butt")
    known = found.get("verdict") == EFFECT if _judged(found) else low > 0 or high < 0
    kind = "s" if found.get("verdict") == NONE else "o"
    axes.plot([mean], [row], kind, color=shade, markerfacecolor=shade if known else "white", markersize=6)
    lines = [(_said(found), INK, 5), (_verdict(found), QUIET, -6)] if _judged(found) else [(_said(found), INK, 0)]
    for text, ink, lift in lines:
        axes.annotate(
            text, (1, row), (6, lift), xycoords=("axes fraction", "data"), textcoords="offset points",
            va="center", fontsize=8, color=ink, annotation_clip=False,
        )  # fmt: skip


def _judged(found: Mapping[Any, Any]) -> bool:
    return isinstance(found.get("verdict"), str)


def _verdict(found: Mapping[Any, Any]) -> str:
    return phrase(found["verdict"], found["needed"], unit="") if _judged(found) else ""


def _said(found: Mapping[Any, Any]) -> str:
    """Return mean and interval in numbers; of a single pair there is no interval."""
    mean, low, high = (found[name] for name in ("difference", "interval_low", "interval_high"))
    interval = f"  {span(low, high, sign=True)}" if isfinite(low) and isfinite(high) else "  (no interval)"
    return minus(number(mean, sign=True) + interval)
