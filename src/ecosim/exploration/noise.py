"""What of the variation over points is luck of the runs, and how large an index luck alone would make.

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
DRAWS = 400
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


def luck(values: Array, block: int, seed: int, draws: int = DRAWS) -> Array:
    """Return means of points as they could be were nothing but luck in them (points, draws): a wild bootstrap.

    Deviations from a point's mean get random signs, one for each replication and block of points, so that points
    that an index compares within a block keep the luck they share (Wu 1986; Liu 1988).

    Args:
        values: (points, replications).
        block: number of points in a row that share their signs.
        seed: of the signs.
        draws: how many.
    """
    count, replications = values.shape
    deviations = (values - values.mean(axis=1, keepdims=True)) * np.sqrt(replications / (replications - 1))
    signs = np.random.default_rng(seed).choice([-1.0, 1.0], size=(count // block, replications, draws))
    blocks = deviations.reshape(count // block, block, replications)
    means: Array = np.einsum("bpr,brd->bpd", blocks, signs).reshape(count, draws) / replications
    return means


def floor(indices: Array) -> float:
    """Return what the largest of all factors' indices stays below in 95 % of draws (factors, draws) of luck alone."""
    return float(np.quantile(indices.max(axis=0), LEVEL))
