"""Points that fill the unit cube evenly (McKay et al. 1979; Sobol 1967, scrambled after Owen 1998)."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

Design = Literal["lhs", "sobol"]


def space_filling(design: Design, points: int, factors: int, seed: int) -> NDArray[np.float64]:
    """Return points (points, factors) in the unit cube.

    Of a Sobol sequence more points begin with the same ones, so that runs made before are found again; it is most even
    where their number is a power of two. A Latin hypercube is made anew for every number.
    """
    from scipy.stats import qmc

    if design == "lhs":
        cube: NDArray[np.float64] = qmc.LatinHypercube(factors, rng=seed).random(points)
        return cube
    sequence: NDArray[np.float64] = qmc.Sobol(factors, rng=seed).random_base2((points - 1).bit_length())
    return sequence[:points]
