"""How much two cells differ: paired differences with bootstrap intervals, never a bare p-value.

Where a cell was made by cutting links, the difference is the *effect of the link*: all links minus
without it. Where scenarios are compared side by side, it is the scenario minus the baseline. What is
concluded from differences is in `ecosim.results.decision`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ecosim.results.tables import BAND

if TYPE_CHECKING:
    import pandas as pd

    from ecosim.experiments.design import Cell

RESAMPLES, BATCH = 9_999, 100  # at once: what a hundred pairs of every indicator take stays near the processor
CONFIDENCE = 0.95
COLUMNS = (
    "cell", "contrast", "indicator", "pairs", "median", "low", "high",
    "difference", "interval_low", "interval_high", "bca_low", "bca_high", "t_low", "t_high", "sd", "standardised",
    "correlation", "share_positive",
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
        low, high: 95 % interval of the mean, see `intervals`; NaN where it cannot be had (fewer than two pairs).
        bca: its bootstrap interval alone.
        sd: standard deviation of the differences; 0 where all are equal, NaN with fewer than two pairs.
        correlation: of the pairs; NaN where one side does not vary.
        share_positive: share of pairs with a difference above zero.
    """

    pairs: int
    mean: float
    low: float
    high: float
    bca: tuple[float, float]
    sd: float
    correlation: float
    share_positive: float

    @property
    def student(self) -> tuple[float, float]:
        """The 95 % interval of Student's t alone; NaN with fewer than two pairs."""
        half = float(half_width(self.sd, self.pairs))
        return self.mean - half, self.mean + half

    @property
    def standardised(self) -> float:
        """The mean in standard deviations of the differences (Cohen's d of pairs); NaN where they do not vary."""
        return self.mean / self.sd if self.sd > 0 else float("nan")


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
        first, second = cells[one.minuend], cells[one.subtrahend]
        pairs = first.index.intersection(second.index)
        names = list(indicators)
        found = differences(first.loc[pairs, names].to_numpy(), second.loc[pairs, names].to_numpy(), seed)
        bands = cells[one.cell][names].quantile(list(BAND)).to_numpy().T
        for indicator, difference, (low, median, high) in zip(indicators, found, bands, strict=True):
            rows.append((
                one.cell, one.title, indicator, difference.pairs, median, low, high, difference.mean,
                difference.low, difference.high, *difference.bca, *difference.student, difference.sd,
                difference.standardised, difference.correlation, difference.share_positive,
            ))  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))


def differences(minuend: NDArray[np.float64], subtrahend: NDArray[np.float64], seed: int) -> list[Difference]:
    """Return what the pairs of each column say; pairs with a value that is not finite are left out.

    Args:
        minuend, subtrahend: (pairs, indicators).
        seed: seed of the resampling.
    """
    finite = np.isfinite(minuend) & np.isfinite(subtrahend)
    bounds = np.full((2, 2, minuend.shape[1]), np.nan)
    for mask in np.unique(finite, axis=1).T:  # columns with the same pairs are resampled together
        alike = (finite == mask[:, None]).all(axis=0)
        change = (minuend - subtrahend)[np.ix_(mask, alike)]
        bounds[0, :, alike] = (bootstrapped := bootstrap(change, seed)).T
        bounds[1, :, alike] = widened(bootstrapped, change).T
    columns = zip(minuend.T, subtrahend.T, finite.T, bounds.transpose(2, 0, 1).tolist(), strict=True)
    return [_difference(first[both], second[both], *interval) for first, second, both, interval in columns]


def _difference(
    first: NDArray[np.float64], second: NDArray[np.float64], bca: Sequence[float], interval: Sequence[float]
) -> Difference:
    low, high = interval
    if not len(first):
        return Difference(0, low, low, high, (low, high), *[float("nan")] * 3)
    varies = np.ptp(first) > 0 and np.ptp(second) > 0
    correlation = float(np.corrcoef(first, second)[0, 1]) if varies else float("nan")
    change = first - second
    sd = float(deviations(change[:, None])[0])
    mean, positive = float(change.mean()), float((change > 0).mean())
    return Difference(len(change), mean, low, high, (bca[0], bca[1]), sd, correlation, positive)


