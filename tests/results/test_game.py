"""Shares and interactions: exact, and equal to those of an independent library."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import combinations, islice, permutations
from math import factorial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosim.experiments.orders import arrivals
from ecosim.results.game import coalition, dividends, interaction, marginals, players_of

STORED = json.loads((Path(__file__).parent / "shapiq.json").read_text(encoding="utf-8"))
numbers = st.fractions(min_value=-1000, max_value=1000, max_denominator=50)
games = st.integers(1, 4).flatmap(lambda players: st.lists(numbers, min_size=2**players, max_size=2**players))


def exact(worths: list[Fraction]) -> np.ndarray:
    return np.array(worths, dtype=object)


def by_orders(worths: np.ndarray, player: int) -> Fraction:
    """Return a Shapley value as it is defined: the mean over all orders."""
    players = range(players_of(worths))
    total = Fraction(0)
    for order in permutations(players):
        before = coalition(order[: order.index(player)])
        total += worths[before | 1 << player] - worths[before]
    return total / factorial(len(players))


@given(games)
def test_shares_are_the_mean_over_all_orders_and_sum_exactly_to_the_whole(worths: list[Fraction]) -> None:
    game = exact(worths)
    found = [interaction(dividends(game), [player]) for player in range(players_of(game))]
    assert found == [by_orders(game, player) for player in range(players_of(game))]
    assert sum(found) == worths[-1] - worths[0]


@given(games)
def test_dividends_build_every_worth_up_again(worths: list[Fraction]) -> None:
    found = dividends(exact(worths))
    for whole, worth in enumerate(worths):
        assert sum(found[part] for part in range(whole + 1) if part & whole == part) == worth


def test_a_player_who_adds_nothing_gets_nothing_and_players_alike_get_the_same() -> None:
    game = np.array([0, 6, 6, 20, 0, 6, 6, 20])  # the third adds nothing, the others work together
    found = dividends(game)
    assert [interaction(found, [player]) for player in range(3)] == [10, 10, 0]
    assert [found[0b011], interaction(found, [0, 1]), interaction(found, [1, 2])] == [8, 8, 0]


def test_many_games_at_once_get_what_each_gets_alone() -> None:
    games = np.random.default_rng(1).normal(size=(16, 5, 3))
    together = dividends(games)
    assert np.array_equal(together[:, 2, 1], dividends(games[:, 2, 1]))
    assert np.array_equal(interaction(together, [1, 3])[2, 1], interaction(together[:, 2, 1], [1, 3]))


@pytest.mark.parametrize("players", [3, 4, 6, 8])
def test_shares_and_interactions_are_those_of_shapiq(players: int) -> None:
    stored = STORED[str(players)]
    found = dividends(np.array(stored["worths"]))
    for index, order in (("SV", 1), ("SII", 2), ("SII", 3), ("Moebius", 2), ("Moebius", 3)):
        for members, value in zip(combinations(range(players), order), stored[f"{index} {order}"], strict=True):
            mine = found[coalition(members)] if index == "Moebius" else interaction(found, members)
            assert mine == pytest.approx(value, rel=1e-9, abs=1e-9), (index, members)


def _named(worths: np.ndarray, names: str) -> dict[frozenset[str], np.ndarray]:
    return {
        frozenset(name for i, name in enumerate(names) if number >> i & 1): np.asarray(worth)
        for number, worth in enumerate(worths)
    }


def test_every_order_shares_out_the_whole() -> None:
    worths = _named(np.random.default_rng(2).normal(size=16), "badc")
    for order in islice(arrivals("badc", 3), 6):
        assert marginals(worths, order).sum() == pytest.approx(float(worths[frozenset("abcd")] - worths[frozenset()]))


def test_a_pair_of_orders_is_exact_where_links_work_in_pairs_at_most() -> None:
    found = np.zeros(32)
    for size in (1, 2):
        for members in combinations(range(5), size):
            found[coalition(members)] = 1.0 + 3.0 * members[0] - members[-1]
    game = np.array([sum(found[part] for part in range(whole + 1) if part & whole == part) for whole in range(32)])
    first, second = islice(arrivals("abcde", 7), 2)
    assert second == first[::-1]
    mean = (marginals(_named(game, "abcde"), first) + marginals(_named(game, "abcde"), second)) / 2
    assert mean == pytest.approx([interaction(found, [player]) for player in range(5)])


def test_orders_depend_on_names_and_seed_alone() -> None:
    assert list(islice(arrivals("abcd", 5), 8)) == list(islice(arrivals("dcba", 5), 8))
    assert list(islice(arrivals("abcd", 5), 8)) != list(islice(arrivals("abcd", 6), 8))
