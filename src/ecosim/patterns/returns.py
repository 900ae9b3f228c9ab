"""Returns of transferred technologies: how unequal they are, and which distribution they follow.

The return of a product is the part of its firm's sales owed to it in its first five years. Only products launched
at least five years before the end of a run are taken, so that all have had the same time.
"""

from __future__ import annotations

from math import inf, log, pi

import numpy as np
from numpy.typing import NDArray

from ecosim.patterns.diary import FIRST_YEARS
from ecosim.patterns.finished import Finished
from ecosim.patterns.measure import NONE, Measure
from ecosim.world.codes import Stage

FEWEST = 20  # products, below which neither a share of the top tenth nor a distribution means anything


def returns(run: Finished) -> NDArray[np.float64]:
    """Return five years' sales owed to each product launched since reporting began, ascending (products,)."""
    techs = run.world.techs.view
    launched = techs["launched"]
    seen = (techs["stage"] == Stage.PRODUCT) & (launched >= run.begun) & (launched <= run.world.tick - FIRST_YEARS)
    sums: NDArray[np.float64] = np.sort(run.diary.returns[np.flatnonzero(seen)])
    return sums


def top_share(values: NDArray[np.float64], part: float = 0.1) -> float:
    """Return the share of a sum that the largest values hold; of a value at the border only its part counts.

    Args:
        values: none negative.
        part: share of the values that counts as the top.
    """
    total = values.sum()
    if total <= 0:
        return NONE
    ordered = np.sort(values)[::-1]
    whole, rest = divmod(part * len(ordered), 1)
    top = ordered[: int(whole)].sum() + (rest * ordered[int(whole)] if rest else 0.0)
    return float(top / total)


def value_top_decile(run: Finished) -> float:
    """Return the share of all returns that the top tenth of products have; NaN of fewer than twenty products."""
    values = returns(run)
    return top_share(values) if len(values) >= FEWEST else NONE


def value_shape(run: Finished) -> float:
    """Return by how much Akaike's criterion prefers a log-normal tail of returns to Pareto's; above 0: log-normal."""
    values = returns(run)
    values = values[values > 0]
    return preference(values[values >= np.median(values)]) if len(values) >= FEWEST else NONE


def preference(tail: NDArray[np.float64]) -> float:
    """Return Akaike's criterion of a Pareto distribution minus that of a log-normal one, from the smallest value on.

    A log-normal distribution cut off below holds Pareto's as a limit, so it never fits worse; the criterion charges
    it for its second parameter. The tail is the harder test: over all values Pareto's has no chance.

    Args:
        tail: positive values, not all the same.
    """
    logs = np.log(tail / tail.min())
    if not logs.any():
        return NONE
    pareto = len(logs) * (log(len(logs) / float(logs.sum())) - 1.0) - float(logs.sum())
    return 2.0 * (_log_normal(logs) - pareto) - 2.0


def _log_normal(logs: NDArray[np.float64]) -> float:
    """Return the largest log-likelihood of values whose logarithms are normal, cut off below at 0."""
    from scipy.optimize import minimize
    from scipy.stats import norm

    count, spread = len(logs), float(logs.std())

    def badness(at: NDArray[np.float64]) -> float:
        mean, sigma = float(at[0]), float(np.exp(at[1]))
        beyond = float(norm.logsf(0.0, mean, sigma))
        square = float((((logs - mean) / sigma) ** 2).sum())
        likelihood = -count * (log(sigma) + 0.5 * log(2.0 * pi) + beyond) - 0.5 * square - logs.sum()
        return -float(likelihood) if np.isfinite(likelihood) else inf

    starts = ((float(logs.mean()), log(spread)), (0.0, log(spread)), (-2.0 * spread, log(2.0 * spread)))
    return -min(float(minimize(badness, start, method="Nelder-Mead").fun) for start in starts)


_SALES = "sales owed to a product in its first five years stand for the value of a patent or a firm"

MEASURES = {
    "value_top_decile": Measure(
        value_top_decile, "share of five years' sales owed to products that the top tenth of products have", _SALES,
        absent="fewer than twenty products with five years of sales",
    ),
    "value_shape": Measure(
        value_shape, "Akaike's criterion, Pareto minus log-normal, of the upper half of returns; above 0: log-normal",
        f"{_SALES}; the quality of discoveries is log-normal by assumption, their returns are not",
        statistic="median", absent="fewer than twenty products with five years of sales", above=0.0,
    ),
}  # fmt: skip
