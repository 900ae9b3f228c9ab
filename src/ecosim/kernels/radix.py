"""Sorting of whole numbers by their upper bits, in time that grows with their number alone."""

from __future__ import annotations

from typing import Any

import numpy as np

from ecosim.compiled import inline

_DIGIT = np.uint64(10)
_MASK = np.uint64(2**10 - 1)

#: How many numbers of memory `radix_sort` needs.
BUCKETS = 2**10


@inline
def radix_sort(keys: Any, ordered: Any, ends: Any) -> None:
    """Sort ``keys`` by their upper 40 bits; equals stay in order.

    Digit by digit from the last, each number goes behind those with a smaller digit (Knuth 1998, 5.2.5).

    Args:
        keys: uint64 (n,). ordered: the same, scratch.
        ends: uint32 (`BUCKETS`,), scratch.
    """
    _by_digit(keys, ordered, ends, np.uint64(64) - np.uint64(4) * _DIGIT)
    _by_digit(ordered, keys, ends, np.uint64(64) - np.uint64(3) * _DIGIT)
    _by_digit(keys, ordered, ends, np.uint64(64) - np.uint64(2) * _DIGIT)
    _by_digit(ordered, keys, ends, np.uint64(64) - _DIGIT)


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
