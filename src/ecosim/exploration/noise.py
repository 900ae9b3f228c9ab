"""What of the variation over points is luck of the runs.

Every point has the same replications, whose draws are shared as far as parameters let them: y = point + luck of the
replication + rest. Luck that all points share moves them together and so drives no index; the rest does not. The mean
of a point over R replications carries the variance of the rest over R (two-way analysis of variance without
interaction: Scheffe 1959, chapter 4).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
LEVEL = 0.95


@dataclass(frozen=True)
class Noise:
    """Variances of one output.

    Attributes:
        points: of the means of the points.
        alone: of the mean of a point by all luck: mean over points of the variance over replications, over R.
        left: of the mean of a point by luck that points do not share; what noise adds to ``points``.
    """

    points: float
    alone: float
    left: float

    @property
    def share(self) -> float:
        """Share of the variance over points that is noise; 0 where nothing varies at all."""
        return min(self.left / self.points, 1.0) if self.points > 0 else 0.0


def noise(values: Array) -> Noise:
    """Return how one output (points, replications) varies; at least two of each."""
    count, replications = values.shape
    rest = values - values.mean(axis=1, keepdims=True)
    alone = float(values.var(axis=1, ddof=1).mean() / replications)
    rest = rest - rest.mean(axis=0, keepdims=True)
    left = float((rest**2).sum() / ((count - 1) * (replications - 1) * replications))
    return Noise(float(values.mean(axis=1).var(ddof=1)), alone, left)


def within(effects: Array) -> Array:
    """Return the variance of a mean over replications, pooled over the comparisons of each factor (factors,).

    Args:
        effects: differences between compared points (comparisons, factors, replications).
    """
    pooled: Array = effects.var(axis=2, ddof=1).mean(axis=0) / effects.shape[2]
    return pooled


def each(factors: int) -> float:
    """Return the level at which each factor is held, so that luck makes none stand out in 95 % of studies (Sidak)."""
    return float(LEVEL ** (1 / factors))
