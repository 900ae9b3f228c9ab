"""One link's effect told in full: what changed, what flowed instead, and when it showed.

Everything is read from a results directory; differences are paired, as in `ecosim.results.effects`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ecosim.errors import UsageError, did_you_mean
from ecosim.results.effects import differences
from ecosim.results.table import Table, number, span
from ecosim.results.timing import timing_tables

if TYPE_CHECKING:
    from ecosim.results.results import Results

_MANY = 8  # cells that a reader looks through one by one


def explained(results: Results, cell: str) -> list[Table]:
    """Return what a cell differs in from the baseline: levels, flows by channel, since when, and how much earlier.

    Args:
        results: the results of a comparison.
        cell: name of a cell other than the baseline, or the links that it goes without.

    Raises:
        UsageError: there is no such cell, or all runs of one that is compared failed.
        StoreError: the results cannot be read.
    """
    name = _cell(results, cell)
    contrast = next(one for one in results.summary["contrasts"] if one["cell"] == name)
    for side in ("minuend", "subtrahend"):
        if not _runs(results)[contrast[side]]:
            raise UsageError(f"every run of {contrast[side]!r} failed, so that nothing can be compared with it")
    return [_levels(results, name, contrast), _flows(results, contrast), *timing_tables(results, contrast)]


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


def _narrow(cell: str) -> str:
    return cell.replace("without ", "without\n")


def _fine(value: float, sign: bool = False) -> str:
    """Return a number as `number` does, but with three significant digits below one, as shares and skills need."""
    if not np.isfinite(value) or abs(value) >= 1.0 or value == 0.0:
        return number(value, sign)
    return f"{value:{'+' if sign else ''}.3g}"


def cell_of(results: Results, wanted: str | None) -> str:
    """Return the name of a cell, which the link that it goes without will do for; the baseline by default."""
    return results.baseline if wanted in (None, results.baseline) else _cell(results, str(wanted))


def cells_of(results: Results, wanted: tuple[str, ...]) -> list[str]:
    """Return the cells to tell of: those wanted, or all with runs but the baseline; of very many, those without one."""
    if wanted:
        return [_cell(results, cell) for cell in wanted]
    others = [cell for cell in results.summary["cells"][1:] if cell["runs"]]
    single = [cell for cell in others if len(cell["without"]) == 1] if len(results.cells) > _MANY else []
    return [cell["name"] for cell in single or others]


def _runs(results: Results) -> dict[str, int]:
    return {cell["name"]: cell["runs"] for cell in results.summary["cells"]}
