"""One of three words for every difference: what each needs, and what the undecided are told."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import toy
from ecosim.results.decision import (
    COLUMNS,
    EFFECT,
    FEWEST,
    MOST,
    NONE,
    UNDECIDED,
    Decisions,
    Family,
    decide,
    disagreement,
    holm,
    judged,
    phrase,
    replications_needed,
    smallest_effects,
)
from ecosim.results.effects import Contrast, deviations, effects, half_width


def family(mean: list[float], sd: float = 10.0, pairs: int = 100, smallest: float = 5.0) -> Family:
    """Return differences of one standard deviation, whose bootstrap interval is that of t."""
    centre = np.array(mean)
    half = half_width(sd, pairs)
    alike = (np.full(len(mean), value) for value in (float(pairs), sd, smallest))
    count, spread, small = alike
    return Family(count, centre, spread, centre - half, centre + half, small)


def words(found: Decisions) -> list[str]:
    return [str(word) for word in found.verdict]


def test_each_word_is_given_where_it_should() -> None:
    # Of one difference with a standard error of 1, which matters from 5 on.
    for mean, word in ((6.0, EFFECT), (2.1, NONE), (0.0, NONE), (-6.0, EFFECT), (-2.1, NONE)):
        assert words(decide(family([mean]))) == [word]
    assert words(decide(family([3.0], sd=40.0))) == [UNDECIDED]


def test_a_small_effect_that_is_surely_not_zero_is_equivalent_to_none_and_says_so() -> None:
    tiny, none = decide(family([2.5])), decide(family([0.5]))
    assert (words(tiny), tiny.nonzero.tolist()) == ([NONE], [True])
    assert (words(none), none.nonzero.tolist()) == ([NONE], [False])


def test_what_lies_on_the_edge() -> None:
    one = family([0.0])
    touching = one._replace(low=-one.smallest)
    assert words(decide(one)) == [NONE]
    assert words(decide(one._replace(high=one.smallest))) == [UNDECIDED]
    assert words(decide(touching)) == [UNDECIDED], "an interval that reaches what counts is not surely smaller"
    five_equal = family([6.0], sd=0.0, pairs=5)
    assert words(decide(five_equal, error=2.0**-4)) == [EFFECT], "as likely as the error that is allowed"
    assert words(decide(family([5.5], sd=0.0, pairs=20))) == [EFFECT], "half more than what counts is not none"
    assert words(decide(family([4.5], sd=0.0, pairs=20))) == [NONE]


def test_what_is_surely_too_large_leaves_the_others_no_more_error() -> None:
    # The first has no luck at all, and is too large; the second would count as none alone, and not as one of three.
    three = family([5.5, 2.92, 9.0])
    sd, half = np.array([0.0, 10.0, 10.0]), np.array([0.0, half_width(10.0, 100), half_width(10.0, 100)])
    three = three._replace(sd=sd, low=three.mean - half, high=three.mean + half)
    assert words(decide(three)) == [EFFECT, EFFECT, EFFECT]
    assert words(decide(family([2.92]))) == [NONE]


def test_verdicts_are_those_of_the_textbook_tests() -> None:
    rng = np.random.default_rng(8)
    values = rng.normal(0.6, 2, 40)
    low, high = stats.t.interval(0.95, 39, values.mean(), stats.sem(values))
    for smallest in (0.5, 1.0, 1.5, 2.0):
        equivalent = max(
            stats.ttest_1samp(values, smallest, alternative="less").pvalue,
            stats.ttest_1samp(values, -smallest, alternative="greater").pvalue,
        )
        said = (40.0, values.mean(), values.std(ddof=1), low, high, smallest)
        found = decide(Family(*(np.array([one]) for one in said)))
        inside = -smallest < low and high < smallest
        different = stats.ttest_1samp(values, 0).pvalue <= 0.05
        assert found.nonzero[0] == different
        assert (found.verdict[0] == NONE) == (equivalent <= 0.05 and inside)


def test_holm_by_hand() -> None:
    assert holm(np.array([0.01, 0.04, 0.03, 0.005])).tolist() == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm(np.array([0.9, 0.8])).tolist() == [1.0, 1.0]
    assert holm(np.array([])).tolist() == []


def test_what_would_do_alone_does_not_do_among_many() -> None:
    assert words(decide(family([2.2], smallest=2.1))) == [EFFECT]
    assert words(decide(family([2.2] + [0.0] * 15, smallest=2.1)))[0] == UNDECIDED


def test_the_word_never_contradicts_the_interval() -> None:
    one = family([2.2], smallest=2.1)
    holds_zero = one._replace(low=np.array([-0.1]))
    assert words(decide(holds_zero)) == [UNDECIDED]
    reaches_out = family([0.0])._replace(high=np.array([5.5]))
    assert words(decide(reaches_out)) == [UNDECIDED]
    assert decide(reaches_out).needed[0] > 100


def test_without_a_smallest_effect_nothing_is_equivalent_and_no_number_is_told() -> None:
    found = decide(family([0.0, 6.0], smallest=np.nan))
    assert words(found) == [UNDECIDED, EFFECT]
    assert np.isnan(found.needed).all()


@pytest.mark.parametrize("pairs", [0, 1])
def test_fewer_than_two_pairs_decide_nothing(pairs: int) -> None:
    unknown = np.array([np.nan])
    found = decide(Family(np.array([float(pairs)]), np.array([3.0]), unknown, unknown, unknown, np.array([1.0])))
    assert (words(found), found.needed.tolist()) == ([UNDECIDED], [FEWEST])


def test_equal_differences_count_as_throws_of_a_coin() -> None:
    three, many = (decide(family([2.0, 0.0], sd=0.0, pairs=pairs)) for pairs in (3, 12))
    assert words(three) == [UNDECIDED, UNDECIDED]
    assert words(many) == [NONE, NONE]
    assert many.nonzero.tolist() == [True, False]
    assert words(decide(family([7.0], sd=0.0, pairs=12))) == [EFFECT]


@pytest.mark.parametrize(("sd", "level"), [(10.0, 0.05), (10.0, 0.003), (40.0, 0.01)])
def test_the_recommended_number_is_the_least_that_leaves_nothing_undecided(sd: float, level: float) -> None:
    count = replications_needed(sd, 5.0, level)
    halves = [stats.t.ppf(1 - level / 2, n - 1) * sd / np.sqrt(n) for n in (count, count - 2)]
    assert halves[0] <= 2.5 < halves[1]
    for mean in (0.0, 1.0, 2.4, 2.6, 5.0, -2.6):
        assert words(decide(family([mean], sd=sd, pairs=count), error=level)) != [UNDECIDED]


def test_the_recommended_number_has_its_bounds_and_exceeds_what_was_run() -> None:
    assert replications_needed(0.0, 1.0, 0.05) == replications_needed(float("nan"), 1.0, 0.05) == FEWEST
    assert replications_needed(1e6, 1.0, 0.05) == MOST
    rng = np.random.default_rng(3)
    for _ in range(200):
        found = decide(family(rng.normal(2, 2, 6).tolist(), sd=10.0, pairs=60))
        assert (found.needed[found.verdict == UNDECIDED] > 60).all()


def test_the_recommended_number_allows_for_all_that_are_left() -> None:
    for means, left in (([3.0], 1), ([3.0] * 4, 4), ([0.0] * 10, 10)):
        found = decide(family(means, sd=40.0))
        assert words(found) == [UNDECIDED] * left
        assert found.needed.tolist() == [replications_needed(40.0, 5.0, 0.05 / left)] * left
    assert decide(family([100.0, 3.0], sd=40.0)).needed[1] == replications_needed(40.0, 5.0, 0.05 / 2)


@pytest.mark.parametrize(
    ("verdict", "needed", "text"),
    [
        (EFFECT, np.nan, "effect"),
        (NONE, None, "equivalent to none"),
        (UNDECIDED, 328.0, "undecided: needs about 330 replications"),
        (UNDECIDED, 30.0, "undecided: needs about 30 replications"),
        (UNDECIDED, 12_001.0, "undecided: needs about 13,000 replications"),
        (UNDECIDED, float(MOST), "undecided: needs over 100,000 replications"),
        (UNDECIDED, None, "undecided: no smallest effect declared"),
        (None, None, "-"),
    ],
)
def test_verdicts_are_said_in_words(verdict: str | None, needed: float | None, text: str) -> None:
    assert phrase(verdict, needed) == text


def test_bootstrap_and_t_disagree_where_one_holds_zero() -> None:
    bounds = {"bca_low": 0.1, "bca_high": 2.0, "t_low": -0.1, "t_high": 2.1}
    assert disagreement(bounds)
    assert not disagreement(bounds | {"t_low": 0.05})
    assert not disagreement(dict.fromkeys(bounds))


def test_both_counts_are_always_judged_and_others_where_declared() -> None:
    declared = "judgement={agreements: {smallest: 3}, lag: {smallest: 1}}"
    assert np.isnan(list(smallest_effects(toy.scenario()).values())).tolist() == [True, True]
    found = smallest_effects(toy.scenario(declared))
    assert (list(found), found["agreements"], found["lag"]) == (["completions", "agreements", "lag"], 3, 1)


def test_a_table_is_judged_as_one_family_and_the_rest_not_at_all() -> None:
    rng = np.random.default_rng(2)
    rows = [pd.DataFrame({"cell": cell, "replication": range(40), "lag": rng.normal(shift, 1, 40),
                          "firms": rng.normal(0, 1, 40)}) for cell, shift in (("a", 5), ("b", 0))]  # fmt: skip
    table = effects(pd.concat(rows), [Contrast("b", "a", "b", "")], ["lag", "firms"], 1)
    found = judged(table, {"lag": 1.0})
    assert list(found)[-3:] == list(COLUMNS)
    assert found["verdict"].tolist() == [EFFECT, None]
    assert judged(table.iloc[:0], {"lag": 1.0}).empty
    assert found.loc[0, "standardised"] == found.loc[0, "difference"] / found.loc[0, "sd"]


def test_deviations_of_equal_values_are_zero_whatever_rounding_leaves() -> None:
    assert deviations(np.array([[0.1 + 0.2, 1.0], [0.3, 2.0]])).tolist() == [0.0, pytest.approx(np.sqrt(0.5))]
