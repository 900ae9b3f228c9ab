"""The simultaneous match of job-seekers and vacancies.

Both sides value a pair alike, by the posterior mean of their match and the pay, so the stable
assignment is unique: pairs in descending order of value, each made if both are still free.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ecosim.compiled import inline, kernel
from ecosim.kernels.adjacency import other_end, tie_to
from ecosim.kernels.advertising import labour_market
from ecosim.kernels.prefetch import AHEAD, MANY, prefetch
from ecosim.kernels.radix import radix_sort
from ecosim.kernels.ring import add_up, find, following, foresee
from ecosim.randomness import Bits, at, bell, name_key, uniform
from ecosim.world.codes import OPEN, Carries, Flow, Kind

_READ, _NEAR = name_key("labour", "read"), name_key("labour", "near")
_MATCH, _NOISE, _STAY = name_key("labour", "match"), name_key("labour", "noise"), name_key("labour", "stay")
_FIRM = Kind.FIRM.value
_PLACEMENTS = Carries.PLACEMENTS.value
_PLACE_BITS = np.uint64(26)
_PLACE = np.uint64(2**26 - 1)
_NOTHING = np.uint64(2**64 - 1)
MARKS = 2**12  #: entries of the marks that `apply` needs
_MARKS = MARKS - 1
_HIRES_FIRMS, _HIRES_SCIENCE = Flow.HIRES_FIRMS.value, Flow.HIRES_SCIENCE.value
_GRADUATES = Flow.GRADUATES_FIRMS.value


@inline
def shrinkage(noise: float, spread: float) -> float:
    """Return how much of a match seen through noise counts."""
    variance = spread * spread
    return variance / (variance + noise * noise)


@inline
def judged_match(pair: Bits, noise: float, shrink: float, spread: float) -> float:
    """Return the posterior mean of a match seen through noise; the luck is the same for every noise."""
    return 0.5 + shrink * (spread * bell(pair) + noise * bell(at(pair, _NOISE)))


@inline
def true_match(person: Bits, employer: int, spread: float) -> float:
    """Return how well a person and an employer fit, around .5."""
    return 0.5 + spread * bell(at(at(_MATCH, person), employer))


@inline
def _rank(value: float, place: int) -> np.uint64:
    """Return a whole number that sorts by descending value (to 2^-34, within -4 and 4), then by place."""
    behind = 4.0 - min(4.0, max(-4.0, value))
    return np.uint64(behind * 2.0**34) << _PLACE_BITS | np.uint64(place)


@inline
def _worth(person: Bits, employer: Any, tied: bool, clear: float, dim: float, pay: float, p: Any) -> float:
    """Return what both sides expect of a pair, of the match and the pay; ``clear`` and ``dim`` see `shrinkage`."""
    noise = p.noise_tied if tied else p.noise_open
    return float(judged_match(at(person, employer.key), noise, clear if tied else dim, p.spread) + pay)


@inline
def _keep_best(value: float, employer: int, count: int, values: Any, row: Any) -> int:
    """Insert an application into a person's short list ``row``, best first; return the new length."""
    for a in range(count):
        if row[a] == employer:
            return count
    place, most = count, values.shape[0]
    if count == most:
        place -= 1
        if value <= values[place]:
            return count
    while place > 0 and values[place - 1] < value:
        values[place], row[place] = values[place - 1], row[place - 1]
        place -= 1
    values[place], row[place] = value, employer
    return int(min(most, count + 1))


@inline
def _mark_partners(home: int, mark: int, ties: Any, adjacent: Any, start: Any, marks: Any) -> None:
    """Mark whom ``home`` is tied to, by the last bits of their rows: few others need a look at its ties."""
    for k in range(start[home], start[home + 1]):
        tie = ties[adjacent[k]]
        marks[other_end(tie, home) & _MARKS] = mark


@inline
def _consider(
    ads: Any, start: Any, fields: int, near: Any, pay: Any, place: int, seeker: Any, now: Bits, ties: Any,
    adjacent: Any, adjacent_start: Any, carries: Any, marks: Any, p: Any, values: Any, row: Any,
) -> int:
    """Let a person judge advertisements that follow each other; return the length of the short list."""
    group = labour_market(seeker.region, seeker.field, fields)
    count, low, high = 0, start[group], start[group + 1]
    if low == high:
        return count
    search, person = at(at(now, _READ), seeker.key), at(_MATCH, seeker.key)
    lots = at(search, _NEAR)
    clear, dim = shrinkage(p.noise_tied, p.spread), shrinkage(p.noise_open, p.spread)
    read = find(ads, low, high, search)
    for _ in range(min(p.reads, high - low)):
        ad = ads[read]
        read = following(read, low, high)
        if uniform(at(lots, ad.key)) < near[place, ad.place]:
            tied = False
            if seeker.graduate and marks[ad.row & _MARKS]:
                tied = tie_to(ties, adjacent, adjacent_start, carries, _PLACEMENTS, seeker.home, ad.row) >= 0
            worth = _worth(person, ad, tied, clear, dim, pay[seeker.region, ad.kind], p)
            count = _keep_best(worth, 2 * (ad.row * fields + seeker.field) + tied, count, values, row)
    return count


