"""Staff: who leaves, how many are wanted, who starts (used by `labour`), what they are paid (by `market`)."""

from __future__ import annotations

from typing import Any

import numpy as np

from ecosim.compiled import inline, kernel
from ecosim.kernels.ledger import transfer
from ecosim.kernels.matching import true_match
from ecosim.kernels.prefetch import AHEAD, MANY, prefetch
from ecosim.randomness import Bits, at, binomial, name_key, uniform
from ecosim.world.codes import Kind, People

_RETIRE, _QUIT, _EMIGRATE = name_key("retire"), name_key("quit"), name_key("emigrate")
_LAY_OFF, _HANDLED = name_key("labour", "lay off"), name_key("labour", "handled")
_PERSON, _TRADE, _POST = name_key("labour", "person"), name_key("labour", "trade"), name_key("labour", "post")
_ELSEWHERE = name_key("labour", "elsewhere")
_FIRM, _UNIVERSITY = Kind.FIRM.value, Kind.UNIVERSITY.value
_RETIRED, _LEFT = People.RETIRED.value, People.LEFT.value


@inline
def heads(orgs: Any, living: Any) -> int:
    """Return the staff of all living organisations: no more people can begin to look for work at once."""
    count = 0
    for i in living:
        count += orgs[i].staff
    return count


@kernel
def begin_round(orgs: Any, living: Any, tick: int, params: Any) -> tuple[int, int]:
    """Return whether a round of recruiting begins, and how many people can begin to look for work at most.

    Between two rounds nobody is hired.
    """
    if tick % params[0].recruiting == 0:
        return 1, heads(orgs, living)
    for i in living:
        orgs[i].hired = 0
    return 0, 0


@inline
def draw_field(weights: Any, i: int, bits: Bits) -> int:
    """Return a field of organisation ``i`` drawn by its weights."""
    u = uniform(bits)
    last = 0
    for f in range(weights.shape[1]):
        if weights[i, f] > 0.0:
            last = f
            u -= weights[i, f]
            if u <= 0.0:
                return f
    return last


@inline
def release(orgs: Any, weights: Any, i: int, heads: int, now: Bits, tick: int, seekers: Any, size: Any) -> None:
    """Let ``heads`` of organisation ``i`` look for other work, each in a field drawn from its own."""
    for j in range(heads):
        person = at(at(at(now, _PERSON), orgs[i].key), j)
        seeker = seekers[size[0]]
        seeker.key = person
        seeker.region = orgs[i].region
        seeker.field = draw_field(weights, i, at(person, _TRADE))
        seeker.home = i
        seeker.skill = orgs[i].skill
        seeker.graduate = 0
        seeker.since = tick
        seeker.employer = -1
        size[0] += 1
    orgs[i].staff -= heads


@inline
def wanted(org: Any, region: Any, p: Any) -> int:
    """Return the heads that an organisation wants and can pay.

    A firm wants what its demand needs (set by the market). A state organisation fills the posts that block grants
    pay, and others for money that it won itself (projects, contracts, licences), as far as its smoothed income and
    its reserves, spread over a time, go.
    """
    if org.kind == _FIRM:
        return int(org.posts)
    cost = region.state_pay * (1.0 + p.overhead)
    affordable = (org.income + max(0.0, org.cash) / p.cushion) / cost
    return int(min(affordable, region.core * org.posts + org.external / cost))


@kernel
def separate_and_post(
    orgs: Any, living: Any, regions: Any, weights: Any, now: Bits, tick: int, params: Any, seekers: Any, size: Any,
    people: Any, vacant: Any, posted: Any,
) -> int:
    """Let people go, then post vacancies, and let who has waited look in other fields; return the vacancies' number."""
    separate(orgs, living, regions, weights, now, tick, params[0], seekers, size, people)
    count = open_vacancies(orgs, living, regions, weights, now, params[0], vacant, posted)
    look_elsewhere(posted, now, tick, params[0], seekers, size[0])
    return count


@inline
def separate(
    orgs: Any, living: Any, regions: Any, weights: Any, now: Bits, tick: int, p: Any, seekers: Any, size: Any,
    people: Any
) -> None:
    """Let people retire, emigrate, quit or be laid off."""
    for i in living:
        org = orgs[i]
        if org.kind > _FIRM or org.died >= 0 or org.staff == 0:
            continue
        region = regions[org.region]
        retired = binomial(at(at(now, _RETIRE), org.key), org.staff, p.retirement)
        org.staff -= retired
        people[org.region, _RETIRED] += retired
        if org.kind != _FIRM:
            shortfall = max(0.0, 1.0 - org.income / (org.staff * region.state_pay * (1.0 + p.overhead) + 1e-9))
            left = binomial(at(at(now, _EMIGRATE), org.key), org.staff, min(1.0, p.emigration * shortfall))
            org.staff -= left
            people[org.region, _LEFT] += left
        quitting = binomial(at(at(now, _QUIT), org.key), org.staff, p.quits)
        surplus = org.staff - quitting - wanted(org, region, p)
        surplus -= int(p.slack * org.staff)  # nobody dismisses for a passing dip
        laid_off = binomial(at(at(now, _LAY_OFF), org.key), max(0, surplus), p.layoffs)
        release(orgs, weights, i, quitting + laid_off, now, tick, seekers, size)


