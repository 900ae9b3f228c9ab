"""Organisations and ties of one replication in every cell.

What was seen is shown only where the series of its run equal the stored ones; otherwise the picture would be of
another run than the numbers beside it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ecosim.results.again import same_as_kept
from ecosim.results.results import Results
from ecosim.world.codes import Agreement, Kind, Moved

if TYPE_CHECKING:
    import pandas as pd

    from ecosim.experiments.observing import Unit
    from ecosim.patterns.finished import Finished
    from ecosim.report.seen import Seen

Network = dict[str, Any]
#: Kinds of organisations that are drawn.
KINDS = (Kind.INSTITUTE, Kind.UNIVERSITY, Kind.FIRM, Kind.TECHNOPARK)
#: Why nothing is shown where runs that were looked at are not the stored ones.
OTHER_RUNS = "this version of the model makes other runs than the stored ones; run the comparison again"
#: Organisations of one run that are drawn at most, those with most ties first.
MOST = 3_000
_TRANSFERS = (Agreement.LICENCE, Agreement.PUBLICATION, Agreement.SPIN_OFF)
_SECTIONS = ("institutes", "universities", "firms", "technoparks")
_FOR_EVER = 1 << 30
_TOO_LARGE = "with the networks of all combinations the file would become too large"


@dataclass(frozen=True)
class Networks:
    """What was seen.

    Attributes:
        cells: for each cell its network, see `network`, or None.
        replication: number of the replication.
        note: why networks are missing; empty where none is.
    """

    cells: Sequence[Network | None]
    replication: int
    note: str = ""


def networks(results: Results, seen: Seen, room: int) -> Networks:
    """Return the network of the first replication of every cell, as long as there is room.

    Args:
        results: the results.
        seen: what was seen of their runs.
        room: bytes that all networks may take together; later cells go without.
    """
    replication = results.summary["first_replication"]
    if not seen.asked:
        return Networks([None] * len(results.cells), replication, seen.note)
    outcomes = results.to_pandas("outcomes")
    found = [_checked(results, seen, (cell, replication), outcomes) for cell in results.cells]
    return _within(room, found, replication)


def _checked(results: Results, seen: Seen, unit: Unit, outcomes: pd.DataFrame) -> Network | str:
    """Return the network of a run, or why there is none."""
    if unit not in seen.runs:
        return seen.failures.get(unit, _TOO_LARGE)
    run, (cell, replication) = seen.runs[unit], unit
    if run.network is None or not same_as_kept(results, cell, {replication: run.series}, outcomes):
        return OTHER_RUNS
    return run.network


def _within(room: int, found: Sequence[Network | str], replication: int) -> Networks:
    cells: list[Network | None] = []
    notes = [one for one in found if isinstance(one, str)]
    for one in found:
        size = len(json.dumps(one, separators=(",", ":")).encode())
        fits = not isinstance(one, str) and size <= room
        room -= size if fits else 0
        cells.append(one if fits and not isinstance(one, str) else None)
    return Networks(cells, replication, (notes or [_TOO_LARGE])[0] if None in cells else "")


def network(run: Finished, most: int = MOST) -> Network:
    """Return organisations, ties and transfers of a run since reporting began.

    Args:
        run: the run.
        most: organisations that are kept at most; of more, those with most ties, science before firms.

    Returns:
        ``places`` (title, latitude, longitude); of each organisation ``kind`` (number in `KINDS`), ``place``,
        ``born`` and ``died`` (quarters since the first reported one; died -1: alive), ``slot`` (its seat in its
        place, which is free again when it is gone), ``title`` (empty where it has none); of each tie ``a`` and ``b``
        (organisations), ``link`` (channel), ``formed``, ``ended``; ``sold``: of each product made of a technology that
        passed from science to a firm quarter, origin and firm (-1 where not kept), channel; ``missing``:
        organisations left out.
    """
    world, begun = run.world, run.begun
    orgs, ties = world.orgs.view, world.ties.view
    seen = np.isin(orgs["kind"], KINDS) & ((orgs["died"] < 0) | (orgs["died"] > begun))
    tied = (ties["ended"] < 0) | (ties["ended"] > begun)
    count = np.bincount(np.concatenate([ties["a"][tied], ties["b"][tied]]), minlength=len(orgs))
    rows = np.flatnonzero(seen)
    chosen = np.sort(rows[np.lexsort((rows, orgs["kind"][rows], -count[rows]))[:most]])
    number = np.full(len(orgs), -1, np.int64)
    number[chosen] = np.arange(len(chosen))
    mine, ties = orgs[chosen], ties[tied & (number[ties["a"]] >= 0) & (number[ties["b"]] >= 0)]
    born, died = mine["born"] - begun, np.where(mine["died"] < 0, -1, mine["died"] - begun)
    return {
        "places": _places(run),
        "kind": [KINDS.index(kind) for kind in mine["kind"].tolist()],
        "place": mine["place"].tolist(), "born": born.tolist(), "died": died.tolist(),
        "slot": _seats(mine["place"].tolist(), np.maximum(born, 0).tolist(), died.tolist()),
        "title": _titles(run, chosen.tolist()),
        "a": number[ties["a"]].tolist(), "b": number[ties["b"]].tolist(), "link": ties["link"].tolist(),
        "formed": (ties["formed"] - begun).tolist(),
        "ended": np.where(ties["ended"] < 0, -1, ties["ended"] - begun).tolist(),
        "sold": _sold(run, number), "missing": len(rows) - len(chosen),
    }  # fmt: skip


def _places(run: Finished) -> list[dict[str, Any]]:
    names, places = run.world.names["places"], run.world.places
    return [
        {"title": run.scenario.places[name].title or name, "latitude": latitude, "longitude": longitude}
        for name, latitude, longitude in zip(
            names, places["latitude"].tolist(), places["longitude"].tolist(), strict=True
        )
    ]


def _titles(run: Finished, rows: Sequence[int]) -> list[str]:
    """Return the titles of organisations that the scenario names; empty for others."""
    names, titles = run.world.names["organisations"], []
    for row in rows:
        section, _, name = names[row].partition(".") if row < len(names) else ("", "", "")
        named = getattr(run.scenario, section).get(name) if section in _SECTIONS else None
        titles.append(named.title if named else "")
    return titles


def _seats(place: Sequence[int], born: Sequence[int], died: Sequence[int]) -> list[int]:
    """Return for each organisation the first seat of its place that is free when it is born."""
    seats = [0] * len(place)
    taken: dict[int, list[tuple[int, int]]] = {one: [] for one in place}
    free: dict[int, list[int]] = {one: [] for one in place}
    opened = dict.fromkeys(place, 0)
    for one in sorted(range(len(place)), key=lambda one: (born[one], one)):
        here = place[one]
        while taken[here] and taken[here][0][0] <= born[one]:
            heappush(free[here], heappop(taken[here])[1])
        if free[here]:
            seats[one] = heappop(free[here])
        else:
            seats[one] = opened[here]
            opened[here] += 1
        heappush(taken[here], (died[one] if died[one] >= 0 else _FOR_EVER, seats[one]))
    return seats


def _sold(run: Finished, number: NDArray[np.int64]) -> list[list[int]]:
    log, techs = run.world.log.view, run.world.techs.view
    log = log[(log["what"] == Moved.PRODUCT) & (log["quarter"] >= run.begun)]
    made = techs[log["technology"]]
    passed = np.isin(made["agreement"], _TRANSFERS)
    made, log = made[passed], log[passed]
    columns = (log["quarter"] - run.begun, number[made["origin"]], number[made["developer"]], made["channel"])
    return [list(row) for row in zip(*(column.tolist() for column in columns), strict=True)]
