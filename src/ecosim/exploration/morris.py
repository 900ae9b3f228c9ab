"""Elementary effects: each factor moved alone, along trajectories through the space (Morris 1991; Campolongo 2007)."""

from __future__ import annotations

import numpy as np

from ecosim.exploration.method import CHANGE, CONFIDENCE, Array, Index, Method, problem
from ecosim.exploration.noise import each, within

LEVELS = 4
_RESAMPLES, _DRAWS = 1000, 20_000


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


def floors(shares: Array, values: Array, seed: int) -> dict[str, Array]:
    """Return how large each mu* is by luck alone: the mean size of so many normal numbers, for the luck in effects."""
    effects = _effects(shares, values)
    count, factors, replications = effects.shape
    degrees = count * (replications - 1)
    generator = np.random.default_rng(seed)
    sizes = np.abs(generator.standard_normal((_DRAWS, count))).mean(axis=1)
    sizes /= np.sqrt(generator.chisquare(degrees, _DRAWS) / degrees)
    return {"mu_star": np.quantile(sizes, each(factors)) * np.sqrt(within(effects))}


def _effects(shares: Array, values: Array) -> Array:
    """Return elementary effects (trajectories, factors, replications) of values (points, replications)."""
    factors = shares.shape[1]
    steps = np.diff(shares.reshape(-1, factors + 1, factors), axis=1)
    changes = np.diff(values.reshape(-1, factors + 1, values.shape[1]), axis=1)
    moved = np.abs(steps).argmax(axis=2)[:, :, None]
    found = np.empty_like(changes)
    np.put_along_axis(found, moved, changes / np.take_along_axis(steps, moved, axis=2), axis=1)
    return found


MORRIS = Method(
    "morris", "Elementary effects (Morris)", sample, indices, floors, "mu_star", 10,
    "trajectories", {"mu_star": "mu*", "sigma": "sigma", CHANGE: "mean effect"},
)  # fmt: skip
