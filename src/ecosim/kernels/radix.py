"""Sorting of whole numbers by their upper bits, in time that grows with their number alone."""

from __future__ import annotations

from typing import Any

import numpy as np

from ecosim.compiled import inline

_DIGIT, _DIGITS = np.uint64(7), 6
_MASK = np.uint64(2**7 - 1)

#: How many numbers of memory `radix_sort` needs.
BUCKETS = 2**7


@inline
def radix_sort(keys: Any, ordered: Any, ends: Any) -> None:
    """Sort ``keys`` by their upper 42 bits; equals stay in order.

    Digit by digit from the last, each number goes behind those with a smaller digit (Knuth 1998, 5.2.5).

    Args:
        keys: uint64 (n,). ordered: the same, scratch.
        ends: uint32 (`BUCKETS`,), scratch.
    """
    for digit in range(_DIGITS, 0, -2):
        _by_digit(keys, ordered, ends, np.uint64(64) - np.uint64(digit) * _DIGIT)
        _by_digit(ordered, keys, ends, np.uint64(64) - np.uint64(digit - 1) * _DIGIT)


@inline
def _by_digit(keys: Any, ordered: Any, ends: Any, shift: np.uint64) -> None:
    ends[:] = 0
    for n in range(keys.shape[0]):
        ends[keys[n] >> shift & _MASK] += np.uint32(1)
    total = np.uint32(0)
    for digit in range(BUCKETS):
        count = ends[digit]
        ends[digit] = total
        total += count
    for n in range(keys.shape[0]):
        digit = keys[n] >> shift & _MASK
        ordered[ends[digit]] = keys[n]
        ends[digit] += np.uint32(1)
