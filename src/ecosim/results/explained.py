"""One link's effect told in full: what changed, what flowed instead, when it showed, and how links work together.

Everything is read from a results directory; differences are paired, as in `ecosim.results.effects`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from ecosim.errors import UsageError, did_you_mean
from ecosim.results.effects import differences
from ecosim.results.report import COUNTS
from ecosim.results.table import Table, number, span

if TYPE_CHECKING:
    import pandas as pd

    from ecosim.results.results import Results

_STUDENT = 1.984  # 97.5 % point for some hundred pairs; used to find dates only


def explained(results: Results, cell: str) -> list[Table]:
    """Return what a cell differs in from the baseline: levels, flows by channel, and since when.

    Of a cell without several links also how they work together, where the design has the cells for it.

    Args:
        results: the results of a comparison.
        cell: name of a cell other than the baseline, or the links that it goes without.

    Raises:
        UsageError: there is no such cell.
        StoreError: the results cannot be read.
    """
    name = _cell(results, cell)
    contrast = next(one for one in results.summary["contrasts"] if one["cell"] == name)
    tables = [_levels(results, name, contrast), _flows(results, contrast), _dates(results, contrast)]
    cut = next(one["without"] for one in results.summary["cells"] if one["name"] == name)
    return [*tables, together] if len(cut) > 1 and (together := _interactions(results)).rows else tables


def _cell(results: Results, wanted: str) -> str:
    by_links = {" ".join(cell["without"]): cell["name"] for cell in results.summary["cells"] if cell["without"]}
    names: dict[str, str] = {name: name for name in results.cells[1:]} | by_links
    if wanted not in names:
        known = ", ".join(results.cells[1:]) or "none, the results have one cell only"
        raise UsageError(f"no cell {wanted!r}{did_you_mean(wanted, list(names))}; known: {known}")
    return names[wanted]


def _levels(results: Results, cell: str, contrast: dict[str, Any]) -> Table:
    found = results.to_pandas("effects")
    base = results.to_pandas("outcomes").groupby("cell").median(numeric_only=True).loc[results.baseline]
    rows, unclear = [], []
    for row in found.loc[found["cell"] == cell].to_dict("records"):
        described = results.indicator(row["indicator"])
        title = f"{described['title']} ({described['unit'].removesuffix('/quarter')})"
        low, high = row["interval_low"], row["interval_high"]
        if not np.isfinite(row["difference"]) or low <= 0.0 <= high:
            unclear.append(described["title"])
            continue
        level = float(base[row["indicator"]])
        share = f"{row['difference'] / level:+.1%}" if level else "-"
        rows.append([title, _fine(level), _fine(row["median"]), _fine(row["difference"], True),
                     f"[{_fine(low, True)}, {_fine(high, True)}]", share])  # fmt: skip
    notes = [f"{contrast['title']}: mean of the pairs, 95 % interval; flows are sums, levels those of the end"]
    if unclear:
        notes.append(f"cannot be told from no effect: {', '.join(unclear)}")
    heading = ["what changed", results.baseline, _narrow(cell), "effect", "95 % interval", "share"]
    return Table(f"What changes by {results.summary['calendar']['end']}", heading, rows, notes)


def _flows(results: Results, contrast: dict[str, Any]) -> Table:
    outcomes = results.to_pandas("outcomes").set_index("replication")
    first, second = (outcomes.loc[outcomes["cell"] == contrast[side]] for side in ("minuend", "subtrahend"))
    pairs, years = first.index.intersection(second.index), results.summary["calendar"]["quarters"] / 4
    flows = [one for one in results.summary["indicators"] if "." in one["name"] and one["kind"] == "flow"]
    totals = [side.loc[pairs, [one["name"] for one in flows]].to_numpy() for side in (first, second)]
    rows = []
    for place, found in enumerate(differences(totals[0], totals[1], results.summary["seed"])):
        if not np.isfinite(found.low) or found.low <= 0.0 <= found.high:
            continue
        title = f"{flows[place]['title']} ({flows[place]['unit'].removesuffix('/quarter')})"
        levels = [number(float(np.median(side[:, place])) / years) for side in totals]
        mean, low, high = (value / years for value in (found.mean, found.low, found.high))
        rows.append([title, *levels, number(mean, True), span(low, high, True)])
    heading = ["flow a year", *(_narrow(contrast[side]) for side in ("minuend", "subtrahend")),
               "effect", "95 % interval"]  # fmt: skip
    notes = ["positive: what the link lets flow; negative: what takes its place without it; other flows do not change"]
    return Table("What flows, and what takes its place", heading, rows, notes)


def _dates(results: Results, contrast: dict[str, Any]) -> Table:
    rows = []
    for name in COUNTS:
        table = results.to_pandas("series", ["cell", "replication", "quarter", name])
        cumulated = {cell: _cumulated(rows_of, name) for cell, rows_of in table.groupby("cell", sort=False)}
        change = cumulated[contrast["minuend"]] - cumulated[contrast["subtrahend"]]
        mean = change.mean(axis=1)
        half = _STUDENT * change.std(axis=1, ddof=1) / np.sqrt(change.shape[1])
        since = _since((mean - half > 0.0) | (mean + half < 0.0))
        rows.append([results.indicator(name)["title"], "never" if since is None else str(change.index[since]),
                     number(float(mean.iloc[-1]), True)])  # fmt: skip
    notes = ["from then on the sum since the start differs in every quarter, with 95 % confidence in each"]
    return Table("Since when it shows", ["count", "since", "effect at the end"], rows, notes)


def _cumulated(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the sum since the start: one row per quarter, one column per replication."""
    return rows.pivot(index="quarter", columns="replication", values=name).cumsum()


