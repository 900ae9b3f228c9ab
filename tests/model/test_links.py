"""The contract of every link: off is absent, a flow switched off does not flow, links can be added and taken away."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import ClassVar

import cases
import numpy as np
import pytest
from numpy.typing import NDArray

from ecosim import catalogue
from ecosim.links.base import Link, LinkParameters
from ecosim.links.science_industry import ScienceIndustry
from ecosim.parameter import parameter
from ecosim.plan import describe_plan
from ecosim.processes.base import Stage
from ecosim.simulation import Simulation
from ecosim.world.codes import Carries, Flow, Kind
from ecosim.world.world import World

TIED = tuple(link.name for link in catalogue.LINKS if link.joins)
TALLIED: dict[str, tuple[Flow, ...]] = {
    "teaching": (Flow.TEACHING_HOURS,),
    "laboratory": (Flow.PRACTICE_HOURS,),
    "practice": (Flow.PRACTICE_HOURS,),
    "placements": (Flow.HIRES_FIRMS, Flow.HIRES_SCIENCE, Flow.GRADUATES_FIRMS),
    "learning": (Flow.LEARNING,),
    "contracts": (Flow.CONTRACTS, Flow.CONTRACT_HOURS, Flow.CONTRACT_MONEY),
    "licences": (Flow.LICENCES, Flow.LICENCE_MONEY, Flow.PUBLICATIONS, Flow.PRODUCTS),
    "help": (Flow.HELP_HOURS,),
    "founding": (Flow.SPIN_OFFS, Flow.PRODUCTS),
    "housing": (Flow.PUBLIC_MONEY,),
    "science": (Flow.BEAM_SCIENCE,),
    "industry": (Flow.BEAM_FIRMS,),
    "knowledge": (Flow.LEARNING,),
}
"""Flows of links that are counted under the link's name; `untold` tells how the others are seen."""


@lru_cache(maxsize=64)
def flowed(off: tuple[str, ...] = (), absent: str = "") -> NDArray[np.float64]:
    """Return what flowed in the small scenario (flows, channels) with switches (``link.flow``) off or a link absent."""
    switches: cases.Data = {name: None if name == absent else {} for name in cases.NAMES}
    for path in off:
        link, flow = path.split(".")
        switches[link] = {**switches[link], flow: False}
    total = np.zeros((len(Flow), 1 + len(cases.NAMES)))
    for world in cases.steps(cases.begun(cases.small(links=switches))):
        total += world.tally
    return total


def channel(link: str) -> int:
    """Return the number of a link's channel."""
    return 1 + cases.NAMES.index(link)


def switches() -> Iterator[tuple[str, str]]:
    """Yield every flow of every link."""
    for link in catalogue.LINKS:
        yield from ((link.name, flow) for flow in link.Params.flows())


@pytest.mark.parametrize("link", cases.NAMES)
def test_a_link_that_is_off_has_no_rule_no_ties_and_no_flow(link: str) -> None:
    simulation = cases.begun(cases.small(links={link: {"enabled": False}}))
    for world in cases.steps(simulation):
        assert link not in [rule.owner for rule in simulation.plan]
        assert not (world.ties.view["link"] == channel(link)).any()
        assert not world.tally[:, channel(link)].any()
        assert not world.carries[channel(link)].any()
    assert link not in [line[1] for line in describe_plan(cases.scenario(cases.small(links={link: None})))]


@pytest.mark.parametrize("link", cases.NAMES)
def test_a_link_that_is_on_has_rules_after_burn_in_and_something_flows(link: str) -> None:
    simulation = cases.begun()
    owners = [{rule.owner for rule in simulation.plan} for _ in cases.steps(simulation)]
    assert not any(link in of_quarter for of_quarter in owners[:8])
    assert all(link in of_quarter for of_quarter in owners[8:])
    assert flowed()[:, channel(link)].any()


