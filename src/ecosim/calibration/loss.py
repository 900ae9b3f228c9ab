"""How far what was measured is from the targets, in half widths of their bands, and values from their defaults."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ecosim.calibration.free import Free
from ecosim.patterns.targets import Target

#: Half widths by which a target counts as missed that some run does not show at all.
UNSEEN = 10.0
#: Weight of the departure from the defaults: too little to be felt where targets speak, enough where they do not.
PULL = 0.1


def half_widths(targets: Sequence[Target]) -> NDArray[np.float64]:
    """Return half the width of each target's band (targets)."""
    return np.array([(one.high or 0.0) - (one.low or 0.0) for one in targets]) / 2.0


def deviations(measured: NDArray[np.float64], targets: Sequence[Target]) -> NDArray[np.float64]:
    """Return mean minus target in half widths of the band (targets).

    Args:
        measured: what each run shows (runs, targets); NaN where it shows nothing.
        targets: the targets, each with a band.
    """
    values = np.array([one.value for one in targets], np.float64)
    distance = (measured.mean(axis=0) - values) / half_widths(targets)
    return np.where(np.isfinite(distance), distance, UNSEEN)


def loss(measured: NDArray[np.float64], targets: Sequence[Target]) -> float:
    """Return the sum of squared deviations; a target at the edge of its band adds one."""
    return float((deviations(measured, targets) ** 2).sum())


def departure(parameters: Sequence[Free], values: Sequence[float]) -> float:
    """Return the sum of squared distances from the defaults, in standard deviations of the plausible ranges."""
    moved = (one.share(value) - one.share(one.default) for one, value in zip(parameters, values, strict=True))
    return math.fsum(12.0 * share**2 for share in moved)  # a uniform number between 0 and 1 has the variance 1/12


def objective(
    measured: NDArray[np.float64], targets: Sequence[Target], parameters: Sequence[Free], values: Sequence[float]
) -> float:
    """Return what the search makes small: the loss and a tenth of the departure, which settles what targets leave open.

    Args:
        measured: what each run shows (runs, targets).
        targets: the targets.
        parameters, values: what the runs were made with.
    """
    return loss(measured, targets) + PULL * departure(parameters, values)
