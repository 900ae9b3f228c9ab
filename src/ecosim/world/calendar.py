"""What the scenario in force and the calendar say: everything that events and dates may change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from ecosim.compiled import inline, kernel
from ecosim.randomness import at
from ecosim.scenario.document import Region, ScenarioBase
from ecosim.scenario.organisations import Ministry
from ecosim.scenario.remember import cached_by_identity
from ecosim.steps import Call, Steps
from ecosim.world.codes import Instrument, Kind
from ecosim.world.surroundings import wage_of, worth
from ecosim.world.world import RUNNING, Clock, World

Entry = TypeVar("Entry")
_TICK, _QUARTER, _REPORTING = Clock.TICK.value, Clock.QUARTER.value, Clock.REPORTING.value
_FIRM = Kind.FIRM.value
_NEVER = 2**40


def adopt(world: World, scenario: ScenarioBase) -> None:
    """Bring what events may change to what the scenario in force says; `advance_calendar` sees to the rest."""
    levels = _levels_of(scenario)
    world.base_market[:] = levels.market
    world.base_budgets[:] = levels.budgets
    world.places["entry"] = levels.entry
    for column, values in levels.regions.items():
        world.regions[column] = values
    for column, heads in levels.science.items():
        world.orgs.rows[column][: len(heads)] = heads
    dates = _dates_of(scenario)
    for name in ("growth", "designated", "opens", "residents", "running"):
        getattr(world, name)[:] = getattr(dates, name)
    world.frontier_growth[:] = scenario.frontier_growth


@dataclass(frozen=True)
class _Levels:
    """What events may change, row by row.

    Attributes:
        market: float64 (regions, fields), demand a quarter in wages of the start.
        budgets: float64 (ministries, instruments), likewise.
        entry: float64 (places,).
        regions: columns of the regions.
        science: columns of the institutes and universities that have names: the first organisations of a world.
    """

    market: NDArray[np.float64]
    budgets: NDArray[np.float64]
    entry: NDArray[np.float64]
    regions: Mapping[str, NDArray[np.float64]]
    science: Mapping[str, NDArray[np.int64]]


@cached_by_identity
def _levels_of(scenario: ScenarioBase) -> _Levels:
    regions, institutes, universities = (
        _by_row(scenario.regions), _by_row(scenario.institutes), _by_row(scenario.universities)
    )
    budgets = [_budgets_of(ministry, scenario) for ministry in _by_row(scenario.ministries)]
    return _Levels(
        np.array([_markets_of(region, scenario) for region in regions]),
        np.array(budgets).reshape(len(budgets), len(Instrument)),
        np.array([place.entry for place in _by_row(scenario.places)]),
        {name: np.array([getattr(one, name) for one in regions]) for name in ("amenity", "growth", "entrants")},
        {
            "posts": np.array([one.researchers for one in (*institutes, *universities)], np.int64),
            "students": np.array([0] * len(institutes) + [one.students for one in universities], np.int64),
        },
    )


def _markets_of(region: Region, scenario: ScenarioBase) -> list[float]:
    """Return the demand of a quarter, by field, in wages of the start."""
    return [_quarterly(region.market.get(field, 0.0), region, scenario) for field in sorted(scenario.fields)]


def _budgets_of(ministry: Ministry, scenario: ScenarioBase) -> list[float]:
    """Return what a ministry spends a quarter, by instrument, in wages of the start."""
    region, budget = scenario.regions[ministry.region], ministry.budget
    return [_quarterly(budget.get(one.name.lower(), 0.0), region, scenario) for one in Instrument]  # type: ignore[call-overload]


def _quarterly(amount: float, region: Region, scenario: ScenarioBase) -> float:
    """Return a yearly amount of a region as that of a quarter, in its wages of the start."""
    return amount * worth(region) / 4.0 / wage_of(region, scenario)


@dataclass(frozen=True)
class _Dates:
    """What a scenario says of the calendar, row by row.

    Attributes:
        growth: float64 (ministries,), growth of budgets a year.
        designated: float64 (places,), quarter of designation as a science city; infinite for never.
        opens, residents: int64 (technoparks,), first quarter, and residents from then on.
        running: records (facilities,), see `RUNNING`.
    """

    growth: NDArray[np.float64]
    designated: NDArray[np.float64]
    opens: NDArray[np.int64]
    residents: NDArray[np.int64]
    running: NDArray[Any]


def _by_row(section: Mapping[str, Entry]) -> list[Entry]:
    return [section[name] for name in sorted(section)]


@cached_by_identity
def _dates_of(scenario: ScenarioBase) -> _Dates:
    places, parks = _by_row(scenario.places), _by_row(scenario.technoparks)
    return _Dates(
        np.array([ministry.growth for ministry in _by_row(scenario.ministries)]),
        np.array([np.inf if place.designated is None else place.designated for place in places]),
        np.array([park.opens for park in parks], np.int64),
        np.array([park.capacity for park in parks], np.int64),
        _facilities_of(scenario),
    )


def begin_quarter(world: World, scenario: ScenarioBase) -> Steps:
    """Set what changes with the calendar alone, and clear what is counted by the quarter."""
    w = world.at
    yield from advance_calendar(world, scenario)
    yield Call(
        _begin, w.clock, w.address, scenario.time.start, w.frontier_growth, w.frontier, w.found_from, w.techs.length,
        w.orgs.view, w.places, w.regions, w.flowed, w.directed,
    )


def end_quarter(world: World) -> Steps:
    """Let the quarter be over."""
    yield Call(_end, world.at.clock, world.at.found_from, world.at.techs.length)


@kernel
def _begin(
    clock: Any, address: Any, start: int, growth: Any, frontier: Any, found_from: Any, found: int, orgs: Any,
    places: Any, regions: Any, flowed: Any, directed: Any,
) -> None:
    """Set the address of this quarter's draws, let the frontier grow, and forget what links let flow last quarter."""
    address[1] = at(address[0], clock[_QUARTER])
    if clock[_QUARTER] >= start and not clock[_REPORTING]:
        clock[_REPORTING] = 1
        for r in range(regions.shape[0]):
            regions[r].taxes_start = regions[r].taxes
    for f in range(frontier.shape[0] if clock[_TICK] else 0):
        frontier[f] *= 1.0 + growth[0]
    found_from[clock[_TICK]] = found
    for i in range(orgs.shape[0]):
        orgs[i].served, orgs[i].introduced, orgs[i].teaching = 0.0, 0.0, 0.0
    for q in range(places.shape[0]):
        places[q].amenity, places[q].introduced, places[q].meetings = 0.0, 0.0, 0.0
    for r in range(regions.shape[0]):
        regions[r].experts, regions[r].assessors = 0.0, 0.0
    flowed[:, :, :] = 0.0
    directed[:, :] = 0.0