@pytest.mark.parametrize(("link", "flow"), list(switches()))
def test_a_flow_that_is_switched_off_does_not_flow(link: str, flow: str) -> None:
    if flow not in TALLIED or (link, flow) in SEEN:
        assert (link, flow) in SEEN, f"say in TALLIED or SEEN how to see that {link}.{flow} is off"
        return
    rows = [int(one) for one in TALLIED[flow]]
    assert flowed()[rows, channel(link)].sum() > 0
    assert not flowed((f"{link}.{flow}",))[rows, channel(link)].any()


SEEN = {
    ("expert_exchange", "practice"): "practice_learnt",
    ("joint_assessment", "fit"): "fit",
    ("education_industry", "curriculum"): "intake follows the university's own fields",
    ("incubation", "space"): "money",
    ("incubation", "services"): "served",
    ("incubation", "introductions"): "introduced",
    ("public_funding", "projects"): "money",
    ("public_funding", "subsidies"): "money",
    ("science_city", "meetings"): "meetings",
}


def after(link: str, **flows: bool) -> list[World]:
    """Return the worlds (one object, at the end) after a run of the small scenario with some flows of a link off."""
    simulation = cases.begun(cases.small(links={link: flows}))
    return [list(cases.steps(simulation))[-1]]


def test_without_curriculum_the_intake_follows_the_universitys_own_fields() -> None:
    for shifts in (True, False):
        [world] = after("education_industry", curriculum=shifts)
        nsu = world.names["organisations"].index("universities.nsu")
        cohorts = world.cohorts.view[world.cohorts.view["university"] == nsu]
        physicists = cohorts["heads"][cohorts["field"] == world.names["fields"].index("physics")]
        usual = np.isin(physicists, [66, 67])  # two thirds of the hundred who enrol in a year
        assert usual.all() != shifts


def test_each_flow_of_incubation_is_a_flow_of_its_own() -> None:
    park = channel("incubation")
    seen = {}
    for flow in ("space", "services", "introductions"):
        off = {one: one == flow for one in ("space", "services", "introductions")}
        simulation = cases.begun(cases.small(links={"incubation": off}))
        money = served = introduced = 0.0
        for world in cases.steps(simulation):
            money += world.tally[Flow.PUBLIC_MONEY, park]
            served += world.orgs.view["served"].sum()
            introduced += world.orgs.view["introduced"].sum() + world.places["introduced"].sum()
        seen[flow] = (money > 0, served > 0, introduced > 0)
    assert seen["space"] == (True, False, False)
    assert seen["services"] == (True, True, False)
    assert seen["introductions"] == (False, False, True)


def test_each_flow_of_public_funding_is_money_by_merit() -> None:
    row = int(Flow.PUBLIC_MONEY), channel("public_funding")
    no_subsidies, no_projects = "public_funding.subsidies", "public_funding.projects"
    both, projects = flowed()[row], flowed((no_subsidies,))[row]
    subsidies, none = flowed((no_projects,))[row], flowed((no_projects, no_subsidies))[row]
    assert both > projects > subsidies > none == 0


def test_without_meetings_nobody_meets_by_chance() -> None:
    for meet in (True, False):
        [world] = after("science_city", meetings=meet)
        assert world.places["meetings"].any() == meet
        assert world.places["amenity"].any()


def test_two_organisations_have_as_many_ties_as_they_have_attention_for() -> None:
    data = cases.only("science_education")
    data["institutes"] = {"inp": data["institutes"]["inp"] | {"researchers": 300}}
    data["universities"] = {"nsu": data["universities"]["nsu"] | {"researchers": 20, "students": 40}}
    held, room = [], []
    for world in cases.steps(cases.begun(data)):
        ties, nsu = world.ties.view, world.orgs.view[world.names["organisations"].index("universities.nsu")]
        held.append(int((ties["ended"] < 0).sum()))
        room.append(2 + int((nsu["staff"] + nsu["students"] / 20) / 15))
    assert max(held) > 1
    assert max(held) <= max(room)


