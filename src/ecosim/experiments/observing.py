"""Runs made again to be looked at closely: what measures need is in the tables of a run, which no store keeps.

A run is a pure function of scenario, seed, replication and version, so it can be had again bit for bit.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from ecosim.experiments.execute import Progress
from ecosim.experiments.pool import spread
from ecosim.scenario.document import ScenarioBase

if TYPE_CHECKING:
    from ecosim.patterns.finished import Finished
    from ecosim.patterns.portrait import Portrait

Seen = TypeVar("Seen")
Unit = tuple[str, int]
Work = tuple[tuple[str, ...], int]  # names of scenarios, and a replication of them


@dataclass(frozen=True)
class Observed:
    """What was seen of one run.

    Attributes:
        replication: its number.
        values: the measures by id; NaN where one cannot be had.
        history: what happened at the dates of known facts, by id; NaN where the scenario does not hold one.
        portrait: arrays for pictures.
        series: float64 (quarters, indicators), by which the run is compared with the one it repeats.
    """

    replication: int
    values: dict[str, float]
    history: dict[str, float]
    portrait: Portrait
    series: NDArray[np.float64]


@dataclass(frozen=True)
class Look(Generic[Seen]):
    """Makes runs and looks at each when it is finished, in whatever process it finds itself.

    Attributes:
        scenarios: what to run, by name.
        seed: seed of the runs.
        look: returns what a finished run of that replication shows; the run itself does not travel.
        diary: whether a look reads the diary of a run.
    """

    scenarios: Mapping[str, ScenarioBase]
    seed: int
    look: Callable[[Finished, int], Seen]
    diary: bool = False

    def __call__(self, work: Work) -> dict[str, Seen] | str:
        """Return what one replication of some scenarios shows, by name, or in a line what went wrong."""
        from ecosim.patterns.finished import finish_together

        names, replication = work
        scenarios = {name: self.scenarios[name] for name in names}
        try:
            runs = finish_together(scenarios, seed=self.seed, replication=replication, diary=self.diary)
            return {name: self.look(run, replication) for name, run in runs}
        except Exception as error:  # work for processes must not raise
            return " ".join(f"{type(error).__name__}: {error}".split())

    def prepare(self, worker: int) -> None:
        """Compile the engine: every other worker from the end, so that each finds half of the work done."""
        from ecosim.simulation import warm_up

        warm_up(next(iter(self.scenarios.values())), backwards=worker % 2 == 1)


def observe_runs(
    scenario: ScenarioBase, seed: int, replications: Sequence[int], jobs: int, progress: Progress
) -> tuple[list[Observed], dict[int, str]]:
    """Make and measure replications of a scenario.

    Args:
        scenario: what to run.
        seed: seed of the runs.
        replications: their numbers.
        jobs: number of processes.
        progress: called with the runs done and their total.

    Returns:
        what was seen, in the order of ``replications``, and what went wrong by replication.
    """
    seen, failures = look_at_runs(Look({"": scenario}, seed, _observed, diary=True), replications, jobs, progress)
    return list(seen.values()), {replication: error for (_, replication), error in failures.items()}


def look_at_runs(
    look: Look[Seen], replications: Sequence[int], jobs: int, progress: Progress
) -> tuple[dict[Unit, Seen], dict[Unit, str]]:
    """Make replications of every scenario and look at each.

    The unit of work is one replication of all of them, whose common past is simulated once. Where that fails, each is
    made by itself, so that it is blamed for no failure but its own.

    Args:
        look: the scenarios, and what to look at.
        replications: their numbers.
        jobs: number of processes.
        progress: called with the runs done and their total.

    Returns:
        what was seen, and what went wrong, by name of the scenario and replication in their order.
    """
    units = [(name, replication) for name in look.scenarios for replication in replications]
    seen: dict[Unit, Seen] = {}
    failures: dict[Unit, str] = {}
    work: deque[Work] = deque((tuple(look.scenarios), replication) for replication in replications)
    progress(0, len(units))
    with closing(spread(look, work, min(jobs, len(units)))) as outcomes:
        for (names, replication), outcome in outcomes:
            if isinstance(outcome, dict):
                seen |= {(name, replication): one for name, one in outcome.items()}
            elif len(names) > 1:
                work.extend(((name,), replication) for name in names)
            else:
                failures[names[0], replication] = outcome or "the worker process died each time it took up this run"
            progress(len(seen) + len(failures), len(units))
    return {unit: seen[unit] for unit in units if unit in seen}, dict(sorted(failures.items()))


def _observed(run: Finished, replication: int) -> Observed:
    from ecosim.patterns.history import remember
    from ecosim.patterns.observe import observe
    from ecosim.patterns.portrait import portray

    return Observed(replication, observe(run), remember(run), portray(run), run.series)
