"""A last step from the best trial: where a search stops short, slopes tell the way."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ecosim.calibration.free import Free
from ecosim.calibration.identify import Array
from ecosim.calibration.loss import PULL, deviations, half_widths
from ecosim.patterns.targets import Target


def refined(
    parameters: Sequence[Free], values: Sequence[float], measured: Array, slopes: Array, targets: Sequence[Target]
) -> tuple[float, ...]:
    """Return the values that a Gauss-Newton step on the objective leads to, within the plausible ranges.

    A parameter that no target sees goes back to its default.

    Args:
        parameters, values: where the step begins.
        measured: what runs show there (runs, targets).
        slopes: change of each mean over a parameter's plausible range (targets, parameters).
        targets: the targets.
    """
    here = np.array([one.share(value) for one, value in zip(parameters, values, strict=True)])
    default = np.array([one.share(one.default) for one in parameters])
    scaled, pull = slopes / half_widths(targets)[:, None], 12.0 * PULL
    gradient = scaled.T @ deviations(measured, targets) + pull * (here - default)
    curvature = scaled.T @ scaled + pull * np.eye(len(here))
    there = np.clip(here - np.linalg.solve(curvature, gradient), 0.0, 1.0)
    return tuple(one.rounded(one.value(float(share))) for one, share in zip(parameters, there, strict=True))
