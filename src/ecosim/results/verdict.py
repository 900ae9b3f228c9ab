"""A value with its interval over replications, and whether it lies within a band."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecosim.results.effects import CONFIDENCE, intervals

Verdict = Literal["met", "not met", "partly", "does not apply", "cannot be measured"]


class Estimate(NamedTuple):
    """A value and its 95 % interval; the interval is NaN where too few runs leave none."""

    value: float
    low: float
    high: float


def estimate(values: NDArray[np.float64], statistic: str, seed: int) -> Estimate:
    """Return mean or median over replications with the interval that luck leaves; runs with NaN are left out.

    Args:
        values: (replications,).
        statistic: ``mean`` (interval of bootstrap and t) or ``median`` (interval of order statistics).
        seed: of the bootstrap.
    """
    finite = values[np.isfinite(values)]
    if not len(finite):
        return Estimate(*[float("nan")] * 3)
    if statistic == "mean":
        low, high = intervals(finite[:, None], seed)[:, 0].tolist()
        return Estimate(float(finite.mean()), low, high)
    return Estimate(float(np.median(finite)), *_of_median(finite))


def judge(found: Estimate, low: float, high: float) -> Verdict:
    """Return whether an interval lies within a band, outside, or across one of its ends.

    Without an interval the value alone is judged.
    """
    first, last = (found.low, found.high) if np.isfinite([found.low, found.high]).all() else (found.value, found.value)
    if low <= first and last <= high:
        return "met"
    return "not met" if last < low or first > high else "partly"


def _of_median(values: NDArray[np.float64]) -> tuple[float, float]:
    from scipy.stats import quantile_test

    bounds = quantile_test(values, p=0.5).confidence_interval(CONFIDENCE)
    return float(bounds.low), float(bounds.high)
