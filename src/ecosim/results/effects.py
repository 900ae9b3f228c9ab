"""How much two cells differ: paired differences with bootstrap intervals, never a bare p-value.

Where a cell was made by cutting links, the difference is the *effect of the link*: all links minus
without it. Where scenarios are compared side by side, it is the scenario minus the baseline.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ecosim.results.tables import BAND

if TYPE_CHECKING:
    import pandas as pd

    from ecosim.experiments.design import Cell

RESAMPLES = 9_999
CONFIDENCE = 0.95
COLUMNS = (
    "cell", "contrast", "indicator", "pairs", "median", "low", "high",
    "difference", "interval_low", "interval_high", "correlation", "share_positive",
)  # fmt: skip


@dataclass(frozen=True)
class Contrast:
    """Which cell is subtracted from which.

    Attributes:
        cell: the cell that is not the baseline.
        minuend, subtrahend: names of the cells; one of them is the baseline.
        title: what the difference is called.
    """

    cell: str
    minuend: str
    subtrahend: str
    title: str


@dataclass(frozen=True)
class Difference:
    """What paired differences say.

    Attributes:
        pairs: number of pairs in which both values are finite.
        mean: their mean difference; NaN without pairs.
        low, high: 95 % interval of the mean; NaN where it cannot be had (fewer than two pairs).
        correlation: of the pairs; NaN where one side does not vary.
        share_positive: share of pairs with a difference above zero.
    """

    pairs: int
    mean: float
    low: float
    high: float
    correlation: float
    share_positive: float


def contrast(baseline: Cell, cell: Cell) -> Contrast:
    """Return the contrast of a cell with the baseline."""
    if cell.without:
        links = " and ".join(cell.without)
        title = f"effect of {'link' if len(cell.without) == 1 else 'links'} {links} = {baseline.name} minus {cell.name}"
        return Contrast(cell.name, baseline.name, cell.name, title)
    return Contrast(cell.name, cell.name, baseline.name, f"{cell.name} minus {baseline.name}")


def effects(
    outcomes: pd.DataFrame, contrasts: Iterable[Contrast], indicators: Sequence[str], seed: int
) -> pd.DataFrame:
    """Return one row per contrast and indicator, with `COLUMNS`.

    ``median``, ``low`` and ``high`` (5 % and 95 %) describe the cell itself; ``difference``, its
    interval and what follows describe the pairs, as the contrast's title says.

    Args:
        outcomes: one row per cell and replication.
        contrasts: what is compared.
        indicators: columns of ``outcomes``.
        seed: seed of the resampling.
    """
    import pandas as pd

    cells = {cell: rows.set_index("replication") for cell, rows in outcomes.groupby("cell", sort=False)}
    rows = []
    for one in contrasts:
        if not {one.minuend, one.subtrahend} <= set(cells):
            continue  # every run of that cell failed
        for indicator in indicators:
            pairs = pd.concat([cells[one.minuend][indicator], cells[one.subtrahend][indicator]], axis=1, join="inner")
            found = difference(pairs.iloc[:, 0].to_numpy(), pairs.iloc[:, 1].to_numpy(), seed)
            low, median, high = cells[one.cell][indicator].quantile(list(BAND))
            rows.append((
                one.cell, one.title, indicator, found.pairs, median, low, high,
                found.mean, found.low, found.high, found.correlation, found.share_positive,
            ))  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))


def difference(minuend: NDArray[np.float64], subtrahend: NDArray[np.float64], seed: int) -> Difference:
    """Return what the pairs (minuend[i], subtrahend[i]) say; pairs with a value that is not finite are left out."""
    finite = np.isfinite(minuend) & np.isfinite(subtrahend)
    first, second = minuend[finite], subtrahend[finite]
    differences = first - second
    if not len(differences):
        return Difference(0, *[float("nan")] * 5)
    low, high = interval(differences, seed)
    varies = np.ptp(first) > 0 and np.ptp(second) > 0
    correlation = float(np.corrcoef(first, second)[0, 1]) if varies else float("nan")
    return Difference(
        len(differences), float(differences.mean()), low, high, correlation, float((differences > 0).mean())
    )


def interval(differences: NDArray[np.float64], seed: int) -> tuple[float, float]:
    """Return the 95 % bias-corrected and accelerated bootstrap interval of a mean (Efron 1987).

    Where all differences are equal there is nothing to resample and the interval is that value;
    a single difference has none.
    """
    from scipy import stats

    if len(differences) < 2:
        return float("nan"), float("nan")
    if np.ptp(differences) == 0:
        return float(differences[0]), float(differences[0])
    found = stats.bootstrap(
        (differences,), np.mean, vectorized=True, axis=-1, n_resamples=RESAMPLES,
        confidence_level=CONFIDENCE, method="BCa", rng=np.random.default_rng(seed),
    ).confidence_interval  # fmt: skip
    return float(found.low), float(found.high)
