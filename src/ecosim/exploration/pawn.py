"""How far knowing a factor shifts the whole distribution of an output (Pianosi and Wagener 2015, 2018)."""

from __future__ import annotations

from functools import cache

import numpy as np

from ecosim.exploration.method import CHANGE, Array, Index, Method, problem, thirds
from ecosim.exploration.noise import LEVEL
from ecosim.exploration.sampling import space_filling

_SLICES, _FEW = 10, 5  # of a factor's range; few where a slice would have less than so many points:
_EACH = 15
_DRAWS = 400


def sample(factors: int, size: int, seed: int) -> Array:
    """Return a Latin hypercube."""
    return space_filling("lhs", size, factors, seed)


def indices(shares: Array, outputs: Array, seed: int) -> dict[str, Index]:
    """Return the median over slices of the Kolmogorov-Smirnov distance to all outputs; low and high: least, most."""
    from SALib.analyze import pawn

    found = pawn.analyze(problem(shares.shape[1]), shares, outputs, S=_slices(len(shares)))
    return {
        "median": Index(*(np.asarray(found[name]) for name in ("median", "minimum", "maximum"))),
        CHANGE: thirds(shares, outputs),
    }


def floors(shares: Array, values: Array, seed: int) -> dict[str, Array]:
    """Return how large the largest median is when no factor matters and slices are random (a dummy factor)."""
    return {"median": np.full(shares.shape[1], _dummy(*shares.shape, _slices(len(shares))))}


def _slices(points: int) -> int:
    return _SLICES if points >= _SLICES * _EACH else _FEW


@cache
def _dummy(points: int, factors: int, slices: int) -> float:
    # The distance depends on ranks alone, so that one distribution serves every output without ties, whatever the seed.
    generator = np.random.default_rng(0)
    medians = np.array([[_distance(generator, points, slices) for _ in range(factors)] for _ in range(_DRAWS)])
    return float(np.quantile(medians.max(axis=1), LEVEL))


def _distance(generator: np.random.Generator, points: int, slices: int) -> float:
    labels = generator.permutation(np.arange(points) * slices // points)  # slice of the output of each rank
    here = np.cumsum(labels == np.arange(slices)[:, None], axis=1)
    all_of_them = np.arange(1, points + 1) / points
    distances = np.abs(here / here[:, -1:] - all_of_them).max(axis=1)
    return float(np.median(distances))


PAWN = Method(
    "pawn", "Shift of the distribution (PAWN)", sample, indices, floors, "median", 200,
    "points", {"median": "PAWN", CHANGE: "high - low third"},
)  # fmt: skip
