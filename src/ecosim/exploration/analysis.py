"""From points and outputs to indices, each beside what luck alone would make of it.

This is all that a sensitivity analysis knows of a model, so that a formula whose indices are known can take its place.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ecosim.exploration.method import CHANGE, Array, Index, Method
from ecosim.exploration.morris import MORRIS
from ecosim.exploration.noise import Noise, noise
from ecosim.exploration.pawn import PAWN
from ecosim.exploration.sobol import SOBOL

_ROUNDING = 1e-12  # of the largest output: what sums in another order leave
METHODS = {one.name: one for one in (MORRIS, SOBOL, PAWN)}


@dataclass(frozen=True)
class Analysis:
    """What drives one output.

    Attributes:
        noise: its variances.
        indices: by name.
        floors: by name, what each factor's index must exceed to be told from noise; NaN where its interval tells.
        main: name of the index by which factors are ranked.
    """

    noise: Noise
    indices: dict[str, Index]
    floors: dict[str, Array]
    main: str

    def told(self, name: str) -> list[bool]:
        """Return for each factor whether an index can be told from luck; a change only where the main index is."""
        value, low, high = self.indices[name]
        least = self.floors[name]
        told = np.where(np.isnan(least), (low > 0) | (high < 0), value > least)
        if name == CHANGE:
            told &= self.told(self.main)
        return [bool(one) for one in told]


def analysed(method: Method, shares: Array, values: Array, seed: int) -> Analysis:
    """Return what drives an output.

    Args:
        method: one of `METHODS`.
        shares: (points, factors), the method's own sample.
        values: (points, replications); at least two replications, the same in all points.
        seed: of intervals and floors.
    """
    outputs = values.mean(axis=1)
    names = list(method.columns)
    if np.ptp(outputs) <= _ROUNDING * float(np.abs(outputs).max()):
        zeros = np.zeros(shares.shape[1])
        indices = dict.fromkeys(names, Index(zeros, zeros, zeros))
        return Analysis(noise(values), indices, dict.fromkeys(names, zeros), method.main)
    none = np.full(shares.shape[1], np.nan)
    return Analysis(
        noise(values),
        method.indices(shares, outputs, seed),
        dict.fromkeys(names, none) | method.floors(shares, values, seed),
        method.main,
    )