@pytest.mark.parametrize("link", cases.NAMES)
def test_switching_a_link_off_leaves_every_budget_as_it_was(link: str) -> None:
    on, off = cases.begun(), cases.begun(cases.small(links={link: None}))
    for _ in range(9):  # to the first quarter of links; later taxes differ, and budgets follow them a little
        on.step()
        off.step()
    assert on.world.tally[Flow.PUBLIC_MONEY].sum() == pytest.approx(off.world.tally[Flow.PUBLIC_MONEY].sum(), rel=1e-12)


@pytest.mark.parametrize("link", cases.NAMES)
def test_a_program_without_the_file_of_a_link_works(link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rest = tuple(one for one in catalogue.LINKS if one.name != link)
    monkeypatch.setattr(catalogue, "LINKS", rest)
    document = catalogue.scenario_type()
    assert link not in document.model_fields["links"].annotation.model_fields  # type: ignore[union-attr]
    data = cases.small(links={link: None})
    simulation = Simulation(document.model_validate(data), seed=11)
    flows = np.zeros((len(Flow), 1 + len(rest)))
    for world in cases.steps(simulation):
        flows += world.tally
    assert flows[:, 1:].any(axis=0).all(), "every other link still lets something flow"


class Cautious(ScienceIndustry):
    """Science and industry, but partners tell each other nothing of what is on offer."""

    def __init__(self, params: LinkParameters, channel: int) -> None:
        super().__init__(params, channel)
        self.carries = [flow for flow in self.carries if flow != Carries.LICENCES]


class Newsletter(Link):
    """Science and firms; what everybody reads makes firms know a little more."""

    name = "newsletter"
    issues: ClassVar[list[int]] = []

    class Params(LinkParameters):
        """Parameters of the newsletter."""

        effect: float = parameter(0.01, unit="1/quarter", range=(0, 1), source="assumed", doc="rise of knowledge")

    def learning(self, world: World) -> None:
        """Let firms know more."""
        Newsletter.issues.append(world.quarter)
        firms = world.orgs.view["kind"] == Kind.FIRM
        world.knowledge[: len(world.orgs)][firms] *= 1.0 + self.record["effect"][0] * self.params.strength


def test_a_users_own_form_of_a_link_takes_the_place_of_ours() -> None:
    simulation = Simulation(cases.scenario(), seed=11, links=(Cautious,))
    flows = np.zeros_like(simulation.world.tally)
    for world in cases.steps(simulation):
        flows += world.tally
    line = channel("science_industry")
    assert not flows[Flow.LICENCES, line] and flows[Flow.CONTRACTS, line] > 0
    assert flows.shape[1] == 1 + len(cases.NAMES)


def test_a_users_new_link_acts_at_its_stage_from_its_date() -> None:
    Newsletter.issues.clear()
    data = cases.merged(cases.small(), {"links": {"newsletter": {"from": "2001Q1", "effect": 0.02}}})
    simulation = Simulation(cases.scenario(data, Newsletter), seed=11, links=(Newsletter,))
    plain = cases.begun()
    for world, other in zip(cases.steps(simulation), cases.steps(plain), strict=True):
        before = world.quarter <= 2001 * 4
        same = all(a == b for a, b in zip(cases.state(world)["orgs"], cases.state(other)["orgs"], strict=False))
        assert same or not before, "nothing changes before it begins"
    assert not same, "and something does after"
    assert Newsletter.issues == list(range(2001 * 4, simulation.world.quarter))
    rules = [(rule.stage, rule.owner) for rule in simulation.plan]
    assert rules.index((Stage.LEARNING, "newsletter")) < rules.index((Stage.LEARNING, "process"))


def test_a_users_new_link_of_strength_zero_changes_nothing() -> None:
    data = cases.merged(cases.small(), {"links": {"newsletter": {"strength": 0.0}}})
    simulation = Simulation(cases.scenario(data, Newsletter), seed=11, links=(Newsletter,))
    for world, other in zip(cases.steps(simulation), cases.steps(cases.begun()), strict=True):
        # One more channel makes the tables of channels wider; nothing else may differ.
        assert not cases.differing(world, other, "practice", "tally")
        assert (world.tally[:, :-1] == other.tally).all() and not world.tally[:, -1].any()
