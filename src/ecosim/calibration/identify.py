"""What the targets pin down: the width that they leave to each parameter against its plausible range.

Bands and plausible ranges are statements of one kind: what evidence leaves. Both are taken as normal with the standard
deviation of a uniform number from them; to the error of a target the noise of the runs is added. Around the chosen
point the means are taken as linear in the parameters (Gauss-Newton), so that the posterior is normal too (Laplace's
approximation). Where a parameter keeps the width of its prior, the targets say nothing of it.

Slopes come from central differences of the same replications on both sides: common random numbers. A slope within two
standard errors of zero counts as none, since noise in it would pass for knowledge.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecosim.calibration.free import Free
from ecosim.calibration.loss import half_widths
from ecosim.patterns.targets import Target

STEP = 0.1  # to either side, in shares of the plausible range
PINNED, OPEN = 0.5, 0.9  # posterior over prior width
_CERTAIN = 2.0  # standard errors
_PRIOR = 1.0 / np.sqrt(12.0)  # standard deviation of a uniform number over a range, in its width

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Widths:
    """What the targets leave open.

    Attributes:
        slopes: change of each target's mean over a parameter's whole plausible range (targets, parameters).
        ratios: posterior over prior standard deviation of each parameter (parameters).
        deviations: posterior standard deviation in shares of the plausible range (parameters).
        direction: the least determined combination of the parameters that move some target: how far each goes, in
            shares of its range; the largest is +1 (parameters).
        direction_ratio: posterior over prior width along it.
    """

    slopes: Array
    ratios: Array
    deviations: Array
    direction: Array
    direction_ratio: float


def sides(parameters: Sequence[Free], values: Sequence[float]) -> list[tuple[tuple[float, ...], tuple[float, ...]]]:
    """Return for each parameter the points below and above the chosen one, within the plausible ranges."""
    pairs = []
    for index, one in enumerate(parameters):
        here = one.share(values[index])
        low, high = (one.value(min(max(here + step, 0.0), 1.0)) for step in (-STEP, STEP))
        if one.whole and low == high:
            low, high = max(one.low, values[index] - 1), min(one.high, values[index] + 1)
        below, above = list(values), list(values)
        below[index], above[index] = low, high
        pairs.append((tuple(below), tuple(above)))
    return pairs


def slopes_of(
    parameters: Sequence[Free],
    values: Sequence[float],
    measure: Callable[[Sequence[tuple[float, ...]]], Array],
) -> Array:
    """Return the slopes of the means that can be told from zero (targets, parameters), per plausible range.

    Args:
        parameters, values: the chosen point.
        measure: returns what runs show at some points (points, replications, targets).
    """
    pairs = sides(parameters, values)
    shown = measure([point for pair in pairs for point in pair])
    columns = []
    for index, one in enumerate(parameters):
        (below, above) = (pairs[index][side][index] for side in (0, 1))
        each = (shown[2 * index + 1] - shown[2 * index]) / (one.share(above) - one.share(below))
        slope, noise = each.mean(axis=0), standard_error(each)
        columns.append(np.where(np.abs(slope) > _CERTAIN * noise, slope, 0.0))  # NaN counts as none
    return np.array(columns).T


def standard_error(measured: Array) -> Array:
    """Return the standard error of the mean over runs (..., targets) of measurements (runs, targets); 0 for one run."""
    runs = len(measured)
    return measured.std(axis=0, ddof=1) / np.sqrt(runs) if runs > 1 else np.zeros(measured.shape[1:])


def widths(slopes: Array, targets: Sequence[Target], errors: Array) -> Widths:
    """Return what the targets leave open.

    Args:
        slopes: change of each mean over a parameter's plausible range (targets, parameters).
        targets: the targets.
        errors: standard error of each mean at the chosen point (targets).
    """
    weights = 1.0 / ((2.0 * half_widths(targets) * _PRIOR) ** 2 + np.nan_to_num(errors) ** 2)
    precision = slopes.T @ (weights[:, None] * slopes) + np.eye(slopes.shape[1]) / _PRIOR**2
    covariance = np.linalg.inv(precision)
    deviations = np.sqrt(np.diag(covariance))
    seen = np.flatnonzero(np.any(slopes != 0.0, axis=0))
    direction, ratio = _least_determined(covariance, seen)
    return Widths(slopes, deviations / _PRIOR, deviations, direction, ratio)


def verdict(ratio: float) -> str:
    """Say in words what a ratio of posterior to prior width means."""
    return "pinned down" if ratio <= PINNED else "left open" if ratio > OPEN else "narrowed"


def _least_determined(covariance: Array, seen: NDArray[np.intp]) -> tuple[Array, float]:
    direction = np.zeros(len(covariance))
    if not len(seen):
        return direction, 1.0
    sizes, vectors = np.linalg.eigh(covariance[np.ix_(seen, seen)])
    direction[seen] = vectors[:, -1]
    largest = direction[np.argmax(np.abs(direction))]
    return direction / largest, float(np.sqrt(sizes[-1]) / _PRIOR)
