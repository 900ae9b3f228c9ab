"""Elementary functions: exponentials and powers of arrays, one number after the other, by the C library.

NumPy computes them of whole arrays by instructions that only some processors have, and whose last bits differ from
those of others. A run must not depend on that.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecosim.compiled import function


def exp(exponents: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return e to the power of each exponent, an array of any shape."""
    out = np.empty(exponents.size)
    exponentials(exponents.ravel(), out)
    return out.reshape(exponents.shape)


@function
def exponentials(exponents: Any, out: Any) -> None:
    """Write e to the power of exponents (n,) into ``out`` (n,)."""
    for i in range(out.shape[0]):
        out[i] = np.exp(exponents[i])
