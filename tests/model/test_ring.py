"""Search rings: everybody is found alike, by the rule that a few lines of plain Python state."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from ecosim.compiled import kernel
from ecosim.kernels.ring import build_ring, find, following, group_of, sort_ring
from ecosim.randomness import address, name_key
from ecosim.world import layouts
from ecosim.world.codes import Kind
from ecosim.world.tables import Table

LAST = 2**64 - 1


@kernel
def sort_all(ring: Any, low: int, high: int) -> None:
    """Sort a stretch of a ring."""
    sort_ring(ring, low, high)


@kernel
def find_all(ring: Any, low: int, high: int, positions: Any, out: Any) -> None:
    """Fill ``out`` with what each search comes upon."""
    for i in range(positions.shape[0]):
        out[i] = find(ring, low, high, positions[i])


def ring_of(positions: list[int]) -> NDArray[Any]:
    """Return unsorted ring entries at these positions."""
    ring = np.zeros(len(positions), layouts.RING.dtype)
    ring["position"] = positions
    ring["row"] = range(len(positions))
    ring["weight"] = np.linspace(0.1, 1, len(positions))
    return ring


def found(ring: NDArray[Any], searches: list[int] | NDArray[np.uint64], low: int = 0) -> list[int]:
    """Return the index that each search comes upon in ``ring[low:]``."""
    size, out = len(ring) - low, np.zeros(len(searches), np.int64)
    buckets = [(int(position) >> 32) * size >> 32 for position in ring["position"][low:]]
    ring["first"][low:] = low + np.searchsorted(buckets, range(size))
    find_all(ring, low, len(ring), np.array(searches, np.uint64), out)
    return out.tolist()


def organisations(count: int, name: str = "firm") -> NDArray[Any]:
    """Return living firms of one region with permanent keys."""
    table = Table(layouts.ORGANISATION)
    table.append(count, key=[name_key(name, str(i)) for i in range(count)], kind=Kind.FIRM)
    return table.view


def built(
    orgs: NDArray[Any], now: int = 5, fields: int = 1, regions: int = 1
) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Return the rings of organisations that work in all fields alike, with where each group begins."""
    ring = np.zeros(len(orgs) * fields, layouts.RING.dtype)
    start = np.zeros(3 * regions * fields + 1, np.int64)
    living, weights = np.flatnonzero(orgs["died"] < 0), np.full((len(orgs), fields), 1.0 / fields)
    build_ring(orgs, living, weights, np.uint64(now), 0.05, regions, ring, start, np.zeros(len(ring), np.int32))
    return ring[: start[-1]], start


positions = st.lists(st.integers(0, LAST) | st.integers(0, 5), max_size=40)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(positions, st.integers(0, 5))
def test_sorting_puts_a_stretch_in_order_and_leaves_the_rest_alone(places: list[int], low: int) -> None:
    low = min(low, len(places))
    ring = ring_of(places)
    sort_all(ring, low, len(ring))
    wanted = sorted(zip(places[low:], range(low, len(places)), strict=True))
    assert [(int(entry["position"]), int(entry["row"])) for entry in ring[low:]] == wanted
    assert ring[:low].tobytes() == ring_of(places)[:low].tobytes()
    assert sorted(ring[["row", "weight"]].tolist()) == ring_of(places)[["row", "weight"]].tolist()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(positions, st.lists(st.integers(0, LAST) | st.integers(0, 6), min_size=1, max_size=20), st.integers(0, 3))
def test_a_search_comes_upon_the_first_at_or_after_it_or_the_first_of_all(
    places: list[int], searches: list[int], low: int
) -> None:
    places = sorted(places)
    low = min(low, len(places))
    group = places[low:]
    wanted = [low + bisect_left(group, at) % len(group) if group else -1 for at in searches]
    assert found(ring_of(places), searches, low) == wanted


