"""From a scenario to the world at the beginning of its burn-in, and to the world that an event changes.

Rows follow the names of things in alphabetical order, so the order of entries in a scenario file cannot
matter. Luck at the start is addressed like all other luck: the same replication has the same population
whatever links there are.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ecosim.randomness import address, name_key, normals, uniforms
from ecosim.scenario.document import Draw, Institute, Population, ScenarioBase, University, Weights
from ecosim.world import layouts
from ecosim.world.codes import Instrument, Kind, People
from ecosim.world.world import Floats, World

_SECTORS = (Kind.STATE, Kind.HOUSEHOLDS, Kind.MARKET, Kind.INVESTORS)
_KINDS = {"firm": Kind.FIRM, "institute": Kind.INSTITUTE, "university": Kind.UNIVERSITY}
_EARTH = 6371.0


def build(scenario: ScenarioBase, channels: int, seed: int, replication: int) -> World:
    """Return the world at the first quarter of burn-in.

    Args:
        scenario: the scenario in force then.
        channels: number of channels (links and "open").
        seed, replication: the luck.
    """
    world = World(len(scenario.fields), channels)
    world.seed, world.replication = seed, replication
    world.quarter = scenario.time.start - scenario.time.burn_in
    world.now = address(seed, replication, world.quarter)
    world.frontier[:] = (1.0 + scenario.frontier_growth) ** -scenario.time.burn_in
    world.names = {
        "fields": sorted(scenario.fields),
        "regions": sorted(scenario.regions),
        "places": sorted(scenario.places),
        "instruments": [instrument.name.lower() for instrument in Instrument],
        "organisations": [],
    }
    _add_regions(world, scenario)
    _add_places(world, scenario)
    _add_named(world, scenario)
    for name in sorted(scenario.populations):
        _add_population(world, name, scenario.populations[name])
    _finish(world, scenario)
    adopt(world, scenario)
    _tell_core_posts(world)
    world.refresh_living()
    return world


def adopt(world: World, scenario: ScenarioBase) -> None:
    """Bring everything that events may change to what the scenario in force says."""
    for row, name in enumerate(world.names["regions"]):
        region = scenario.regions[name]
        world.base_market[row] = 0.0
        for field, amount in region.market.items():
            world.base_market[row, world.names["fields"].index(field)] = amount / 4.0 / scenario.money.wage
        world.regions[row]["amenity"] = region.amenity
        world.regions[row]["growth"] = region.growth
        world.regions[row]["entrants"] = region.entrants
    for row, name in enumerate(world.names["places"]):
        world.places[row]["entry"] = scenario.places[name].entry
    for row, name in enumerate(sorted(scenario.ministries)):
        for instrument in Instrument:
            amount = scenario.ministries[name].budget.get(instrument.name.lower(), 0.0)  # type: ignore[call-overload]
            world.base_budgets[row, instrument] = amount / 4.0 / scenario.money.wage
    rows = {name: row for row, name in enumerate(world.names["organisations"])}
    for section in ("institutes", "universities"):
        for name, organisation in getattr(scenario, section).items():
            row = rows[f"{section}.{name}"]
            world.orgs.rows[row]["posts"] = organisation.researchers
            if isinstance(organisation, University):
                world.orgs.rows[row]["students"] = organisation.students
    advance_calendar(world, scenario)


def advance_calendar(world: World, scenario: ScenarioBase) -> None:
    """Set what changes with the calendar alone: growing demand and budgets, designations, open technoparks."""
    years = max(0, world.quarter - scenario.time.start) / 4.0
    world.market[:] = world.base_market * (1.0 + world.regions["growth"][:, None]) ** years
    growth = np.array([scenario.ministries[name].growth for name in sorted(scenario.ministries)])
    world.budgets[:] = world.base_budgets * ((1.0 + growth) ** years)[:, None]
    for row, name in enumerate(world.names["places"]):
        designated = scenario.places[name].designated
        world.places[row]["city"] = designated is not None and world.quarter >= designated
    for row, name in enumerate(sorted(scenario.technoparks)):
        park = scenario.technoparks[name]
        world.capacity[row] = park.capacity if world.quarter >= park.opens else 0


def _add_regions(world: World, scenario: ScenarioBase) -> None:
    names = world.names["regions"]
    world.regions = np.zeros(len(names), layouts.REGION.dtype)
    world.regions["key"] = [name_key("region", name) for name in names]
    world.regions["wage"] = scenario.money.wage
    world.regions["price"] = scenario.money.wage
    world.regions["local_share"] = [scenario.regions[name].local_share for name in names]
    world.practice = np.repeat([[scenario.regions[name].practice] for name in names], world.channels, axis=1)
    for array in ("market", "base_market", "rival", "attraction", "local_knowledge", "local_quality", "local_demand"):
        setattr(world, array, np.zeros((len(names), world.fields)))
    world.local_count = np.zeros((len(names), world.fields), np.int64)
    world.people = np.zeros((len(names), len(People)), np.int64)
    world.used = np.zeros((len(names), world.channels, 2))
    world.directed = np.zeros((len(names), len(Instrument)))


def _add_places(world: World, scenario: ScenarioBase) -> None:
    names = world.names["places"]
    places = [scenario.places[name] for name in names]
    world.places = np.zeros(len(names), layouts.PLACE.dtype)
    world.places["key"] = [name_key("place", name) for name in names]
    world.places["region"] = [world.names["regions"].index(place.region) for place in places]
    world.places["latitude"] = [place.latitude for place in places]
    world.places["longitude"] = [place.longitude for place in places]
    world.distance = _distances(world.places["latitude"], world.places["longitude"])


def _distances(latitude: Floats, longitude: Floats) -> Floats:
    """Return great-circle distances in kilometres (haversine)."""
    lat, lon = np.radians(latitude), np.radians(longitude)
    north, east = np.sin((lat[:, None] - lat) / 2) ** 2, np.sin((lon[:, None] - lon) / 2) ** 2
    a: Floats = north + np.cos(lat[:, None]) * np.cos(lat) * east
    return 2 * _EARTH * np.arcsin(np.sqrt(np.clip(a, 0.0, 1.0)))


def _add(world: World, name: str, kind: Kind, place: int, **values: float) -> int:
    """Append one organisation; return its row."""
    world.reserve_organisations(1)
    world.names["organisations"].append(name)
    row = world.orgs.append(
        1, key=name_key(name), kind=kind, region=world.places[place]["region"], place=place, died=-1, **values
    )
    return int(row.start)


def _add_named(world: World, scenario: ScenarioBase) -> None:
    """Add sectors, ministries, technoparks, and the institutes, universities and firms that have names."""
    place_row = {name: row for row, name in enumerate(world.names["places"])}
    home = {world.names["regions"][place["region"]]: row for row, place in reversed(list(enumerate(world.places)))}
    for name in sorted(scenario.institutes):
        _add_science(world, scenario, f"institutes.{name}", Kind.INSTITUTE, scenario.institutes[name], place_row)
    for name in sorted(scenario.universities):
        _add_science(world, scenario, f"universities.{name}", Kind.UNIVERSITY, scenario.universities[name], place_row)
    for name in sorted(scenario.firms):
        firm = scenario.firms[name]
        row = _add(
            world, f"firms.{name}", Kind.FIRM, place_row[firm.place], field=world.names["fields"].index(firm.field),
            staff=firm.staff
        )
        _know(world, row, {firm.field: 1.0}, firm.knowledge)
    for region, name in enumerate(world.names["regions"]):
        for sector in _SECTORS:
            row = _add(world, f"sectors.{name}.{sector.name.lower()}", sector, home[name])
            world.regions[region][sector.name.lower()] = row
    ministries = [
        _add(world, f"ministries.{name}", Kind.MINISTRY, home[scenario.ministries[name].region])
        for name in sorted(scenario.ministries)
    ]
    parks = [
        _add(world, f"technoparks.{name}", Kind.TECHNOPARK, place_row[scenario.technoparks[name].place])
        for name in sorted(scenario.technoparks)
    ]
    world.ministries = np.array(ministries, np.int64)
    world.parks = np.array(parks, np.int64)
    world.budgets = np.zeros((len(ministries), len(Instrument)))
    world.base_budgets = world.budgets.copy()
    world.tariff = np.zeros(len(ministries))
    world.capacity = np.zeros(len(parks), np.int64)


def _add_science(
    world: World, scenario: ScenarioBase, name: str, kind: Kind, said: Institute | University, place_row: dict[str, int]
) -> None:
    main = max(said.fields, key=lambda field: (said.fields[field], field))
    row = _add(
        world, name, kind, place_row[said.place], field=world.names["fields"].index(main), staff=said.researchers,
        posts=said.researchers,
    )
    if isinstance(said, University):
        world.orgs.rows[row]["students"] = said.students
    _know(world, row, said.fields, said.knowledge)


def _know(world: World, row: int, fields: Weights, level: float) -> None:
    """Write field weights (scaled to sum 1) and knowledge relative to the frontier into a row."""
    total = sum(fields[field] for field in sorted(fields))
    for index, field in enumerate(world.names["fields"]):
        if field in fields:
            world.weights[row, index] = fields[field] / total
            world.knowledge[row, index] = level * world.frontier[index]


def _add_population(world: World, name: str, population: Population) -> None:
    """Add the generated members of a population, all at once."""
    count = population.count
    keys = np.array([name_key("populations", name, str(member)) for member in range(count)], np.uint64)
    place = world.names["places"].index(population.place)
    fields = sorted(population.fields)
    shares = np.cumsum([population.fields[field] for field in fields])
    pick = np.searchsorted(shares, _draw(world, "field", keys, uniforms) * shares[-1])
    main = np.array([world.names["fields"].index(field) for field in fields])[np.minimum(pick, len(fields) - 1)]
    staff = np.maximum(1, np.rint(_sample(world, "staff", keys, population.staff))).astype(np.int64)
    world.reserve_organisations(count)
    world.names["organisations"] += [f"populations.{name}.{member}" for member in range(count)]
    if count == 0:
        return
    rows = world.orgs.append(
        count, key=keys, kind=_KINDS[population.kind], region=world.places[place]["region"], place=place, died=-1,
        field=main, staff=staff, posts=staff,
    )
    if population.students is not None:
        world.orgs.rows["students"][rows] = np.rint(_sample(world, "students", keys, population.students))
    index = np.arange(rows.start, rows.stop)
    world.weights[index, main] = 1.0
    world.knowledge[index, main] = _sample(world, "knowledge", keys, population.knowledge) * world.frontier[main]


def _draw(world: World, what: str, keys: NDArray[np.uint64], draw: Callable[..., None]) -> Floats:
    out = np.zeros(len(keys))
    draw(address(world.seed, world.replication, name_key("population", what)), keys, out)
    return out


def _sample(world: World, what: str, keys: NDArray[np.uint64], wanted: Draw) -> Floats:
    sigma = wanted.sigma if wanted.distribution == "lognormal" else 0.0
    values: Floats = wanted.median * np.exp(sigma * _draw(world, what, keys, normals))
    return values


def _tell_core_posts(world: World) -> None:
    """Set the share of posts in science that block grants pay in each region; project grants pay the others."""
    for row in range(len(world.regions)):
        budgets = world.base_budgets[world.orgs.rows["region"][world.ministries] == row].sum(axis=0)
        block, projects = budgets[[Instrument.INSTITUTES, Instrument.UNIVERSITIES]].sum(), budgets[Instrument.PROJECTS]
        world.regions[row]["core"] = block / (block + projects) if block > 0.0 else 1.0


def _finish(world: World, scenario: ScenarioBase) -> None:
    """Number the universities, settle firms in their market, and open everybody's account."""
    orgs = world.orgs.view
    universities = np.flatnonzero(orgs["kind"] == Kind.UNIVERSITY)
    orgs["desk"] = -1
    orgs["desk"][universities] = np.arange(len(universities))
    world.mix = world.weights[universities].copy()
    world.taught = np.zeros((len(universities), world.fields, 2))
    world.practised = world.taught.copy()
    world.released = np.zeros(len(universities))
    world.found_from = np.zeros(scenario.time.burn_in + scenario.time.quarters + 2, np.int64)
    world.ring_start = np.zeros(3 * len(world.regions) * world.fields + 1, np.int64)
    firms = orgs["kind"] == Kind.FIRM
    orgs["quality"][firms] = world.knowledge[: len(orgs)][firms, orgs["field"][firms]]
    orgs["reach"][firms] = 0.8
    orgs["born"][firms] = -40  # incumbents are no young firms
    working = orgs["kind"] <= Kind.FIRM
    orgs["cash"][working] = 3.0 * orgs["staff"][working] * scenario.money.wage
    orgs["income"][working] = 1.2 * orgs["staff"][working] * scenario.money.wage
    orgs["posts"][firms] = orgs["staff"][firms]
