"""Links of one's own, from scenario to comparison."""

from __future__ import annotations

from pathlib import Path

import cases
import pytest

import ecosim
from ecosim.catalogue import Scenario
from ecosim.errors import UsageError
from ecosim.links.base import Link
from ecosim.scenario.canonical import digest
from ecosim.scenario.document import ScenarioBase
from ecosim.simulation import Simulation
from ecosim.world.world import World


class Newsletter(Link):
    """Everybody learns a little from a newsletter."""

    name = "newsletter"

    def learning(self, world: World) -> None:
        """Let everybody know more."""
        world.knowledge[: len(world.orgs)] *= 1.0 + 0.01 * self.params.strength


def with_newsletter() -> ScenarioBase:
    return cases.scenario(cases.small(links={"newsletter": {}}), Newsletter)


def test_compare_carries_out_a_link_of_ones_own(tmp_path: Path) -> None:
    results = ecosim.compare(with_newsletter(), without=["newsletter"], replications=2, jobs=1, out=tmp_path)
    known = results.to_pandas("outcomes").groupby("cell")["knowledge_firms"].mean()
    assert known["all links"] > known["without newsletter"]


def test_its_source_belongs_to_the_identity_of_a_run() -> None:
    assert digest(with_newsletter()) != digest(cases.scenario())


def test_a_link_without_a_section_is_refused() -> None:
    with pytest.raises(UsageError, match="newsletter"):
        Simulation(cases.scenario(), links=(Newsletter,))


def test_the_scenario_of_the_package_knows_no_link_of_ones_own() -> None:
    assert Scenario.own_links == ()
