"""The engine: a scenario in, series out, quarter by quarter. No Mesa here; `ecosim.model` is its Mesa face."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ecosim import indicators
from ecosim.catalogue import PROCESSES, link_types, types_of
from ecosim.errors import UsageError
from ecosim.links.base import Link
from ecosim.processes.base import Process, Stage
from ecosim.processes.education import GRADUATION, first_cohorts
from ecosim.processes.partnering import end_ties, rebuild
from ecosim.regimes import in_force, link_dates, stages
from ecosim.scenario.document import ScenarioBase
from ecosim.scenario.remember import cached_by_identity
from ecosim.together import together
from ecosim.world.build import build
from ecosim.world.calendar import adopt, advance_calendar
from ecosim.world.codes import Carries
from ecosim.world.world import World

Rule = Callable[[World], None]


@dataclass(frozen=True)
class PlannedRule:
    """One line of the plan of a quarter."""

    stage: Stage
    owner: str
    rule: Rule

    @property
    def doc(self) -> str:
        """First line of what the rule says of itself."""
        return (self.rule.__doc__ or "").strip().splitlines()[0]


@dataclass(frozen=True)
class _Plan:
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


class Simulation:
    """One run of a scenario.

    Args:
        scenario: a loaded scenario.
        seed: which experiment's luck; any integer of 64 bits.
        replication: which repetition, from 0.
        links: links of one's own, beside or instead of those of the same name.

    Attributes:
        world: the state.
        scenario: the scenario in force (events change it).
        plan: the rules of the quarter, in order.
    """

    def __init__(
        self, scenario: ScenarioBase, *, seed: int = 1, replication: int = 0, links: tuple[type[Link], ...] = ()
    ) -> None:
        self.types = _known(scenario, links)
        self.timeline = stages(scenario)
        self.scenario = self.timeline[0][1]
        self.world = build(self.scenario, 1 + len(self.types), seed, replication)
        self.world.names["channels"] = ["open", *self.types]
        self.world.joins[1:] = [link.joins or (-1, -1) for link in self.types.values()]
        self.plan: list[PlannedRule] = []
        self._make_plan()
        first_cohorts(self.world, self.scenario.processes.education)  # type: ignore[attr-defined]
        pay = self.world.params["labour"]["state_pay"][0]
        self.world.regions["state_pay"] = pay * self.world.regions["wage"]
        rebuild(self.world, float(self.world.params["partnering"]["visible"][0]))

    @property
    def start(self) -> int:
        """First calendar quarter that is reported."""
        return self.scenario.time.start

    @property
    def finished(self) -> bool:
        """Whether the last quarter has been simulated."""
        return self.world.quarter > self.scenario.time.end

    def links_in_force(self) -> tuple[str, ...]:
        """Return the names of the links that exist this quarter, in the order of their channels."""
        return in_force(self.scenario, self.types, self.world.quarter)

    def _make_plan(self) -> None:
        """Order the rules of the links in force and of the processes by stage; links act first."""
        world = self.world
        plan = _plan_of(self.scenario, tuple(self.types.items()), self.links_in_force())
        self.plan = list(plan.rules)
        world.params = plan.params
        world.carries[:] = plan.carries
        end_ties(world.held, world.ties.view, plan.lasting, world.tick)

    def step(self) -> None:
        """Simulate one quarter."""
        world = self.world
        due = [scenario for quarter, scenario in self.timeline if quarter == world.quarter]
        if due:
            self.scenario = due[-1]
            adopt(world, self.scenario)
        if due or world.quarter in link_dates(self.scenario):
            self._make_plan()
        advance_calendar(world, self.scenario)
        if world.quarter >= self.start and not world.reporting:
            world.reporting = True
            world.regions["taxes_start"] = world.regions["taxes"]
        world.begin_quarter()
        world.frontier *= 1.0 + self.scenario.frontier_growth if world.tick else 1.0
        world.found_from[world.tick] = len(world.techs)
        for planned in self.plan:
            planned.rule(world)
        world.found_from[world.tick + 1] = len(world.techs)
        world.tick += 1
        world.quarter += 1

    def take_up(self) -> None:
        """Go on under another timeline, whose past is the same."""
        self.scenario = [scenario for quarter, scenario in self.timeline if quarter <= self.world.quarter][-1]
        adopt(self.world, self.scenario)
        self._make_plan()

    def copy(self) -> Self:
        """Return an independent simulation in the same state."""
        twin = copy(self)
        twin.world = self.world.copy()
        return twin


class Counted(Simulation):
    """A run that keeps what is counted in it.

    Attributes:
        counts: what `ecosim.indicators.count` found at the end of each reported quarter.
    """

    def __init__(self, scenario: ScenarioBase, *, seed: int = 1, replication: int = 0) -> None:
        super().__init__(scenario, seed=seed, replication=replication)
        self.counts: list[NDArray[np.float64]] = []

    @property
    def series(self) -> NDArray[np.float64]:
        """The indicators of every reported quarter so far: float64 (quarters, indicators)."""
        return indicators.evaluate(np.array(self.counts))

    def step(self) -> None:
        """Simulate one quarter."""
        super().step()
        if self.world.reporting:
            self.counts.append(indicators.count(self.world))

    def copy(self) -> Self:
        """Return an independent simulation in the same state."""
        twin = super().copy()
        twin.counts = self.counts.copy()
        return twin


@dataclass(frozen=True)
class Run:
    """What a run leaves: the indicators of every reported quarter.

    Attributes:
        names: names of the columns.
        series: float64 (quarters, indicators).
    """

    names: tuple[str, ...]
    series: NDArray[np.float64]


def _ordered(links: Mapping[str, Link], processes: list[Process]) -> Iterator[PlannedRule]:
    rules = {stage: [] for stage in Stage}  # type: dict[Stage, list[PlannedRule]]
    for link in links.values():
        for stage, rule in link.rules():
            rules[stage].append(PlannedRule(stage, link.name, rule))
    for process in processes:
        rules[process.stage].append(PlannedRule(process.stage, "process", process.act))
    for stage in Stage:
        yield from rules[stage]


def _known(scenario: ScenarioBase, links: tuple[type[Link], ...]) -> dict[str, type[Link]]:
    types = link_types(*scenario.own_links, *links)
    for name in types:
        if not hasattr(scenario.links, name):  # type: ignore[attr-defined]
            raise UsageError(
                f"the scenario has no section for the link {name!r}; load it with ecosim.scenario.load(path, "
                f"ecosim.catalogue.scenario_type({types[name].__name__}))"
            )
    return types


def make_links(scenario: ScenarioBase, types: Mapping[str, type[Link]], names: Iterable[str]) -> dict[str, Link]:
    """Return the named links of a scenario, with the channel that each has in this program."""
    channels = {name: channel for channel, name in enumerate(types, start=1)}
    return {name: types[name](getattr(scenario.links, name), channels[name]) for name in names}  # type: ignore[attr-defined]


@cached_by_identity
def _plan_of(scenario: ScenarioBase, types: tuple[tuple[str, type[Link]], ...], names: tuple[str, ...]) -> _Plan:
    """Return the plan of a quarter with the named links in force; every run of a scenario needs the same ones."""
    links, processes = make_links(scenario, dict(types), names), processes_of(scenario)
    carries = np.zeros((1 + len(types), len(Carries)), np.int64)
    lasting = np.zeros(1 + len(types), np.int64)
    for link in links.values():
        carries[link.channel, link.carries] = 1
        lasting[link.channel] = 1
    params = {process.stage.value: process.record for process in processes}
    return _Plan(tuple(_ordered(links, processes)), params, carries, lasting)


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


def simulate(scenarios: Mapping[str, ScenarioBase], *, seed: int, replication: int) -> dict[str, Run]:
    """Simulate one replication of every scenario.

    Args:
        scenarios: scenarios by name.
        seed, replication: the luck that they share.

    Returns:
        the run of each scenario, by name.
    """
    finished = together(scenarios, Counted, seed=seed, replication=replication)
    runs = {name: Run(indicators.names(types_of(scenarios[name])), run.series) for name, run in finished}
    return {name: runs[name] for name in scenarios}


def warm_up(scenario: ScenarioBase, *, backwards: bool) -> None:
    """Call every rule once on a world that nobody will see, so that its kernels are compiled and kept on disk.

    Args:
        scenario: any scenario; its last quarter that ends a year of studies is taken, with the links of then.
        backwards: from the last rule to the first; two processes that begin at either end share the work.
    """
    simulation = Simulation(scenario, seed=0)
    simulation.world.quarter = scenario.time.end - (scenario.time.end - GRADUATION) % 4
    simulation.timeline = simulation.timeline[-1:]
    simulation.take_up()
    simulation.world.begin_quarter()
    for planned in reversed(simulation.plan) if backwards else simulation.plan:
        planned.rule(simulation.world)
    indicators.count(simulation.world)
