"""The simultaneous match of job-seekers and vacancies.

Both sides value a pair alike, by the posterior mean of their match and the pay, so the stable
assignment is unique: pairs in descending order of value, each made if both are still free.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ecosim.compiled import inline, kernel
from ecosim.kernels.ring import find, sort_ring
from ecosim.randomness import at, name_key, normal, uniform
from ecosim.world.codes import OPEN, Carries, Flow, Kind

#: Applications that a job-seeker sends in a quarter.
APPLICATIONS = 3
_SCALE = 2.0**53
_ADS, _READ, _NEAR = name_key("labour", "ads"), name_key("labour", "read"), name_key("labour", "near")
_MATCH, _NOISE, _STAY = name_key("labour", "match"), name_key("labour", "noise"), name_key("labour", "stay")
_FIRM = Kind.FIRM.value
_PLACEMENTS = Carries.PLACEMENTS.value
_HIRES_FIRMS, _HIRES_SCIENCE = Flow.HIRES_FIRMS.value, Flow.HIRES_SCIENCE.value


@kernel
def advertise(orgs: Any, vacant: Any, now: int, ads: Any, start: Any) -> None:
    """Put every employer with vacancies in a field on the ring of its region and field.

    Args:
        orgs: organisations (n,). vacant: int64 (n or more, fields).
        ads: ring records, one per employer and field with vacancies; filled and sorted.
        start: int64 (regions * fields + 1,), zero; filled like `build_ring`'s.
    """
    fields = vacant.shape[1]
    base = at(now, _ADS)
    for i in range(orgs.shape[0]):
        for f in range(fields):
            if vacant[i, f] > 0:
                start[orgs[i].region * fields + f + 1] += 1
    for g in range(1, start.shape[0]):
        start[g] += start[g - 1]
    for i in range(orgs.shape[0]):
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


@inline
def judged_match(person: int, employer: int, noise: float, spread: float) -> float:
    """Return the posterior mean of a match seen through noise; the luck is the same for every noise."""
    pair = at(at(_MATCH, person), employer)
    variance = spread * spread
    shrink = variance / (variance + noise * noise)
    return 0.5 + shrink * (spread * normal(pair) + noise * normal(at(pair, _NOISE)))


@inline
def _log_pay(org: Any, region: Any) -> float:
    return 0.0 if org.kind == _FIRM else np.log(max(0.01, region.state_pay / region.wage))


@inline
def _keep_best(value: float, employer: int, channel: int, low: int, count: int, applications: Any, via: Any) -> int:
    """Insert an application into a person's short list, best first; return the new length."""
    for a in range(low, low + count):
        if applications[a].row == employer:
            return count
    at_index = low + count
    if count == APPLICATIONS:
        at_index -= 1
        if value <= applications[at_index].weight:
            return count
    while at_index > low and applications[at_index - 1].weight < value:
        applications[at_index].weight = applications[at_index - 1].weight
        applications[at_index].row = applications[at_index - 1].row
        via[at_index] = via[at_index - 1]
        at_index -= 1
    applications[at_index].weight = value
    applications[at_index].row = employer
    via[at_index] = channel
    return min(APPLICATIONS, count + 1)


@kernel
def apply(
    orgs: Any, regions: Any, distance: Any, seekers: Any, ties: Any, adjacent: Any, adjacent_start: Any, carries: Any,
    vacant: Any, ads: Any, start: Any, now: int, params: Any, applications: Any, via: Any,
) -> int:
    """Let every job-seeker consider tied employers and advertisements come upon, and apply to the best.

    Returns:
        the number of applications; of each, ``position`` orders it by value, ``row`` is seeker * organisations +
        employer, and ``weight`` the channel through which the person knew of the employer.
    """
    p = params[0]
    fields = vacant.shape[1]
    total = 0
    for s in range(seekers.shape[0]):
        seeker = seekers[s]
        f, home = seeker.field, seeker.home
        low, count = total, 0
        if seeker.graduate == 1:
            for k in range(adjacent_start[home], adjacent_start[home + 1]):
                tie = ties[adjacent[k]]
                employer = tie.a if tie.b == home else tie.b
                if carries[tie.link, _PLACEMENTS] and tie.ended < 0 and vacant[employer, f] > 0:
                    value = judged_match(seeker.key, orgs[employer].key, p.noise_tied, p.spread)
                    value += p.pay_matters * _log_pay(orgs[employer], regions[seeker.region])
                    count = _keep_best(value, employer, tie.link, low, count, applications, via)
        group = seeker.region * fields + f
        search = at(at(now, _READ), seeker.key)
        for j in range(p.reads):
            hit = find(ads, start[group], start[group + 1], at(search, j))
            if hit < 0:
                break
            employer = ads[hit].row
            nearness = np.exp(-distance[orgs[home].place, orgs[employer].place] / p.distance)
            if uniform(at(at(search, _NEAR), orgs[employer].key)) < nearness:
                value = judged_match(seeker.key, orgs[employer].key, p.noise_open, p.spread)
                value += p.pay_matters * _log_pay(orgs[employer], regions[seeker.region])
                count = _keep_best(value, employer, OPEN, low, count, applications, via)
        for a in range(low, low + count):
            value = min(1.0, max(0.0, 0.5 - applications[a].weight / 8.0))
            applications[a].position = np.uint64(value * _SCALE)
            applications[a].row += s * orgs.shape[0]
            applications[a].weight = via[a]  # travels with the application when it is sorted
        total += count
    return total


@kernel
def offer(
    orgs: Any, regions: Any, places: Any, seekers: Any, vacant: Any, now: int, params: Any, applications: Any,
    tally: Any,
) -> None:
    """Make offers in order of value; who gets one takes it or leaves the region.

    Sets ``employer`` of each seeker and takes filled vacancies from ``vacant``.
    """
    p = params[0]
    sort_ring(applications, 0, applications.shape[0])
    base = at(now, _STAY)
    for a in range(applications.shape[0]):
        s = applications[a].row // orgs.shape[0]
        employer = applications[a].row % orgs.shape[0]
        seeker = seekers[s]
        if seeker.employer != -1 or vacant[employer, seeker.field] <= 0:
            continue
        org, region = orgs[employer], regions[seeker.region]
        value = 8.0 * (0.5 - float(applications[a].position) / _SCALE)
        amenity = min(1.0, region.amenity + places[org.place].amenity)
        odds = p.stay + p.stay_amenity * (amenity - 0.5) + p.stay_match * (value - 0.5)
        odds += p.stay_wage * np.log(region.wage / region.price)
        if uniform(at(base, seeker.key)) >= 1.0 / (1.0 + np.exp(-odds)):
            seeker.employer = -2
            continue
        seeker.employer = employer
        vacant[employer, seeker.field] -= 1
        channel = int(applications[a].weight)
        tally[_HIRES_FIRMS if org.kind == _FIRM else _HIRES_SCIENCE, channel] += 1.0
