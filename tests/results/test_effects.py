"""Paired differences: signs, intervals, and what cannot be said."""

from __future__ import annotations

from dataclasses import astuple

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import toy
from ecosim.experiments.design import Cell, triangle
from ecosim.results.effects import (
    COLUMNS,
    Contrast,
    Difference,
    bootstrap,
    contrast,
    differences,
    effects,
    half_width,
    intervals,
)


def interval(values: np.ndarray, seed: int) -> tuple[float, float]:
    low, high = intervals(values[:, None], seed)[:, 0].tolist()
    return low, high


def difference(minuend: np.ndarray, subtrahend: np.ndarray, seed: int) -> Difference:
    return differences(minuend[:, None], subtrahend[:, None], seed)[0]


NORMAL = np.random.default_rng(7).normal(10, 2, 400)


def test_the_interval_of_a_large_normal_sample_is_the_textbook_one() -> None:
    half = 1.96 * NORMAL.std() / np.sqrt(len(NORMAL))
    assert interval(NORMAL, 1) == pytest.approx((NORMAL.mean() - half, NORMAL.mean() + half), abs=0.1 * half)


def test_the_interval_of_a_skewed_sample_leans_to_its_tail() -> None:
    skewed = np.exp(np.random.default_rng(3).normal(0, 1.2, 60))
    low, high = bootstrap(skewed[:, None], 1)[:, 0]
    assert high - skewed.mean() > 2.5 * (skewed.mean() - low)  # simple percentiles lean by 1.6 only


def test_the_interval_is_the_bootstraps_moved_out_to_students() -> None:
    skewed = np.exp(np.random.default_rng(3).normal(0, 1.2, 60))
    found = difference(skewed, np.zeros(60), seed=1)
    assert found.low == found.student[0] < found.bca[0]
    assert found.high == found.bca[1] > found.student[1]
    expected = stats.t.interval(0.95, 59, skewed.mean(), stats.sem(skewed))
    assert found.student == pytest.approx(expected)


def test_few_normal_differences_get_an_interval_as_wide_as_students() -> None:
    rng = np.random.default_rng(6)
    widths = np.array([(np.diff(bootstrap(few, 1)[:, 0])[0], 2 * half_width(few.std(ddof=1), 10))
                       for few in rng.normal(size=(60, 10, 1))])  # fmt: skip
    assert widths[:, 0].mean() == pytest.approx(widths[:, 1].mean(), rel=0.05)  # without correction 0.83


@pytest.mark.parametrize("pairs", [6, 12, 40])
def test_the_bootstrap_alone_is_as_wide_as_students_where_differences_are_normal(pairs: int) -> None:
    quantiles = stats.norm.ppf((np.arange(pairs) + 0.5) / pairs)
    low, high = bootstrap(quantiles[:, None], 1)[:, 0]
    wanted = 2 * float(half_width(np.array(quantiles.std(ddof=1)), pairs))
    assert high - low == pytest.approx(wanted, rel=0.05)


def test_a_difference_keeps_its_bootstrap_interval_beside_the_one_moved_out() -> None:
    first, second = np.random.default_rng(3).exponential(size=(2, 25))
    found = difference(first, second, 4)
    assert found.bca == tuple(bootstrap((first - second)[:, None], 4)[:, 0].tolist())


def test_the_same_seed_gives_the_same_interval() -> None:
    assert interval(NORMAL, 1) == interval(NORMAL, 1) != interval(NORMAL, 2)


def test_equal_differences_leave_nothing_to_resample() -> None:
    found = difference(np.array([4.0, 7.0, 9.0]), np.array([1.0, 4.0, 6.0]), seed=1)
    assert (found.mean, found.low, found.high, found.share_positive) == (3, 3, 3, 1)
    assert found.correlation == pytest.approx(1)


def test_one_pair_has_no_interval() -> None:
    found = difference(np.array([4.0]), np.array([1.0]), seed=1)
    assert (found.pairs, found.mean) == (1, 3)
    assert np.isnan([found.low, found.high, found.correlation]).all()


def test_pairs_without_both_values_are_left_out() -> None:
    found = difference(np.array([4.0, np.nan, 2.0, np.inf]), np.array([1.0, 1.0, 3.0, 0.0]), seed=1)
    assert (found.pairs, found.mean, found.share_positive) == (2, 1, 0.5)
    nothing = difference(np.array([np.nan]), np.array([1.0]), seed=1)
    assert nothing.pairs == 0
    assert np.isnan(nothing.mean)


def test_columns_resampled_together_get_what_each_gets_alone() -> None:
    rng = np.random.default_rng(5)
    first, second = rng.normal(size=(2, 30, 4))
    first[3, 1] = np.nan
    second[:, 2] = first[:, 2] - 1.0
    together = differences(first, second, seed=1)
    assert [one.pairs for one in together] == [30, 29, 30, 30]
    alone = [difference(a, b, seed=1) for a, b in zip(first.T, second.T, strict=True)]
    for one, other in zip(together, alone, strict=True):
        assert one.bca == pytest.approx(other.bca, rel=1e-12)
        numbers = [[*astuple(each)[:4], *astuple(each)[5:]] for each in (one, other)]
        assert numbers[0] == pytest.approx(numbers[1], rel=1e-12)


def test_a_side_that_varies_little_has_a_correlation() -> None:
    assert difference(0.01 * NORMAL, 0.02 * NORMAL, 1).correlation == pytest.approx(1.0)


def test_a_side_that_does_not_vary_has_no_correlation() -> None:
    assert np.isnan(difference(np.array([4.0, 4.0]), np.array([1.0, 2.0]), seed=1).correlation)


def test_pairs_make_the_interval_narrow() -> None:
    luck = np.random.default_rng(1).normal(0, 50, 100)
    found = difference(NORMAL[:100] + luck, luck, seed=1)
    assert found.high - found.low < 1
    assert found.correlation > 0.99


def test_the_effect_of_a_link_is_all_links_minus_without_it() -> None:
    everything, without, *_ = triangle(toy.scenario())
    one = contrast(everything, without)
    title = "effect of link science_education = all links minus without science_education"
    assert one == Contrast(without.name, "all links", without.name, title)


def test_side_by_side_the_baseline_is_subtracted() -> None:
    one = contrast(Cell("a", toy.scenario()), Cell("b", toy.scenario()))
    assert one == Contrast("b", "b", "a", "b minus a")


OUTCOMES = pd.DataFrame({
    "cell": ["base"] * 3 + ["cut"] * 3,
    "replication": [0, 1, 2, 3, 2, 1],
    "completions": [5.0, 6.0, 9.0, 100.0, 4.0, 3.0],
    "patents": [1.0, 2.0, 4.0, 1.0, 1.0, 1.0],
})  # fmt: skip
CUT = Contrast("cut", "base", "cut", "effect")


def test_pairs_are_matched_by_replication() -> None:
    (row,) = effects(OUTCOMES, [CUT], ["completions"], 1).to_dict("records")
    assert list(row) == list(COLUMNS)
    assert (row["pairs"], row["difference"], row["median"]) == (2, (3 + 5) / 2, 4)


def test_an_interval_does_not_depend_on_what_else_is_asked() -> None:
    both = effects(OUTCOMES, [CUT], ["patents", "completions"], 1)
    alone = effects(OUTCOMES, [CUT], ["completions"], 1)
    pd.testing.assert_frame_equal(both.iloc[1:].reset_index(drop=True), alone)


def test_a_cell_without_any_run_is_left_out() -> None:
    assert effects(OUTCOMES, [Contrast("gone", "base", "gone", "effect")], ["completions"], 1).empty
