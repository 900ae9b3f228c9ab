"""What is nowhere, nobody or later changes nothing; parts sum to the whole, and a part of a run is a run."""

from __future__ import annotations

from typing import Any

import cases
import numpy as np
import pytest

from ecosim.simulation import simulate
from ecosim.world.codes import Kind
from ecosim.world.world import World

pytestmark = pytest.mark.slow  # together they take minutes


def short(**changes: Any) -> cases.Data:
    """Return three years of the small scenario after one of burn-in."""
    return cases.merged(cases.small(time={"burn_in": 4, "end": "2002Q4"}), changes)


def ran(data: cases.Data, name: str = "") -> np.ndarray[Any, Any]:
    """Return the series of a run, or one indicator of it."""
    run = simulate({"a": cases.scenario(data)}, seed=11, replication=0)["a"]
    return run.series[:, run.names.index(name)] if name else run.series


def assert_nobody_differs(one: cases.Data, other: cases.Data) -> None:
    """Run both and assert that in every quarter those who are in the first are in the second, and the same."""
    a, b = cases.begun(one), cases.begun(other)
    for left, right in zip(cases.steps(a), cases.steps(b), strict=True):
        before, after = cases.portrait(left), cases.portrait(right)
        for table in cases.TABLES:
            assert before[table] <= after[table], f"{table}, quarter {left.tick}"


@pytest.mark.parametrize(
    "change",
    [
        {"regions.r.entrants": 0},
        {"ministries.science.budget.institutes": "x0.3"},
        {"links.science_industry": None},
        {"processes.labour.quits": 0.1},
        {"regions.r.market.physics": 100},
        {"institutes.inp.researchers": 20},
    ],
    ids=str,
)
def test_an_intervention_leaves_the_past_alone(change: dict[str, Any]) -> None:
    event = {"date": "2001Q3", "title": "change", "set": change}
    plain, changed = ran(short()), ran(short(events=[event]))
    assert plain[:6].tobytes() == changed[:6].tobytes()
    assert plain[6:].tobytes() != changed[6:].tobytes()


def test_a_longer_run_begins_with_the_shorter() -> None:
    longer = ran(short(time={"end": "2004Q4"}))
    assert longer[:12].tobytes() == ran(short()).tobytes()


def test_the_order_in_which_cells_are_named_does_not_matter() -> None:
    cells = {
        "all": short(), "none": cases.merged(cases.only(), {"time": short()["time"]}),
        "late": short(links={"science_industry": {"from": "2001Q1"}}), "other": short(money={"wage": 0.6}),
    }  # fmt: skip
    scenarios = {name: cases.scenario(data) for name, data in cells.items()}
    one = simulate(scenarios, seed=11, replication=0)
    other = simulate(dict(reversed(scenarios.items())), seed=11, replication=0)
    assert all(one[name].series.tobytes() == other[name].series.tobytes() for name in cells)
    assert len({run.series.tobytes() for run in one.values()}) == len(cells)


def test_places_and_regions_without_anybody_change_nobody() -> None:
    empty = {
        "regions": {"a_first": {"market": {}, "entrants": 0}, "z_last": {"market": {}, "entrants": 0}},
        "places": {
            "a_first": {"region": "a_first", "latitude": 54.8, "longitude": 83.1},
            "z_last": {"region": "z_last", "latitude": 54.8, "longitude": 83.1},
            "meadow": {"region": "r", "latitude": 54.9, "longitude": 83.0, "entry": 0},
        },
    }
    assert_nobody_differs(short(), short(**empty))


def test_a_park_and_a_facility_that_never_open_change_nobody() -> None:
    closed = {
        "technoparks": {"zoo": {"title": "Z", "place": "town", "opens": "2040Q1", "capacity": 9}},
        "facilities": {"z": {"title": "Z", "place": "town", "slots": 9, "fields": {"physics": 1},
                             "begins": "2040Q1", "opens": "2041Q1"}},
    }  # fmt: skip
    assert_nobody_differs(short(), short(**closed))


def test_two_ministries_with_half_the_money_each_are_one() -> None:
    whole = short()["ministries"]["science"]
    half = {**whole, "budget": {name: amount / 2 for name, amount in whole["budget"].items()}}
    one, other = cases.begun(short()), cases.begun(short(ministries={"science": half, "science_too": half}))
    for _, left, right in zip(range(8), cases.steps(one), cases.steps(other), strict=False):
        (people, money), (as_many, as_much) = working(left), working(right)
        assert people == as_many, f"quarter {left.tick}"
        assert money == pytest.approx(as_much, rel=1e-9), f"quarter {left.tick}"  # halves are paid one after the other


def working(world: World) -> tuple[list[Any], list[float]]:
    """Return permanent key and staff, and cash, of those who work."""
    orgs = np.sort(world.orgs.view[world.orgs.view["kind"] <= Kind.FIRM], order="key")
    return orgs[["key", "staff"]].tolist(), orgs["cash"].tolist()


def test_counting_a_region_changes_nothing_in_it() -> None:
    one, other = (cases.begun(short(regions={"s": {"counted": counted}})) for counted in (False, True))
    for left, right in zip(cases.steps(one), cases.steps(other), strict=True):
        assert not cases.differing(left, right, "regions", "tally")
    assert right.tally.sum() > left.tally.sum()


@pytest.mark.parametrize("name", ["researchers", "agreements", "disclosures", "public_money", "firms"])
def test_regions_counted_together_are_the_sum_of_each(name: str) -> None:
    r, s, both = (
        ran(short(regions={"r": {"counted": one}, "s": {"counted": other}}), name)
        for one, other in ((True, False), (False, True), (True, True))
    )
    assert both == pytest.approx(r + s, rel=1e-12)
    assert (r > 0).any()


def test_agreements_are_the_sum_of_their_channels() -> None:
    parts = sum(ran(short(), name) for name in ("contracts", "licences", "spin_offs", "publications"))
    assert (ran(short(), "agreements") == parts).all()
    assert (parts > 0).any()


def test_without_a_facility_the_terms_of_measuring_there_do_not_matter() -> None:
    none = short() | {"facilities": {}}
    terms = {"measurement": {"fee": 30.0}}
    assert ran(cases.merged(none, {"processes": terms})).tobytes() == ran(none).tobytes()
    assert ran(short(processes=terms)).tobytes() != ran(short()).tobytes()


def test_numbers_of_seeds_are_taken_as_they_are_of_replications_too() -> None:
    scenario = {"a": cases.scenario(short(time={"end": "2000Q4"}))}
    alone = [simulate(scenario, seed=5, replication=one)["a"].series.tobytes() for one in (0, 7)]
    after = [simulate(scenario, seed=5, replication=one)["a"].series.tobytes() for one in (7, 3, 0)]
    assert alone == [after[2], after[0]]
    assert len(set(after)) == 3
