"""Powers and sums in the order in which compiled code takes them, so that the last bit is the same."""

from __future__ import annotations

from collections.abc import Iterable


def square(x: float) -> float:
    """Return x times x; ``x ** 2`` goes through logarithms and may end in another last bit."""
    return x * x


def whole_power(x: float, times: int) -> float:
    """Return x to a whole power, by squaring."""
    result = 1.0
    while times:
        if times & 1:
            result *= x
        x *= x
        times >>= 1
    return result


def total(values: Iterable[float]) -> float:
    """Return a sum, added up one by one; since Python 3.12 ``sum`` of floats rounds only once."""
    result = 0.0
    for value in values:
        result += value
    return result
