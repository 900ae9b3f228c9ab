"""The product's own samples, indices and noise, held against a formula whose indices are known."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray

from ecosim.exploration.analysis import METHODS, Analysis, analysed
from ecosim.exploration.method import CHANGE, Index
from ecosim.exploration.morris import LEVELS
from ecosim.exploration.noise import noise

Array = NDArray[np.float64]
A, B = 7.0, 0.1
# Ishigami and Homma 1990; the values follow from the integrals, e.g. Saltelli et al. 2008.
VARIANCE = A**2 / 8 + B * np.pi**4 / 5 + B**2 * np.pi**8 / 18 + 0.5
FIRST, TOTAL = (0.3139, 0.4424, 0.0), (0.5576, 0.4424, 0.2437)


def ishigami(shares: Array) -> Array:
    """Return sin x1 + a sin^2 x2 + b x3^4 sin x1 over the cube from -pi to pi."""
    x = -np.pi + 2 * np.pi * shares
    value: Array = np.sin(x[:, 0]) + A * np.sin(x[:, 1]) ** 2 + B * x[:, 2] ** 4 * np.sin(x[:, 0])
    return value


def drawn(size: int, replications: int = 5, common: float = 0.0, own: float = 0.0, seed: int = 7) -> Array:
    """Return luck (points, replications): what replications share, and what is each run's own."""
    generator = np.random.default_rng(seed)
    shared = common * generator.normal(size=replications)
    luck: Array = shared + own * generator.normal(size=(size, replications))
    return luck


def study(method: str, size: int, common: float = 0.0, own: float = 0.0, seed: int = 1) -> Analysis:
    """Return what the product finds of the formula with luck added to it."""
    shares = METHODS[method].sample(3, size, seed)
    values = ishigami(shares)[:, None] + drawn(len(shares), common=common, own=own, seed=seed)
    return analysed(METHODS[method], shares, values, seed)


def elementary_effects() -> tuple[Array, Array]:
    """Return mean size and mean of all elementary effects on Morris's grid, by enumeration."""
    step = LEVELS // 2
    grid = np.arange(LEVELS) / (LEVELS - 1)
    sizes, means = [], []
    for factor in range(3):
        starts = [point for point in product(range(LEVELS), repeat=3) if point[factor] < LEVELS - step]
        low = grid[np.array(starts)]
        high = low.copy()
        high[:, factor] += step / (LEVELS - 1)
        effects = (ishigami(high) - ishigami(low)) / (step / (LEVELS - 1))
        sizes.append(np.abs(effects).mean())
        means.append(effects.mean())
    return np.array(sizes), np.array(means)


def test_sobol_finds_the_analytic_indices() -> None:
    found = study("sobol", 2048)
    assert found.indices["S1"].value == pytest.approx(FIRST, abs=0.02)
    assert found.indices["ST"].value == pytest.approx(TOTAL, abs=0.02)
    assert found.noise.points == pytest.approx(VARIANCE, rel=0.03)
    for name, known in (("S1", FIRST), ("ST", TOTAL)):
        _, low, high = found.indices[name]
        assert ((low <= known) & (known <= high)).all()
    assert found.told("S1") == [True, True, False]
    assert found.told("ST") == [True, True, True]


def test_morris_finds_the_elementary_effects_of_the_grid() -> None:
    found = study("morris", 1500)
    sizes, means = elementary_effects()
    assert found.indices["mu_star"].value == pytest.approx(sizes, rel=0.05)
    assert found.indices["mu_star"].value[1] == pytest.approx(A * 1.125)  # 3 a / 4 over a step of 2/3
    assert found.indices[CHANGE].value == pytest.approx(means, abs=0.6)
    for index, known in ((found.indices["mu_star"], sizes), (found.indices[CHANGE], means)):
        assert ((index.low - 1e-9 <= known) & (known <= index.high + 1e-9)).all()
    assert found.indices["sigma"].value.argmax() == 2


def test_pawn_ranks_as_its_authors_do() -> None:
    # Pianosi and Wagener 2015, section 3: x2 before x1 before x3; a fourth factor that does nothing is not told.
    method = METHODS["pawn"]
    shares = method.sample(4, 2000, 3)
    found = analysed(method, shares, np.repeat(ishigami(shares)[:, None], 2, axis=1), 3)
    assert np.argsort(-found.indices["median"].value).tolist() == [1, 0, 2, 3]
    assert found.told("median") == [True, True, True, False]