@inline
def _foresee_ads(
    orgs: Any, ads: Any, start: Any, fields: int, seekers: Any, order: Any, n: int, now: Bits
) -> None:
    """Ask for those whose turn comes soon, for where they come from, and for what they will read."""
    last = order.shape[0] - 1
    prefetch(seekers, order[min(n + 4 * AHEAD, last)])
    prefetch(orgs, seekers[order[min(n + 3 * AHEAD, last)]].home)
    for far in range(2):
        seeker = seekers[order[min(n + (1 + far) * AHEAD, last)]]
        group = labour_market(seeker.region, seeker.field, fields)
        foresee(ads, start[group], start[group + 1], at(at(now, _READ), seeker.key), far == 0)


@inline
def _by_group(seekers: Any, fields: int, ends: Any, order: Any) -> None:
    """Fill ``order`` with the rows of seekers, those of a region and field together, and in order among themselves."""
    ends[:] = 0
    for s in range(seekers.shape[0]):
        ends[labour_market(seekers[s].region, seekers[s].field, fields) + 1] += 1
    add_up(ends)
    for s in range(seekers.shape[0]):
        group = labour_market(seekers[s].region, seekers[s].field, fields)
        order[ends[group]] = s
        ends[group] += 1


@kernel
def apply(
    orgs: Any, near: Any, pay: Any, seekers: Any, ties: Any, adjacent: Any, adjacent_start: Any, carries: Any, ads: Any,
    start: Any, fields: int, now: Bits, params: Any, marks: Any, values: Any, ends: Any, order: Any,
    applications: Any, ranks: Any,
) -> None:
    """Let every job-seeker read advertisements from some place on, and apply to those that promise most.

    A tie tells nobody of a vacancy and takes no place from anybody: over it both sides see better who fits.

    Args:
        near, pay, ads, start: see `advertise`.
        marks: uint8 (`MARKS`,), values: float64 (applications of a person,); scratch.
        order: int32 (seekers,), filled with their rows, those of a region and field together, in the order of groups.
        ends: int64 of the shape of ``start``, filled with where each group ends in it.
        applications: int32 (seekers * applications of a person,), filled: of each person in that order, best first,
            twice the place of the vacancies in ``vacant`` of `offer`, and one more if both sides see the match over a
            tie.
        ranks: uint64 of that shape, filled with numbers whose ascending order is that of descending value; their last
            bits are the place in ``applications``. Places without an application come last.
    """
    p = params[0]
    most, marked = values.shape[0], -1
    marks[:] = 0
    _by_group(seekers, fields, ends, order)  # so that what they read stays in the cache
    for n in range(order.shape[0]):
        if ads.shape[0] >= MANY:
            _foresee_ads(orgs, ads, start, fields, seekers, order, n, now)
        seeker = seekers[order[n]]
        home = seeker.home
        if seeker.graduate == 1 and home != marked:  # those of a university stand together
            if marked >= 0:
                _mark_partners(marked, 0, ties, adjacent, adjacent_start, marks)
            _mark_partners(home, 1, ties, adjacent, adjacent_start, marks)
            marked = home
        count = _consider(
            ads, start, fields, near, pay, orgs[home].place, seeker, now, ties, adjacent, adjacent_start, carries,
            marks, p, values, applications[n * most : (n + 1) * most],
        )
        for a in range(most):
            ranks[n * most + a] = _rank(values[a], n * most + a) if a < count else _NOTHING


@inline
def _stays(person: Bits, worth: float, region: Any, place: Any, now: Bits, p: Any) -> bool:
    """Return whether a person takes an offer rather than leave the region."""
    amenity = min(1.0, region.amenity + place.amenity)
    odds = p.stay + p.stay_amenity * (amenity - 0.5) + p.stay_match * (worth - 0.5)
    odds += p.stay_wage * np.log(region.wage / region.price)
    return bool(uniform(at(at(now, _STAY), person)) < 1.0 / (1.0 + np.exp(-odds)))


