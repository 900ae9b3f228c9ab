"""The plan of a quarter: the rules of the links in force and of the processes, in order."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from inspect import isgeneratorfunction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecosim.catalogue import PROCESSES, types_of
from ecosim.links.base import Link
from ecosim.processes.base import Process, Stage
from ecosim.scenario.document import ScenarioBase
from ecosim.scenario.remember import cached_by_identity
from ecosim.steps import Ask, Steps
from ecosim.world.codes import Carries
from ecosim.world.world import World

#: What a link or a process does in a stage: yields its steps, or changes the world by itself and returns None.
Rule = Callable[[World], Steps | None]


@dataclass(frozen=True)
class PlannedRule:
    """One line of the plan of a quarter."""

    stage: Stage
    owner: str
    rule: Rule

    def steps(self, world: World) -> Steps:
        """Yield the steps of the rule in a world."""
        if isgeneratorfunction(self.rule):
            yield from self.rule(world)
        else:
            yield Ask(lambda: self.rule(world))

    @property
    def doc(self) -> str:
        """First line of what the rule says of itself."""
        return (self.rule.__doc__ or "").strip().splitlines()[0]


@dataclass(frozen=True)
class Plan:
    """What the links in force and the processes make of a quarter.

    Attributes:
        rules: the rules, in order.
        params: the parameters of each process, by stage.
        carries: int64 (channels, flows), 1 where ties of a channel carry a flow.
        lasting: int64 (channels,), 1 for those whose links are in force.
    """

    rules: tuple[PlannedRule, ...]
    params: dict[str, NDArray[Any]]
    carries: NDArray[np.int64]
    lasting: NDArray[np.int64]


def _ordered(links: Mapping[str, Link], processes: list[Process]) -> Iterator[PlannedRule]:
    rules = {stage: [] for stage in Stage}  # type: dict[Stage, list[PlannedRule]]
    for link in links.values():
        for stage, rule in link.rules():
            rules[stage].append(PlannedRule(stage, link.name, rule))
    for process in processes:
        rules[process.stage].append(PlannedRule(process.stage, "process", process.act))
    for stage in Stage:
        yield from rules[stage]


def make_links(scenario: ScenarioBase, types: Mapping[str, type[Link]], names: Iterable[str]) -> dict[str, Link]:
    """Return the named links of a scenario, with the channel that each has in this program."""
    channels = {name: channel for channel, name in enumerate(types, start=1)}
    return {name: types[name](getattr(scenario.links, name), channels[name]) for name in names}  # type: ignore[attr-defined]


@cached_by_identity
def plan_of(scenario: ScenarioBase, types: tuple[tuple[str, type[Link]], ...], names: tuple[str, ...]) -> Plan:
    """Return the plan of a quarter with the named links in force; scenarios that say the same of it share it."""
    said = (scenario.links.model_dump_json(), scenario.processes.model_dump_json())  # type: ignore[attr-defined]
    key = (*said, types, names)
    if key not in _PLANS:
        if len(_PLANS) >= _MOST_PLANS:  # a search makes thousands
            _PLANS.clear()
        _PLANS[key] = _make(scenario, types, names)
    return _PLANS[key]


_PLANS: dict[Hashable, Plan] = {}
_MOST_PLANS = 256


def _make(scenario: ScenarioBase, types: tuple[tuple[str, type[Link]], ...], names: tuple[str, ...]) -> Plan:
    links, processes = make_links(scenario, dict(types), names), processes_of(scenario)
    carries = np.zeros((1 + len(types), len(Carries)), np.int64)
    lasting = np.zeros(1 + len(types), np.int64)
    for link in links.values():
        carries[link.channel, link.carries] = 1
        lasting[link.channel] = 1
    params = {process.stage.value: process.record for process in processes}
    return Plan(tuple(_ordered(links, processes)), params, carries, lasting)


@cached_by_identity
def processes_of(scenario: ScenarioBase) -> list[Process]:
    """Return the processes with the parameters that a scenario gives them."""
    sections = scenario.processes  # type: ignore[attr-defined]
    return [kind(getattr(sections, kind.stage.value)) for kind in PROCESSES]


def describe_plan(scenario: ScenarioBase) -> list[tuple[str, str, str, str]]:
    """Return the ordered rules of a quarter with every link in force: stage, owner, rule, what it does."""
    types = types_of(scenario)
    on = [name for name, params in scenario.links if params is not None and params.enabled]  # type: ignore[attr-defined]
    links = make_links(scenario, types, (name for name in types if name in on))
    plan = _ordered(links, processes_of(scenario))
    return [(rule.stage.value, rule.owner, rule.rule.__qualname__, rule.doc) for rule in plan]