@pytest.mark.parametrize("crowded", [1, 8, 64], ids=lambda part: f"in 1/{part} of the ring")
def test_a_search_in_a_ring_of_thousands_is_as_sure(crowded: int) -> None:
    generator = np.random.default_rng(crowded)
    places = np.sort(generator.integers(0, LAST // crowded, 5_000, np.uint64))
    ends = np.array([0, LAST], np.uint64)
    searches = np.concatenate([generator.integers(0, LAST, 2_000, np.uint64), places[::50], ends])
    wanted = 7 + np.searchsorted(places[7:], searches) % (len(places) - 7)
    assert found(ring_of(places.tolist()), searches, 7) == wanted.tolist()


def test_groups_hold_whom_they_should_in_order_of_position() -> None:
    orgs = organisations(60)
    orgs["kind"] = np.arange(60) % 5  # institutes, universities, firms and others, who stand on no ring
    orgs["region"] = np.arange(60) % 2
    orgs["died"][::7] = 3
    ring, start = built(orgs, fields=2, regions=2)
    for kind in (Kind.INSTITUTE, Kind.UNIVERSITY, Kind.FIRM):
        for region in range(2):
            for field in range(2):
                g = group_of.py_func(int(kind), region, field, 2, 2)
                group = ring[start[g] : start[g + 1]]
                wanted = np.flatnonzero((orgs["kind"] == kind) & (orgs["region"] == region) & (orgs["died"] < 0))
                assert sorted(group["row"]) == wanted.tolist()
                assert (np.diff(group["position"].astype(float)) >= 0).all()
                buckets = [(int(position) >> 32) * len(group) >> 32 for position in group["position"]]
                assert (group["first"] == start[g] + np.searchsorted(buckets, range(len(group)))).all()


def test_whoever_does_little_in_a_field_is_not_seen_there() -> None:
    orgs = organisations(2)
    ring, start, ends = np.zeros(4, layouts.RING.dtype), np.zeros(7, np.int64), np.zeros(4, np.int32)
    build_ring(orgs, np.arange(2), np.array([[0.96, 0.04], [0.5, 0.5]]), np.uint64(1), 0.05, 1, ring, start, ends)
    firms = group_of.py_func(int(Kind.FIRM), 0, 0, 1, 2)
    assert sorted(ring["row"][start[firms] : start[firms + 1]]) == [0, 1]
    assert ring["row"][start[firms + 1] : start[firms + 2]].tolist() == [1]


def test_who_reads_on_comes_upon_everybody_once_and_then_begins_anew() -> None:
    read = [6]
    for _ in range(4):
        read.append(following.py_func(read[-1], 5, 9))
    assert read == [6, 7, 8, 5, 6]


@pytest.mark.parametrize("searches_per_quarter", [1, 3])
def test_every_member_is_equally_likely_to_be_found(searches_per_quarter: int) -> None:
    orgs = organisations(12)
    hits = np.zeros(len(orgs), np.int64)
    quarters = 2400 // searches_per_quarter
    for quarter in range(quarters):
        now = int(address(1, 0, quarter))
        ring, _ = built(orgs, now)
        searches = [int(address(now, int(name_key("search")), j)) for j in range(searches_per_quarter)]
        np.add.at(hits, ring["row"][found(ring, searches)], 1)
    assert hits.sum() == quarters * searches_per_quarter
    # Searches of one quarter share a ring, so they are less independent than draws; hence the generous bound.
    assert stats.chisquare(hits).pvalue > 1e-4


def test_positions_are_drawn_anew_each_quarter() -> None:
    orgs = organisations(30)
    assert built(orgs, 1)[0]["row"].tolist() != built(orgs, 2)[0]["row"].tolist()


def test_a_newcomer_changes_only_the_searches_that_end_at_it() -> None:
    orgs = organisations(20)
    more = np.concatenate([organisations(1, "newcomer"), orgs])
    searches = [int(address(9, i)) for i in range(3000)]
    before, after = built(orgs)[0], built(more)[0]
    old = orgs["key"][before["row"][found(before, searches)]]
    new = more["key"][after["row"][found(after, searches)]]
    changed = old != new
    assert 0 < changed.sum() < len(searches) / 3
    assert set(new[changed].tolist()) == {int(name_key("newcomer", "0"))}
