"""Addressed randomness: the published generator, the distributions, and no trace of neighbouring addresses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import special, stats

from ecosim.compiled import kernel
from ecosim.randomness import address, at, binomial, name_key, normal, normals, poisson, uniform, uniforms

# First outputs for seed 1234567, as given with the reference implementation of SplitMix64.
PUBLISHED = (
    6457827717110365317,
    3203168211198807973,
    9817491932198370423,
    4593380528125082431,
    16408922859458223821,
)
DRAWS = 20_000
NOW = address(2024, 3, 8001)


@kernel
def walk(state: Any, keys: Any, out: Any) -> None:
    """Fill ``out`` with the addresses below ``state``."""
    for i in range(keys.shape[0]):
        out[i] = at(state, keys[i])


@kernel
def quantiles(bits: Any, out: Any) -> None:
    """Fill ``out[:, 0]`` with uniform and ``out[:, 1]`` with normal numbers made of the same bits."""
    for i in range(bits.shape[0]):
        out[i, 0] = uniform(bits[i])
        out[i, 1] = normal(bits[i])


@kernel
def counts(state: int, trials: int, mean: float, out: Any) -> None:
    """Fill ``out`` with Poisson numbers, or with binomial ones whose chance is ``mean`` if there are ``trials``."""
    for i in range(out.shape[0]):
        out[i] = binomial(at(state, i), trials, mean) if trials > 0 else poisson(at(state, i), mean)


def keys(count: int = DRAWS) -> NDArray[np.uint64]:
    """Return neighbouring keys, the worst case for a weak mixer."""
    return np.arange(count, dtype=np.uint64)


def numbers(state: Any, draw: Callable[..., None] = uniforms) -> NDArray[np.float64]:
    """Return one number for each neighbouring key below an address."""
    out = np.zeros(DRAWS)
    draw(state, keys(), out)
    return out


def drawn(mean: float, trials: int = 0, state: Any = NOW) -> NDArray[np.int64]:
    """Return Poisson or binomial numbers."""
    out = np.zeros(DRAWS, np.int64)
    counts(state, trials, mean, out)
    return out


def fits(sample: NDArray[np.int64], distribution: Any) -> float:
    """Return the p-value of a chi-square test of counts; cells expected less than 5 times are joined."""
    low, high = int(distribution.ppf(0.001)), int(distribution.ppf(0.999))
    edges = np.arange(low, high + 1)
    expected = np.diff(np.concatenate([[0.0], distribution.cdf(edges), [1.0]])) * len(sample)
    seen = np.histogram(sample, np.concatenate([[-np.inf], edges + 0.5, [np.inf]]))[0]
    keep = expected >= 5
    expected = np.append(expected[keep], expected[~keep].sum())
    seen = np.append(seen[keep], seen[~keep].sum())
    return float(stats.chisquare(seen[expected > 0], expected[expected > 0]).pvalue)


def test_the_outputs_are_those_published_for_splitmix64() -> None:
    assert [int(address(1234567, k)) for k in range(5)] == list(PUBLISHED)


def test_plain_python_and_compiled_code_walk_to_the_same_addresses() -> None:
    wanted = np.array([0, 1, 2, 2**31, 2**63, 2**64 - 1, int(name_key("a", "b"))], np.uint64)
    for state in (0, 1234567, 2**64 - 1):
        out = np.zeros(len(wanted), np.uint64)
        walk(np.uint64(state), wanted, out)
        assert [int(bits) for bits in out] == [int(address(state, int(key))) for key in wanted]


def test_an_address_is_walked_down_key_by_key_and_the_order_of_keys_matters() -> None:
    assert address(7, 1, 2, 3) == address(int(address(7, 1)), 2, 3)
    assert address(7, 1, 2) != address(7, 2, 1)
    assert address(7, -1) == address(7, 2**64 - 1)  # years before 0 are addresses too


def test_names_have_permanent_keys_that_do_not_run_together() -> None:
    assert name_key("labour", "match") == 0x1646ADF88DA13330  # a run must give the same luck on every machine
    assert len({int(name_key(*names)) for names in (("a", "b"), ("ab",), ("b", "a"), ("a", "", "b"))}) == 4


def test_a_uniform_number_is_never_0_nor_1() -> None:
    out = np.zeros((2, 2))
    quantiles(np.array([0, 2**64 - 1], np.uint64), out)
    assert 0.0 < out[0, 0] < 1e-15
    assert 1.0 - 1e-15 < out[1, 0] < 1.0
    assert np.isfinite(out[:, 1]).all()


@pytest.mark.parametrize("replication", range(3))
def test_uniform_numbers_fill_every_bin_alike(replication: int) -> None:
    seen = np.histogram(numbers(address(1, replication, 8000)), 100, (0, 1))[0]
    assert stats.chisquare(seen).pvalue > 1e-4


def neighbours() -> dict[str, tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Return pairs of samples whose addresses differ by one step in one place."""
    here = numbers(address(1, 0, 8000, 5))
    return {
        "key": (here[:-1], here[1:]),
        "quarter": (here, numbers(address(1, 0, 8001, 5))),
        "replication": (here, numbers(address(1, 1, 8000, 5))),
        "seed": (here, numbers(address(2, 0, 8000, 5))),
        "decision": (here, numbers(address(1, 0, 8000, 6))),
        "depth": (here, numbers(address(1, 0, 8000))),
    }


