"""Governments of towns pay in their town alone, and are ministries otherwise."""

from __future__ import annotations

import cases
import pytest

from ecosim.errors import ScenarioError
from ecosim.processes.base import Stage
from ecosim.simulation import simulate
from ecosim.steps import at_once
from ecosim.world.calendar import begin_quarter
from ecosim.world.codes import Flow, Kind
from ecosim.world.world import World

ALL_LINKS, NO_LINK = tuple(cases.NAMES), ()


def funded(data: cases.Data) -> World:
    """Return the world after money was handed out, and before anything else; all firms are young."""
    simulation = cases.begun(cases.merged(data, {"time": {"burn_in": 0}, "facilities": {"ring": None}}))
    simulation.take_up()
    at_once(begin_quarter(simulation.world, simulation.scenario))
    simulation.world.orgs.view["born"] = 0
    for planned in simulation.plan:
        if planned.stage in (Stage.APPROPRIATION, Stage.FUNDING):
            at_once(planned.steps(simulation.world))
    return simulation.world


def governed(links: tuple[str, ...], budget: dict[str, float], place: str | None) -> World:
    """Return the world in which a government of a town, or of the region, alone has money to hand out."""
    hall = {"title": "Hall", "region": "r", "budget": budget} | ({"place": place} if place else {})
    return funded(cases.only(*links) | {"ministries": {"hall": hall}})


def paid_out(world: World) -> float:
    """Return the public money that came to somebody in the quarter."""
    return float(world.flowed[world.names["regions"].index("r"), Flow.PUBLIC_MONEY].sum())


@pytest.mark.parametrize("links", [ALL_LINKS, NO_LINK], ids=["all links", "no link"])
def test_where_a_region_is_one_place_its_town_is_a_ministry(links: tuple[str, ...]) -> None:
    data = cases.merged(cases.only(*links), {"time": {"burn_in": 4, "end": "2002Q4"}})
    for section in ("institutes", "universities", "firms"):
        for one in data[section].values():
            one["place"] = one["place"].replace("town", "campus")
    del data["places"]["town"]
    hall = cases.hall("campus")
    state = {key: value for key, value in hall.items() if key != "place"}
    town, ministry = (cases.scenario(cases.merged(data, {"ministries": {"hall": one}})) for one in (hall, state))
    runs = simulate({"town": town, "ministry": ministry}, seed=11, replication=0)
    assert runs["town"].series.tobytes() == runs["ministry"].series.tobytes()


@pytest.mark.parametrize("links", [ALL_LINKS, NO_LINK], ids=["all links", "no link"])
def test_subsidies_of_a_town_go_to_its_firms_alone(links: tuple[str, ...]) -> None:
    for place, everywhere in (("town", False), (None, True)):
        world = governed(links, {"subsidies": 400.0}, place)
        orgs = world.orgs.view
        there = orgs["place"] == world.names["places"].index("town")
        assert paid_out(world) == pytest.approx(100.0)
        assert orgs["received"].sum() == pytest.approx(100.0)
        assert (orgs["received"][~there].sum() > 0) == everywhere
        assert (orgs["received"][there & (orgs["kind"] == Kind.FIRM)] > 0).all()


def test_homes_of_a_town_make_that_town_attractive_and_no_other() -> None:
    amenity = {}
    for place in ("campus", "town"):
        halls = {"hall": cases.hall(place), "industry": {"budget": {"housing": 0}}}
        world = funded(cases.small(places={"town": {"designated": "1957Q1"}}, ministries=halls))
        amenity[place] = dict(zip(world.names["places"], world.places["amenity"], strict=True))
    assert amenity["campus"]["town"] == amenity["town"]["campus"] == 0
    assert 0 < amenity["campus"]["campus"] < amenity["town"]["town"]  # there are fewer heads in the town


@pytest.mark.parametrize("links", [ALL_LINKS, NO_LINK], ids=["all links", "no link"])
def test_housing_money_of_a_town_that_is_no_science_city_returns_to_the_state(links: tuple[str, ...]) -> None:
    for place, spent in (("campus", 25.0), ("town", 0.0)):
        world = governed(links, {"housing": 100.0}, place)
        assert world.orgs.view["cash"][world.ministries[0]] == pytest.approx(0.0)
        assert paid_out(world) == pytest.approx(spent)


def test_technopark_money_of_a_town_goes_to_residents_of_its_park_alone() -> None:
    for place, spent in (("campus", 25.0), ("town", 0.0)):
        world = governed(ALL_LINKS, {"technoparks": 100.0}, place)
        residents = world.orgs.view["park"] >= 0
        assert world.orgs.view["received"][~residents].sum() == 0
        assert world.orgs.view["cash"][world.ministries[0]] == pytest.approx(0.0)
        assert paid_out(world) == pytest.approx(spent)


@pytest.mark.parametrize(
    ("hall", "says"),
    [
        ({"budget": {"institutes": 5}}, "no budget for institutes; allowed: subsidies, technoparks, housing"),
        ({"place": "abroad"}, "ministries.hall: abroad is in s, not in r"),
        ({"place": "twon"}, "town"),
    ],
)
def test_a_town_that_cannot_be_is_refused(hall: cases.Data, says: str) -> None:
    with pytest.raises(ScenarioError, match=says):
        cases.scenario(cases.merged(cases.small(), {"ministries": {"hall": cases.hall("town") | hall}}))
