"""Advertisements: every vacancy, where those who look for work come upon it."""

from __future__ import annotations

from typing import Any

import numpy as np

from ecosim.compiled import inline, kernel
from ecosim.kernels.prefetch import AHEAD, MANY, prefetch
from ecosim.kernels.ring import add_up, bucket_of, close_buckets, put, put_in_order
from ecosim.randomness import Bits, at, name_key
from ecosim.world.codes import Kind

_ADS = name_key("labour", "ads")
_FIRM = Kind.FIRM.value


@inline
def state_pay_value(region: Any, matters: float) -> float:
    """Return what a state post's pay adds to the value of an offer, against the market wage."""
    return float(matters * np.log(max(0.01, region.state_pay / region.wage)))


@inline
def labour_market(region: int, field: int, fields: int) -> int:
    """Return the number of a region and field, whose people and vacancies meet."""
    return region * fields + field


@inline
def _tabulate(regions: Any, distance: Any, p: Any, near: Any, pay: Any) -> None:
    """Fill ``near`` and ``pay``, see `advertise`."""
    for a in range(near.shape[0]):
        for b in range(near.shape[1]):
            near[a, b] = np.exp(-distance[a, b] / p.distance)
    for r in range(pay.shape[0]):
        pay[r, :] = state_pay_value(regions[r], p.pay_matters)
        pay[r, _FIRM] = 0.0


@kernel
def advertise(
    orgs: Any, living: Any, regions: Any, vacant: Any, distance: Any, now: Bits, params: Any, ads: Any, start: Any,
    near: Any, pay: Any, ends: Any,
) -> None:
    """Put every vacancy on the ring of its region and field: who looks for work comes upon each as easily.

    Args:
        orgs: organisations (n,). vacant: int32 (n or more, fields).
        ads: ring records, one per vacancy; filled and sorted.
        start: int64 (regions * fields + 1,), filled like `build_ring`'s.
        near: float64 (places, places), filled: chance of considering an advertisement from there.
        pay: float64 (regions, kinds), filled: what an employer's pay adds to the value of an offer.
        ends: int32 of the length of ``ads``, scratch.
    """
    p, fields, base = params[0], vacant.shape[1], at(now, _ADS)
    _tabulate(regions, distance, p, near, pay)
    start[:] = 0
    for i in living:
        for f in range(fields):
            start[labour_market(orgs[i].region, f, fields) + 1] += vacant[i, f]
    add_up(start)
    ends[:] = 0
    for i in living:
        for f in range(fields):
            g = labour_market(orgs[i].region, f, fields)
            for j in range(vacant[i, f]):
                ends[bucket_of(start[g], start[g + 1], at(at(at(base, orgs[i].key), f), j))] += 1
    close_buckets(ads, ads.shape[0], ends)
    for i in living:
        for f in range(fields):
            g = labour_market(orgs[i].region, f, fields)
            for j in range(vacant[i, f]):
                put(ads, start[g], start[g + 1], ends, at(at(at(base, orgs[i].key), f), j), i)
    for g in range(start.shape[0] - 1):
        put_in_order(ads, start[g], start[g + 1])
        for a in range(start[g], start[g + 1]):
            if orgs.shape[0] >= MANY:
                prefetch(orgs, ads[min(a + AHEAD, start[g + 1] - 1)].row)
            ad, org = ads[a], orgs[ads[a].row]
            ad.key, ad.place, ad.kind = org.key, org.place, org.kind
