"""A study: cells of a published model, each run many times, and what the paper says of them.

All cells of a study share their runs' luck, so that cells are compared in pairs of runs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecosim.errors import EcosimError
from ecosim.experiments.pool import spread
from ecosim.parameter import Parameters
from ecosim.published.verdict import Finding
from ecosim.randomness import address, name_key

Progress = Callable[[int, int], None]
_BATCH = 20  # runs that a worker takes up at once


@dataclass(frozen=True)
class Study:
    """A published model and the experiments that are repeated.

    Attributes:
        name: what the command line calls it.
        title: what its picture shows.
        citation: the paper.
        origin: where the published numbers come from, and how sure they are.
        runs: runs of each cell where the caller does not say.
        cells: settings of each cell by its name.
        measures: names of the numbers that a run yields.
        simulate: one run: settings, and the address that its luck hangs on -> the measures.
        judge: what the paper says, beside our sample.
    """

    name: str
    title: str
    citation: str
    origin: str
    runs: int
    cells: Mapping[str, Parameters]
    measures: tuple[str, ...]
    simulate: Callable[[Any, np.uint64], Sequence[float]]
    judge: Callable[[Sample], list[Finding]]


@dataclass(frozen=True)
class Sample:
    """Every measure of every run.

    Attributes:
        cells: names of the cells.
        measures: names of the measures.
        values: shape (cells, runs, measures).
    """

    cells: tuple[str, ...]
    measures: tuple[str, ...]
    values: NDArray[np.float64]

    def of(self, cell: str, measure: str) -> NDArray[np.float64]:
        """Return a measure of a cell, shape (runs,)."""
        return self.values[self.cells.index(cell), :, self.measures.index(measure)]


@dataclass(frozen=True)
class _Runs:
    """Carries out some runs of a cell in whatever process it finds itself."""

    study: Study
    seed: int

    def __call__(self, unit: tuple[str, int, int]) -> NDArray[np.float64] | str:
        """Return the measures of runs ``first`` to before ``last``, or what went wrong."""
        cell, first, last = unit
        settings = self.study.cells[cell]
        luck = (address(self.seed, name_key("published", self.study.name), run) for run in range(first, last))
        try:
            return np.array([self.study.simulate(settings, one) for one in luck], dtype=float)
        except Exception as error:  # a worker must not raise
            return f"{type(error).__name__}: {error}"


def carry_out(study: Study, runs: int, seed: int, jobs: int, progress: Progress) -> Sample:
    """Run every cell of a study.

    Args:
        study: the study.
        runs: runs of each cell.
        seed: seed of all of them.
        jobs: number of processes; the numbers do not depend on it.
        progress: called with the runs done so far and the total.

    Raises:
        EcosimError: a run failed, or its worker died.
    """
    units = [(cell, at, min(at + _BATCH, runs)) for cell in study.cells for at in range(0, runs, _BATCH)]
    names = tuple(study.cells)
    values = np.full((len(names), runs, len(study.measures)), np.nan)
    done, total = 0, len(names) * runs
    progress(done, total)
    work = _Runs(study, seed)
    with closing(spread(work, units, min(jobs, len(units)))) as outcomes:
        for (cell, first, last), outcome in outcomes:
            if outcome is None or isinstance(outcome, str):
                raise EcosimError(f"{study.name}, {cell}, run {first}: {outcome or 'the worker process died'}")
            values[names.index(cell), first:last] = outcome
            done += last - first
            progress(done, total)
    return Sample(names, study.measures, values)


def mean_and_error(values: NDArray[np.float64]) -> tuple[float, float]:
    """Return the mean over runs and its standard error; runs without a number are left out."""
    known = values[np.isfinite(values)]
    if not len(known):
        return float("nan"), float("nan")
    error = float(known.std(ddof=1)) / sqrt(len(known)) if len(known) > 1 else float("nan")
    return float(known.mean()), error
