"""March (1991): against its numbers, against another implementation, and in cases that are known."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ecosim.published.catalogue import study
from ecosim.published.march1991.model import Settings, simulate
from ecosim.published.report import summarise
from ecosim.published.study import carry_out
from ecosim.randomness import address


def code(settings: Settings, runs: int, seed: int = 3) -> np.ndarray:
    return np.array([simulate(settings, address(seed, run))[0] for run in range(runs)])


def in_numpy(
    p1: float, p2: float, rng: np.random.Generator, turnover: float = 0, periods: int = 400, m: int = 30, n: int = 50
) -> float:
    """The model in whole arrays and with a generator, for comparison."""
    reality = rng.choice([-1, 1], m)
    beliefs, held = rng.integers(-1, 2, (n, m)), np.zeros(m, int)
    for _ in range(periods):
        leaves = rng.random((n, 1)) < turnover
        beliefs = np.where(leaves, rng.integers(-1, 2, (n, m)), beliefs)
        acts = np.where(beliefs == 0, rng.choice([-1, 1], (n, m)), beliefs)
        net = acts[acts @ reality > held @ reality].sum(axis=0)
        learns = (rng.random((n, m)) < p1) & (held != 0) & (beliefs != held)
        beliefs = beliefs + learns * held
        held = np.where(rng.random(m) < 1 - (1 - p2) ** np.abs(net), np.sign(net), held)
    return float(held @ reality) / m


@pytest.mark.parametrize(("p1", "p2"), [(0.1, 0.1), (0.9, 0.5)])
def test_another_implementation_finds_the_same(p1: float, p2: float) -> None:
    ours = code(Settings(learning=p1, code_learning=p2), 400)
    rng = np.random.default_rng(8)
    theirs = np.array([in_numpy(p1, p2, rng) for _ in range(60)])
    error = math.hypot(ours.std() / 20, theirs.std() / math.sqrt(60))
    assert abs(ours.mean() - theirs.mean()) < 3 * error


def test_another_implementation_finds_the_same_with_turnover() -> None:
    ours = code(Settings(learning=0.9, turnover=0.1, periods=20), 600)
    rng = np.random.default_rng(9)
    theirs = np.array([in_numpy(0.9, 0.5, rng, turnover=0.1, periods=20) for _ in range(300)])
    assert abs(ours.mean() - theirs.mean()) < 3 * math.hypot(ours.std() / math.sqrt(600), theirs.std() / math.sqrt(300))


def test_newcomers_lag_by_what_one_step_leaves_open() -> None:
    """Of three newcomers one agrees, one steps from 0 to it, and one from the opposite to 0: a third lags."""
    members = Settings(learning=1, code_learning=1, turnover=0.3, periods=200)
    found = np.mean([simulate(members, address(3, run))[:2] for run in range(100)], axis=0)
    assert found[0] > 0.97
    assert 1 - found[1] / found[0] == pytest.approx(0.3 / 3, abs=0.01)


def test_beliefs_that_change_step_by_step_leave_more_time_to_learn_than_jumps() -> None:
    step, jump = (code(Settings(learning=0.1, jump=one), 200) for one in (0, 1))
    assert (step - jump).mean() > 0.005


def test_every_number_and_sign_of_the_paper_at_a_small_size() -> None:
    march = study("march1991")
    summary = summarise(march, carry_out(march, 60, 2, 1, lambda done, total: None), 2)
    assert [one["what"] for one in summary["findings"] if one["verdict"] == "differs"] == []
    assert sum(one["verdict"] == "agrees" for one in summary["findings"]) >= 20


def test_the_literal_reading_falls_short_of_the_paper() -> None:
    literal = Settings(learning=0.1, by_beliefs=1, jump=1)
    assert code(literal, 100).mean() < 0.88 < 0.93 < code(Settings(learning=0.1), 100).mean()


def test_a_code_that_does_not_learn_stays_empty_and_members_who_do_not_stay_ignorant() -> None:
    empty = np.array([simulate(Settings(code_learning=0, periods=30), address(1, run)) for run in range(200)])
    assert not empty[:, 0].any()
    assert abs(empty[:, 1].mean()) < 0.005
    alone = [simulate(Settings(learning=0, periods=50), address(1, run)) for run in range(50)]
    assert np.mean([one[1] for one in alone]) == pytest.approx(0, abs=0.01)


def test_at_rest_everybody_holds_what_the_code_holds() -> None:
    for run in range(20):
        held, members, slow, fast, periods = simulate(Settings(), address(4, run))
        assert members == slow == pytest.approx(held)
        assert math.isnan(fast)
        assert periods < 200


def test_slow_and_fast_members_make_up_all() -> None:
    _, members, slow, fast, periods = simulate(Settings(fast_members=20, periods=20), address(4, 1))
    assert members == pytest.approx((30 * slow + 20 * fast) / 50)
    assert periods == 20


def test_reality_that_always_turns_teaches_nothing() -> None:
    assert abs(code(Settings(turbulence=0.5, periods=60, turnover=0.2), 200).mean()) < 0.2
    assert code(Settings(turbulence=0.0, periods=60), 50).mean() > 0.7


def test_same_luck_same_numbers_and_other_luck_others() -> None:
    one, again, other = (simulate(Settings(periods=9), address(1, run)) for run in (1, 1, 2))
    assert str(one) == str(again) != str(other)
