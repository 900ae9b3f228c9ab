"""Runs made again for the page, because stored runs keep numbers only.

A run is a pure function of scenario, seed, replication and version, so it can be had again bit for bit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ecosim.errors import EcosimError
from ecosim.experiments.execute import Progress, silent
from ecosim.experiments.observing import Look, Unit, look_at_runs
from ecosim.experiments.pool import processors
from ecosim.patterns.climb import climb
from ecosim.report.networks import Network, network
from ecosim.results.again import replications_of, resolved_scenario
from ecosim.results.results import Results

if TYPE_CHECKING:
    from ecosim.patterns.finished import Finished

#: Cells that are made again: every combination of five links. Of more, not all would fit into one file.
MOST_CELLS = 32


@dataclass(frozen=True)
class Run:
    """What the page needs of one run.

    Attributes:
        series: float64 (quarters, indicators), by which the run is compared with the stored one.
        climbed: technologies by how far they came, see `ecosim.patterns.climb`.
        network: organisations and ties, of the first replication alone.
    """

    series: NDArray[np.float64]
    climbed: NDArray[np.int64]
    network: Network | None


@dataclass(frozen=True)
class Again:
    """Runs made again.

    Attributes:
        asked: the replications; empty where none could be made.
        runs: what was seen, by cell and replication.
        failures: what went wrong, likewise.
        note: why none could be made.
    """

    asked: range
    runs: Mapping[Unit, Run] = field(default_factory=dict)
    failures: Mapping[Unit, str] = field(default_factory=dict)
    note: str = ""


def made_again(results: Results, jobs: int | None = None, progress: Progress | None = None) -> Again:
    """Make runs of the first `MOST_CELLS` cells again, as many of each as `ecosim plot` does for its funnel.

    Args:
        results: the results.
        jobs: number of processes; all processors by default.
        progress: called with the runs done and their total.
    """
    numbers = replications_of(results, None)
    try:
        scenarios = {name: resolved_scenario(results, name) for name in results.cells[:MOST_CELLS]}
    except EcosimError as error:
        return Again(range(0), note=str(error))
    look = Look(scenarios, results.summary["seed"], partial(_looked, first=numbers[0]))
    runs, failures = look_at_runs(look, numbers, jobs or processors(), progress or silent)
    return Again(numbers, runs, failures)


def _looked(run: Finished, replication: int, first: int) -> Run:
    return Run(run.series, climb(run), network(run) if replication == first else None)
