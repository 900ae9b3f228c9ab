"""What holds after every quarter of every scenario. Each function takes a world and raises AssertionError."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from ecosim.simulation import Simulation
from ecosim.world.codes import OPEN, Agreement, Kind, Moved, Stage
from ecosim.world.world import World

_MADE = {
    Agreement.LICENCE: Moved.LICENSED,
    Agreement.PUBLICATION: Moved.PUBLICATION_USED,
    Agreement.SPIN_OFF: Moved.SPUN_OFF,
    Agreement.OUTSIDE: Moved.OUTSIDE,
}


def money(world: World) -> float:
    """Return the sum of all accounts, which never changes."""
    return float(world.orgs.view["cash"].sum())


def gross(world: World) -> float:
    """Return the size of all accounts together, against which rounding is small."""
    return 1.0 + float(np.abs(world.orgs.view["cash"]).sum())


def population(world: World) -> NDArray[np.int64]:
    """Return, for each region, people present plus those gone less those who came: it never changes."""
    orgs, cohorts, seekers, people = world.orgs.view, world.cohorts.view, world.seekers.view, world.people
    count = np.zeros(len(world.regions), np.int64)
    np.add.at(count, orgs["region"], orgs["staff"])
    studying = cohorts[cohorts["graduated"] < 0]
    np.add.at(count, orgs["region"][studying["university"]], studying["heads"])
    np.add.at(count, seekers["region"], 1)
    enrolled, arrived, retired, left = people.T
    count += retired + left - enrolled - arrived
    return count


def heads_are_whole_and_work_somewhere(world: World) -> None:
    """Nobody is missing, and the dead employ nobody."""
    orgs = world.orgs.view
    assert (orgs["staff"] >= 0).all() and (orgs["students"] >= 0).all() and (orgs["posts"] >= 0).all()
    assert (world.cohorts.view["heads"] >= 0).all()
    assert (world.people >= 0).all()
    assert not orgs["staff"][orgs["died"] >= 0].any()
    assert not orgs["staff"][orgs["kind"] > Kind.FIRM].any()


def hours_are_finite(world: World) -> None:
    """Researchers teach, work on contracts and do research within the hours that they have."""
    orgs = world.orgs.view
    science = orgs[(orgs["kind"] < Kind.FIRM) & (orgs["staff"] > 0)]
    for column in ("teaching", "contracting", "applied", "basic"):
        assert (science[column] >= 0).all() and (science[column] <= 1 + 1e-9).all(), column
    total = science["teaching"] + science["contracting"] + science["basic"]
    assert (total <= 1 + 1e-9).all(), total.max()


def ties_join_the_living_over_links_in_force(simulation: Simulation) -> None:
    """Ties of absent links have ended, as have those of whoever died before this quarter."""
    world, orgs = simulation.world, simulation.world.orgs.view
    lasting = world.ties.view[world.ties.view["ended"] < 0]
    owners = {rule.owner for rule in simulation.plan}
    channels = {channel for channel, name in enumerate(simulation.types, start=1) if name in owners}
    assert set(lasting["link"].tolist()) <= channels
    for side in ("a", "b"):
        died = orgs["died"][lasting[side]]
        assert ((died < 0) | (died == world.tick - 1)).all(), "a tie outlived an organisation"
        ended = orgs["died"][world.ties.view[side]]
        assert ((ended < 0) | (ended >= world.ties.view["formed"])).all(), "a tie was formed with the dead"
    held = np.zeros_like(world.held[: len(orgs)])
    for side in ("a", "b"):
        np.add.at(held, (lasting[side], lasting["link"]), 1)
    assert (held == world.held[: len(orgs)]).all()
    assert ((lasting["trust"] > 0) & (lasting["trust"] <= 1)).all()


def identities_are_unique(world: World) -> None:
    """No permanent key belongs to two things, dead ones included: identities are never reused."""
    for table in (world.orgs, world.techs, world.ties, world.cohorts, world.seekers):
        keys = table.view["key"]
        assert len(np.unique(keys)) == len(keys), table.layout.title


def technologies_have_a_history(world: World) -> None:
    """Every technology was discovered once by its origin, dates are in order, and readiness is earned."""
    techs, log = world.techs.view, world.log.view
    found = log[log["what"] == Moved.DISCOVERED]
    assert sorted(found["technology"].tolist()) == list(range(len(techs)))
    assert (techs["origin"][found["technology"]] == found["who"]).all()
    assert (techs["found"][found["technology"]] == found["quarter"]).all()
    assert (np.diff(log["quarter"]) >= 0).all() and (np.diff(techs["found"]) >= 0).all()
    launched, agreed = techs["launched"], techs["agreed"]
    assert ((agreed < 0) | (agreed >= techs["found"])).all()
    assert ((launched < 0) | (launched >= agreed)).all() and ((launched < 0) | (agreed >= 0)).all()
    assert ((techs["level"] >= techs["entry"]) & (techs["level"] <= 9)).all()
    assert ((launched >= 0) == (techs["stage"] == Stage.PRODUCT)).all()
    assert ((launched >= 0) == (techs["level"] == 9)).all(), "a product is a technology at level 9"
    assert (techs["agreement"][np.isin(techs["stage"], [Stage.DEVELOPMENT, Stage.PRODUCT])] > 0).all()


def agreements_are_in_the_log(world: World) -> None:
    """Every technology that passed from science can be traced to the entry of its passage, and to its climb."""
    techs, log = world.techs.view, world.log.view
    entries = {(int(e["technology"]), int(e["what"]), int(e["quarter"])): int(e["channel"]) for e in log}
    for row in np.flatnonzero(techs["agreement"] > 0):
        tech = techs[row]
        key = (int(row), int(_MADE[Agreement(tech["agreement"])]), int(tech["agreed"]))
        assert entries[key] == tech["channel"]
    outside = log[log["what"] == Moved.OUTSIDE]
    assert (outside["who"] == -1).all() and (outside["channel"] == OPEN).all(), "who takes it is not simulated"
    climbed = np.bincount(log["technology"][log["what"] == Moved.ADVANCED], minlength=len(techs))
    assert (techs["entry"] + climbed == techs["level"]).all()


def owners_live(world: World) -> None:
    """Rights to a technology that could be licensed belong to somebody who exists, and projects to living firms."""
    techs, orgs = world.techs.view, world.orgs.view
    shelf = techs[techs["stage"] == Stage.SHELF]
    assert (orgs["died"][shelf["owner"]] < 0).all(), "the dead own what could be licensed"
    assert (shelf["developer"] == -1).all()
    working = techs[techs["stage"] == Stage.DEVELOPMENT]
    died = orgs["died"][working["developer"]]
    assert ((died < 0) | (died == world.tick - 1)).all()
    projects = np.bincount(working["developer"], minlength=len(orgs))
    living = orgs["died"] < 0
    assert (projects[living] == orgs["projects"][living]).all()


def numbers_are_finite(world: World) -> None:
    """No column of any table holds infinity or no number, and knowledge is not negative."""
    for table in (world.orgs, world.techs, world.ties, world.cohorts, world.seekers):
        for column in table.view.dtype.names:
            assert np.isfinite(table.view[column]).all(), (table.layout.title, column)
    for name in ("regions", "places"):
        rows = getattr(world, name)
        assert all(np.isfinite(rows[column]).all() for column in rows.dtype.names), name
    knowledge = world.knowledge[: len(world.orgs)]
    assert np.isfinite(knowledge).all() and (knowledge >= 0).all()
    assert np.isfinite(world.tally).all() and (world.tally >= 0).all()
    assert (world.practice >= 0).all() and (world.practice <= 1).all()


def regions_hold_their_own(world: World) -> None:
    """Rows region by region are those of the living, ascending in each, and it is told where each region begins."""
    region = world.orgs.view["region"]
    assert sorted(world.by_region) == world.living.tolist()
    assert (np.lexsort((world.by_region, region[world.by_region])) == np.arange(len(world.by_region))).all()
    counts = np.bincount(region[world.living], minlength=len(world.regions))
    assert np.diff(world.region_start).tolist() == counts.tolist()


CHECKS: tuple[Callable[[World], None], ...] = (
    heads_are_whole_and_work_somewhere,
    hours_are_finite,
    identities_are_unique,
    technologies_have_a_history,
    agreements_are_in_the_log,
    owners_live,
    numbers_are_finite,
    regions_hold_their_own,
)


def observed(simulation: Simulation) -> Iterator[World]:
    """Run to the end; check everything after every quarter, and yield the world."""
    world = simulation.world
    start, people, dead = money(world), population(world), np.zeros(0, np.int64)
    while not simulation.finished:
        keys = world.orgs.view["key"].copy()
        simulation.step()
        assert abs(money(world) - start) <= 1e-9 * gross(world)
        assert (population(world) == people).all()
        assert (world.orgs.view["key"][: len(keys)] == keys).all(), "a row changed its owner"
        ties_join_the_living_over_links_in_force(simulation)
        for check in CHECKS:
            check(world)
        assert (world.orgs.view["died"][: len(dead)][dead >= 0] == dead[dead >= 0]).all(), "somebody rose"
        dead = world.orgs.view["died"].copy()
        yield world
