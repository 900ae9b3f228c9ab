"""What runs of a scenario show with given values of its free parameters, spread over processes that are kept alive."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from ecosim.calibration.free import Free, placed
from ecosim.experiments.pool import spread
from ecosim.scenario.document import ScenarioBase


@dataclass(frozen=True)
class Unit:
    """One run.

    Attributes:
        values: values of the free parameters.
        replication: number of the replication.
        ids: the quantities to measure.
    """

    values: tuple[float, ...]
    replication: int
    ids: tuple[str, ...]


Outcome = tuple[float, ...] | str
Work = Callable[[Unit], Outcome]


@dataclass(frozen=True)
class Measure:
    """Runs a scenario and measures it, in whatever process it finds itself.

    Attributes:
        scenario: the scenario.
        parameters: its free parameters.
        seed: the seed that all runs share: common random numbers.
    """

    scenario: ScenarioBase
    parameters: tuple[Free, ...]
    seed: int
    _placed: dict[tuple[float, ...], ScenarioBase] = field(default_factory=dict, compare=False, repr=False)

    def __call__(self, unit: Unit) -> Outcome:
        """Return what the run shows of each quantity, or what went wrong."""
        from ecosim.patterns.observe import finish, observe

        try:
            found = observe(finish(self._with(unit.values), seed=self.seed, replication=unit.replication), unit.ids)
        except Exception as error:  # a run that cannot be is a bad place to be, not the end of the search
            return f"{type(error).__name__}: {error}"
        return tuple(found[name] for name in unit.ids)

    def _with(self, values: tuple[float, ...]) -> ScenarioBase:
        """Return the scenario with some values: the same object for all replications, which share what it implies."""
        if values not in self._placed:
            self._placed.clear()
            self._placed[values] = placed(self.scenario, self.parameters, values)
        return self._placed[values]

    def prepare(self, worker: int) -> None:
        """Compile the engine: every other worker from the end, so that each finds half of the work done."""
        from ecosim.simulation import warm_up

        warm_up(self.scenario, backwards=worker % 2 == 1)


class Runs:
    """Runs on demand, by worker processes that live as long as the block.

    Args:
        work: what to do with a unit; must not raise.
        jobs: number of processes; what is measured does not depend on it.
        finished: called after each run.

    Attributes:
        failures: what went wrong, by unit.
    """

    def __init__(self, work: Work, jobs: int, finished: Callable[[], None]) -> None:
        self.failures: dict[Unit, str] = {}
        self._work, self._jobs, self._finished = work, jobs, finished
        self._waiting: deque[Unit] = deque()
        self._outcomes: Generator[tuple[Unit, Outcome | None], None, None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, traceback: TracebackType | None) -> None:
        if self._outcomes is not None:
            self._outcomes.close()

    def measure(
        self, points: Sequence[tuple[float, ...]], replications: Sequence[int], ids: tuple[str, ...]
    ) -> NDArray[np.float64]:
        """Return what runs show (points, replications, ids); NaN where a run shows nothing or failed."""
        units = [Unit(point, replication, ids) for point in points for replication in replications]
        self._waiting.extend(dict.fromkeys(units))
        wanted = set(units)
        if self._outcomes is None:
            self._outcomes = spread(self._work, self._waiting, self._jobs)
        found: dict[Unit, Outcome] = {}
        while len(found) < len(wanted):
            unit, outcome = next(self._outcomes)
            found[unit] = outcome if outcome is not None else "the worker process died each time it took up this run"
            self._finished()
        rows = [self._row(unit, found[unit]) for unit in units]
        return np.array(rows, np.float64).reshape(len(points), len(replications), len(ids))

    def _row(self, unit: Unit, outcome: Outcome) -> tuple[float, ...]:
        if isinstance(outcome, str):
            self.failures[unit] = outcome
            return (float("nan"),) * len(unit.ids)
        return outcome