@pytest.mark.parametrize(("method", "size"), [("sobol", 256), ("morris", 60), ("pawn", 600)])
def test_change_tells_which_way(method: str, size: int) -> None:
    method_used = METHODS[method]
    shares = method_used.sample(2, size, 1)
    found = analysed(method_used, shares, (5 * shares[:, :1] - 2 * shares[:, 1:]) * np.ones(3), 1)
    scale = 1.0 if method == "morris" else 2 / 3  # the middles of the thirds lie two thirds of the range apart
    assert found.indices[CHANGE].value == pytest.approx([5 * scale, -2 * scale], rel=0.1)
    assert found.told(CHANGE) == [True, True]


@pytest.mark.parametrize(("method", "size"), [("sobol", 128), ("morris", 40), ("pawn", 400)])
def test_pure_luck_is_all_noise_and_tells_nothing(method: str, size: int) -> None:
    shares = METHODS[method].sample(3, size, 2)
    found = analysed(METHODS[method], shares, drawn(len(shares), common=4.0, own=1.0), 2)
    assert found.noise.share > 0.85
    assert found.told(METHODS[method].main) == [False] * 3


@pytest.mark.parametrize(("method", "size"), [("sobol", 16), ("morris", 8), ("pawn", 60)])
def test_of_studies_of_pure_luck_one_in_twenty_tells_something(method: str, size: int) -> None:
    alarms, used = 0, METHODS[method]
    for seed in range(100):
        shares = used.sample(3, size, seed)
        alarms += any(analysed(used, shares, drawn(len(shares), own=1.0, seed=seed), seed).told(used.main))
    assert alarms <= 12  # of 100: more has a chance below one in a thousand at a rate of 5 %


def test_luck_that_all_points_share_is_no_noise() -> None:
    calm, shaken = study("sobol", 64, own=1.0), study("sobol", 64, common=50.0, own=1.0)
    assert shaken.noise.alone > 50 * calm.noise.alone
    assert shaken.noise.share == pytest.approx(calm.noise.share, rel=1e-6)
    assert shaken.indices["ST"].value == pytest.approx(calm.indices["ST"].value)


def test_noise_is_the_variance_of_a_mean() -> None:
    found = noise(drawn(4000, replications=4, own=2.0))
    assert found.left == pytest.approx(1.0, rel=0.03)  # 2^2 / 4
    assert found.points == pytest.approx(1.0, rel=0.06)
    assert found.alone == pytest.approx(1.0, rel=0.03)


def test_luck_inflates_total_indices_and_the_floor_follows() -> None:
    found = study("sobol", 512, own=8.0)
    share = found.noise.share
    assert share > 0.4
    inflated = [(1 - share) * total + share for total in TOTAL]
    assert found.indices["ST"].value == pytest.approx(inflated, abs=0.08)
    assert found.floors["ST"] == pytest.approx([share] * 3, rel=0.3)


def test_a_change_is_told_only_where_its_parameter_is() -> None:
    ones, none = np.ones(2), np.full(2, np.nan)
    indices = {"mu_star": Index(3 * ones, ones, 5 * ones), CHANGE: Index(3 * ones, ones, 5 * ones)}
    found = Analysis(noise(drawn(9, own=1.0)), indices, {"mu_star": np.array([2.0, 4.0]), CHANGE: none}, "mu_star")
    assert found.told(CHANGE) == [True, False]


@pytest.mark.parametrize("method", METHODS)
def test_an_output_that_never_varies_has_no_drivers(method: str) -> None:
    shares = METHODS[method].sample(3, 16, 1)
    found = analysed(METHODS[method], shares, np.full((len(shares), 3), 5.0), 1)
    assert found.noise.share == 0
    assert all(index.value.tolist() == [0, 0, 0] for index in found.indices.values())
    assert not any(any(found.told(name)) for name in found.indices)


@pytest.mark.parametrize(("method", "size"), [("sobol", 32), ("morris", 8), ("pawn", 60)])
def test_the_same_seed_gives_the_same_and_another_another(method: str, size: int) -> None:
    first, again, other = (study(method, size, own=1.0, seed=seed) for seed in (1, 1, 2))
    main = METHODS[method].main
    for found, same in ((again, True), (other, False)):
        assert np.array_equal(np.array(first.indices[main]), np.array(found.indices[main])) is same
    assert np.array_equal(first.floors[main], again.floors[main])


@pytest.mark.parametrize("method", ["sobol", "morris"])
def test_larger_samples_begin_with_the_smaller(method: str) -> None:
    small, large = (METHODS[method].sample(4, size, 5) for size in (8, 16))
    assert np.array_equal(large[: len(small)], small)
