"""The plain twin of addressed luck draws what the engine draws, bit for bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from ecosim.compiled import kernel
from ecosim.randomness import address, at, bell, binomial, name_key, normal, poisson, uniform
from reference import luck

ADDRESSES = [0, 1, 2**64 - 1, *(luck.at(2024, key) for key in range(3000))]


@kernel
def draw(bits: Any, out: Any) -> None:
    """Fill ``out`` with a uniform, a normal and a bell-shaped number of each address."""
    for i in range(bits.shape[0]):
        out[i, 0], out[i, 1], out[i, 2] = uniform(bits[i]), normal(bits[i]), bell(bits[i])


@kernel
def count(bits: Any, mean: float, trials: int, chance: float, out: Any) -> None:
    """Fill ``out`` with a Poisson and a binomial number of each address."""
    for i in range(bits.shape[0]):
        out[i, 0], out[i, 1] = poisson(bits[i], mean), binomial(bits[i], trials, chance)


@kernel
def below(bits: Any, keys: Any, out: Any) -> None:
    """Fill ``out`` with the addresses one step below."""
    for i in range(bits.shape[0]):
        out[i] = at(bits[i], keys[i])


def test_names_and_addresses_are_the_engines() -> None:
    assert luck.named("labour", "match") == int(name_key("labour", "match"))
    assert luck.at(7, 3, 2**64 - 1, 0) == int(address(7, 3, 2**64 - 1, 0))
    bits, out = np.array(ADDRESSES, np.uint64), np.zeros(len(ADDRESSES), np.uint64)
    below(bits, bits[::-1].copy(), out)
    assert out.tolist() == [luck.at(one, key) for one, key in zip(ADDRESSES, ADDRESSES[::-1], strict=True)]


def test_numbers_between_and_around_are_the_engines() -> None:
    out = np.zeros((len(ADDRESSES), 3))
    draw(np.array(ADDRESSES, np.uint64), out)
    assert out.tolist() == [[luck.uniform(one), luck.normal(one), luck.bell(one)] for one in ADDRESSES]


@pytest.mark.parametrize(
    ("mean", "trials", "chance"), [(0.0, 0, 0.5), (0.02, 7, 0.01), (3.7, 40, 0.97), (600.0, 9000, 0.4), (2.0, 5, 1.0)]
)
def test_counts_are_the_engines(mean: float, trials: int, chance: float) -> None:
    out = np.zeros((len(ADDRESSES), 2), np.int64)
    count(np.array(ADDRESSES, np.uint64), mean, trials, chance, out)
    assert out.tolist() == [[luck.poisson(one, mean), luck.binomial(one, trials, chance)] for one in ADDRESSES]
