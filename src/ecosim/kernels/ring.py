"""Search rings: whom a search comes upon, robust against who else exists.

All organisations of one group (kind, region and field) stand on a ring at positions drawn anew each
quarter from their permanent keys. A search is an address; it comes upon the first organisation at or
after that position. Everybody in a group is equally likely to be found, a search costs a few steps,
and an organisation that comes or goes changes only the searches that end at it. This is the
consistent hashing of Karger et al. (1997), used for pairing luck across runs. Who looks at several reads on from
there, so that nothing is looked at twice, however few there are.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ecosim.compiled import inline, kernel
from ecosim.kernels.prefetch import prefetch
from ecosim.randomness import Bits, at, name_key

_RING = name_key("ring")
_FEW = 4  # entries


@inline
def _precedes(position: Bits, row: int, other: Any) -> bool:
    return bool(position < other.position or (position == other.position and row < other.row))


@inline
def _swap(a: Any, b: Any) -> None:
    position, row, weight = a.position, a.row, a.weight
    a.position, a.row, a.weight = b.position, b.row, b.weight
    b.position, b.row, b.weight = position, row, weight


@inline
def _sift(ring: Any, low: int, root: int, count: int) -> None:
    """Let the entry at ``root`` of a heap sink to where it belongs; those that precede it nowhere move up."""
    sinking = ring[low + root]
    position, row, weight = sinking.position, sinking.row, sinking.weight
    while 2 * root + 1 < count:
        child = 2 * root + 1
        last = ring[low + child]
        if child + 1 < count and _precedes(last.position, last.row, ring[low + child + 1]):
            child += 1
            last = ring[low + child]
        if not _precedes(position, row, last):
            break
        place = ring[low + root]
        place.position, place.row, place.weight = last.position, last.row, last.weight
        root = child
    place = ring[low + root]
    place.position, place.row, place.weight = position, row, weight


@inline
def sort_ring(ring: Any, low: int, high: int) -> None:
    """Sort ``ring[low:high]`` by position in place (heap sort: no memory, no bad case)."""
    count = high - low
    for root in range(count // 2 - 1, -1, -1):
        _sift(ring, low, root, count)
    for last in range(count - 1, 0, -1):
        _swap(ring[low], ring[low + last])
        _sift(ring, low, 0, last)


@inline
def bucket_of(low: int, high: int, position: Bits) -> int:
    """Return the number of the bucket in which a position falls, of as many as there are entries in a group.

    Positions are uniform, so that a bucket holds about one entry. The ``first`` of the record of the same number tells
    with which entry it begins; the entry that stands in that record is mostly another.
    """
    return low + (int(np.int64(np.uint64(position) >> np.uint64(32))) * (high - low) >> 32)


@inline
def close_buckets(ring: Any, entries: int, ends: Any) -> None:
    """Note where each bucket begins, and turn ``ends`` from how many entries they hold to where each ends."""
    total = 0
    for b in range(entries):
        ring[b].first = total
        total += ends[b]
        ends[b] = total


@inline
def put(ring: Any, low: int, high: int, ends: Any, position: Bits, row: int) -> None:
    """Put an entry before those of its bucket that stand there already, at ``ends`` of the bucket, which moves."""
    b = bucket_of(low, high, position)
    ends[b] -= 1
    entry = ring[ends[b]]
    entry.position, entry.row = position, row


@inline
def put_in_order(ring: Any, low: int, high: int) -> None:
    """Sort positions and rows of ``ring[low:high]``, which stand in the right buckets: none has far to go."""
    for last in range(low + 1, high):
        place = last
        while place > low:
            here, before = ring[place], ring[place - 1]
            if not _precedes(here.position, here.row, before):
                break
            here.position, before.position = before.position, here.position
            here.row, before.row = before.row, here.row
            place -= 1


@inline
def find(ring: Any, low: int, high: int, position: Bits) -> int:
    """Return the index of the first entry at or after ``position`` in ``ring[low:high]``, -1 if empty."""
    if low >= high:
        return -1
    # How many of the first few entries of its bucket lie before says nearly always where it is: all are asked, since
    # no processor can guess where to stop. The last loop hardly ever turns.
    wanted = np.uint64(position)
    index = first = max(low, min(int(ring[bucket_of(low, high, wanted)].first), high - _FEW))
    if high - low < _FEW:
        for k in range(high - low):
            index += ring[first + k].position < wanted
    else:  # a loop of known length is unrolled
        for k in range(_FEW):
            index += ring[first + k].position < wanted
    while index < high and ring[index].position < wanted:
        index += 1
    return index if index < high else low


@inline
def foresee(ring: Any, low: int, high: int, position: Bits, near: bool) -> None:
    """Ask for the bucket that `find` will need, or when that is ``near``, for the entries that begin there."""
    if low >= high:
        return
    row = bucket_of(low, high, position)
    if not near:
        prefetch(ring, row)
        return
    first = ring[row].first
    for k in range(0, _FEW + 1, 2):  # two or so fit into what comes from memory at a time
        prefetch(ring, min(first + k, high - 1))


@inline
def following(index: int, low: int, high: int) -> int:
    """Return the index of the entry after one of ``ring[low:high]``, around the ring."""
    return index + 1 if index + 1 < high else low


@inline
def group_of(kind: int, region: int, field: int, regions: int, fields: int) -> int:
    """Return the number of the group of a kind in a region and field."""
    return (kind * regions + region) * fields + field


@inline
def add_up(counts: Any) -> None:
    """Replace numbers by their sums up to each."""
    for n in range(1, counts.shape[0]):
        counts[n] += counts[n - 1]


@inline
def _group_shown(orgs: Any, weights: Any, i: int, f: int, least: float, regions: int) -> int:
    """Return the group on whose ring organisation ``i`` stands for a field, -1 for none."""
    org = orgs[i]
    if weights[i, f] >= least and org.kind <= 2 and org.died < 0:
        return group_of(org.kind, org.region, f, regions, weights.shape[1])
    return -1


@inline
def _count_groups(orgs: Any, living: Any, weights: Any, least: float, regions: int, start: Any) -> None:
    """Fill ``start`` with where each group begins."""
    start[:] = 0
    for i in living:
        for f in range(weights.shape[1]):
            g = _group_shown(orgs, weights, i, f, least, regions)
            if g >= 0:
                start[g + 1] += 1
    add_up(start)


@kernel
def build_ring(
    orgs: Any, living: Any, weights: Any, now: Bits, least: float, regions: int, ring: Any, start: Any, ends: Any
) -> int:
    """Put every living institute, university and firm on the rings of its fields; return how many entries they have.

    Args:
        orgs: organisations that exist (n,).
        weights: float64 (n, fields).
        now: address of the quarter.
        least: smallest share of a field in an organisation's work that makes it visible there.
        regions: number of regions.
        ring: records with room for every entry; filled, sorted within groups.
        start: int64 (3 * regions * fields + 1,), filled: group g is ``ring[start[g]:start[g + 1]]``.
        ends: int32 of the length of ``ring`` or more, scratch.
    """
    fields = weights.shape[1]
    base = at(now, _RING)
    _count_groups(orgs, living, weights, least, regions, start)
    entries = start[start.shape[0] - 1]
    ends[:entries] = 0
    for i in living:
        for f in range(fields):
            g = _group_shown(orgs, weights, i, f, least, regions)
            if g >= 0:
                ends[bucket_of(start[g], start[g + 1], at(at(base, orgs[i].key), f))] += 1
    close_buckets(ring, entries, ends)
    for i in living:
        for f in range(fields):
            g = _group_shown(orgs, weights, i, f, least, regions)
            if g >= 0:
                put(ring, start[g], start[g + 1], ends, at(at(base, orgs[i].key), f), i)
    for g in range(start.shape[0] - 1):
        put_in_order(ring, start[g], start[g + 1])
        for n in range(start[g], start[g + 1]):
            entry = ring[n]
            entry.weight = weights[entry.row, g % fields]
    return int(entries)
