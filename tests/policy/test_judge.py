"""Fresh runs: what they say of mixes, by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from ecosim.policy.judge import amount, apart, candidates, moved, told, unbeaten
from ecosim.policy.levers import levers
from model import cases

GIVEN = levers(cases.scenario(), ["projects", "incubation"])
YEARS = GIVEN.scenario.time.quarters / 4


def totals(completions: list[float], money: float) -> np.ndarray:
    """Return totals of runs: completions, agreements, public money, hours."""
    return np.array([[one, 0.0, money * YEARS, 40.0 * YEARS] for one in completions])


def test_changes_are_paired_with_todays_mix() -> None:
    mixes = [GIVEN.today, (0.5, 1.0)]
    shown = np.array([totals([10, 20, 30], 100), totals([11, 21, 31.5], 50)])
    today, other = candidates(GIVEN, mixes, shown, {GIVEN.today: 0.0, (0.5, 1.0): 9.0}, 10.0, 1)
    assert (today.name, other.name) == ("today", "A")
    assert (other.completions, other.money, other.hours) == pytest.approx((21.1667, 50, 10), rel=1e-4)
    assert (other.more.mean, other.more.low) == pytest.approx((3.5 / 3, 0.44956), rel=1e-4)  # Student's t of three
    assert other.more_money == pytest.approx(other.more_money.__class__(-50, -50, -50))
    assert today.ratio == pytest.approx(10 * 20 / (100 * YEARS))
    assert other.ratio == pytest.approx(2.1167 * today.ratio, rel=1e-3)
    assert other.searched == 9.0 and not today.clear and other.clear


def test_ratios_refer_to_an_amount_that_buys_one_to_ten() -> None:
    assert amount(totals([20], 100), GIVEN) == 10 ** np.ceil(np.log10(100 * YEARS / 20))
    assert amount(totals([0], 100), GIVEN) == 1.0


def best_of(measured: np.ndarray) -> list[bool]:
    return unbeaten(measured, apart(measured[:, :, None], 1)[0])


def test_what_is_certainly_worse_than_the_best_is_no_tie() -> None:
    luck = np.random.default_rng(1).normal(size=40)
    own = 0.1 * np.random.default_rng(2).normal(size=(3, 40))
    measured = luck + own + np.array([[1.0], [0.98], [0.0]])
    assert best_of(measured) == [True, True, False]
    assert best_of(measured[:, :1]) == [True, True, True]


def test_ties_are_kept_as_often_as_they_say() -> None:
    lost = sum(
        not best_of(np.random.default_rng([1, number]).normal(size=(5, 30)))[0] for number in range(60)
    )
    # the best of equals is chosen by its luck, so that one of the others is sometimes dropped
    assert lost <= stats.binom(60, 0.05).ppf(0.999)


def test_what_is_told_is_told_with_all_others() -> None:
    rows = np.random.default_rng(2).normal(size=(4, 10)).T.copy()
    rows[:, 0] += 3
    rows[:, 1] += 0.6  # p about 0.02, which is too much as one of three
    assert stats.ttest_1samp(rows[:, 1], 0).pvalue < 0.05
    found, clear = told(rows, np.zeros((10, 4)), 1)
    assert clear == [True, False, False, False]
    assert found[1].mean == pytest.approx(rows[:, 1].mean())
    assert told(np.ones((1, 2)), np.zeros((1, 2)), 1)[1] == [False, False]
    assert told(np.ones((3, 0)), np.zeros((3, 0)), 1) == ([], [])


def test_what_is_more_than_today_is_no_tie_with_it() -> None:
    generator = np.random.default_rng(5)
    for _ in range(20):
        measured = generator.normal(size=(4, 30, 1)) + np.array([0.0, 0.2, 0.5, 0.6])[:, None, None]
        found = apart(measured, 1)[0]
        kept = unbeaten(measured[:, :, 0], found)
        best = int(measured.mean(axis=(1, 2)).argmax())
        assert kept[best] and not found[best, best]
        assert kept[0] != bool(found[0, best]) or best == 0
        assert (found == found.T).all()


def test_moved_levers() -> None:
    shown = np.array([totals([10, 20, 30, 41], 100), totals([9, 18.9, 29.2, 40.1], 50), totals([12, 18, 30, 40], 100)])
    less, without = moved(GIVEN, ["projects x0.5", "without incubation"], shown, 1)
    assert less.name == "projects x0.5" and less.money.mean == -50 and less.clear
    assert less.completions.mean == pytest.approx(-0.95)
    assert without.completions.low < 0 < without.completions.high and not without.clear
