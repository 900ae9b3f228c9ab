"""The simultaneous match of job-seekers and vacancies.

Both sides value a pair alike, by the posterior mean of their match and the pay, so the stable
assignment is unique: pairs in descending order of value, each made if both are still free.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ecosim.compiled import inline, kernel
from ecosim.kernels.radix import radix_sort
from ecosim.kernels.ring import find, record, sort_ring
from ecosim.randomness import Bits, at, bell, name_key, uniform
from ecosim.world.codes import OPEN, Carries, Flow, Kind

_ADS, _READ, _NEAR = name_key("labour", "ads"), name_key("labour", "read"), name_key("labour", "near")
_MATCH, _NOISE, _STAY = name_key("labour", "match"), name_key("labour", "noise"), name_key("labour", "stay")
_FIRM = Kind.FIRM.value
_PLACEMENTS = Carries.PLACEMENTS.value
_PLACE_BITS = np.uint64(26)
_PLACE = np.uint64(2**26 - 1)
_HIRES_FIRMS, _HIRES_SCIENCE = Flow.HIRES_FIRMS.value, Flow.HIRES_SCIENCE.value
_GRADUATES = Flow.GRADUATES_FIRMS.value


@inline
def state_pay_value(region: Any, matters: float) -> float:
    """Return what a state post's pay adds to the value of an offer, against the market wage."""
    return float(matters * np.log(max(0.01, region.state_pay / region.wage)))


@kernel
def advertise(
    orgs: Any, living: Any, regions: Any, vacant: Any, distance: Any, now: Bits, params: Any, ads: Any, start: Any,
    near: Any,
) -> None:
    """Put every employer with vacancies in a field on the ring of its region and field.

    Args:
        orgs: organisations (n,). vacant: int64 (n or more, fields).
        ads: ring records, one per employer and field with vacancies; filled and sorted.
        start: int64 (regions * fields + 1,), zero; filled like `build_ring`'s.
        near: float64 (places, places), filled: chance of considering an advertisement from there.
    """
    p, fields = params[0], vacant.shape[1]
    for a in range(near.shape[0]):
        for b in range(near.shape[1]):
            near[a, b] = np.exp(-distance[a, b] / p.distance)
    base = at(now, _ADS)
    for i in living:
        for f in range(fields):
            if vacant[i, f] > 0:
                start[orgs[i].region * fields + f + 1] += 1
    for g in range(1, start.shape[0]):
        start[g] += start[g - 1]
    for i in living:
        for f in range(fields):
            if vacant[i, f] > 0:
                g = orgs[i].region * fields + f
                ads[start[g]].position = at(at(base, orgs[i].key), f)
                ads[start[g]].row = i
                start[g] += 1
    for g in range(start.shape[0] - 1, 0, -1):
        start[g] = start[g - 1]
    start[0] = 0
    for g in range(start.shape[0] - 1):
        sort_ring(ads, start[g], start[g + 1])
    for a in range(ads.shape[0]):
        org = orgs[ads[a].row]
        ads[a].key, ads[a].place = org.key, org.place
        ads[a].weight = 0.0 if org.kind == _FIRM else state_pay_value(regions[org.region], p.pay_matters)


@inline
def judged_match(pair: Bits, noise: float, spread: float) -> float:
    """Return the posterior mean of a match seen through noise; the luck is the same for every noise."""
    variance = spread * spread
    shrink = variance / (variance + noise * noise)
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
def _keep_best(
    value: float, employer: int, tie: int, low: int, count: int, most: int, values: Any, employers: Any, via: Any
) -> int:
    """Insert an application into a person's short list, best first; return the new length."""
    for a in range(low, low + count):
        if employers[a] == employer:
            return count
    place = low + count
    if count == most:
        place -= 1
        if value <= values[place]:
            return count
    while place > low and values[place - 1] < value:
        values[place], employers[place], via[place] = values[place - 1], employers[place - 1], via[place - 1]
        place -= 1
    values[place], employers[place], via[place] = value, employer, tie
    return min(most, count + 1)


@inline
def _mark_partners(home: int, ties: Any, adjacent: Any, start: Any, carries: Any, tie_with: Any, sign: int) -> None:
    """Write into ``tie_with`` the ties over which graduates of ``home`` see who fits (``sign`` -1: take them out)."""
    for k in range(start[home], start[home + 1]):
        tie = ties[adjacent[k]]
        if carries[tie.link, _PLACEMENTS] and tie.ended < 0:
            tie_with[tie.a if tie.b == home else tie.b] = adjacent[k] if sign > 0 else -1


