"""Runs on demand: what is to be run next depends on what runs have shown, so the workers stay alive in between."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from ecosim.experiments.execute import Progress
from ecosim.experiments.pool import spread
from ecosim.experiments.store import Record, Store, pack


@dataclass(frozen=True)
class Unit:
    """One run.

    Attributes:
        values: what the run is made with: values of free parameters, or a mix of instruments and links.
        replication: number of the replication.
        ids: the quantities to measure.
    """

    values: tuple[float, ...]
    replication: int
    ids: tuple[str, ...]


Outcome = tuple[float, ...] | str
Work = Callable[[Unit], Outcome]


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
        """Return what runs show (points, replications, ids), with the same replications of every point."""
        units = [Unit(point, replication, ids) for point in points for replication in replications]
        return self.each(units).reshape(len(points), len(replications), len(ids))

    def each(self, units: Sequence[Unit]) -> NDArray[np.float64]:
        """Return what each of some runs with the same ids shows (units, ids); NaN where it shows nothing or failed."""
        found = dict(self._made(list(dict.fromkeys(units))))
        rows = [self._row(unit, found[unit]) for unit in units]
        return np.array(rows, np.float64).reshape(len(units), -1)

    def _made(self, units: Sequence[Unit]) -> Iterator[tuple[Unit, Outcome]]:
        """Make runs and yield each as it finishes."""
        self._waiting.extend(units)
        if self._outcomes is None:
            self._outcomes = spread(self._work, self._waiting, self._jobs)
        for _ in units:
            unit, outcome = next(self._outcomes)
            yield unit, outcome if outcome is not None else "the worker process died each time it took up this run"
            self._finished()

    def _row(self, unit: Unit, outcome: Outcome) -> tuple[float, ...]:
        if isinstance(outcome, str):
            self.failures[unit] = outcome
            return (float("nan"),) * len(unit.ids)
        return outcome


class KeptRuns(Runs):
    """Runs on demand, each of which is kept when it finishes and never made again.

    A search that depends on seed and runs alone goes on, interrupted and begun anew, as if it had not been: up to
    where it stopped it finds every run at once.

    Args:
        work, jobs, finished: see `Runs`.
        store: keeps the runs.
        question: everything but values, replication and ids on which what is measured depends.
    """

    def __init__(self, work: Work, jobs: int, finished: Callable[[], None], store: Store, question: str) -> None:
        super().__init__(work, jobs, finished)
        self._store, self._question = store, question

    def _made(self, units: Sequence[Unit]) -> Iterator[tuple[Unit, Outcome]]:
        missing = []
        for unit in units:
            kept = self._store.series(self._name(unit), [unit.replication])
            if unit.replication in kept:
                yield unit, tuple(kept[unit.replication].tolist())
                self._finished()
            else:
                missing.append(unit)
        for unit, outcome in super()._made(missing):
            told = isinstance(outcome, str)
            series, error = (None, str(outcome)) if told else (pack(np.array(outcome, np.float64)), "")
            self._store.put([Record(self._name(unit), unit.replication, series, error)])
            yield unit, outcome

    def _name(self, unit: Unit) -> str:
        said = json.dumps([self._question, unit.values, unit.ids])
        return blake2b(said.encode(), digest_size=16).hexdigest()


def counter(total: int, progress: Progress | None, done: int = 0) -> Callable[[], None]:
    """Return what counts finished runs, beside those ``done`` before, and reports them with their expected total."""

    def count() -> None:
        nonlocal done
        done += 1
        if progress:
            progress(min(done, total), total)

    return count
