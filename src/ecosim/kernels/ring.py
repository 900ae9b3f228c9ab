"""Search rings: whom a search comes upon, robust against who else exists.

All organisations of one group (kind, region and field) stand on a ring at positions drawn anew each
quarter from their permanent keys. A search is an address; it comes upon the first organisation at or
after that position. Everybody in a group is equally likely to be found, a search costs a few steps,
and an organisation that comes or goes changes only the searches that end at it. This is the
consistent hashing of Karger et al. (1997), used for pairing luck across runs.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ecosim.compiled import inline, kernel
from ecosim.randomness import Bits, at, name_key

_RING = name_key("ring")


@inline
def _precedes(a: Any, b: Any) -> bool:
    return bool(a.position < b.position or (a.position == b.position and a.row < b.row))


@inline
def _swap(ring: Any, i: int, j: int) -> None:
    position, row, weight = ring[i].position, ring[i].row, ring[i].weight
    ring[i].position, ring[i].row, ring[i].weight = ring[j].position, ring[j].row, ring[j].weight
    ring[j].position, ring[j].row, ring[j].weight = position, row, weight


@inline
def _sift(ring: Any, low: int, root: int, count: int) -> None:
    while 2 * root + 1 < count:
        child = 2 * root + 1
        if child + 1 < count and _precedes(ring[low + child], ring[low + child + 1]):
            child += 1
        if not _precedes(ring[low + root], ring[low + child]):
            return
        _swap(ring, low + root, low + child)
        root = child


@inline
def sort_ring(ring: Any, low: int, high: int) -> None:
    """Sort ``ring[low:high]`` by position in place (heap sort: no memory, no bad case)."""
    count = high - low
    for root in range(count // 2 - 1, -1, -1):
        _sift(ring, low, root, count)
    for last in range(count - 1, 0, -1):
        _swap(ring, low, low + last)
        _sift(ring, low, 0, last)


@inline
def find(ring: Any, low: int, high: int, position: Bits) -> int:
    """Return the index of the first entry at or after ``position`` in ``ring[low:high]``, -1 if empty."""
    if low >= high:
        return -1
    # Positions are uniform, so proportion tells nearly where to look, and what is missing there still nearer; a step or
    # two mends the rest.
    wanted, size = np.uint64(position), high - low
    index = low + (int(np.int64(wanted >> np.uint64(32))) * size >> 32)
    index += int(np.int64(wanted - ring[index].position) >> 32) * size >> 32
    index = min(max(index, low), high - 1)
    while index > low and ring[index - 1].position >= wanted:
        index -= 1
    while index < high and ring[index].position < wanted:
        index += 1
    return index if index < high else low


@inline
def group_of(kind: int, region: int, field: int, regions: int, fields: int) -> int:
    """Return the number of the group of a kind in a region and field."""
    return (kind * regions + region) * fields + field


@kernel
def build_ring(
    orgs: Any, living: Any, weights: Any, now: Bits, least: float, regions: int, ring: Any, start: Any
) -> None:
    """Put every living institute, university and firm on the rings of its fields.

    Args:
        orgs: organisations that exist (n,).
        weights: float64 (n, fields).
        now: address of the quarter.
        least: smallest share of a field in an organisation's work that makes it visible there.
        regions: number of regions.
        ring: records with room for every entry; filled, sorted within groups.
        start: int64 (3 * regions * fields + 1,), filled: group g is ``ring[start[g]:start[g + 1]]``.
    """
    fields = weights.shape[1]
    base = at(now, _RING)
    start[:] = 0
    for i in living:
        if orgs[i].kind <= 2 and orgs[i].died < 0:
            for f in range(fields):
                if weights[i, f] >= least:
                    start[group_of(orgs[i].kind, orgs[i].region, f, regions, fields) + 1] += 1
    for g in range(1, start.shape[0]):
        start[g] += start[g - 1]
    for i in living:
        if orgs[i].kind <= 2 and orgs[i].died < 0:
            for f in range(fields):
                if weights[i, f] >= least:
                    g = group_of(orgs[i].kind, orgs[i].region, f, regions, fields)
                    entry = ring[start[g]]
                    entry.position = at(at(base, orgs[i].key), f)
                    entry.row = i
                    entry.weight = weights[i, f]
                    start[g] += 1
    for g in range(start.shape[0] - 1, 0, -1):
        start[g] = start[g - 1]
    start[0] = 0
    for g in range(start.shape[0] - 1):
        sort_ring(ring, start[g], start[g + 1])
