"""One truth, two engines: the plain model and the compiled one agree in every number after every rule."""

from __future__ import annotations

import cases
import numpy as np
import pytest

from ecosim import load
from ecosim.shipped import located
from ecosim.simulation import Simulation
from ecosim.world.codes import Flow, Moved
from reference import engine_tables
from reference.model import Ecosystem
from reference.oracle import Comparison, Oracle, compared
from reference.organisations import Employer
from reference.pictures import Picture
from reference.processes import learning
from reference.varied import FAST, scenarios

VARIED = scenarios()


@pytest.mark.parametrize("name", FAST)
def test_the_engine_does_what_the_plain_model_does(name: str) -> None:
    assert_alike(compared(VARIED[name]))


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in VARIED if name not in FAST])
@pytest.mark.parametrize("replication", [0, 1])
def test_they_agree_in_varied_scenarios(name: str, replication: int) -> None:
    assert_alike(compared(VARIED[name], replication=replication))


@pytest.mark.slow
def test_they_agree_in_novosibirsk() -> None:
    assert_alike(compared(load(located("novosibirsk")), each_rule=False))


@pytest.mark.slow
def test_everything_happens_in_the_scenarios_that_are_compared() -> None:
    flows, events = set(), set()
    for name in ("all links", "two regions with industry, partners of each other", "fast development, many rivals"):
        engine = Simulation(VARIED[name], seed=11)
        while not engine.finished:
            engine.step()
            flows |= set(np.flatnonzero(engine.world.flowed.sum(axis=(0, 2))).tolist())
        events |= set(engine.world.log.view["what"].tolist())
    assert flows == set(Flow)
    assert events == set(Moved)


def test_a_rule_that_differs_is_found_where_it_differs(monkeypatch: pytest.MonkeyPatch) -> None:
    right = learning.learnt

    def a_little_more(model: Ecosystem, one: Employer) -> list[float]:
        return [gain * (1.0 + 1e-12) for gain in right(model, one)]

    monkeypatch.setattr(learning, "learnt", a_little_more)
    found = compared(cases.scenario(cases.only("science_education", time={"end": "2000Q4", "burn_in": 0})))
    assert {one.stage for one in found.differences} == {"learning"}
    assert any(one.column.startswith("orgs.knowledge") for one in found.differences)


def test_every_column_of_the_state_is_compared() -> None:
    oracle = Oracle(VARIED["all links"], each_rule=False)
    theirs = engine_tables.tables(oracle.engine.world, whole=True)
    ours = Picture(oracle.reference).tables(whole=True)
    fixed = {"key", "counted", "partner", "state", "households", "market", "investors"}
    left_out = {
        "orgs": {"desk"},  # where the engine keeps the teaching of a university
        "regions": fixed | {"practice.open", "fit.open"},  # nobody reads these two
        "places": {"key", "region", "latitude", "longitude", "focus", "entry"},
        "seekers": {"employer"},  # whoever found one is no seeker at the end of the match
    }
    for table, columns in theirs.items():
        assert set(columns) - set(ours[table]) == left_out.get(table, set()), table


def test_distances_are_counted_in_units_of_the_last_place() -> None:
    ones = np.array([1.0, -1.0])
    assert engine_tables.apart([1.0, -1.0], ones) == 0
    assert engine_tables.apart([float(np.nextafter(1.0, 2.0)), -1.0], ones) == 1
    assert engine_tables.apart([0.0], np.array([-0.0])) == 0
    assert engine_tables.apart([5e-324], np.array([-5e-324])) == 2
    assert engine_tables.apart([3], np.array([4])) > 2**60
    assert engine_tables.apart([1.0], ones) > 2**60


def assert_alike(found: Comparison) -> None:
    assert not found.differences
    assert found.largest == 0
    assert found.events > 100
