"""Which cell is best, and how sure that is.

Cells are ranked by their mean over replications. How sure the order is, a bootstrap of the replications tells: in
each resample all cells keep their shared luck, and one of them comes out best.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ecosim.results.table import Table, number

if TYPE_CHECKING:
    from ecosim.results.results import Results

RESAMPLES = 9_999


def ranking_tables(results: Results) -> list[Table]:
    """Return a table of the cells from best to worst where the scenario says by which indicator; else nothing."""
    name = results.summary.get("rank")
    if not name or len(results.cells) < 2:
        return []
    outcomes = results.to_pandas("outcomes").pivot(index="replication", columns="cell", values=name).dropna()
    cells = [cell for cell in results.cells if cell in outcomes]
    values = outcomes[cells].to_numpy()
    best, worst = chances(values, int(results.summary["seed"]))
    mean = values.mean(axis=0)
    rows = [
        [cells[c], number(float(mean[c])), number(float(mean.max() - mean[c])), f"{100 * best[c]:.0f} %",
         f"{100 * worst[c]:.0f} %"]
        for c in np.argsort(-mean, kind="stable")
    ]  # fmt: skip
    title = results.indicator(name)["title"]
    first, count = rows[0], len(values)
    notes = [
        f"Best is {first[0]}; in {first[3]} of resamples of the {count} replications it stays so.",
        "With nothing to choose between them, each would be best in about "
        f"{100 / len(cells):.0f} % of the experiments that could have been made.",
    ]
    return [Table(f"Cells by {title}, best first", ["cell", "mean", "behind best", "is best", "is worst"], rows, notes)]


def chances(values: NDArray[np.float64], seed: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return in which share of resamples each cell has the highest and the lowest mean.

    Args:
        values: (replications, cells), of replications with shared luck.
        seed: seed of the resampling.
    """
    rng, count = np.random.default_rng(seed), len(values)
    weights = rng.multinomial(count, np.full(count, 1 / count), size=RESAMPLES) / count
    means = weights @ values
    cells = values.shape[1]
    best = np.bincount(means.argmax(axis=1), minlength=cells) / RESAMPLES
    worst = np.bincount(means.argmin(axis=1), minlength=cells) / RESAMPLES
    return best, worst
