"""Sorting by upper bits equals a stable sort by them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from ecosim.compiled import kernel
from ecosim.kernels.radix import BUCKETS, radix_sort


@kernel
def _sort(keys: Any, ordered: Any, ends: Any) -> None:
    radix_sort(keys, ordered, ends)


@pytest.mark.parametrize("count", [0, 1, 2, 300, 20_000])
@pytest.mark.parametrize("lowest", [24, 55])
def test_numbers_come_in_the_order_of_their_upper_bits_and_equals_as_they_stood(count: int, lowest: int) -> None:
    rng = np.random.default_rng(count)
    keys = rng.integers(0, 2**64, count, np.uint64) >> np.uint64(lowest) << np.uint64(lowest)  # 55: many are equal
    keys |= np.arange(count, dtype=np.uint64)  # which tells equals apart
    expected = keys[np.argsort(keys >> np.uint64(24), kind="stable")]
    _sort(keys, np.zeros_like(keys), np.zeros(BUCKETS, np.uint32))
    np.testing.assert_array_equal(keys, expected)
