"""What a person reads first: completions and agreements in each cell, and what flowed instead.

Both counts of transfers are always shown together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ecosim.results.decision import ALWAYS, NONE, disagreement, phrase
from ecosim.results.table import Table, number, span
from ecosim.results.tables import TOTAL

if TYPE_CHECKING:
    import pandas as pd

    from ecosim.results.results import Results

#: Both counts of transfers.
COUNTS = ALWAYS
#: The agreements by channel.
CHANNELS = ("contracts", "licences", "spin_offs", "publications")
_WIDEST_HEADING = 12


def headline_tables(summary: Mapping[str, Any]) -> list[Table]:
    """Return a table for each count of transfers and whatever else is judged, and one of the agreements by channel."""
    if not summary["contrasts"]:
        return [*(_count(summary, name) for name in COUNTS), _channels(summary)]
    tables = [_count(summary, name) for name in summary["judgement"]]
    tables[-1] = replace(tables[-1], notes=[*tables[-1].notes, "", *_reading(summary)])
    return [*tables, _channels(summary)]


def flow_table(results: Results) -> Table:
    """Return what flows a year in each cell (median over replications), by channel."""
    flows = results.to_pandas("flows")
    medians = flows.pivot(index=["flow", "channel"], columns="cell", values="median")
    rows: list[list[str]] = []
    for flow in flows["flow"].unique():
        channels = [channel for channel in flows.loc[flows["flow"] == flow, "channel"].unique() if channel != TOTAL]
        if channels or flow in (*COUNTS, *CHANNELS):
            rows += _flow_rows(results, medians, flow, channels)
    heading = ["flow", *(_narrow(cell) for cell in results.cells)]
    return Table("Flows a year (median over replications); rows that are zero everywhere are left out", heading, rows)


def footer(summary: Mapping[str, Any]) -> list[str]:
    """Return lines that say which runs these are."""
    calendar = summary["calendar"]
    runs = sum(cell["runs"] for cell in summary["cells"])
    return [
        f"{runs} runs: cells {len(summary['cells'])}, replications {_replications(summary)}, seed {summary['seed']}",
        *(_precision(one) for one in summary["precision"]),
        f"{calendar['start']} to {calendar['end']}, burn-in {calendar['burn_in']} quarters, "
        f"money in {summary['money']}, ecosim {summary['versions']['model']}",
        *_drawn(summary),
    ]


def _drawn(summary: Mapping[str, Any]) -> list[str]:
    if (draws := summary.get("posterior")) is None:
        return []
    return [
        f"each replication has its own draw of {len(draws['parameters'])} parameters ({draws['draws']} draws): "
        "intervals hold luck and what is not known of these"
    ]


def _precision(found: Mapping[str, Any]) -> str:
    wanted = f"+-{number(found['wanted'])} wanted"
    end = "reached" if found["reached"] else "not reached, --replications auto goes on until it is"
    return f"precision of {found['indicator']}: +-{number(found['half_width'])} at worst, {wanted}: {end}"


def _count(summary: Mapping[str, Any], name: str) -> Table:
    heading = ["cell", "median", "5-95 %"]
    compared = bool(summary["contrasts"])
    if compared:
        heading += ["effect" if _of_links(summary) else "difference", "95 % interval", "in sd", "verdict"]
    rows = []
    for entry in summary["headline"]:
        found = entry["indicators"][name]
        row = [entry["cell"], number(found["median"]), span(found["low"], found["high"])]
        rows.append(row + (_compared(found) if compared else []))
    title = _titles(summary)[name]
    notes = [*_notes(summary), *_judged(summary, name)] if compared else ()
    return Table(f"{title[:1].upper()}{title[1:]} by {summary['calendar']['end']}", heading, rows, notes)


def _compared(found: Mapping[str, Any]) -> list[str]:
    if "difference" not in found:
        return [""] * 4
    return [
        number(found["difference"], sign=True),
        span(found["interval_low"], found["interval_high"], sign=True),
        number(found["standardised"], sign=True),
        phrase(found["verdict"], found["needed"], unit="") + ("*" if _tiny(found) else ""),
    ]


def _tiny(found: Mapping[str, Any]) -> bool:
    """Return whether a difference was told from zero and yet is surely smaller than what matters."""
    return found.get("verdict") == NONE and bool(found["nonzero"])


def _judged(summary: Mapping[str, Any], name: str) -> list[str]:
    """Return what counts as none, and where one should hesitate."""
    smallest, described = summary["judgement"][name]["smallest"], _described(summary)[name]
    notes = [
        f"counts as none: less than {smallest:,.6g} {_unit(described)} either way"
        if smallest
        else f"counts as none: nothing, because the scenario declares no judgement.{name}.smallest"
    ]
    found = {entry["cell"]: entry["indicators"][name] for entry in summary["headline"]}
    if any(map(_tiny, found.values())):
        notes.append("* not zero, but surely smaller than what counts")
    return notes + [
        f"{cell}: methods disagree on zero, BCa {span(one['bca_low'], one['bca_high'], sign=True)}, "
        f"t {span(one['t_low'], one['t_high'], sign=True)}"
        for cell, one in found.items()
        if disagreement(one)
    ]


def _reading(summary: Mapping[str, Any]) -> list[str]:
    """Return how to read the verdicts."""
    count = sum("difference" in entry["indicators"][name] for entry in summary["headline"]
                for name in summary["judgement"])  # fmt: skip
    return [
        "Intervals: outer bounds of bootstrap (BCa) and Student's t; each speaks of one difference alone.",
        f"Verdicts hold for all {count} differences together: each word is wrong anywhere in at most 5 % of tables.",
        "  effect: it is not zero    equivalent to none: it is smaller than what counts",
        "  undecided: these runs cannot tell, and about so many replications could",
    ]


def _channels(summary: Mapping[str, Any]) -> Table:
    titles = _titles(summary)
    rows = [
        [entry["cell"], *(number(entry["indicators"][name]["median"]) for name in CHANNELS)]
        for entry in summary["headline"]
    ]
    heading = ["cell", *(_narrow(titles[name]) for name in CHANNELS)]
    return Table(f"Agreements by channel by {summary['calendar']['end']} (median)", heading, rows)


def _flow_rows(results: Results, medians: pd.DataFrame, flow: str, channels: Sequence[str]) -> list[list[str]]:
    values = {str(channel): row.tolist() for channel, row in medians.loc[flow, list(results.cells)].iterrows()}
    if not any(any(row) for row in values.values()):
        return []
    total = [number(value) for value in values.get(TOTAL, [])] or [""] * len(results.cells)
    rows = [[_flow_title(results, flow, channels), *total]]
    return rows + [[f"  {channel}", *map(number, values[channel])] for channel in channels if any(values[channel])]


def _replications(summary: Mapping[str, Any]) -> str:
    count, first = summary["replications"], summary["first_replication"]
    return f"{count} (number {first})" if first else str(count)


def _flow_title(results: Results, flow: str, channels: Sequence[str]) -> str:
    if channels:
        # Channels have titles such as "licences, open"; what is before the comma is the flow.
        described = results.indicator(f"{flow}.{channels[0]}")
        title = described["title"].rpartition(", ")[0] or flow
    else:
        described = results.indicator(flow)
        title = described["title"]
    return f"{title} ({described['unit'].removesuffix('/quarter')})"


def _notes(summary: Mapping[str, Any]) -> list[str]:
    base = summary["cells"][0]["name"]
    what = f"difference = scenario minus {base}"
    if _of_links(summary):
        what = f"effect of a link = {base} minus without it"
    others = [one for one in summary["contrasts"] if base not in (one["minuend"], one["subtrahend"])]
    return [f"{what}: mean of the pairs; in sd: in standard deviations of the pairs"] + [
        f"but {one['cell']}: minus {one['subtrahend']}" for one in others
    ]


def _of_links(summary: Mapping[str, Any]) -> bool:
    return any(cell["without"] for cell in summary["cells"])


def _described(summary: Mapping[str, Any]) -> dict[str, Mapping[str, str]]:
    return {indicator["name"]: indicator for indicator in summary["indicators"]}


def _titles(summary: Mapping[str, Any]) -> dict[str, str]:
    return {name: indicator["title"] for name, indicator in _described(summary).items()}


def _unit(described: Mapping[str, str]) -> str:
    """Return the unit of an indicator by the horizon: a flow is summed up."""
    return described["unit"].removesuffix("/quarter") if described["kind"] == "flow" else described["unit"]


def _narrow(name: str) -> str:
    """Break a name into lines, at spaces and after underscores, so that columns stay narrow."""
    lines = [""]
    for piece in name.replace("_", "_ ").split():
        joined = f"{lines[-1]}{'' if lines[-1].endswith('_') else ' '}{piece}".strip()
        if len(joined) <= _WIDEST_HEADING:
            lines[-1] = joined
        else:
            lines.append(piece)
    return "\n".join(line for line in lines if line)
