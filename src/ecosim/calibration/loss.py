"""How far what was measured is from the targets: deviations in half widths of their bands."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ecosim.patterns.targets import Target

#: Half widths by which a target counts as missed that some run does not show at all.
UNSEEN = 10.0


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
