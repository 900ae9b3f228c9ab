"""Money, people, hours, ties, identities and provenance, on every quarter of scenarios made at random."""

from __future__ import annotations

from typing import Any

import cases
import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from invariants import observed

from ecosim.catalogue import LINKS, PROCESSES
from ecosim.parameter import Parameters
from ecosim.simulation import Simulation
from ecosim.world.codes import Flow

FIELDS = ("physics", "biology", "medicine")


def named(prefix: str, value: st.SearchStrategy[Any], most: int) -> st.SearchStrategy[dict[str, Any]]:
    """Return up to ``most`` named entries."""
    return st.lists(value, max_size=most).map(lambda rows: {f"{prefix}{i}": row for i, row in enumerate(rows)})


@st.composite
def tuned(draw: st.DrawFn, parameters: type[Parameters], share: float = 0.2) -> dict[str, Any]:
    """Return some of the numbers of a link or process at an end of their plausible range, some flows off."""
    said: dict[str, Any] = {}
    for one in parameters.declarations():
        if draw(st.floats(0, 1)) < share:
            said[one.name] = type(one.default)(draw(st.sampled_from(one.plausible)))
    for flow in parameters.flows():
        if draw(st.integers(0, 5)) == 0:
            said[flow] = False
    return said


@st.composite
def dated(draw: st.DrawFn, parameters: type[Parameters]) -> dict[str, Any]:
    """Return a link with dates and a strength."""
    said = draw(tuned(parameters))
    said["strength"] = draw(st.sampled_from([0.0, 0.3, 1.0, 1.0]))
    first, last = sorted(draw(st.lists(st.integers(0, 15), min_size=2, max_size=2, unique=True)))
    if draw(st.booleans()):
        said["from"] = f"{1999 + first // 4}Q{1 + first % 4}"
    if draw(st.integers(0, 2)) == 0:
        said["until"] = f"{2000 + last // 4}Q{1 + last % 4}"
        if "from" not in said:
            said["until"] = "2003Q2"
    return said


@st.composite
def scenarios(draw: st.DrawFn) -> cases.Data:
    """Return a valid scenario of one or two regions in which much or little happens."""
    fields = list(FIELDS[: draw(st.integers(1, 3))])
    regions = [f"r{i}" for i in range(draw(st.integers(1, 2)))]
    places = {f"{r}p{i}": r for r in regions for i in range(draw(st.integers(1, 2)))}
    weights = st.dictionaries(st.sampled_from(fields), st.floats(0.1, 3), min_size=1)
    place, field = st.sampled_from(list(places)), st.sampled_from(fields)
    science = {
        "title": st.just("Science"), "place": place, "researchers": st.integers(0, 120), "fields": weights,
        "knowledge": st.floats(0, 1.2),
    }  # fmt: skip
    firm = {"title": st.just("Firm"), "place": place, "field": field, "staff": st.integers(0, 40)}
    draws = st.fixed_dictionaries({"median": st.floats(0.3, 10), "sigma": st.floats(0, 1)})
    group = {"place": place, "count": st.integers(0, 12), "fields": weights, "staff": draws, "knowledge": draws}
    budgets = st.dictionaries(
        st.sampled_from(["institutes", "universities", "projects", "subsidies", "technoparks", "housing"]),
        st.sampled_from([0.0, 20.0, 300.0]),
    )
    municipal = st.dictionaries(
        st.sampled_from(["subsidies", "technoparks", "housing"]), st.sampled_from([0.0, 20.0, 300.0])
    )
    growth = st.floats(-0.1, 0.1)
    ministry = {"title": st.just("M"), "region": st.sampled_from(regions), "budget": budgets, "growth": growth}
    hall = place.flatmap(
        lambda town: st.fixed_dictionaries(
            {"title": st.just("H"), "region": st.just(places[town]), "place": st.just(town), "budget": municipal}
        )
    )
    park = {"title": st.just("Park"), "place": place, "opens": st.just("2000Q2"), "capacity": st.integers(0, 6)}
    links = st.fixed_dictionaries({}, optional={link.name: dated(link.Params) for link in LINKS})
    processes = st.fixed_dictionaries({}, optional={p.stage.value: tuned(p.Params) for p in PROCESSES})
    data: cases.Data = {
        "name": "random", "title": "Random", "fields": fields, "money": {"unit": "million", "wage": 0.5},
        "time": {"start": "2000Q1", "end": "2003Q4", "burn_in": draw(st.integers(0, 6))},
        "regions": {r: draw(region(fields)) for r in regions},
        "places": {p: draw(spot(r)) for p, r in places.items()},
        "institutes": draw(named("i", st.fixed_dictionaries(science), 4)),
        "universities": draw(named("u", st.fixed_dictionaries(science | {"students": st.integers(0, 900)}), 3)),
        "firms": draw(named("f", st.fixed_dictionaries(firm), 2)),
        "populations": draw(named("p", st.fixed_dictionaries(group), 2)),
        "ministries": draw(named("m", st.fixed_dictionaries(ministry) | hall, 3)),
        "technoparks": draw(named("t", st.fixed_dictionaries(park), 2)),
        "links": draw(links), "processes": draw(processes),
        "events": draw(happenings(regions)),
        "frontier_growth": draw(st.sampled_from([-0.01, 0.0, 0.01])),
    }  # fmt: skip
    quick = {"speed": 2.0, "abandonment": 0.05}
    lively = {"research": {"discovery": 0.15}, "development": quick, "offers": {"attention": 0.8}}
    return cases.merged(data, {"processes": lively}) if draw(st.integers(0, 3)) else data