@inline
def _hire(seeker: Any, row: int, employer: Any, tie: int, ties: Any, region: Any, tally: Any) -> None:
    """Let a person have a vacancy, and count over which channel."""
    seeker.employer = row
    region.unfilled -= 1
    channel = OPEN
    if tie >= 0:
        channel = ties[tie].link
        ties[tie].used += 1
    tally[seeker.region, _HIRES_FIRMS if employer.kind == _FIRM else _HIRES_SCIENCE, channel] += 1.0
    if employer.kind == _FIRM and seeker.graduate == 1:
        tally[seeker.region, _GRADUATES, channel] += 1.0


@inline
def _sort_groups(ranks: Any, scratch: Any, digits: Any, ends: Any, most: int) -> None:
    """Sort the ``ranks`` of each group by itself: nobody of another wants the same, and a group fits into the cache."""
    first = 0
    for g in range(ends.shape[0] - 1):
        last = most * ends[g]
        radix_sort(ranks[first:last], scratch[first:last], digits)
        first = last


@inline
def _foresee_offer(
    orgs: Any, seekers: Any, vacant: Any, fields: int, order: Any, applications: Any, ranks: Any, turn: int, most: int
) -> None:
    """Ask for the applications, then the vacancies and employers, then the people whose turn comes soon."""
    last = ranks.shape[0] - 1
    soon = turn + AHEAD, turn + 2 * AHEAD, turn + 3 * AHEAD
    next_, near, far = ranks[min(soon[0], last)], ranks[min(soon[1], last)], ranks[min(soon[2], last)]
    if far != _NOTHING:
        prefetch(applications, np.int64(far & _PLACE))
        prefetch(order, np.int64(far & _PLACE) // most)
    if near != _NOTHING and applications[near & _PLACE] >= 0:
        prefetch(vacant, applications[near & _PLACE] >> 1)
        prefetch(orgs, (applications[near & _PLACE] >> 1) // fields)
    if next_ != _NOTHING and applications[next_ & _PLACE] >= 0:
        prefetch(seekers, order[np.int64(next_ & _PLACE) // most])


@kernel
def offer(
    orgs: Any, regions: Any, places: Any, seekers: Any, now: Bits, params: Any, vacant: Any, pay: Any,
    order: Any, ends: Any, applications: Any, ranks: Any, scratch: Any, digits: Any, ties: Any, adjacent: Any,
    adjacent_start: Any, carries: Any, tally: Any,
) -> None:
    """Make offers group by group, in the ascending order of ``ranks``; who gets one takes it or leaves the region.

    Sets ``employer`` of each seeker, takes filled vacancies from ``vacant`` and ``regions``, and sets the applications
    of those who are answered to -1. They are many more than the offers, and kept small for that: what one is worth is
    judged again when its turn has come. ``vacant`` is int32 (organisations * fields,), ``order``, ``ends`` and
    ``applications`` see `apply`, ``scratch`` and ``digits`` see `radix_sort`.
    """
    fields = vacant.shape[1]
    vacant = vacant.reshape(vacant.shape[0] * fields)
    p, most = params[0], applications.shape[0] // max(1, seekers.shape[0])
    clear, dim = shrinkage(p.noise_tied, p.spread), shrinkage(p.noise_open, p.spread)
    _sort_groups(ranks, scratch, digits, ends, most)
    for turn in range(ranks.shape[0]):
        if orgs.shape[0] >= MANY:
            _foresee_offer(orgs, seekers, vacant, fields, order, applications, ranks, turn, most)
        rank = ranks[turn]
        if rank == _NOTHING:
            continue
        known = applications[rank & _PLACE]
        if known < 0:
            continue
        slot, tied = known >> 1, known & 1 == 1
        if vacant[slot] == 0:
            continue
        n, row = np.int64(rank & _PLACE) // most, slot // fields
        seeker, employer = seekers[order[n]], orgs[row]
        applications[n * most : (n + 1) * most] = -1
        region = regions[seeker.region]
        worth = _worth(at(_MATCH, seeker.key), employer, tied, clear, dim, pay[seeker.region, employer.kind], p)
        if not _stays(seeker.key, worth, region, places[employer.place], now, p):
            seeker.employer = -2
            continue
        vacant[slot] -= 1
        tie = tie_to(ties, adjacent, adjacent_start, carries, _PLACEMENTS, seeker.home, row) if tied else -1
        _hire(seeker, row, employer, tie, ties, region, tally)
