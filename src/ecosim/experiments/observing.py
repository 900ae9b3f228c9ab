"""Runs made again to be looked at closely: what measures need is in the tables of a run, which no store keeps.

A run is a pure function of scenario, seed, replication and version, so it can be had again bit for bit.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ecosim.experiments.execute import Progress
from ecosim.experiments.pool import spread
from ecosim.scenario.document import ScenarioBase

if TYPE_CHECKING:
    from ecosim.patterns.portrait import Portrait


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
class Observe:
    """Makes runs of a scenario and measures them, in whatever process it finds itself."""

    scenario: ScenarioBase
    seed: int

    def __call__(self, replication: int) -> Observed | str:
        """Return what one replication shows, or in a line what went wrong."""
        from ecosim.patterns.history import remember
        from ecosim.patterns.observe import finish, observe
        from ecosim.patterns.portrait import portray

        try:
            run = finish(self.scenario, seed=self.seed, replication=replication)
            return Observed(replication, observe(run), remember(run), portray(run), run.series)
        except Exception as error:  # work for processes must not raise
            return " ".join(f"{type(error).__name__}: {error}".split())

    def prepare(self, worker: int) -> None:
        """Compile the engine: every other worker from the end, so that each finds half of the work done."""
        from ecosim.simulation import warm_up

        warm_up(self.scenario, backwards=worker % 2 == 1)


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
    seen: dict[int, Observed] = {}
    failures: dict[int, str] = {}
    progress(0, len(replications))
    workers = min(jobs, len(replications))
    with closing(spread(Observe(scenario, seed), list(replications), workers)) as outcomes:
        for replication, outcome in outcomes:
            if isinstance(outcome, Observed):
                seen[replication] = outcome
            else:
                failures[replication] = outcome or "the worker process died each time it took up this run"
            progress(len(seen) + len(failures), len(replications))
    return [seen[number] for number in replications if number in seen], dict(sorted(failures.items()))
