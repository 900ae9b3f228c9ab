"""Approximate Bayesian computation by adaptive importance sampling: which points of the unit cube targets leave.

A point stands for values of free parameters, in shares of their plausible ranges; the prior is uniform over the cube.
Each point is simulated with luck of its own, and weighs by a kernel of how far its runs are from the targets. The
kernel is normal and as wide as the declared error of the targets. Wilkinson (2013) showed that the answer is then no
approximation that would get better with a smaller tolerance, but the posterior for targets known up to that error.

Points come in batches: the first ones from the prior, later ones from a Student t distribution that follows the
weighted points so far. It is fitted to their normal scores, in which the prior is a standard normal: a parameter of
which the targets say nothing is then followed exactly, up to the edges of its range. Every point counts, whichever
batch it came from: it weighs kernel x prior / the mixture of all distributions drawn from (adaptive multiple importance
sampling, Cornuet et al. 2012). The prior is part of the mixture, so no weight can run away. While few points are near,
the kernel by which the next batch is aimed is flattened until enough of them count; the weights that are returned are
never flattened.

Wilkinson (2013), Approximate Bayesian computation gives exact results under the assumption of model error, Statistical
Applications in Genetics and Molecular Biology 12(2), 129-141.
Cornuet, Marin, Mira, Robert (2012), Adaptive multiple importance sampling, Scandinavian Journal of Statistics 39(4),
798-812. Sisson, Fan, Beaumont (2018), Handbook of approximate Bayesian computation, for the field.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: Points that are drawn together; more batches add to those that are there.
BATCH = 50
_FIRST = 2  # batches from the prior
_AIMED = 0.3  # share of the points that have to count for aiming
_HEAVY = 10  # degrees of freedom of the t distribution: heavier tails than those of the prior
_LEAST = 1e-4  # variance added along every axis: a population is never flat

Array = NDArray[np.float64]
#: Returns the logarithm of the kernel of some points (points, dimensions), which it simulates.
Kernel = Callable[[Array], Array]
#: Returns the logarithm of a density of normal scores (points, dimensions).
Density = Callable[[Array], Array]


@dataclass(frozen=True)
class Sample:
    """Weighted points of the unit cube.

    Attributes:
        points: (points, dimensions).
        kernel: logarithm of the kernel of each (points); 0 is on target.
        weights: what each counts (points); they sum to 1.
    """

    points: Array
    kernel: Array
    weights: Array

    @property
    def size(self) -> float:
        """How many points of equal weight would say as much."""
        return effective(self.weights)

    def quantiles(self, probabilities: Array) -> Array:
        """Return weighted quantiles of each coordinate (probabilities, dimensions)."""
        return np.array([quantiles(column, self.weights, probabilities) for column in self.points.T]).T


def sample(kernel: Kernel, dimensions: int, points: int, seed: int) -> Sample:
    """Return weighted points that represent the posterior.

    Args:
        kernel: simulates points and returns the logarithm of their kernel; called with whole batches.
        dimensions: of the cube.
        points: how many, in batches of `BATCH`; the last one may be smaller.
        seed: the same seed gives the same points, of which the first ones do not depend on how many there are.
    """
    from scipy.stats import norm

    scores, known = np.empty((0, dimensions)), np.empty(0)
    cube = np.empty((0, dimensions))
    sources: list[tuple[int, Density]] = []
    while len(known) < points:
        number = len(sources)
        if number < _FIRST:
            batch, density = norm.ppf(_even(dimensions, seed, number)), _prior
        else:
            aim = _aim(scores, known, _ratio(scores, sources))
            batch = aim.rvs(BATCH, random_state=np.random.default_rng([seed, number])).reshape(BATCH, -1)
            density = aim.logpdf
        batch = batch[: points - len(known)]
        scores, cube = np.concatenate([scores, batch]), np.concatenate([cube, norm.cdf(batch)])
        known = np.concatenate([known, kernel(cube[len(known) :])])
        sources.append((len(batch), density))
    return Sample(cube, known, _weights(known + _ratio(scores, sources)))


def effective(weights: Array) -> float:
    """Return the effective number of weighted points: the square of the sum over the sum of squares (Kish 1965)."""
    return float(weights.sum() ** 2 / (weights**2).sum())


def quantiles(values: Array, weights: Array, probabilities: Array) -> Array:
    """Return quantiles of weighted values: where the sum of weights, each counted half at its own value, reaches them.

    Args:
        values, weights: (values).
        probabilities: (quantiles).
    """
    order = np.argsort(values, kind="stable")
    ranked = weights[order]
    return np.asarray(np.interp(probabilities, (np.cumsum(ranked) - ranked / 2) / ranked.sum(), values[order]))


def _even(dimensions: int, seed: int, batch: int) -> Array:
    """Return a batch of an evenly spread sequence of points of the cube (scrambled Halton)."""
    from scipy.stats import qmc

    sequence = qmc.Halton(dimensions, rng=np.random.default_rng(seed))
    sequence.fast_forward(batch * BATCH)
    return np.asarray(sequence.random(BATCH))


def _prior(scores: Array) -> Array:
    """Return the logarithm of the prior density of normal scores (points)."""
    from scipy.stats import norm

    return np.asarray(norm.logpdf(scores).sum(axis=1))


def _aim(scores: Array, kernel: Array, ratio: Array) -> Any:
    """Return a t distribution that follows the weighted points."""
    from scipy.stats import multivariate_t

    weights = _flattened(kernel, ratio)
    centre = weights @ scores
    spread = (weights * (scores - centre).T) @ (scores - centre) + _LEAST * np.eye(scores.shape[1])
    return multivariate_t(centre, spread * (_HEAVY - 2) / _HEAVY, df=_HEAVY)


def _flattened(kernel: Array, ratio: Array) -> Array:
    """Return weights by the highest power of the kernel, at most one, under which enough points count."""

    def of_power(power: float) -> Array:
        return _weights(power * kernel + ratio)

    enough = _AIMED * len(kernel)
    if effective(of_power(1.0)) >= enough:
        return of_power(1.0)
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if effective(of_power(middle)) >= enough else (low, middle)
    return of_power(low)


def _ratio(scores: Array, sources: list[tuple[int, Density]]) -> Array:
    """Return the logarithm of the prior over the mixture of all that was drawn from (points)."""
    from scipy.special import logsumexp

    parts = np.array([np.atleast_1d(density(scores)) for _, density in sources])
    counts = np.array([[count] for count, _ in sources], np.float64)
    return np.asarray(_prior(scores) - logsumexp(parts, axis=0, b=counts / counts.sum()))


def _weights(logarithms: Array) -> Array:
    weights = np.exp(logarithms - logarithms.max())
    return np.asarray(weights / weights.sum())
