"""Money set aside for questions to science: what may wait, and that it suffices for a question."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from ecosim.processes.contracts import Contracts, question_cost, set_aside
from ecosim.processes.labour import Labour
from ecosim.world.codes import Origin

OVERHEAD, PAY = 0.3, 0.25


def asked_of(firm: SimpleNamespace, quarters: int, pay: float = PAY, **params: float) -> Any:
    """Let a firm set money aside for some quarters, in which nobody answers."""
    p = Contracts.Params(performers=1.0, **params)
    for _ in range(quarters):
        set_aside.py_func(firm, SimpleNamespace(state_pay=pay), p, OVERHEAD)  # type: ignore[attr-defined]
    return p


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the rule call its parts as Python."""
    for name in ("question_cost", "does_research"):
        whole = set_aside.py_func.__globals__[name]  # type: ignore[attr-defined]
        monkeypatch.setitem(set_aside.py_func.__globals__, name, whole.py_func)  # type: ignore[attr-defined]


def cost(p: Any, pay: float) -> float:
    found: float = question_cost.py_func(SimpleNamespace(state_pay=pay), p.work, OVERHEAD)  # type: ignore[attr-defined]
    return found


def firm(sales: float, cash: float = 1000.0) -> SimpleNamespace:
    return SimpleNamespace(sales=sales, cash=cash, budget=0.0, origin=Origin.SPIN_OFF.value, key=7)


def test_who_has_just_the_money_for_a_question_can_put_it_when_pay_has_risen() -> None:
    small = firm(sales=1.0)
    p = asked_of(small, 100)
    assert p.waits * p.budget * small.sales < p.premium * cost(p, PAY)  # so the limit is that of one question
    assert small.budget >= p.premium * cost(p, PAY * (1.0 + Labour.Params().wage_step))


@pytest.mark.parametrize("sales", [1.0, 200.0])
def test_what_waits_is_limited_and_the_share_of_a_quarter_comes_on_top(sales: float) -> None:
    one = firm(sales)
    p = asked_of(one, 100)
    share = p.budget * sales
    assert one.budget == pytest.approx(max(p.waits * share, p.premium * cost(p, PAY)) + share)


def test_nobody_sets_aside_what_it_does_not_have() -> None:
    poor = firm(sales=200.0, cash=1.5)
    asked_of(poor, 100)
    assert poor.budget == 1.5
    poor.cash = -1.0
    asked_of(poor, 1)
    assert poor.budget == 0.0
