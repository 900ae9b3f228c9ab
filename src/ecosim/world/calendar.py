"""What the scenario in force and the calendar say: everything that events and dates may change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from ecosim.compiled import inline, kernel
from ecosim.scenario.document import ScenarioBase
from ecosim.scenario.organisations import Facility, University
from ecosim.scenario.remember import cached_by_identity
from ecosim.world.codes import Instrument, Kind
from ecosim.world.surroundings import wage_of, worth
from ecosim.world.world import World

Entry = TypeVar("Entry")


def adopt(world: World, scenario: ScenarioBase) -> None:
    """Bring everything that events may change to what the scenario in force says."""
    for row, name in enumerate(world.names["regions"]):
        region = scenario.regions[name]
        wage = wage_of(region, scenario)
        world.base_market[row] = 0.0
        for field, amount in region.market.items():
            world.base_market[row, world.names["fields"].index(field)] = amount * worth(region) / 4.0 / wage
        world.regions[row]["amenity"] = region.amenity
        world.regions[row]["growth"] = region.growth
        world.regions[row]["entrants"] = region.entrants
    for row, name in enumerate(world.names["places"]):
        world.places[row]["entry"] = scenario.places[name].entry
    for row, name in enumerate(sorted(scenario.ministries)):
        region = scenario.regions[scenario.ministries[name].region]
        for instrument in Instrument:
            amount = scenario.ministries[name].budget.get(instrument.name.lower(), 0.0)  # type: ignore[call-overload]
            world.base_budgets[row, instrument] = amount * worth(region) / 4.0 / wage_of(region, scenario)
    rows = {name: row for row, name in enumerate(world.names["organisations"])}
    for section in ("institutes", "universities"):
        for name, organisation in getattr(scenario, section).items():
            row = rows[f"{section}.{name}"]
            world.orgs.rows[row]["posts"] = organisation.researchers
            if isinstance(organisation, University):
                world.orgs.rows[row]["students"] = organisation.students
    advance_calendar(world, scenario)


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