@pytest.mark.parametrize("what", ["key", "quarter", "replication", "seed", "decision", "depth"])
def test_neighbouring_addresses_are_not_correlated(what: str) -> None:
    one, other = neighbours()[what]
    assert abs(np.corrcoef(one, other)[0, 1]) < 4.0 / np.sqrt(DRAWS)
    cells = np.histogram2d(one, other, 10, [(0, 1), (0, 1)])[0]
    assert stats.chisquare(cells.ravel()).pvalue > 1e-4


def test_normal_numbers_are_the_quantiles_of_uniform_ones() -> None:
    bits = np.concatenate([np.linspace(0, 2**64 - 2**12, 5001), 2.0 ** np.arange(12, 60)]).astype(np.uint64)
    out = np.zeros((len(bits), 2))
    quantiles(bits, out)
    assert np.abs(out[:, 1] - special.ndtri(out[:, 0])).max() < 1e-6


def test_normal_numbers_of_keys_are_standard_normal() -> None:
    assert stats.kstest(numbers(NOW, normals), "norm").pvalue > 1e-4


@pytest.mark.parametrize("mean", [0.01, 0.7, 3.0, 40.0, 499.0])
def test_poisson_numbers(mean: float) -> None:
    assert fits(drawn(mean), stats.poisson(mean)) > 1e-4


def test_no_poisson_number_of_mean_zero() -> None:
    assert not drawn(0.0).any()


@pytest.mark.parametrize(
    ("trials", "chance"),
    [(1, 0.3), (10, 0.01), (40, 0.5), (200, 0.99), (1000, 0.499), (1000, 0.5), (5000, 0.09), (3000, 0.999)],
)
def test_binomial_numbers(trials: int, chance: float) -> None:
    assert fits(drawn(chance, trials), stats.binom(trials, chance)) > 1e-4


def test_binomial_numbers_of_certain_and_impossible_events() -> None:
    assert (drawn(1.0, 7) == 7).all()
    assert not drawn(0.0, 7).any()


@pytest.mark.parametrize(
    ("distribution", "trials", "mean"),
    [(stats.poisson(800.0), 0, 800.0), (stats.binom(4000, 0.3), 4000, 0.3), (stats.binom(4000, 0.8), 4000, 0.8)],
    ids=["poisson", "binomial", "frequent"],
)
def test_large_means_have_the_right_moments(distribution: Any, trials: int, mean: float) -> None:
    sample = drawn(mean, trials)
    assert abs(sample.mean() - distribution.mean()) < 4.0 * distribution.std() / np.sqrt(DRAWS)
    assert sample.std() == pytest.approx(distribution.std(), rel=0.03)
