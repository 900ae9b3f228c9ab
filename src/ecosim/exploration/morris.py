"""Elementary effects: each factor moved alone, along trajectories through the space (Morris 1991; Campolongo 2007)."""

from __future__ import annotations

import numpy as np

from ecosim.exploration.method import CHANGE, CONFIDENCE, Array, Index, Method, problem
from ecosim.exploration.noise import floor

LEVELS = 4
_RESAMPLES = 1000


def sample(factors: int, size: int, seed: int) -> Array:
    """Return ``size`` trajectories of factors + 1 points on a grid of four levels; more of them begin with the same."""
    from SALib.sample import morris

    points: Array = morris.sample(problem(factors), size, num_levels=LEVELS, seed=seed)
    return points


def indices(shares: Array, outputs: Array, seed: int) -> dict[str, Index]:
    """Return mu* (mean size of elementary effects), sigma (their deviation) and their mean, over the whole range."""
    from SALib.analyze import morris
    from scipy.stats import t

    found = morris.analyze(
        problem(shares.shape[1]), shares, outputs, num_resamples=_RESAMPLES, conf_level=CONFIDENCE,
        num_levels=LEVELS, seed=seed,
    )  # fmt: skip
    size, mean, sigma = (np.asarray(found[name], dtype=float) for name in ("mu_star", "mu", "sigma"))
    half = np.asarray(found["mu_star_conf"], dtype=float)
    count = len(shares) // (shares.shape[1] + 1)
    reach = t.ppf((1 + CONFIDENCE) / 2, count - 1) * sigma / np.sqrt(count)
    none = np.full(len(sigma), np.nan)
    return {
        "mu_star": Index(size, size - half, size + half),
        "sigma": Index(sigma, none, none),
        CHANGE: Index(mean, mean - reach, mean + reach),
    }


def floors(shares: Array, outputs: Array, luck: Array, seed: int) -> dict[str, float]:
    """Return how large the largest mu* is when outputs are luck alone."""
    return {"mu_star": floor(np.abs(_effects(shares, luck)).mean(axis=0))}


def _effects(shares: Array, outputs: Array) -> Array:
    """Return elementary effects (trajectories, factors, draws) of outputs (points, draws)."""
    factors = shares.shape[1]
    steps = np.diff(shares.reshape(-1, factors + 1, factors), axis=1)
    changes = np.diff(outputs.reshape(-1, factors + 1, outputs.shape[1]), axis=1)
    moved = np.abs(steps).argmax(axis=2)
    sizes = np.take_along_axis(steps, moved[:, :, None], axis=2)
    found = np.empty_like(changes)
    np.put_along_axis(found, moved[:, :, None], changes / sizes, axis=1)
    return found


MORRIS = Method(
    "morris", "Elementary effects (Morris)", sample, lambda factors: factors + 1, indices, floors, "mu_star", 10,
    "trajectories", {"mu_star": "mu*", "sigma": "sigma", CHANGE: "mean effect"},
)  # fmt: skip
