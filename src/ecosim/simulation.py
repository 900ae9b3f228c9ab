"""The engine: a scenario in, series out, quarter by quarter. No Mesa here; `ecosim.model` is its Mesa face."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ecosim import indicators
from ecosim.catalogue import link_types, types_of
from ecosim.compiled import kernel
from ecosim.errors import UsageError
from ecosim.links.base import Link
from ecosim.memory import number
from ecosim.plan import PlannedRule, plan_of
from ecosim.processes.education import first_cohorts
from ecosim.processes.partnering import Partnering, end_ties
from ecosim.regimes import in_force, link_dates, stages
from ecosim.scenario.document import ScenarioBase
from ecosim.scenario.quarter import format_quarter
from ecosim.steps import Again, Call, Program, Steps, at_once, when
from ecosim.together import together
from ecosim.world.build import build
from ecosim.world.calendar import adopt, begin_quarter, end_quarter
from ecosim.world.census import census_of_quarters, counts_of

#: Quarters times organisations that are simulated without asking Python: some hundredths of a second.
_AT_ONCE = 20_000


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
        self.program: Program | None = None
        self._until = np.zeros(1, np.int64)
        self._make_plan()
        first_cohorts(self.world, self.scenario.processes.education)  # type: ignore[attr-defined]
        pay = self.world.params["labour"]["state_pay"][0]
        self.world.regions["state_pay"] = pay * self.world.regions["wage"]
        at_once(Partnering(self.scenario.processes.partnering).act(self.world))  # type: ignore[attr-defined]

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
        plan = plan_of(self.scenario, tuple(self.types.items()), self.links_in_force())
        if plan.params is world.params:  # as it was
            return
        self.plan, self.program = list(self.watched(plan.rules)), None
        world.params = plan.params
        world.carries[:] = plan.carries
        end_ties(world.held, world.ties.view, plan.lasting, world.tick)

    def watched(self, rules: Iterable[PlannedRule]) -> Iterable[PlannedRule]:
        """Return what this kind of run makes of the rules of a plan; here they are as they are."""
        return rules

    def step(self) -> None:
        """Simulate one quarter; see `advance`."""
        self.advance(self.world.quarter + 1)

    def advance(self, until: int) -> None:
        """Simulate up to the beginning of a calendar quarter.

        Python is asked where the plan changes, and now and then, so that a long run can be interrupted.

        Raises:
            UsageError: the calendar ends before it.
        """
        last = self.scenario.time.end
        if until > last + 1:
            raise UsageError(f"the calendar ends with {format_quarter(last)}; {format_quarter(until - 1)} is beyond it")
        while self.world.quarter < until:
            self._see_to_dates()
            if self.program is None:
                again = Again(self.world.at.quarter, number(self._until))
                self.program = Program([*self.steps(), again])
            later = (date for date in self._dates() if date > self.world.quarter)
            pause = self.world.quarter + 1 + _AT_ONCE // max(1, len(self.world.living))
            self._until[0] = min(until, pause, *later)
            self.program.run()

    def _dates(self) -> set[int]:
        """Return the quarters in which the plan may change."""
        return link_dates(self.scenario).union(quarter for quarter, _ in self.timeline)

    def _see_to_dates(self) -> None:
        """Let events and dates change the scenario and the plan."""
        world = self.world
        due = [scenario for quarter, scenario in self.timeline if quarter == world.quarter]
        if due:
            self.scenario = due[-1]
            adopt(world, self.scenario)
        if due or world.quarter in link_dates(self.scenario):
            self._make_plan()

    def steps(self) -> Steps:
        """Yield the steps of a quarter."""
        yield from begin_quarter(self.world, self.scenario)
        for planned in self.plan:
            yield from planned.steps(self.world)
        yield from end_quarter(self.world)

    def take_up(self) -> None:
        """Go on under another timeline, whose past is the same."""
        self.scenario = [scenario for quarter, scenario in self.timeline if quarter <= self.world.quarter][-1]
        adopt(self.world, self.scenario)
        self._make_plan()

    def __getstate__(self) -> dict[str, Any]:
        """Return what another process, or a deep copy, needs: all but the steps, which are of this world."""
        return vars(self) | {"program": None}

    def copy(self) -> Self:
        """Return an independent simulation in the same state."""
        twin = copy(self)
        twin.world, twin.program, twin._until = self.world.copy(), None, self._until.copy()
        return twin


class Counted(Simulation):
    """A run that keeps what is counted in it.

    Attributes:
        counts: float64 (quarters, counts), what `ecosim.indicators.count` finds at the end of each reported quarter.
    """

    def __init__(self, scenario: ScenarioBase, *, seed: int = 1, replication: int = 0) -> None:
        super().__init__(scenario, seed=seed, replication=replication)
        self.counts: NDArray[np.float64] = np.zeros((scenario.time.quarters, counts_of(self.world)))

    @property
    def series(self) -> NDArray[np.float64]:
        """The indicators of every reported quarter so far: float64 (quarters, indicators)."""
        return indicators.evaluate(self.counts[: max(0, self.world.quarter - self.start)])

    def steps(self) -> Steps:
        """Yield the steps of a quarter."""
        yield from super().steps()
        yield from when(self.world.at.reporting, census_of_quarters(self.world, self.counts, self.start))

    def copy(self) -> Self:
        """Return an independent simulation in the same state."""
        twin = super().copy()
        twin.counts = self.counts.copy()
        return twin


class Passing(Counted):
    """A run of which nobody asks anything but its counts: the log of events holds those of the last quarter only."""

    def steps(self) -> Steps:
        """Yield the steps of a quarter."""
        yield Call(_forget, self.world.at.log.size)
        yield from super().steps()


@kernel
def _forget(size: Any) -> None:
    """Forget all rows of a table."""
    size[0] = 0


@dataclass(frozen=True)
class Run:
    """What a run leaves: the indicators of every reported quarter.

    Attributes:
        names: names of the columns.
        series: float64 (quarters, indicators).
    """

    names: tuple[str, ...]
    series: NDArray[np.float64]


def _known(scenario: ScenarioBase, links: tuple[type[Link], ...]) -> dict[str, type[Link]]:
    types = link_types(*scenario.own_links, *links)
    for name in types:
        if not hasattr(scenario.links, name):  # type: ignore[attr-defined]
            raise UsageError(
                f"the scenario has no section for the link {name!r}; load it with ecosim.scenario.load(path, "
                f"ecosim.catalogue.scenario_type({types[name].__name__}))"
            )
    return types


def simulate(scenarios: Mapping[str, ScenarioBase], *, seed: int, replication: int) -> dict[str, Run]:
    """Simulate one replication of every scenario.

    Args:
        scenarios: scenarios by name.
        seed, replication: the luck that they share.

    Returns:
        the run of each scenario, by name.
    """
    finished = together(scenarios, Passing, seed=seed, replication=replication)
    runs = {name: Run(indicators.names(types_of(scenarios[name])), run.series) for name, run in finished}
    return {name: runs[name] for name in scenarios}


def warm_up(scenario: ScenarioBase, *, backwards: bool) -> None:
    """Compile all that a quarter takes, and keep it on disk.

    Args:
        scenario: any scenario; its last quarter is taken, with the links of then.
        backwards: from the last step to the first; two processes that begin at either end share the work.
    """
    simulation = Passing(scenario, seed=0)
    simulation.world.quarter = scenario.time.end
    simulation.timeline = simulation.timeline[-1:]
    simulation.take_up()
    steps = list(simulation.steps())
    for step in reversed(steps) if backwards else steps:
        step.order  # noqa: B018

