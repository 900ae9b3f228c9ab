"""What the calendar and dated events change before the first rule of a quarter (ODD, 3 and 6)."""

from __future__ import annotations

from ecosim.world.codes import Instrument
from reference.luck import at
from reference.model import Ecosystem
from reference.organisations import Employer, Facility, Firm, Science, University
from reference.plan import links_in_force


def turn(model: Ecosystem) -> None:
    """Begin a quarter."""
    model.now = at(model.seed_of_luck, model.replication, model.quarter)
    due = [scenario for quarter, scenario in model.timeline if quarter == model.quarter]
    if due:
        model.in_force = due[-1]
        adopt(model)
    model.links = links_in_force(model)
    for tie in model.ties:
        if tie.lasting and tie.link not in model.links:
            tie.ended = model.tick
    advance(model)
    if model.quarter >= model.in_force.time.start and not model.reporting:
        model.reporting = True
        for region in model.regions:
            region.taxes_start = region.taxes
    clear(model)
    if model.tick:
        model.frontier = [z * (1.0 + model.in_force.frontier_growth) for z in model.frontier]


def adopt(model: Ecosystem) -> None:
    """Bring everything that events may change to what the scenario in force says."""
    scenario = model.in_force
    fields = sorted(scenario.fields)
    for region in model.regions:
        said = scenario.regions[region.name]
        demands = (said.market.get(field, 0.0) for field in fields)
        region.base_market = [demand * _worth(said) / 4.0 / _wage(scenario, said) for demand in demands]
        region.amenity, region.growth, region.entrants = said.amenity, said.growth, said.entrants
    for place in model.places:
        place.entry = scenario.places[place.name].entry
    for ministry, name in zip(model.ministries, sorted(scenario.ministries), strict=True):
        said = scenario.regions[scenario.ministries[name].region]
        for instrument in Instrument:
            amount = scenario.ministries[name].budget.get(instrument.name.lower(), 0.0)
            ministry.base_budget[instrument] = amount * _worth(said) / 4.0 / _wage(scenario, said)
    for section, names in (("institutes", scenario.institutes), ("universities", scenario.universities)):
        for name, said in names.items():
            one = model.named[f"{section}.{name}"]
            one.posts = said.researchers
            if isinstance(one, University):
                one.students = float(said.students)


def _worth(said) -> float:  # type: ignore[no-untyped-def]
    """Return what a unit of a region's money is worth in the scenario's."""
    return 1.0 if said.currency is None else said.currency.worth


def _wage(scenario, said) -> float:  # type: ignore[no-untyped-def]
    """Return the cost of a head for a quarter at the start, in the scenario's money."""
    return scenario.money.wage if said.wage is None else said.wage * _worth(said)


def advance(model: Ecosystem) -> None:
    """Set what changes with the calendar alone: growing demand and budgets, designations, what is open."""
    scenario, quarter = model.in_force, model.quarter
    years = max(0, quarter - scenario.time.start) / 4.0
    for region in model.regions:
        region.market = [demand * (1.0 + region.growth) ** years for demand in region.base_market]
    for ministry, name in zip(model.ministries, sorted(scenario.ministries), strict=True):
        growth = (1.0 + scenario.ministries[name].growth) ** years
        ministry.budget = {instrument: money * growth for instrument, money in ministry.base_budget.items()}
    for place in model.places:
        designated = scenario.places[place.name].designated
        place.city = designated is not None and quarter >= designated
    for park, name in zip(model.technoparks, sorted(scenario.technoparks), strict=True):
        said = scenario.technoparks[name]
        park.capacity = said.capacity if quarter >= said.opens else 0
    for facility, name in zip(model.facilities, sorted(scenario.facilities), strict=True):
        run_facility(model, facility, scenario.facilities[name])


def run_facility(model: Ecosystem, facility: Facility, said) -> None:  # type: ignore[no-untyped-def]
    """Set beam time and cost of a facility; when it opens, some researchers of the region know how to use it."""
    opened = said.opens is not None and model.quarter >= said.opens
    begun = said.begins is not None and model.quarter >= said.begins
    region = model.in_force.regions[facility.region.name]
    amount = said.running if opened else said.construction * begun
    facility.slots = said.slots if opened else 0
    facility.upkeep = amount * _worth(region) / 4.0 / _wage(model.in_force, region)
    if model.quarter == said.opens:
        for one in model.living:
            if isinstance(one, Science) and one.region is facility.region:
                one.trained = max(one.trained, said.trained)


def clear(model: Ecosystem) -> None:
    """Clear what is counted by the quarter, and what links provide for a quarter only."""
    for one in model.organisations:
        if isinstance(one, Employer):
            one.introduced = one.teaching = 0.0
        if isinstance(one, Firm):
            one.served = 0.0
    for place in model.places:
        place.amenity = place.introduced = place.meetings = 0.0
    for region in model.regions:
        region.experts = region.assessors = 0.0
        region.flows.clear()
        region.directed.clear()