@kernel
def _end(clock: Any, found_from: Any, found: int) -> None:
    """Note up to which row technologies have been found, and let the next quarter come."""
    found_from[clock[_TICK] + 1] = found
    clock[_TICK] += 1
    clock[_QUARTER] += 1


def advance_calendar(world: World, scenario: ScenarioBase) -> Steps:
    """Set what changes with the calendar alone: growing demand and budgets, designations, what is open."""
    w = world.at
    yield Call(
        _advance, w.quarter, scenario.time.start, w.regions, w.base_market, w.market, w.growth, w.base_budgets,
        w.budgets, w.designated, w.places, w.opens, w.residents, w.capacity,
    )
    if len(world.facilities):
        yield Call(_run, w.quarter, w.running, w.facilities, w.orgs.view, w.slots, w.upkeep)


@kernel
def _advance(
    quarter: int, start: int, regions: Any, base_market: Any, market: Any, growth: Any, base_budgets: Any,
    budgets: Any, designated: Any, places: Any, opens: Any, residents: Any, capacity: Any,
) -> None:
    """Let demand and budgets grow from the quarter ``start`` on, designate science cities and open technoparks."""
    years = max(0, quarter - start) / 4.0
    for r in range(market.shape[0]):
        _grow(base_market, r, regions[r].growth, years, market)
    for m in range(budgets.shape[0]):
        _grow(base_budgets, m, growth[m], years, budgets)
    for q in range(places.shape[0]):
        places[q].city = quarter >= designated[q]
    for k in range(capacity.shape[0]):
        capacity[k] = residents[k] if quarter >= opens[k] else 0


@inline
def _grow(base: Any, row: int, rate: float, years: float, grown: Any) -> None:
    """Fill a row of ``grown`` (n, m) with that of ``base`` after so many years of growth at a rate per year."""
    factor = (1.0 + rate) ** years
    for c in range(base.shape[1]):
        grown[row, c] = base[row, c] * factor


@kernel
def _run(quarter: int, said: Any, facilities: Any, orgs: Any, slots: Any, upkeep: Any) -> None:
    """Set beam time and cost of facilities; when one opens, some researchers of its region know how to use it."""
    for row in range(said.shape[0]):
        facility = said[row]
        opened, begun = quarter >= facility.opens, quarter >= facility.begins
        slots[row] = facility.slots if opened else 0
        upkeep[row] = facility.running if opened else (facility.construction if begun else 0.0)
        if quarter != facility.opens:
            continue
        for i in range(orgs.shape[0]):
            if orgs[i].kind < _FIRM and orgs[i].region == orgs[facilities[row]].region:
                orgs[i].trained = max(orgs[i].trained, facility.trained)


def _facilities_of(scenario: ScenarioBase) -> NDArray[Any]:
    """Return what a scenario says of its facilities, row by row; costs are of a quarter, in wages of the start."""
    said = np.zeros(len(scenario.facilities), RUNNING)
    for row, facility in zip(said, _by_row(scenario.facilities), strict=True):
        region = scenario.regions[scenario.places[facility.place].region]
        row["opens"] = _NEVER if facility.opens is None else facility.opens
        row["begins"] = _NEVER if facility.begins is None else facility.begins
        row["slots"], row["trained"] = facility.slots, facility.trained
        row["running"] = _quarterly(facility.running, region, scenario)
        row["construction"] = _quarterly(facility.construction, region, scenario)
    return said
