"""The world of the first quarter: data that the engine has made of the scenario, taken over as plain objects."""

from __future__ import annotations

from typing import Any

from ecosim.simulation import Simulation
from ecosim.world.codes import Instrument, Kind
from reference.model import Ecosystem
from reference.organisations import CLASSES, Employer, University
from reference.people import Cohort
from reference.plan import LINKS
from reference.processes.partnering import partnering
from reference.surroundings import Place, Region

_PLAIN = ("key", "wage", "price", "state_pay", "amenity", "access", "growth", "core", "local_share", "entrants")
_ACCOUNTS = {"state": "state", "households": "households", "market": "rest_of_world", "investors": "investors"}
_COHORT = ("key", "field", "entered", "heads", "learnt")
_BEGUN = (
    "born", "posts", "staff", "students", "skill", "cash", "income", "quality", "reach", "basic", "trained"
)  # fmt: skip


def begin(model: Ecosystem) -> None:
    """Fill a model with regions, places, organisations and the cohorts who study when a run begins."""
    simulation = Simulation(model.in_force, seed=model.seed_of_luck, replication=model.replication)
    world = simulation.world
    model.frontier = world.frontier.tolist()
    _add_surroundings(model, world)
    for row, record in enumerate(world.orgs.view):
        _add_organisation(model, world, row, record)
    for region, record in zip(model.regions, world.regions, strict=True):
        for column, account in _ACCOUNTS.items():
            setattr(region, account, model.organisations[int(record[column])])
    _tell_money(model, world)
    for record in world.cohorts.view:
        university = model.organisations[record["university"]]
        assert isinstance(university, University)
        key, field, entered, heads, learnt = (record[name].item() for name in _COHORT)
        model.cohorts.append(Cohort(key, university, field, entered, heads, learnt))
    for region, people in zip(model.regions, world.people.tolist(), strict=True):
        region.enrolled, region.arrived, region.retired, region.left = people
    partnering(model)


def _add_surroundings(model: Ecosystem, world: Any) -> None:
    regions = zip(world.names["regions"], world.regions, strict=True)
    for row, (name, record) in enumerate(regions):
        plain = {column: record[column].item() for column in _PLAIN}
        practice, fit = world.practice[row].tolist(), world.fit[row].tolist()
        region = Region(
            name, **plain, counted=bool(record["counted"]), practice=dict(zip(LINKS, practice[1:], strict=True)),
            fit=dict(zip(LINKS, fit[1:], strict=True)),
        )  # fmt: skip
        region.market, region.base_market = world.market[row].tolist(), world.base_market[row].tolist()
        region.suppliers = world.rival[row].tolist()
        region.local_knowledge, region.local_quality, region.attraction = ([0.0] * len(model.fields) for _ in "kqa")
        model.regions.append(region)
    for region, record in zip(model.regions, world.regions, strict=True):
        region.partner = model.regions[record["partner"]] if record["partner"] >= 0 else None
    names = world.names["places"]
    for row, (name, record) in enumerate(zip(names, world.places, strict=True)):
        distances = dict(zip(names, world.distance[row].tolist(), strict=True))
        region = model.regions[record["region"]]
        model.places.append(
            Place(name, int(record["key"]), region, float(record["entry"]), bool(record["focus"]), distances)
        )


def _add_organisation(model: Ecosystem, world: Any, row: int, record: Any) -> None:
    kind, place = Kind(int(record["kind"])), model.places[record["place"]]
    kind_of = CLASSES[kind]
    key = int(record["key"])
    model.named[world.names["organisations"][row]] = (
        kind_of(model, key, place, kind, int(record["field"]))  # type: ignore[call-arg]
        if issubclass(kind_of, Employer)
        else kind_of(model, key, place, kind)
    )
    one = model.organisations[-1]
    if isinstance(one, Employer):
        for column in _BEGUN:
            if hasattr(one, column):
                setattr(one, column, record[column].item())
        one.knowledge, one.weights = world.knowledge[row].tolist(), world.weights[row].tolist()
    if isinstance(one, University):
        one.mix = world.mix[record["desk"]].tolist()


def _tell_money(model: Ecosystem, world: Any) -> None:
    for ministry, base in zip(model.ministries, world.base_budgets.tolist(), strict=True):
        ministry.base_budget = dict(zip(Instrument, base, strict=True))
    for ministry, town in zip(model.ministries, world.towns.tolist(), strict=True):
        ministry.town = model.places[town] if town >= 0 else None
    for facility, serves in zip(model.facilities, world.serves.tolist(), strict=True):
        facility.serves = serves
