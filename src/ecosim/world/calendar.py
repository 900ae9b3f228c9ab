"""What the scenario in force and the calendar say: everything that events and dates may change."""

from __future__ import annotations

import numpy as np

from ecosim import elementary
from ecosim.scenario.document import ScenarioBase
from ecosim.scenario.organisations import Facility, University
from ecosim.world.codes import Instrument, Kind
from ecosim.world.surroundings import wage_of, worth
from ecosim.world.world import World


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


def advance_calendar(world: World, scenario: ScenarioBase) -> None:
    """Set what changes with the calendar alone: growing demand and budgets, designations, what is open."""
    years = max(0, world.quarter - scenario.time.start) / 4.0
    world.market[:] = world.base_market * elementary.power(1.0 + world.regions["growth"], years)[:, None]
    growth = np.array([scenario.ministries[name].growth for name in sorted(scenario.ministries)])
    world.budgets[:] = world.base_budgets * elementary.power(1.0 + growth, years)[:, None]
    for row, name in enumerate(world.names["places"]):
        designated = scenario.places[name].designated
        world.places[row]["city"] = designated is not None and world.quarter >= designated
    for row, name in enumerate(sorted(scenario.technoparks)):
        park = scenario.technoparks[name]
        world.capacity[row] = park.capacity if world.quarter >= park.opens else 0
    for row, name in enumerate(sorted(scenario.facilities)):
        _run_facility(world, scenario, row, scenario.facilities[name])


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
