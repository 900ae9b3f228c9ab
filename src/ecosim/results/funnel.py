"""The funnel from discovery to product by readiness level, in two cells; runs are made again to be counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ecosim.errors import UsageError
from ecosim.experiments.execute import Progress, silent
from ecosim.experiments.pool import processors
from ecosim.results.again import replications_of, resolved_scenario

if TYPE_CHECKING:
    from ecosim.patterns.finished import Finished
    from ecosim.results.results import Results


@dataclass(frozen=True)
class Funnel:
    """What was counted.

    Attributes:
        cells: names of the cells.
        counts: technologies by how far they came, see `ecosim.patterns.climb`: (runs, steps) of each cell, in pairs.
    """

    cells: tuple[str, ...]
    counts: tuple[NDArray[np.int64], ...]

    @property
    def runs(self) -> int:
        """Number of pairs."""
        return len(self.counts[0])


def funnel(
    results: Results, cells: tuple[str, ...], replications: int | None = None, jobs: int | None = None,
    progress: Progress | None = None,
) -> Funnel:  # fmt: skip
    """Make runs of some cells again and count how far technologies came.

    Args:
        results: results of `run` or `compare`.
        cells: names of cells.
        replications: number of runs of each, from the first; by default what the results have, at most twenty.
        jobs: number of processes; all processors by default.
        progress: called with the runs done and their total.

    Raises:
        UsageError: an argument is out of range, the scenario's links are unknown, or no replication ran in all cells.
        ScenarioError: a resolved scenario in the results is damaged.
    """
    from ecosim.experiments.observing import Look, look_at_runs

    numbers = replications_of(results, replications)
    look = Look({cell: resolved_scenario(results, cell) for cell in cells}, results.summary["seed"], _climbed)
    seen, _ = look_at_runs(look, numbers, jobs or processors(), progress or silent)
    both = [number for number in numbers if all((cell, number) in seen for cell in cells)]
    if not both:
        raise UsageError(f"no replication ran in all of: {', '.join(cells)}")
    return Funnel(cells, tuple(np.array([seen[cell, number] for number in both]) for cell in cells))


def _climbed(run: Finished, replication: int) -> NDArray[np.int64]:
    from ecosim.patterns.climb import climb

    return climb(run)