@st.composite
def region(draw: st.DrawFn, fields: list[str]) -> dict[str, Any]:
    """Return a region with or without a market."""
    return {
        "market": {field: draw(st.sampled_from([0.0, 2000.0, 40000.0])) for field in fields},
        "local_share": draw(st.sampled_from([0.0, 0.05, 1.0])),
        "practice": draw(st.sampled_from([0.0, 0.3, 1.0])),
        "entrants": draw(st.sampled_from([0.0, 1.5, 5.0])),
    }


@st.composite
def spot(draw: st.DrawFn, of: str) -> dict[str, Any]:
    """Return a place somewhere near the others."""
    said = {"region": of, "latitude": draw(st.floats(54, 56)), "longitude": draw(st.floats(82, 84))}
    said["entry"] = draw(st.sampled_from([0.0, 1.0]))
    return said | draw(st.sampled_from([{}, {"designated": "1990Q1"}, {"designated": "2001Q3"}]))


@st.composite
def happenings(draw: st.DrawFn, regions: list[str]) -> list[dict[str, Any]]:
    """Return some dated events."""
    change = st.sampled_from(
        [
            {f"regions.{regions[0]}.entrants": 0.5},
            {f"regions.{regions[0]}.market.physics": 100.0},
            {f"regions.{regions[-1]}.market.physics": None},
            {"processes.labour.quits": 0.05},
            {"frontier_growth": 0.0},
            {"links.science_industry": {"strength": 0.5}},
            {},
        ]
    )
    dates = draw(st.lists(st.sampled_from(["2000Q1", "2001Q1", "2002Q3"]), max_size=2, unique=True))
    return [{"date": date, "title": "change", "set": draw(change)} for date in dates]


@settings(
    max_examples=60, deadline=None, derandomize=True, database=None,
    phases=[Phase.generate],  # to shrink a failing scenario would take minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)  # fmt: skip
@given(scenarios(), st.integers(0, 3))
def test_what_is_conserved_is_conserved_in_every_quarter_of_any_scenario(data: cases.Data, replication: int) -> None:
    for _ in observed(Simulation(cases.scenario(data), seed=7, replication=replication)):
        pass


@pytest.mark.parametrize("replication", range(2))
def test_what_is_conserved_is_conserved_where_much_happens(replication: int) -> None:
    simulation = cases.begun(replication=replication)
    flows = np.zeros(len(Flow))
    for world in observed(simulation):
        flows += world.tally.sum(axis=1)
    assert (flows > 0).all(), [flow.name for flow in Flow if not flows[flow]]


def test_people_are_conserved_where_spin_offs_take_many_away() -> None:
    eager = {"drive": 1.0, "hurdle": 0.0, "stake": 1.0, "effort": 0.0, "team": 5}
    data = cases.small(links={"spin_off": eager}, processes={"research": {"discovery": 1.0}})
    data["institutes"]["iam"]["researchers"] = 22
    world = list(observed(cases.begun(data)))[-1]
    assert (world.orgs.view["parent"] >= 0).sum() > 20


def test_hours_are_finite_where_many_universities_ask_for_teachers() -> None:
    university = {"place": "campus", "title": "U", "researchers": 30, "students": 900, "fields": {"physics": 1}}
    data = cases.small(universities={f"u{i}": university for i in range(8)})
    data["links"]["science_education"] = {"offer": 0.6, "places": 2.0, "supervision": 0.5, "threshold": -5.0}
    for _ in observed(cases.begun(data)):
        pass


def test_hours_are_finite_where_teaching_grows_in_the_midst_of_contracts() -> None:
    data = cases.small(links={"science_education": {"until": "2002Q1"}}, processes={"contracts": {"most": 0.5}})
    data["events"] = [{"date": "2003Q1", "title": "More students", "set": {"universities.tu.students": 900}}]
    for _ in observed(cases.begun(data)):
        pass


def test_rights_and_projects_return_when_firms_die() -> None:
    frail = {"competition": {"shock": 0.6}, "market": {"fixed": 2.0}, "development": {"speed": 0.2}}
    frail["entry"] = {"closure": 1.0}
    returned = 0
    for world in observed(cases.begun(cases.small(processes=frail))):
        returned = int((world.log.view["what"] == 10).sum())
    assert returned > 3


def test_ministries_pay_out_exactly_what_they_are_given() -> None:
    for world in observed(cases.begun()):
        balance = world.orgs.view["cash"][world.ministries]
        assert (np.abs(balance) < 1e-9 * world.budgets.sum()).all()
