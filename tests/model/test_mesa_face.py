"""The Mesa face: a run as a `mesa.Model` whose agents are views of the tables."""

from __future__ import annotations

import cases
import mesa
import numpy as np
import pytest
from mesa.datacollection import DataCollector

from ecosim.agents import Firm, Institute, Ministry, ScienceCity, Technopark, University
from ecosim.errors import UsageError
from ecosim.links.science_industry import ScienceIndustry
from ecosim.model import Ecosystem
from ecosim.world.world import World


@pytest.fixture
def model() -> Ecosystem:
    model = Ecosystem(cases.scenario(), seed=3)
    model.burn_in()
    for _ in range(12):
        model.step()
    return model


def test_it_is_a_mesa_model_whose_step_is_a_quarter() -> None:
    model = Ecosystem(cases.scenario(), seed=3, replication=1)
    assert isinstance(model, mesa.Model)
    before = model.quarter
    model.step()
    assert (model.quarter, model.steps) == (before + 1, 1)


def test_it_stops_at_the_end_of_the_calendar() -> None:
    model = Ecosystem(cases.scenario())
    model.run_model()
    assert model.quarter == model.simulation.scenario.time.end + 1
    assert not model.running
    with pytest.raises(UsageError, match=r"the calendar ends with \d{4}Q\d; \d{4}Q\d is beyond it"):
        model.step()
    assert model.quarter == model.simulation.scenario.time.end + 1


def test_agents_by_type_holds_the_living(model: Ecosystem) -> None:
    orgs = model.world.orgs.view
    for kind, view in enumerate((Institute, University, Firm, Ministry, Technopark)):
        alive = np.flatnonzero((orgs["kind"] == kind) & (orgs["died"] < 0))
        assert sorted(agent.row for agent in model.agents_by_type[view]) == list(alive)
    assert len(model.agents_by_type[ScienceCity]) == len(model.world.places)
    assert len(model.agents) == sum(len(agents) for agents in model.agents_by_type.values())


def test_firms_that_come_and_go_are_seen_to_do_so(model: Ecosystem) -> None:
    before = {agent.row: agent for agent in model.agents_by_type[Firm]}
    while not model.simulation.finished:
        model.step()
    after = {agent.row: agent for agent in model.agents_by_type[Firm]}
    assert after.keys() - before.keys()
    gone = [agent for row, agent in before.items() if row not in after]
    assert gone
    assert not any(agent.alive for agent in gone)
    assert all(after[row] is agent for row, agent in before.items() if row in after)


def test_a_view_reads_and_writes_its_row(model: Ecosystem) -> None:
    firm = next(iter(model.agents_by_type[Firm]))
    assert firm.knowledge is not None
    np.testing.assert_array_equal(firm.knowledge, model.world.knowledge[firm.row])
    firm.cash = 123.5
    firm.knowledge[0] = 0.25
    assert model.world.orgs.rows["cash"][firm.row] == 123.5
    assert model.world.knowledge[firm.row, 0] == 0.25


def test_ties_of_an_institute_name_its_partners(model: Ecosystem) -> None:
    ties = [tie for institute in model.agents_by_type[Institute] for tie in institute.ties]
    names = {agent.name for agent in model.agents_by_type[Firm]} | {u.name for u in model.agents_by_type[University]}
    assert ties
    assert {tie.link for tie in ties} <= {"science_education", "science_industry"}
    assert all(tie.partner in names and 0 < tie.trust <= 1 for tie in ties)


def test_what_agents_say_agrees_with_the_tables(model: Ecosystem) -> None:
    world = model.world
    firm_staff = sum(firm.staff for firm in model.agents_by_type[Firm])
    assert firm_staff == model.indicators()["firm_staff"]
    students = sum(university.students for university in model.agents_by_type[University])
    cohorts = world.cohorts.view
    assert students == cohorts["heads"][cohorts["graduated"] < 0].sum() > 0
    ministries = [one for one in model.agents_by_type[Ministry] if one.region == "r"]  # the region that is counted
    spent = sum(sum(ministry.budget.values()) for ministry in ministries) + world.upkeep[0] * world.regions["wage"][0]
    assert spent == pytest.approx(model.indicators()["public_money"])


def test_the_history_of_a_technology_begins_with_its_discovery(model: Ecosystem) -> None:
    found = [tech for institute in model.agents_by_type[Institute] for tech in institute.technologies]
    assert found
    assert all(tech.history[0][1].name == "DISCOVERED" for tech in found)


def test_a_data_collector_of_the_users_works() -> None:
    model = Ecosystem(cases.scenario(), seed=3)
    collector = DataCollector(
        model_reporters={"firms": lambda m: len(m.agents_by_type[Firm]), "wage": lambda m: m.indicators()["wage"]},
        agenttype_reporters={Firm: {"staff": "staff"}},
    )
    for _ in range(6):
        model.step()
        collector.collect(model)
    frame = collector.get_model_vars_dataframe()
    assert len(frame) == 6
    assert (frame["firms"] > 0).all()
    staff = collector.get_agenttype_vars_dataframe(Firm)
    assert staff["staff"].sum() > 0


def test_a_users_own_subclass_of_a_link_replaces_it() -> None:
    class Generous(ScienceIndustry):
        """A link that also gives every firm what its best partner knows."""

        seen = 0

        def learning(self, world: World) -> None:
            """Count that it was asked."""
            type(self).seen += 1

    model = Ecosystem(cases.scenario(), links=(Generous,))
    model.run_model()
    assert Generous.seen == model.simulation.scenario.time.quarters
    assert any(planned.rule.__qualname__.startswith("test_a_users") for planned in model.simulation.plan)


def test_nobody_is_made_until_asked_for() -> None:
    model = Ecosystem(cases.scenario())
    model.step()
    assert not mesa.Model.agents.fget(model)


def test_looking_changes_nothing() -> None:
    seen, unseen = (Ecosystem(cases.scenario(), seed=5) for _ in range(2))
    for _ in range(10):
        seen.step()
        unseen.step()
        list(seen.agents)
    assert cases.differing(seen.world, unseen.world) == []