def _since(clear: Any) -> int | None:
    """Return from where on ``clear`` holds to the end, or None if it does not hold there."""
    unclear = np.flatnonzero(~np.asarray(clear))
    first = int(unclear[-1]) + 1 if len(unclear) else 0
    return first if first < len(clear) else None


def _interactions(results: Results) -> Table:
    """Return how much more links bring together than apart, where the design has the cells for it."""
    outcomes = results.to_pandas("outcomes").set_index("replication")
    values = {tuple(sorted(cell["without"])): outcomes.loc[outcomes["cell"] == cell["name"]]
              for cell in results.summary["cells"]}  # fmt: skip
    rows = [row for name in COUNTS for row in _interactions_of(values, name, results)]
    heading = ["links together", "count", "more than apart", "95 % interval"]
    notes = ["above zero: complements, each is worth more with the other; below: substitutes; the third link is there"]
    return Table("How links work together", heading, rows, notes)


def _interactions_of(values: dict[tuple[str, ...], pd.DataFrame], name: str, results: Results) -> Iterator[list[str]]:
    links = sorted({link for cut in values for link in cut})
    for pair in combinations(links, 2):
        needed = [(), (pair[0],), (pair[1],), pair]
        if not all(cut in values for cut in needed):
            continue
        both, without_one, without_other, neither = (values[cut][name] for cut in needed)
        change = (both - without_one - without_other + neither).dropna().to_numpy()
        found = differences(change[:, None], np.zeros((len(change), 1)), results.summary["seed"])[0]
        yield [" and ".join(pair), results.indicator(name)["title"], number(found.mean, True),
               span(found.low, found.high, True)]  # fmt: skip


def _narrow(cell: str) -> str:
    return cell.replace("without ", "without\n")


def _fine(value: float, sign: bool = False) -> str:
    """Return a number as `number` does, but with three significant digits below one, as shares and skills need."""
    if not np.isfinite(value) or abs(value) >= 1.0 or value == 0.0:
        return number(value, sign)
    return f"{value:{'+' if sign else ''}.3g}"


def cells_of(results: Results, wanted: tuple[str, ...]) -> list[str]:
    """Return the cells to tell of: the wanted ones, or all but the baseline."""
    return [_cell(results, cell) for cell in wanted] if wanted else list(results.cells[1:])
