"""Money, people, hours, ties, identities and provenance, on every quarter of scenarios made at random."""

from __future__ import annotations

import cases
import numpy as np
import pytest
from conserved import tried
from invariants import observed

from ecosim.world.codes import Flow


def test_what_is_conserved_is_conserved_in_every_quarter_of_any_scenario() -> None:
    count, failed = tried(60)
    assert count >= 60
    assert not failed


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