def deviations(differences: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the standard deviation of each column: 0 where nothing but rounding varies, NaN with fewer than two rows.

    Args:
        differences: (pairs, columns), finite.
    """
    if len(differences) < 2:
        return np.full(differences.shape[1], np.nan)
    return np.where(_varies(differences), differences.std(axis=0, ddof=1), 0.0)


def half_width(sd: ArrayLike, pairs: ArrayLike) -> NDArray[np.float64]:
    """Return half of the 95 % interval of Student's t for the mean of pairs; NaN with fewer than two pairs."""
    from scipy import special

    count = np.asarray(pairs, dtype=float)
    quantile = special.stdtrit(np.maximum(count - 1, 1), (1 + CONFIDENCE) / 2)
    half: NDArray[np.float64] = np.where(count > 1, quantile * np.asarray(sd) / np.sqrt(np.maximum(count, 1)), np.nan)
    return half


def _varies(differences: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return of each column whether it varies by more than rounding leaves."""
    varies: NDArray[np.bool_] = np.ptp(differences, axis=0) > 1e-9 * np.abs(differences).max(axis=0)
    return varies


def _level(pairs: int) -> float:
    """Return the level of a bootstrap interval that has the width of Student's t where differences are normal.

    Resampling divides by the number of pairs where an unbiased variance divides by one less, and knows
    nothing of the luck in that variance: without this its intervals are too short (Hesterberg 2015). Of two or
    three pairs no level would do; they get the outermost means resampled.
    """
    from scipy import special

    quantile = special.stdtrit(pairs - 1, (1 + CONFIDENCE) / 2) * np.sqrt(pairs / (pairs - 1))
    return min(float(2 * special.ndtr(quantile) - 1), 1 - 2 / RESAMPLES)


def intervals(differences: NDArray[np.float64], seed: int) -> NDArray[np.float64]:
    """Return the 95 % interval of each column's mean: the bootstrap's, and Student's where that reaches further.

    Differences of pairs that share luck are often near zero with a few far off on either side; there the bootstrap
    alone is too short. Where they are skewed, t alone is (docs/statistics.md).

    Args:
        differences: (pairs, columns), finite.
        seed: seed of the resampling, which is the same for every column.

    Returns:
        (2, columns): lower and upper bounds; NaN of a single pair.
    """
    return widened(bootstrap(differences, seed), differences)


def widened(bounds: NDArray[np.float64], differences: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return bounds (2, columns) moved out to the 95 % interval of Student's t where that reaches further."""
    half = half_width(deviations(differences), len(differences))
    mean = differences.mean(axis=0) if len(differences) else half
    return np.stack([np.minimum(bounds[0], mean - half), np.maximum(bounds[1], mean + half)])


def bootstrap(differences: NDArray[np.float64], seed: int, resamples: int = RESAMPLES) -> NDArray[np.float64]:
    """Return the 95 % bias-corrected and accelerated bootstrap interval of each column's mean (Efron 1987).

    Its level is raised to make up for few pairs (Hesterberg 2015, The American Statistician 69(4)). Where all
    differences are equal there is nothing to resample and the interval is that value; a single one has none.

    Args:
        differences: (pairs, columns), finite.
        seed: seed of the resampling, which is the same for every column.
        resamples: how often the mean is drawn.

    Returns:
        (2, columns): lower and upper bounds.
    """
    from scipy import stats

    if len(differences) < 2:
        return np.full((2, differences.shape[1]), np.nan)
    bounds = differences[:2].copy()
    varies = _varies(differences)
    if varies.any():
        found = stats.bootstrap(
            (differences[:, varies],), np.mean, vectorized=True, axis=0, n_resamples=resamples, batch=BATCH,
            confidence_level=_level(len(differences)), method="BCa", rng=np.random.default_rng(seed),
        ).confidence_interval  # fmt: skip
        bounds[:, varies] = found.low, found.high
    return bounds
