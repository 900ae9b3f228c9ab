"""Synergy in cases whose value is known exactly, and what it does not say."""

from __future__ import annotations

from itertools import product
from math import isnan

import numpy as np
import pandas as pd
import pytest

from ecosim.errors import UsageError
from ecosim.synergy import SECTORS, decompose, synergy


def records(*rows: tuple[int, int, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(SECTORS))


SINGLE = [(1, 0, 0), (0, 1, 0), (0, 0, 1)]


def test_one_sector_alone_in_every_record_is_synergy_of_nearly_half_a_bit() -> None:
    assert synergy(records(*SINGLE * 7)) == pytest.approx(-0.4150375, abs=5e-8)


def values_of(*rows: tuple[int, int, int]) -> float:
    return synergy(records(*rows), keep_empty=True)


def test_exclusive_or_is_minus_one_three_copies_plus_one_independence_nothing() -> None:
    assert values_of((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)) == pytest.approx(-1.0)
    assert values_of((0, 0, 0), (1, 1, 1)) == pytest.approx(1.0)
    assert values_of(*product((0, 1), repeat=3)) == pytest.approx(0.0)


def test_it_equals_conditional_minus_plain_mutual_information() -> None:
    """T = I(S;E) - I(S;E|I), an independent form (McGill 1954), on random records."""
    rng = np.random.default_rng(5)
    present = rng.random((400, 3)) < (0.3, 0.5, 0.6)
    present = present[present.any(axis=1)]

    def mutual(rows: np.ndarray) -> float:
        joint = np.histogram2d(rows[:, 0], rows[:, 1], bins=2, range=((0, 1), (0, 1)))[0] / len(rows)
        alone = joint.sum(1, keepdims=True) * joint.sum(0, keepdims=True)
        used = joint > 0
        return float((joint[used] * np.log2(joint[used] / alone[used])).sum())

    given = sum((present[:, 2] == k).mean() * mutual(present[present[:, 2] == k]) for k in (0, 1))
    assert synergy(records(*present.tolist())) == pytest.approx(mutual(present) - given)


def test_it_does_not_rise_or_fall_with_collaboration() -> None:
    alone, some, everybody = (SINGLE * 4, SINGLE * 2 + [(1, 1, 1)] * 6, [(1, 1, 1)] * 12)
    values = [synergy(records(*rows)) for rows in (alone, some, everybody)]
    assert values == pytest.approx([-0.4150375, -0.8300750, 0.0], abs=5e-8)


def test_records_of_nobody_are_left_out() -> None:
    assert synergy(records(*SINGLE, (0, 0, 0), (0, 0, 0))) == synergy(records(*SINGLE))
    assert isnan(synergy(records((0, 0, 0))))


def test_regions_and_what_is_between_them_add_up() -> None:
    rng = np.random.default_rng(3)
    table = pd.DataFrame(rng.random((300, 3)) < 0.4, columns=list(SECTORS)).assign(region=rng.integers(0, 4, 300))
    found = decompose(table, "region")
    assert found.total == synergy(table)
    assert found.between + sum(found.shares[r] * found.within[r] for r in found.within) == pytest.approx(found.total)
    for name, value in found.within.items():
        assert value == synergy(table[table["region"].astype(str) == name])
    assert sum(found.shares.values()) == pytest.approx(1.0)


def test_specialised_regions_show_synergy_only_together() -> None:
    table = records(*SINGLE).assign(region=["a", "b", "c"])
    found = decompose(table, "region")
    assert set(found.within.values()) == {0.0}
    assert found.between == pytest.approx(-0.4150375, abs=5e-8)


def test_arrays_by_name_and_counts_will_do() -> None:
    counts = {"s": [3, 0, 0], "e": [0, 2, 0], "i": [0, 0, 9]}
    assert synergy(counts, ("s", "e", "i")) == pytest.approx(-0.4150375, abs=5e-8)


@pytest.mark.parametrize(
    ("table", "columns", "message"),
    [
        (records(*SINGLE), ("science", "educaton", "industry"), "did you mean 'education'"),
        (records(*SINGLE), ("science", "industry"), "three sectors; found 2"),
        ({"a": [1], "b": [1, 0], "c": [1]}, ("a", "b", "c"), "differ in length"),
        ({"a": [1.0], "b": [float("nan")], "c": [1]}, ("a", "b", "c"), "a value is missing"),
    ],
)
def test_what_cannot_be_measured_is_told(table: object, columns: tuple[str, ...], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        synergy(table, columns)  # type: ignore[arg-type]