@inline
def open_vacancies(
    orgs: Any, living: Any, regions: Any, weights: Any, now: Bits, p: Any, vacant: Any, posted: Any
) -> int:
    """Post vacancies, each in a field drawn from the employer's own; return their number.

    Fills ``vacant`` (organisations, fields) and ``posted`` (regions, fields).
    """
    count = 0
    posted[:, :] = 0
    base = at(now, _POST)
    regions.unfilled[:] = 0
    for i in living:
        org = orgs[i]
        vacant[i, :] = 0
        org.openings = 0
        org.hired = 0
        if org.kind > _FIRM or org.died >= 0:
            continue
        most = int(p.openings + p.hiring * org.staff + uniform(at(at(now, _HANDLED), org.key)))
        org.openings = max(0, min(most, wanted(org, regions[org.region], p) - org.staff))
        regions[org.region].unfilled += org.openings
        for j in range(org.openings):
            f = draw_field(weights, i, at(at(base, org.key), j))
            vacant[i, f] += 1
            posted[org.region, f] += 1
        count += org.openings
    return count


@inline
def look_elsewhere(posted: Any, now: Bits, tick: int, p: Any, seekers: Any, count: int) -> None:
    """Let some of those who have got no offer look on in a field drawn by the vacancies that there are."""
    for s in range(count):
        seeker = seekers[s]
        if tick - seeker.since < p.recruiting:
            continue
        luck = at(at(now, _ELSEWHERE), seeker.key)
        if uniform(luck) >= p.mobility:
            continue
        total = 0
        for f in range(posted.shape[1]):
            total += posted[seeker.region, f]
        left = uniform(at(luck, 1)) * total
        for f in range(posted.shape[1]):
            left -= posted[seeker.region, f]
            if left < 0.0:
                seeker.field = f
                break


@kernel
def settle(
    orgs: Any, by_region: Any, region_start: Any, regions: Any, knowledge: Any, tick: int, params: Any, seekers: Any,
    size: Any, people: Any,
) -> None:
    """Let hired people start, impatient ones leave, and the wage answer.

    The rows of those who go on looking are kept together.
    """
    p = params[0]
    regions.jobless[:] = 0
    kept = 0
    for s in range(size[0]):
        if orgs.shape[0] >= MANY:
            prefetch(orgs, max(0, seekers[min(s + AHEAD, size[0] - 1)].employer))
        seeker = seekers[s]
        if seeker.employer >= 0:
            start_work(orgs, knowledge, seeker, p)
        elif seeker.employer == -2 or tick - seeker.since >= p.patience:
            people[seeker.region, _LEFT] += 1
        else:
            regions[seeker.region].jobless += 1
            seekers[kept] = seekers[s]
            kept += 1
    size[0] = kept
    adjust_wages(orgs, by_region, region_start, regions, p)


@inline
def start_work(orgs: Any, knowledge: Any, seeker: Any, p: Any) -> None:
    """Add a person to the employer: heads, mean skill, and what the person knows that the employer does not."""
    e, f = seeker.employer, seeker.field
    match = true_match(seeker.key, orgs[e].key, p.spread)
    skill = seeker.skill * max(0.1, 1.0 + p.match_matters * (match - 0.5))
    orgs[e].skill = (orgs[e].skill * orgs[e].staff + skill) / (orgs[e].staff + 1)
    orgs[e].staff += 1
    orgs[e].hired += 1
    knowledge[e, f] += max(0.0, knowledge[seeker.home, f] - knowledge[e, f]) / (orgs[e].staff + 1)


@inline
def adjust_wages(orgs: Any, by_region: Any, region_start: Any, regions: Any, p: Any) -> None:
    """Move each region's wage by its tightness and index state pay to it."""
    for r in range(regions.shape[0]):
        region = regions[r]
        employed = 1
        for i in by_region[region_start[r] : region_start[r + 1]]:
            if orgs[i].kind <= _FIRM and orgs[i].died < 0:
                employed += orgs[i].staff
        step = p.wage_response * (region.unfilled - region.jobless) / employed
        region.wage *= np.exp(min(p.wage_step, max(-p.wage_step, step)))
        region.state_pay += p.indexation * (p.state_pay * region.wage - region.state_pay)


@inline
def pay_staff(orgs: Any, living: Any, regions: Any, overhead: float) -> None:
    """Pay wages to households, and the other cost of state posts to the market."""
    for i in living:
        org = orgs[i]
        if org.kind > _FIRM or org.died >= 0:
            continue
        region = regions[org.region]
        if org.kind == _FIRM:
            transfer(orgs, i, region.households, org.staff * region.wage)
        else:
            transfer(orgs, i, region.households, org.staff * region.state_pay)
            transfer(orgs, i, region.market, org.staff * region.state_pay * overhead)
