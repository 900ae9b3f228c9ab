"""The funnel from discovery to product by readiness level, in two cells; runs are made again to be counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ecosim.errors import UsageError
from ecosim.experiments.pool import processors
from ecosim.patterns.climb import LEVELS
from ecosim.results.again import replications_of, resolved_scenario
from ecosim.results.tables import BAND

if TYPE_CHECKING:
    from ecosim.experiments.execute import Progress
    from ecosim.patterns.finished import Finished
    from ecosim.results.results import Results

_SAID = {LEVELS[1]: "into the valley of death", 7: "out of the valley", 9: "a product"}
#: What each step after discovery is called, the widest first.
STEPS = ("taken up by a firm", *(f"level {one}{f': {_SAID[one]}' if one in _SAID else ''}" for one in LEVELS))


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


@dataclass(frozen=True)
class Width:
    """How wide the funnel of one cell is at each of `STEPS`: mean of the runs, and between which 90 % of them lie."""

    mean: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def width(counts: NDArray[np.int64]) -> Width:
    """Return how wide a funnel is.

    Args:
        counts: of one cell, (runs, steps) with the technologies discovered first, as `Funnel` has them.
    """
    low, _, high = np.quantile(counts[:, 1:], BAND, axis=0)
    return Width(counts[:, 1:].mean(axis=0), low, high)


def paired(
    cells: Sequence[str], seen: Mapping[tuple[str, int], NDArray[np.int64]], replications: Sequence[int]
) -> Funnel:
    """Return the counts of those replications that ran in all of some cells.

    Raises:
        UsageError: there is none.
    """
    both = [number for number in replications if all((cell, number) in seen for cell in cells)]
    if not both:
        raise UsageError(f"no replication ran in all of: {', '.join(cells)}")
    return Funnel(tuple(cells), tuple(np.array([seen[cell, number] for number in both]) for cell in cells))


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
    from ecosim.experiments.execute import silent
    from ecosim.experiments.observing import Look, look_at_runs

    numbers = replications_of(results, replications)
    look = Look({cell: resolved_scenario(results, cell) for cell in cells}, results.summary["seed"], _climbed)
    seen, _ = look_at_runs(look, numbers, jobs or processors(), progress or silent)
    return paired(cells, seen, numbers)


def _climbed(run: Finished, replication: int) -> NDArray[np.int64]:
    from ecosim.patterns.climb import climb

    return climb(run)
