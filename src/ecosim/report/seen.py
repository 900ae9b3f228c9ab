"""What the page needs of runs beyond the numbers that a store keeps.

It is seen when runs are first made, where that is for the page (`glance_at`). Others are made again: a run is a pure
function of scenario, seed, replication and version, so it can be had again bit for bit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ecosim.errors import EcosimError
from ecosim.experiments.design import Design
from ecosim.experiments.draws import Uncertain
from ecosim.experiments.execute import Progress, digests, silent
from ecosim.experiments.glance import Glance
from ecosim.experiments.observing import Look, Unit, look_at_runs
from ecosim.experiments.pool import processors
from ecosim.patterns.climb import climb
from ecosim.report.networks import Network, network
from ecosim.results.again import MOST, replications_of, resolved_scenario
from ecosim.results.results import Results

if TYPE_CHECKING:
    from ecosim.patterns.finished import Finished

#: Cells that are looked at: every combination of five links. Of more, not all would fit into one file.
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
class Seen:
    """Runs that were looked at.

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


def glance_at(design: Design) -> Glance | None:
    """Return how to look, as the runs of a design are made, at those that its page shows; None where it shows none."""
    if isinstance(design, Uncertain):
        return None
    names = digests(design)
    scenarios = frozenset(names[cell.name] for cell in design.cells[:MOST_CELLS])
    return Glance(_look_from(design.replications[0]), scenarios, frozenset(design.replications[:MOST]))


def look(
    results: Results, jobs: int | None = None, progress: Progress | None = None, glance: Glance | None = None
) -> Seen:
    """Look at runs of the first `MOST_CELLS` cells, as many of each as `ecosim plot` does for its funnel.

    Args:
        results: the results.
        jobs: number of processes; all processors by default.
        progress: called with the runs done and their total, where any has to be made again.
        glance: what was seen when runs were first made; the others are made again.
    """
    numbers, cells = replications_of(results, None), results.summary["cells"][:MOST_CELLS]
    seen = glance.seen if glance else {}
    runs = {
        (cell["name"], number): seen[cell["digest"], number]
        for cell in cells
        for number in numbers
        if (cell["digest"], number) in seen
    }
    left = [number for number in numbers if any((cell["name"], number) not in runs for cell in cells)]
    if not left:
        return Seen(numbers, runs)
    try:
        scenarios = {cell["name"]: resolved_scenario(results, cell["name"]) for cell in cells}
    except EcosimError as error:
        return Seen(range(0), note=str(error))
    looks = Look(scenarios, results.summary["seed"], _look_from(numbers[0]))
    made, failures = look_at_runs(looks, left, jobs or processors(), progress or silent)
    return Seen(numbers, runs | made, failures)


def _look_from(first: int) -> Callable[[Finished, int], Run]:
    """Return how to look at runs; of the first replication alone the network is kept."""
    return partial(_looked, first=first)


def _looked(run: Finished, replication: int, first: int) -> Run:
    return Run(run.series, climb(run), network(run) if replication == first else None)
