"""What may not change anything changes nothing, bit for bit; what may, changes only what it can reach."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import cases
import numpy as np
import pytest

from ecosim import indicators
from ecosim.catalogue import LINKS
from ecosim.links.base import Link
from ecosim.links.science_education import ScienceEducation
from ecosim.simulation import Simulation, simulate
from ecosim.world.codes import Kind, Origin

OTHER_REGION: cases.Data = {
    "regions": {"elsewhere": {"market": {}, "entrants": 0, "practice": 0.8}, "a_first": {"market": {}, "entrants": 0}},
    "places": {
        "elsewhere": {"region": "elsewhere", "latitude": 54.8, "longitude": 83.1, "designated": "1957Q1"},
        "a_first": {"region": "a_first", "latitude": 54.8, "longitude": 83.1},
    },
}
"""Regions before and after the first in the order of rows, at the very place where all others are."""

LONELY: dict[str, cases.Data] = {
    "institute": {
        "institutes": {"alone": {"title": "A", "place": "elsewhere", "researchers": 80, "fields": {"physics": 1}}}
    },
    "university": {
        "universities": {
            "alone": {"title": "A", "place": "a_first", "researchers": 50, "students": 500, "fields": {"biology": 1}}
        }
    },
    "firm": {"firms": {"alone": {"title": "A", "place": "elsewhere", "field": "physics", "staff": 60}}},
    "firms": {
        "populations": {
            "a_alone": {
                "place": "a_first", "count": 3, "fields": {"biology": 1},
                "staff": {"median": 9}, "knowledge": {"median": 1},
            }
        }
    },
    "technopark": {"technoparks": {"alone": {"title": "A", "place": "elsewhere", "opens": "1990Q1", "capacity": 9}}},
}  # fmt: skip


def compare(one: cases.Data, other: cases.Data, *ignored: str) -> None:
    """Run both and assert that every quarter leaves the same bits."""
    a, b = cases.begun(one), cases.begun(other)
    for left, right in zip(cases.steps(a), cases.steps(b), strict=True):
        assert not cases.differing(left, right, *ignored), f"quarter {left.tick}"


def series(**scenarios: cases.Data) -> dict[str, np.ndarray[Any, Any]]:
    """Return the series of scenarios that are simulated together."""
    runs = simulate({name: cases.scenario(data) for name, data in scenarios.items()}, seed=11, replication=0)
    return {name: run.series for name, run in runs.items()}


def same(one: np.ndarray[Any, Any], other: np.ndarray[Any, Any]) -> bool:
    """Return whether two series are equal bit for bit (an absent lag is the same as an absent lag)."""
    return one.tobytes() == other.tobytes()


@pytest.mark.parametrize("link", cases.NAMES)
def test_a_link_of_strength_zero_is_an_absent_link(link: str) -> None:
    # Nothing is left out: every table and tally is compared. Only what a link is allowed to carry is not a state.
    strengthless = cases.small(links={link: {"strength": 0.0}})
    compare(strengthless, cases.small(links={link: None}))
    compare(cases.only(link, links={link: {"strength": 0.0}}), cases.only())


@pytest.mark.parametrize("link", LINKS, ids=lambda link: link.name)
def test_a_link_through_which_nothing_flows_changes_nothing_but_its_own_ties(link: type[Link]) -> None:
    dry = cases.small(links={link.name: dict.fromkeys(link.Params.flows(), False)})
    one, other = cases.begun(dry), cases.begun(cases.small(links={link.name: None}))
    for left, right in zip(cases.steps(one), cases.steps(other), strict=True):
        # Contacts, ties and residence in a park are there, and are counted; empty ones must change nobody.
        assert not cases.differing(left, right, "ties", "tally", "orgs"), f"quarter {left.tick}"
        columns = [name for name in left.orgs.view.dtype.names if name != "park"]
        assert left.orgs.view[columns].tolist() == right.orgs.view[columns].tolist()


@pytest.mark.parametrize("link", cases.NAMES)
def test_every_link_changes_something(link: str) -> None:
    one, other = cases.ran(cases.only(link)), cases.ran(cases.only())
    assert "tally" in cases.differing(one, other) or "orgs" in cases.differing(one, other)


@pytest.mark.parametrize("link", cases.NAMES)
def test_an_absent_link_and_one_switched_off_are_the_same(link: str) -> None:
    runs = series(absent=cases.small(links={link: None}), off=cases.small(links={link: {"enabled": False}}))
    assert same(runs["absent"], runs["off"])


@pytest.mark.parametrize("link", cases.NAMES)
def test_before_a_link_begins_runs_with_and_without_it_are_the_same(link: str) -> None:
    late = series(late=cases.small(links={link: {"from": "2002Q3"}}))["late"]  # each alone: together they share a past
    absent = series(absent=cases.small(links={link: None}))["absent"]
    assert same(late[:10], absent[:10])
    assert not same(late[10:], absent[10:])


@pytest.mark.parametrize("link", cases.NAMES)
def test_until_ends_what_a_link_does(link: str) -> None:
    simulation = cases.begun(cases.small(links={link: {"until": "2002Q1"}}))
    channel = 1 + cases.NAMES.index(link)
    before = 0.0
    for world in cases.steps(simulation):
        quarter = world.quarter - 1
        if quarter < 2002 * 4:
            before += float(world.tally[:, channel].sum())
            continue
        ties = world.ties.view
        assert not ((ties["link"] == channel) & (ties["ended"] < 0)).any()
        # Royalties and launches of what passed through the link while it lasted keep its name.
        passed = np.isin(range(len(world.tally)), [8, 13])
        assert not world.tally[~passed, channel].any()
    assert before > 0
    orgs = simulation.world.orgs.view
    if link == "science_education":
        assert not orgs["teaching"][orgs["kind"] == Kind.INSTITUTE].any(), "nobody teaches any more"


@pytest.mark.parametrize("who", LONELY)
def test_an_organisation_that_can_meet_nobody_changes_nobody(who: str) -> None:
    more = cases.merged(cases.small(), OTHER_REGION)
    one, other = cases.begun(), cases.begun(cases.merged(more, LONELY[who]))
    for left, right in zip(cases.steps(one), cases.steps(other), strict=True):
        if left.tick % 8:
            continue
        before, after = cases.portrait(left), cases.portrait(right)
        for table in cases.TABLES:
            assert before[table] <= after[table], table
    assert len(right.orgs) > len(left.orgs)
    assert right.tally[0].sum() >= left.tally[0].sum()


def reordered(value: Any) -> Any:
    """Return data with the entries of every mapping in the opposite order."""
    if isinstance(value, dict):
        return {key: reordered(value[key]) for key in reversed(value)}
    return value


def test_the_order_of_entries_does_not_matter() -> None:
    change = {"regions.r.entrants": 4, "links.science_industry.strength": 0.5}
    data = cases.small(events=[{"date": "2002Q1", "title": "change", "set": change}])
    compare(data, reordered(data))
    compare(data, data | {"fields": data["fields"][::-1]})
    runs = series(one=data)
    assert same(runs["one"], series(one=reordered(data))["one"])


def cells() -> dict[str, cases.Data]:
    """Return scenarios that part from each other at various times."""
    event = {"date": "2001Q2", "title": "change", "set": {"ministries.industry.budget.subsidies": "x3"}}
    changes = {"links.science_industry.contracts": False, "frontier_growth": 0.01}
    later = {"date": "2003Q1", "title": "change", "set": changes}
    named = {f"without_{name}": cases.small(links={name: None}) for name in cases.NAMES[:3]}
    return named | {
        "all": cases.small(),
        "none": cases.only(),
        "late": cases.small(links={"science_industry": {"from": "2001Q1"}}),
        "ended": cases.small(links={"science_education": {"until": "2003Q3"}}),
        "early": cases.small(links={"education_industry": {"from": "1999Q1"}}),
        "event": cases.small(events=[event]),
        "both": cases.small(events=[event, later]),
        "other": cases.small(money={"wage": 0.6}),
    }


def test_simulating_cells_together_is_simulating_each_alone() -> None:
    together = series(**cells())
    for name, data in cells().items():
        assert same(together[name], series(**{name: data})[name]), name
    assert len({run.tobytes() for run in together.values()}) == len(together)


@pytest.mark.parametrize("burn_in", [0, 3])
def test_an_event_at_the_very_start_acts_alone_and_in_company(burn_in: int) -> None:
    event = {"date": "2000Q1", "title": "change", "set": {"regions.r.entrants": 20}}
    short = cases.small(time={"burn_in": burn_in, "end": "2002Q1"})
    changed = cases.merged(short, {"events": [event]})
    runs = series(plain=short, changed=changed)
    assert same(runs["changed"], series(changed=changed)["changed"])
    world = cases.ran(changed)
    start_ups = world.orgs.view[world.orgs.view["origin"] == Origin.START_UP]
    assert (start_ups["born"] == burn_in).sum() > 5  # two are usual


@pytest.mark.parametrize("copied", [Simulation.copy, deepcopy, lambda one: pickle.loads(pickle.dumps(one))])
def test_a_copy_goes_on_like_its_original_and_leaves_it_alone(copied: Callable[[Simulation], Simulation]) -> None:
    whole, half = cases.begun(), cases.begun()
    for _ in range(16):
        half.step()
    here = cases.state(half.world)
    twin = copied(half)
    for _ in cases.steps(twin):
        pass
    assert cases.state(half.world) == here, "the copy changed its original"
    for simulation in (half, whole):
        assert list(cases.steps(simulation))
    assert not cases.differing(half.world, whole.world)
    assert not cases.differing(twin.world, whole.world)


@pytest.mark.parametrize(
    "nothing",
    [
        {},
        {"regions.r.entrants": 2},
        {"institutes.inp.researchers": 90},
        {"links.science_industry.strength": 1.0},
        {"ministries.science.budget.institutes": "x1"},
        {"processes.labour.quits": "x1"},
    ],
    ids=str,
)
def test_an_event_that_changes_nothing_changes_nothing(nothing: dict[str, Any]) -> None:
    compare(cases.small(), cases.small(events=[{"date": "2001Q3", "title": "nothing", "set": nothing}]))


def test_an_event_takes_away_what_it_deletes() -> None:
    event = {"date": "2001Q3", "title": "the market closes", "set": {"regions.r.market.biology": None}}
    world = cases.ran(cases.small(events=[event]))
    demand = dict(zip(world.names["fields"], world.market[0], strict=True))
    assert demand["biology"] == 0.0 < demand["physics"]


def test_replications_and_seeds_have_luck_of_their_own() -> None:
    scenario = cases.scenario(cases.small(time={"burn_in": 0, "end": "2000Q4"}))
    runs = [simulate({"a": scenario}, seed=s, replication=r)["a"].series for s, r in ((1, 0), (1, 1), (2, 0), (1, 0))]
    assert len({run.tobytes() for run in runs}) == 3
    assert same(runs[0], runs[3])


_SCRIPT = """
import sys; sys.path.insert(0, {folder!r})
import cases, hashlib
from ecosim.simulation import simulate
data = cases.small(time={{"end": "2002Q4"}})
runs = simulate({{"a": cases.scenario(data), "b": cases.scenario(cases.only())}}, seed=5, replication=2)
print(hashlib.sha256(b"".join(run.series.tobytes() for run in runs.values())).hexdigest())
"""


def test_the_order_of_python_hashes_does_not_matter() -> None:
    script = _SCRIPT.format(folder=str(Path(__file__).parent))
    digests = set()
    for seed in ("0", "12345"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", script]
        digests.add(subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout)
    assert len(digests) == 1 and len(digests.pop().strip()) == 64


def test_a_simulation_tells_when_it_is_finished() -> None:
    simulation = Simulation(cases.scenario(cases.small(time={"burn_in": 2, "end": "2000Q2"})))
    assert [world.tick for world in cases.steps(simulation)] == [1, 2, 3, 4]


def test_over_ties_that_show_no_more_than_strangers_see_placements_change_nothing() -> None:
    """Who is hired where does not depend on a tie, only on what it shows: no precedence, no vacancy of its own."""

    def placements(noise: float, on: bool) -> cases.Data:
        flows = dict.fromkeys(ScienceEducation.Params.flows(), False) | {"placements": on}
        labour = {"noise_tied": noise, "noise_open": 0.5}
        return cases.merged(
            cases.only("science_education"), {"links": {"science_education": flows}, "processes": {"labour": labour}}
        )

    people = ("researchers", "firm_staff", "left", "jobless", "skill_science", "skill_firms", "wage")
    columns = [indicators.names(link.name for link in LINKS).index(name) for name in people]
    equal = series(on=placements(0.5, True), off=placements(0.5, False))
    assert same(equal["on"][:, columns], equal["off"][:, columns])
    better = series(on=placements(0.01, True), off=placements(0.01, False))
    assert not same(better["on"][:, columns], better["off"][:, columns])
