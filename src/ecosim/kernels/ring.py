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
_AROUND = 8  # entries


@inline
def _precedes(position: Bits, row: int, other: Any) -> bool:
    return bool(position < other.position or (position == other.position and row < other.row))


@inline
def record(table: Any, row: int) -> Any:
    """Return a row of a table; as an unsigned number it need not be told from one that counts from the end."""
    return table[np.uint64(row)]


@inline
def _swap(a: Any, b: Any) -> None:
    position, row, weight = a.position, a.row, a.weight
    a.position, a.row, a.weight = b.position, b.row, b.weight
    b.position, b.row, b.weight = position, row, weight


@inline
def _sift(ring: Any, low: int, root: int, count: int) -> None:
    """Let the entry at ``root`` of a heap sink to where it belongs; those that precede it nowhere move up."""
    sinking = record(ring, low + root)
    position, row, weight = sinking.position, sinking.row, sinking.weight
    while 2 * root + 1 < count:
        child = 2 * root + 1
        last = record(ring, low + child)
        if child + 1 < count and _precedes(last.position, last.row, record(ring, low + child + 1)):
            child += 1
            last = record(ring, low + child)
        if not _precedes(position, row, last):
            break
        place = record(ring, low + root)
        place.position, place.row, place.weight = last.position, last.row, last.weight
        root = child
    place = record(ring, low + root)
    place.position, place.row, place.weight = position, row, weight


@inline
def sort_ring(ring: Any, low: int, high: int) -> None:
    """Sort ``ring[low:high]`` by position in place (heap sort: no memory, no bad case)."""
    count = high - low
    for root in range(count // 2 - 1, -1, -1):
        _sift(ring, low, root, count)
    for last in range(count - 1, 0, -1):
        _swap(record(ring, low), record(ring, low + last))
        _sift(ring, low, 0, last)


@inline
def find(ring: Any, low: int, high: int, position: Bits) -> int:
    """Return the index of the first entry at or after ``position`` in ``ring[low:high]``, -1 if empty."""
    if low >= high:
        return -1
    # Positions are uniform, so proportion tells nearly where to look, and what is missing there still nearer. How many
    # of the few around it lie before says the rest: all are asked, since no processor can guess where to stop. The
    # last two loops hardly ever turn.
    wanted, size = np.uint64(position), high - low
    index = low + (int(np.int64(wanted >> np.uint64(32))) * size >> 32)
    index += int(np.int64(wanted - record(ring, index).position) >> 32) * size >> 32
    first = max(low, min(index - _AROUND // 2, high - _AROUND))
    index = first
    if size < _AROUND:
        for k in range(size):
            index += record(ring, first + k).position < wanted
    else:  # a loop of known length is unrolled
        for k in range(_AROUND):
            index += record(ring, first + k).position < wanted
    while index > low and record(ring, index - 1).position >= wanted:
        index -= 1
    while index < high and record(ring, index).position < wanted:
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
        org = record(orgs, i)
        if org.kind <= 2 and org.died < 0:
            for f in range(fields):
                if weights[np.uint64(i), f] >= least:
                    start[group_of(org.kind, org.region, f, regions, fields) + 1] += 1
    for g in range(1, start.shape[0]):
        start[g] += start[g - 1]
    for i in living:
        org = record(orgs, i)
        if org.kind <= 2 and org.died < 0:
            for f in range(fields):
                weight = weights[np.uint64(i), f]
                if weight >= least:
                    g = group_of(org.kind, org.region, f, regions, fields)
                    entry = record(ring, start[g])
                    entry.position, entry.row, entry.weight = at(at(base, org.key), f), i, weight
                    start[g] += 1
    for g in range(start.shape[0] - 1, 0, -1):
        start[g] = start[g - 1]
    start[0] = 0
    for g in range(start.shape[0] - 1):
        sort_ring(ring, start[g], start[g + 1])