@inline
def _consider(
    ads: Any, first: int, last: int, near: Any, place: int, search: Bits, person: Bits, graduate: int, tie_with: Any,
    p: Any, hits: Any, low: int, values: Any, employers: Any, via: Any,
) -> int:
    """Let a person judge the advertisements of ``ads[first:last]`` come upon; return the length of the short list."""
    count = 0
    if first == last:
        return count
    for j in range(p.reads):  # all before any is judged, so that a processor can look for several at once
        hits[j] = find(ads, first, last, at(search, j))
    for j in range(p.reads):
        ad = record(ads, hits[j])
        chance = near[place, ad.place]
        if uniform(at(at(search, _NEAR), ad.key)) < chance:
            tie = tie_with[ad.row] if graduate else -1
            noise = p.noise_tied if tie >= 0 else p.noise_open
            value = judged_match(at(person, ad.key), noise, p.spread) + ad.weight
            count = _keep_best(value, ad.row, tie, low, count, p.applications, values, employers, via)
    return count


@kernel
def apply(
    orgs: Any, near: Any, seekers: Any, ties: Any, adjacent: Any, adjacent_start: Any, carries: Any, vacant: Any,
    ads: Any, start: Any, now: Bits, params: Any, tie_with: Any, hits: Any, values: Any, people: Any, employers: Any,
    via: Any, ranks: Any,
) -> int:
    """Let every job-seeker come upon advertisements, and apply to those that promise most.

    A tie tells nobody of a vacancy and takes no place from anybody: over it both sides see better who fits.

    Args:
        near, ads, start: see `advertise`.
        tie_with: int64 (organisations,), -1 everywhere; scratch: ties of the university whose graduates apply.
        values, people, employers, via: arrays (seekers * applications,), filled with the applications; ``via`` is
            the tie over which both sides see the match, -1 for none. ``hits`` is int64 (reads,), scratch.
        ranks: uint64 array of the same shape, filled with numbers whose ascending order is that of descending value.

    Returns:
        the number of applications.
    """
    p = params[0]
    fields = vacant.shape[1]
    total, marked = 0, -1
    for s in range(seekers.shape[0]):
        seeker = seekers[s]
        home = seeker.home
        if seeker.graduate == 1 and home != marked:  # graduates of a university stand together
            if marked >= 0:
                _mark_partners(marked, ties, adjacent, adjacent_start, carries, tie_with, -1)
            _mark_partners(home, ties, adjacent, adjacent_start, carries, tie_with, 1)
            marked = home
        group = seeker.region * fields + seeker.field
        count = _consider(
            ads, start[group], start[group + 1], near, orgs[home].place, at(at(now, _READ), seeker.key),
            at(_MATCH, seeker.key), seeker.graduate, tie_with, p, hits, total, values, employers, via,
        )
        for a in range(total, total + count):
            people[a] = s
            ranks[a] = _rank(values[a], a)
        total += count
    return total


@kernel
def offer(
    orgs: Any, regions: Any, places: Any, seekers: Any, vacant: Any, now: Bits, params: Any, ranks: Any, ordered: Any,
    ends: Any, values: Any, people: Any, employers: Any, via: Any, ties: Any, tally: Any,
) -> None:
    """Make offers in the ascending order of ``ranks``; who gets one takes it or leaves the region.

    Sets ``employer`` of each seeker and takes filled vacancies from ``vacant``; ``ordered`` and ``ends`` are scratch,
    see `radix_sort`.
    """
    p = params[0]
    base = at(now, _STAY)
    radix_sort(ranks, ordered, ends)
    for rank in ordered:
        a = np.int64(rank & _PLACE)
        i = employers[a]
        seeker = seekers[people[a]]
        if seeker.employer != -1 or vacant[i, seeker.field] <= 0:
            continue
        org, region = orgs[i], regions[seeker.region]
        amenity = min(1.0, region.amenity + places[org.place].amenity)
        odds = p.stay + p.stay_amenity * (amenity - 0.5) + p.stay_match * (values[a] - 0.5)
        odds += p.stay_wage * np.log(region.wage / region.price)
        if uniform(at(base, seeker.key)) >= 1.0 / (1.0 + np.exp(-odds)):
            seeker.employer = -2
            continue
        seeker.employer = i
        vacant[i, seeker.field] -= 1
        channel = OPEN
        if via[a] >= 0:
            channel = ties[via[a]].link
            ties[via[a]].used += 1
        tally[org.region, _HIRES_FIRMS if org.kind == _FIRM else _HIRES_SCIENCE, channel] += 1.0
        if org.kind == _FIRM and seeker.graduate == 1:
            tally[org.region, _GRADUATES, channel] += 1.0
