"""What the scenario in force and the calendar say: everything that events and dates may change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from ecosim.compiled import inline, kernel
from ecosim.scenario.document import Region, ScenarioBase
from ecosim.scenario.organisations import Facility, Ministry
from ecosim.scenario.remember import cached_by_identity
from ecosim.world.codes import Instrument, Kind
from ecosim.world.surroundings import wage_of, worth
from ecosim.world.world import World

Entry = TypeVar("Entry")


def adopt(world: World, scenario: ScenarioBase) -> None:
    """Bring everything that events may change to what the scenario in force says."""
    levels = _levels_of(scenario)
    world.base_market[:] = levels.market
    world.base_budgets[:] = levels.budgets
    world.places["entry"] = levels.entry
    for column, values in levels.regions.items():
        world.regions[column] = values
    for column, heads in levels.science.items():
        world.orgs.rows[column][: len(heads)] = heads
    advance_calendar(world, scenario)


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
        opens, capacity: int64 (technoparks,), first quarter, and residents from then on.
    """

    growth: NDArray[np.float64]
    designated: NDArray[np.float64]
    opens: NDArray[np.int64]
    capacity: NDArray[np.int64]


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
    )


def advance_calendar(world: World, scenario: ScenarioBase) -> None:
    """Set what changes with the calendar alone: growing demand and budgets, designations, what is open."""
    dates, years = _dates_of(scenario), max(0, world.quarter - scenario.time.start) / 4.0
    _advance(
        world.quarter, years, world.regions, world.base_market, world.market, dates.growth, world.base_budgets,
        world.budgets, dates.designated, world.places, dates.opens, dates.capacity, world.capacity,
    )
    for row, facility in enumerate(_by_row(scenario.facilities)):
        _run_facility(world, scenario, row, facility)


@kernel
def _advance(
    quarter: int, years: float, regions: Any, base_market: Any, market: Any, growth: Any, base_budgets: Any,
    budgets: Any, designated: Any, places: Any, opens: Any, residents: Any, capacity: Any,
) -> None:
    """Let demand and budgets grow for so many ``years``, designate science cities and open technoparks."""
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


def _run_facility(world: World, scenario: ScenarioBase, row: int, facility: Facility) -> None:
    """Set beam time and cost of a facility this quarter; when it opens, some researchers know how to use it."""
    opened = facility.opens is not None and world.quarter >= facility.opens
    begun = facility.begins is not None and world.quarter >= facility.begins
    region = scenario.regions[scenario.places[facility.place].region]
    amount = facility.running if opened else facility.construction * begun
    world.slots[row] = facility.slots if opened else 0
    world.upkeep[row] = amount * worth(region) / 4.0 / wage_of(region, scenario)
    if world.quarter == facility.opens:
        orgs = world.orgs.view
        home = (orgs["kind"] < Kind.FIRM) & (orgs["region"] == orgs["region"][world.facilities[row]])
        orgs["trained"][home] = np.maximum(orgs["trained"][home], facility.trained)
