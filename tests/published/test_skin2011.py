"""SKIN: what must always hold of kenes and hypotheses, the market on a known case, and the study at a small size."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numba
import numpy as np
import pytest

from ecosim.published.catalogue import study
from ecosim.published.report import summarise
from ecosim.published.skin2011.learning import attracted, look_for_partners
from ecosim.published.skin2011.market import trade
from ecosim.published.skin2011.model import MEASURES, run, simulate
from ecosim.published.skin2011.settings import Settings
from ecosim.published.skin2011.state import (
    FIRM,
    HEADQUARTERS,
    LIVING,
    PASSED,
    ROOM,
    ROWS,
    UNIVERSITY,
    State,
    age,
    empty,
)
from ecosim.published.study import carry_out
from ecosim.randomness import address


@numba.njit
def _trade(settings: Any, w: State) -> None:
    trade(settings[0], w)


@numba.njit
def _attracted(settings: Any, w: State, i: int, j: int) -> bool:
    return attracted(settings[0], w, i, j)


@numba.njit
def _age(settings: Any, w: State, i: int) -> None:
    age(settings[0], w, i)


@numba.njit
def _look(settings: Any, w: State) -> None:
    look_for_partners(settings[0], w, 0, np.uint64(7))


SMALL = Settings(firms=150, universities=15, steps=60)


@pytest.fixture(scope="module", params=[{}, {"capped": 1, "whole_kene": 1, "new_hypothesis": 0, "price_floor": 0}])
def end(request: pytest.FixtureRequest) -> State:
    return run(SMALL.model_copy(update=request.param), address(3))


def rows(end: State) -> list[int]:
    """Rows of those who took part in the last market."""
    return end.live[: end.count[LIVING]].tolist()


def test_kenes_hold_each_capability_once_within_bounds(end: State) -> None:
    for i in range(end.count[ROWS]):
        length = end.actor["length"][i]
        assert 0 < length <= ROOM
        held = end.capability[i, :length]
        assert len(set(held.tolist())) == length
        assert 1 <= held.min() <= held.max() <= 1000
        assert ((end.ability[i, :length] >= 0) & (end.ability[i, :length] <= 10)).all()
        assert ((end.expertise[i, :length] >= 0) & (end.expertise[i, :length] <= 10)).all()


def test_hypotheses_point_into_kenes_and_their_inputs_differ(end: State) -> None:
    for i in range(end.count[ROWS]):
        actor = end.actor[i]
        terms = end.term[i, : actor["terms"]]
        assert 1 <= len(terms) <= 10
        assert (np.diff(terms) > 0).all()
        assert terms[-1] < actor["length"]
        assert 10 <= actor["product"] < 100
        inputs = end.want[i, : actor["wants"]].tolist()
        assert 1 <= len(inputs) == len({*inputs, actor["product"]}) - 1
        assert max(inputs) < 90


def test_where_nobody_learns_from_others_products_follow_from_the_triples_in_use() -> None:
    end = run(SMALL.model_copy(update={"attractive": 1.0}), address(3))
    assert not end.tally[PASSED]
    for i in rows(end):
        terms = end.term[i, : end.actor["terms"][i]]
        total = int((end.capability[i, terms] * end.ability[i, terms]).sum())
        assert end.actor["product"][i] in {(total + slip) % 90 + 10 for slip in (-1, 0, 1)}  # sums may round apart


def test_money_of_the_market_comes_from_end_users_and_goes_for_raw_materials(end: State) -> None:
    took_part = rows(end)
    actor = end.actor[took_part]
    sold = (actor["trading"] == 1) & (actor["product"] >= 90)
    raw = sum(int((end.want[i, : end.actor["wants"][i]] < 10).sum()) for i in took_part if end.actor["trading"][i])
    assert sold.sum() > 5
    assert actor["reward"].sum() == pytest.approx(10_000 * sold.sum() - raw)
    assert not actor["reward"][actor["trading"] == 0].any()


def test_every_buyer_has_sellers_who_trade_and_every_seller_a_buyer(end: State) -> None:
    customers = dict.fromkeys(rows(end), 0)
    for i in rows(end):
        for q in range(end.actor["wants"][i] if end.actor["trading"][i] else 0):
            seller = int(end.supplier[i, q])
            assert (seller < 0) == (end.want[i, q] < 10)
            if seller >= 0:
                assert end.actor["trading"][seller] == 1
                assert end.actor["product"][seller] == end.want[i, q]
                customers[seller] += 1
    assert all(end.actor["customers"][i] == count for i, count in customers.items())
    assert all(count > 0 or end.actor["product"][i] >= 90 for i, count in customers.items() if end.actor["trading"][i])


def test_universities_stay_out_of_the_market_and_outlive_firms(end: State) -> None:
    universities = end.actor[: end.count[ROWS]][end.actor["kind"][: end.count[ROWS]] == UNIVERSITY]
    assert len(universities) == 15
    assert universities["alive"].all()
    assert not universities["trading"].any()


def hand_made(*actors: tuple[int, float, float, tuple[int, ...]]) -> State:
    """Actors of product, price, quality and inputs, ready to trade."""
    w = empty(Settings(firms=10, steps=1))
    for i, (product, price, quality, inputs) in enumerate(actors):
        w.actor[i]["product"], w.actor[i]["price"], w.actor[i]["quality"] = product, price, quality
        w.actor[i]["alive"], w.actor[i]["wants"], w.live[i] = 1, len(inputs), i
        w.want[i, : len(inputs)] = inputs
    w.count[LIVING] = w.count[ROWS] = len(actors)
    _trade(Settings().record(), w)
    return w


def test_a_known_market() -> None:
    w = hand_made(
        (95, 1000, 1, (20, 3)),  # sells to end users, buys 20 and a raw material
        (20, 600, 1, (4,)),  # the cheaper seller of 20, and the worse of two as cheap
        (20, 600, 2, (4,)),
        (20, 900, 9, (4,)),
        (30, 500, 1, (4,)),  # nobody wants 30
        (96, 1000, 1, (40,)),  # nobody makes 40
        (50, 10, 1, (20,)),  # wanted below, but would sell below cost
        (97, 1000, 1, (50,)),
    )
    assert w.actor["reward"][:8].tolist() == [10_000 - 601, 0, 599, 0, 0, 0, 0, 0]
    assert w.actor["trading"][:8].tolist() == [1, 0, 1, 0, 0, 0, 0, 0]
    assert w.actor["price"][:8].tolist() == pytest.approx([1000, 540, 600, 810, 450, 1000, 10, 1000])


def test_a_price_rises_with_more_than_four_customers() -> None:
    for buyers, price in ((4, 600.0), (5, 660.0)):
        w = hand_made((20, 600, 1, (4,)), *[(95, 1, 1, (20,))] * buyers)
        assert w.actor["customers"][0] == buyers
        assert w.actor["price"][0] == pytest.approx(price)
        assert w.actor["reward"][0] == buyers * 600 - 1


@pytest.mark.parametrize(
    ("bold", "mine", "yours", "expected"),
    [
        (0, [1, 2, 3, 4], [1, 2, 9], True),  # 2 of 3 in common
        (0, [1, 2, 3, 4], [4, 5, 6, 7], False),  # 1 of 4
        (1, [1, 2, 3, 4], [4, 5, 6, 7], True),  # 6 of 8 not in common
        (1, [1, 2, 3], [1, 2, 3], False),  # nothing new
        (1, [1, 2], [3, 4], False),  # nothing in common
    ],
)
def test_conservative_and_progressive_attraction(bold: int, mine: list[int], yours: list[int], expected: bool) -> None:
    w = empty(Settings(firms=10, steps=1))
    w.actor["bold"][0] = bold
    for i, shown in enumerate((mine, yours)):
        w.actor["shown"][i] = len(shown)
        w.advert[i, : len(shown)] = shown
    assert _attracted(Settings().record(), w, 0, 1) is expected


@pytest.mark.parametrize(("kind", "kept"), [(FIRM, [1, 2, 4]), (UNIVERSITY, [1, 2, 3, 4])])
def test_unused_triples_fade_and_are_forgotten_but_by_universities(kind: int, kept: list[int]) -> None:
    w = empty(Settings(firms=10, steps=1))
    w.actor["kind"][0], w.actor["length"][0], w.actor["terms"][0], w.actor["element"][0] = kind, 4, 2, 3
    w.capability[0, :4], w.expertise[0, :4], w.term[0, :2] = [1, 2, 3, 4], [10, 3, 0, 5], [0, 3]
    _age(Settings().record(), w, 0)
    assert w.capability[0, : w.actor["length"][0]].tolist() == kept
    assert w.expertise[0, w.term[0, :2]].tolist() == [10, 6]
    assert w.capability[0, w.term[0, :2]].tolist() == [1, 4]
    assert w.capability[0, w.actor["element"][0]] == 4


def test_firms_begin_alike_with_and_without_universities() -> None:
    one, other = (run(Settings(firms=40, universities=n, steps=1), address(5)) for n in (0, 9))
    assert (one.actor["bold"][:40] == other.actor["bold"][:40]).all()
    assert (one.actor["quality"][:5] != other.actor["quality"][45:50]).all()


def test_networks_arise_and_start_ups_come() -> None:
    found = dict(zip(MEASURES, simulate(Settings(firms=300, steps=120), address(2)), strict=True))
    assert found["start-ups"] > 100
    assert found["networks"] > 10
    assert 0.05 < found["trading"] < 0.95
    assert np.isnan(found["met linked"])


def test_headquarters_join_no_networks_and_members_know_a_living_one() -> None:
    end = run(Settings(firms=300, steps=120), address(2))
    actor = end.actor[: end.count[ROWS]]
    assert (actor["network"][actor["kind"] == HEADQUARTERS] == -1).all()
    members = actor[(actor["alive"] == 1) & (actor["network"] >= 0)]
    assert len(members) > 0
    assert (actor["kind"][members["network"]] == HEADQUARTERS).all()
    assert actor["alive"][members["network"]].all()


def test_the_study_at_a_small_size_finds_more_variety_with_universities() -> None:
    full = study("skin2011")
    small = replace(full, cells={"default": full.cells["default"]})
    findings = summarise(small, carry_out(small, 6, 2, 1, lambda done, total: None), 2)["findings"]
    assert findings[1]["verdict"] == "agrees"  # variety


def test_whom_one_side_does_not_want_is_no_partner_unless_the_wish_of_one_is_enough() -> None:
    """An actor that looks for likeness meets one that looks for novelty: four of four in common, and nothing new."""
    for both, partners in ((1, 0), (0, 1)):
        w = empty(Settings(firms=10, steps=1))
        w.actor["alive"][:2], w.actor["bold"][:2], w.actor["shown"][:2] = 1, [0, 1], 4
        w.advert[:2, :4] = [1, 2, 3, 4]
        for i in range(2):
            w.capability[i, :4], w.actor["length"][i], w.actor["terms"][i] = [1, 2, 3, 4], 4, 4
            w.term[i, :4] = range(4)
        w.live[:2], w.count[LIVING] = [0, 1], 2
        w.supplier[0, 0] = 1
        _look(Settings(both_willing=both).record(), w)
        assert w.actor["partners"][0] == partners


def test_a_search_may_end_at_the_first_partner() -> None:
    for first, alone in ((1, True), (0, False)):
        end = run(SMALL.model_copy(update={"first_fit": first}), address(3))
        assert bool(end.actor["partners"].max() == 1) is alone


def test_prices_start_alike_or_at_random() -> None:
    for at_random, spread in ((0, False), (1, True)):
        end = run(Settings(firms=40, steps=1, random_prices=at_random), address(5))
        assert (len(np.unique(end.actor["price"][:40].round(2))) > 20) is spread
