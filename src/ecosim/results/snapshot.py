"""Who was where, and tied to whom, at the end of a quarter of one run, which is made again up to then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ecosim.errors import UsageError
from ecosim.results.again import resolved_scenario
from ecosim.scenario.quarter import format_quarter, parse_quarter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecosim.results.results import Results
    from ecosim.scenario.document import ScenarioBase
    from ecosim.simulation import Simulation

Ints = NDArray[np.int64]
#: Kinds of organisations in a snapshot, by their number.
KINDS = ("institutes", "universities", "firms")


@dataclass(frozen=True)
class Snapshot:
    """One run at the end of a quarter; living institutes, universities and firms only.

    Attributes:
        quarter: such as ``2007Q3``.
        kind: int64 (organisations,), number of one of `KINDS`.
        place, field, staff: int64 (organisations,).
        ties: int64 (ties, 3): two organisations by their place in these arrays, and the link by its place in ``links``.
        links: links that join organisations by ties, of which there are some or not.
        joins: the two kinds of organisations that each joins, by their number.
        fields: names of fields.
        places: titles of places.
        coordinates: float64 (places, 2), degrees north and east.
    """

    quarter: str
    kind: Ints
    place: Ints
    field: Ints
    staff: Ints
    ties: Ints
    links: tuple[str, ...]
    joins: tuple[tuple[int, int], ...]
    fields: tuple[str, ...]
    places: tuple[str, ...]
    coordinates: NDArray[np.float64]


def snapshots(
    results: Results, dates: Sequence[str] = (), cell: str | None = None, replication: int | None = None
) -> list[Snapshot]:
    """Make a run again and look at it at some dates.

    Args:
        results: results of `run` or `compare`.
        dates: quarters or years, in any order; the end of the first year and of the calendar by default.
        cell: name of a cell; the baseline by default.
        replication: which run; the first by default.

    Raises:
        UsageError: a date lies outside of the calendar or is none, or the scenario's links are unknown.
        ScenarioError: the resolved scenario in the results is damaged.
    """
    from ecosim.simulation import Simulation

    scenario = resolved_scenario(results, cell or results.baseline)
    first, last = scenario.time.start, scenario.time.end
    wanted = sorted({_date(scenario, date) for date in dates}) or sorted({min(first + 3, last), last})
    number = results.summary["first_replication"] if replication is None else replication
    run = Simulation(scenario, seed=results.summary["seed"], replication=number)
    found = []
    while run.world.quarter <= wanted[-1]:
        run.step()
        if run.world.quarter - 1 in wanted:
            found.append(look(run))
    return found


def _date(scenario: ScenarioBase, date: str) -> int:
    first, last = scenario.time.start, scenario.time.end
    try:
        quarter = parse_quarter(date)
    except ValueError as error:
        raise UsageError(str(error)) from error
    if not first <= quarter <= last:
        raise UsageError(f"{date} lies outside of the calendar, {format_quarter(first)} to {format_quarter(last)}")
    return quarter


def look(run: Simulation) -> Snapshot:
    """Return who is where, and tied to whom, at the end of the quarter that a run has come to."""
    world, scenario = run.world, run.scenario
    orgs, ties = world.orgs.view, world.ties.view
    rows = np.flatnonzero((orgs["kind"] < len(KINDS)) & (orgs["died"] < 0))
    at = np.full(len(orgs), -1, np.int64)
    at[rows] = np.arange(len(rows))
    joins = {name: (int(kind.joins[0]), int(kind.joins[1])) for name, kind in run.types.items() if kind.joins}
    links = tuple(joins)
    channels = {world.names["channels"].index(name): place for place, name in enumerate(links)}
    lasting = ties[(ties["ended"] < 0) & np.isin(ties["link"], list(channels))]
    joined = [(at[tie["a"]], at[tie["b"]], channels[int(tie["link"])]) for tie in lasting]
    both = [one for one in joined if one[0] >= 0 and one[1] >= 0]
    titles = tuple(place_title(scenario, name) for name in world.names["places"])
    kind, place, field, staff = (orgs[name][rows].copy() for name in ("kind", "place", "field", "staff"))
    return Snapshot(
        format_quarter(world.quarter - 1), kind, place, field, staff,
        np.array(both, np.int64).reshape(-1, 3), links, tuple(joins.values()),
        tuple(world.names["fields"]), titles, np.column_stack([world.places["latitude"], world.places["longitude"]]),
    )  # fmt: skip


def place_title(scenario: ScenarioBase, name: str) -> str:
    """Return what a place is called where room is short: its title without what follows a comma."""
    return str(scenario.places[name].title or name).partition(",")[0]
