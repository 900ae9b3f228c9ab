"""Shares of the variance that each factor explains, alone and with all others (Sobol 1993; Saltelli et al. 2010)."""

from __future__ import annotations

import numpy as np

from ecosim.errors import UsageError
from ecosim.exploration.method import CHANGE, CONFIDENCE, Array, Index, Method, problem, thirds
from ecosim.exploration.noise import each, within

_RESAMPLES = 1000


def sample(factors: int, size: int, seed: int) -> Array:
    """Return Saltelli's arrangement of ``size`` x (factors + 2) points of a scrambled Sobol sequence.

    Raises:
        UsageError: the size is no power of two, without which the sequence is not even.
    """
    from SALib.sample import sobol

    if size < 2 or size & (size - 1):
        near = 1 << max(size.bit_length() - 1, 1)
        raise UsageError(f"--size: found {size}; sobol needs a power of two, such as {near} or {2 * near}")
    points: Array = sobol.sample(problem(factors), size, calc_second_order=False, seed=seed)
    return points


def indices(shares: Array, outputs: Array, seed: int) -> dict[str, Index]:
    """Return first-order and total indices, and the change between thirds of the independent points."""
    from SALib.analyze import sobol

    factors = shares.shape[1]
    found = sobol.analyze(
        problem(factors), outputs, calc_second_order=False, num_resamples=_RESAMPLES, conf_level=CONFIDENCE,
        seed=seed + 1,  # SALib takes 0 for no seed
    )  # fmt: skip
    parts = {name: (np.asarray(found[name]), np.asarray(found[f"{name}_conf"])) for name in ("S1", "ST")}
    independent = np.arange(len(shares)) % (factors + 2)
    first = (independent == 0) | (independent == factors + 1)
    return {
        **{name: Index(value, value - half, value + half) for name, (value, half) in parts.items()},
        CHANGE: thirds(shares[first], outputs[first]),
    }


def floors(shares: Array, values: Array, seed: int) -> dict[str, Array]:
    """Return how large each total index is by luck alone (F test of the differences that it is made of).

    First-order indices need none: luck leaves them unbiased, and the bootstrap over base points has it in the interval.
    """
    from scipy.stats import f

    factors, replications = shares.shape[1], values.shape[1]
    rows = values.reshape(-1, factors + 2, replications)
    changes = rows[:, 1:-1] - rows[:, :1]
    count = len(rows)
    variance = np.var(rows[:, [0, -1]].mean(axis=2))
    largest = f.ppf(each(factors), count, count * (replications - 1))
    return {"ST": 0.5 * largest * within(changes) / variance}


SOBOL = Method(
    "sobol", "Shares of the variance (Sobol)", sample, indices, floors, "ST", 64,
    "base points", {"S1": "first order", "ST": "total", CHANGE: "high - low third"},
)  # fmt: skip
