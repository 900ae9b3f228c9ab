"""The funnel from discovery to product by readiness level, in two cells; runs are made again to be counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ecosim.errors import UsageError
from ecosim.experiments.pool import processors
from ecosim.results.again import resolved_scenario
from ecosim.results.patterns import MOST

if TYPE_CHECKING:
    from ecosim.experiments.execute import Progress
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
        progress: called with the runs of the cell done and their total.

    Raises:
        UsageError: the scenario's links are unknown, or no replication ran in all cells.
        ScenarioError: a resolved scenario in the results is damaged.
    """
    from ecosim.experiments.observing import observe_runs

    summary = results.summary
    count = min(summary["replications"], MOST) if replications is None else replications
    numbers = range(summary["first_replication"], summary["first_replication"] + count)
    found: list[dict[int, NDArray[np.int64]]] = []
    for cell in cells:
        scenario = resolved_scenario(results, cell)
        seen, _ = observe_runs(scenario, summary["seed"], numbers, jobs or processors(), progress or _silent)
        found.append({one.replication: one.portrait.climb for one in seen})
    both = sorted(set.intersection(*(set(one) for one in found)))
    if not both:
        raise UsageError(f"no replication ran in all of: {', '.join(cells)}")
    return Funnel(cells, tuple(np.array([one[number] for number in both]) for one in found))


def _silent(done: int, total: int) -> None:
    """Report nothing."""
