"""From a scenario to the world at the beginning of its burn-in, and to the world that an event changes.

Rows follow the names of things in alphabetical order, so the order of entries in a scenario file cannot
matter. Luck at the start is addressed like all other luck: the same replication has the same population
whatever links there are.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ecosim import elementary
from ecosim.memory import Rows
from ecosim.randomness import address, name_key, normals, uniforms
from ecosim.scenario.document import ScenarioBase
from ecosim.scenario.organisations import Draw, Institute, Population, University
from ecosim.scenario.terms import Weights
from ecosim.steps import at_once
from ecosim.world.calendar import adopt, advance_calendar
from ecosim.world.codes import Instrument, Kind
from ecosim.world.inhabitants import find_who_lives
from ecosim.world.surroundings import add_places, add_regions
from ecosim.world.world import RUNNING, Floats, World

_SECTORS = (Kind.STATE, Kind.HOUSEHOLDS, Kind.MARKET, Kind.INVESTORS)
_KINDS = {"firm": Kind.FIRM, "institute": Kind.INSTITUTE, "university": Kind.UNIVERSITY}


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
    world.luck = address(seed, replication)
    world.now = address(world.luck, world.quarter)
    world.frontier[:] = (1.0 + scenario.frontier_growth) ** -scenario.time.burn_in
    world.names = {
        "fields": sorted(scenario.fields),
        "regions": sorted(scenario.regions),
        "places": sorted(scenario.places),
        "instruments": [instrument.name.lower() for instrument in Instrument],
        "organisations": [],
    }
    add_regions(world, scenario)
    add_places(world, scenario)
    _add_named(world, scenario)
    for name in sorted(scenario.populations):
        _add_population(world, name, scenario.populations[name])
    _finish(world, scenario)
    adopt(world, scenario)
    at_once(advance_calendar(world, scenario))
    _tell_core_posts(world)
    at_once(find_who_lives(world))
    return world


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
    governments = sorted(scenario.ministries)
    seats = {name: home[scenario.ministries[name].region] for name in governments}
    ministries = [_add(world, f"ministries.{name}", Kind.MINISTRY, seat) for name, seat in seats.items()]
    parks = [
        _add(world, f"technoparks.{name}", Kind.TECHNOPARK, place_row[scenario.technoparks[name].place])
        for name in sorted(scenario.technoparks)
    ]
    facilities = [
        _add(world, f"facilities.{name}", Kind.FACILITY, place_row[scenario.facilities[name].place])
        for name in sorted(scenario.facilities)
    ]
    world.ministries = np.array(ministries, np.int64)
    governed = [scenario.ministries[name].place for name in governments]
    world.towns = np.array([-1 if place is None else place_row[place] for place in governed], np.int64)
    world.parks = np.array(parks, np.int64)
    world.budgets = np.zeros((len(ministries), len(Instrument)))
    world.base_budgets = world.budgets.copy()
    world.tariff = np.zeros(len(ministries))
    world.growth, world.designated = np.zeros(len(ministries)), np.zeros(len(world.places))
    world.capacity, world.opens, world.residents = np.zeros((3, len(parks)), np.int64)
    _tell_facilities(world, scenario, facilities)


def _tell_facilities(world: World, scenario: ScenarioBase, rows: list[int]) -> None:
    """Note where the facilities stand and how useful each is for a field, relative to its main one."""
    world.facilities = np.array(rows, np.int64)
    world.slots = np.zeros(len(rows), np.int64)
    world.upkeep = np.zeros(len(rows))
    world.running = np.zeros(len(rows), RUNNING)
    world.serves = np.zeros((len(rows), world.fields))
    for index, name in enumerate(sorted(scenario.facilities)):
        fields = scenario.facilities[name].fields
        for field, weight in fields.items():
            world.serves[index, world.names["fields"].index(field)] = weight / max(fields.values())


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
    total = 0.0  # one by one: since Python 3.12 `sum` of floats rounds only once
    for field in sorted(fields):
        total += fields[field]
    for index, field in enumerate(world.names["fields"]):
        if field in fields:
            world.weights[row, index] = fields[field] / total
            world.knowledge[row, index] = level * world.frontier[index]


def _add_population(world: World, name: str, population: Population) -> None:
    """Add the generated members of a population, all at once; of each field as many as its weight says."""
    count = population.count
    keys = np.array([name_key("populations", name, str(member)) for member in range(count)], np.uint64)
    place = world.names["places"].index(population.place)
    fields = sorted(population.fields)
    shares = np.cumsum([population.fields[field] for field in fields])
    lot = np.argsort(np.argsort(_draw(world, "field", keys, uniforms), kind="stable"), kind="stable")
    pick = np.searchsorted(shares, (lot + 0.5) / max(1, count) * shares[-1])
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
    draw(address(world.luck, name_key("population", what)), keys, out)
    return out


def _sample(world: World, what: str, keys: NDArray[np.uint64], wanted: Draw) -> Floats:
    sigma = wanted.sigma if wanted.distribution == "lognormal" else 0.0
    values: Floats = wanted.median * elementary.exp(sigma * _draw(world, what, keys, normals))
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
    world.universities = universities = np.flatnonzero(orgs["kind"] == Kind.UNIVERSITY)
    orgs["desk"] = -1
    orgs["desk"][universities] = np.arange(len(universities))
    world.mix = world.weights[universities].copy()
    world.taught = np.zeros((len(universities), world.fields, 2))
    world.practised = world.taught.copy()
    world.released = np.zeros(len(universities))
    world.found_from = np.zeros(scenario.time.burn_in + scenario.time.quarters + 2, np.int64)
    world.region_start = np.zeros(len(world.regions) + 1, np.int64)
    if len(world.regions) > 1:
        world.alive_by_region = Rows(np.int64)
    world.ring_start = np.zeros(3 * len(world.regions) * world.fields + 1, np.int64)
    firms = orgs["kind"] == Kind.FIRM
    orgs["quality"][firms] = world.knowledge[: len(orgs)][firms, orgs["field"][firms]]
    orgs["reach"][firms] = 0.8
    orgs["born"][firms] = -40  # incumbents are no young firms
    working = orgs["kind"] <= Kind.FIRM
    wage = world.regions["wage"][orgs["region"][working]]
    orgs["cash"][working] = 3.0 * orgs["staff"][working] * wage
    orgs["income"][working] = 1.2 * orgs["staff"][working] * wage
    orgs["posts"][firms] = orgs["staff"][firms]
