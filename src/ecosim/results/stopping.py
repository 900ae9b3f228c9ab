"""How many replications are enough: growing until the interval of every difference is as narrow as wanted.

The half-width of the 95 % interval of Student's t is looked at after 30 replications and after every 10 more,
and the design stops when it was narrow enough for every difference at two looks in a row. Looking repeatedly
stops too early by luck in the standard deviation, which is why a rule without correction covers less than
95 %. Three things correct for that: at least 30 replications; the t quantile; and one batch more than the rule
of Chow and Robbins (1965) asks for, after which precision must still hold (a fixed number of further
replications is what not knowing the variance costs, Simons 1968). The rule looks at spread only, never at the
mean, so that it cannot stop at a moment that flatters an effect. It is exact in the limit of high precision (Chow and
Robbins 1965; Glynn and Whitt 1992); what is left of few replications is in docs/statistics.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ecosim.results.effects import Contrast, half_width

if TYPE_CHECKING:
    import pandas as pd

FEWEST, BATCH = 30, 10


def looks(most: int) -> NDArray[np.int64]:
    """Return the numbers of replications after which precision is looked at; the last one is ``most``."""
    return np.append(np.arange(FEWEST, most, BATCH), most)


def half_widths(differences: NDArray[np.float64], counts: ArrayLike) -> NDArray[np.float64]:
    """Return half of the 95 % interval of the mean of the first pairs of each column.

    Args:
        differences: (replications, columns); what is not finite is left out.
        counts: how many replications to look at, each time from the first on.

    Returns:
        (counts, columns); NaN with fewer than two pairs.
    """
    rows = np.asarray(counts) - 1
    finite = np.isfinite(differences)
    known = np.where(finite, differences, 0.0)
    shifted = np.where(finite, known - known.sum(axis=0) / np.maximum(finite.sum(axis=0), 1), 0.0)  # loses no digits
    pairs = finite.cumsum(axis=0)[rows]
    mean = shifted.cumsum(axis=0)[rows] / np.maximum(pairs, 1)
    squares = (shifted**2).cumsum(axis=0)[rows] - pairs * mean**2
    return half_width(np.sqrt(np.maximum(squares, 0) / np.maximum(pairs - 1, 1)), pairs)


def paired(outcomes: pd.DataFrame, contrasts: Sequence[Contrast], indicator: str) -> pd.DataFrame:
    """Return an indicator's differences, one row per replication and one column per contrast, named by its cell.

    Without contrasts it is the indicator itself, in each cell. What a failed run leaves open is NaN.
    """
    import pandas as pd

    cells = outcomes.pivot(index="replication", columns="cell", values=indicator)
    if not contrasts:
        return cells
    found = {one.cell: cells[one.minuend] - cells[one.subtrahend] for one in contrasts
             if {one.minuend, one.subtrahend} <= set(cells)}  # fmt: skip
    return pd.DataFrame(found, index=cells.index)


def precise(outcomes: pd.DataFrame, contrasts: Sequence[Contrast], precision: Mapping[str, float]) -> bool:
    """Return whether runs so far settle the precision of every indicator that has one.

    Args:
        outcomes: one row per cell and replication, of as many replications as one of `looks`.
        contrasts: what is compared; none for a single cell.
        precision: half-width wanted, by indicator.
    """
    for indicator, wanted in precision.items():
        differences = paired(outcomes, contrasts, indicator)
        halves = half_widths(differences.to_numpy(), looks(len(differences)))
        if not halves.size or not settled(halves, wanted)[-1].all():
            return False
    return True


def settled(halves: NDArray[np.float64], precision: float) -> NDArray[np.bool_]:
    """Return at which looks the precision is reached, for the second time in a row.

    Args:
        halves: (looks, ...) half-widths at `looks`.
        precision: half-width wanted.
    """
    narrow = halves <= precision
    again = narrow.copy()
    again[0] = False
    again[1:] &= narrow[:-1]
    return again
