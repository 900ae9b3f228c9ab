"""Incubation: a technopark takes in young firms of its place.

What flows: the park's money to its residents (``space``: rent below cost), consultants whom it pays to
help with development (``services``), and introductions to investors (``introductions``). Without the
link the same money goes per head to all young firms of the region; anybody may buy advice, and anybody
may meet an investor.
"""

from __future__ import annotations

from typing import Any

from ecosim.compiled import inline, kernel
from ecosim.kernels.ledger import pay, transfer
from ecosim.kernels.ring import sort_ring
from ecosim.links.base import Link, LinkParameters
from ecosim.parameter import flow, parameter
from ecosim.processes.funding import within
from ecosim.randomness import Bits, at, name_key
from ecosim.steps import Call, Room, Steps
from ecosim.world import layouts
from ecosim.world.codes import Flow, Instrument, Kind
from ecosim.world.world import World

_LOT = name_key("incubation", "lot")
_FIRM, _PARKS, _PUBLIC = Kind.FIRM.value, Instrument.TECHNOPARKS.value, Flow.PUBLIC_MONEY.value


class Incubation(Link):
    """Link of technoparks and young firms."""

    name = "incubation"

    class Params(LinkParameters):
        """Parameters of incubation."""

        space: bool = flow("residents get the park's money as rent below cost")
        services: bool = flow("the park pays consultants for its residents' development")
        introductions: bool = flow("the park introduces residents and founders to investors")
        share: float = parameter(
            0.4, unit="share", range=(0, 1), plausible=(0.2, 0.6),
            source="assumed", doc="share of the money that goes into services"
        )
        admitted: int = parameter(
            12, unit="quarters", range=(0, 400), plausible=(4, 20),
            source="assumed: firms up to three years old", doc="age up to which firms are admitted"
        )
        stay: int = parameter(
            20, unit="quarters", range=(1, 400), plausible=(12, 28),
            source="order of incubation times, three to five years", doc="age at which residents leave"
        )
        meeting: float = parameter(
            0.3, unit="1/quarter", range=(0, 1), plausible=(0.1, 0.6),
            source="assumed", doc="chance of an introduction to an investor"
        )

    def funding(self, world: World) -> Steps:
        """Admit and see off residents; spend the park's money on them."""
        w, candidates = world.at, world.scratch("turns", layouts.RING.dtype)
        yield Room(candidates, w.alive.length, beyond=False)
        yield Call(
            run_parks, w.orgs.view, w.alive_by_region.view, w.region_start, w.regions, w.places, w.ministries, w.towns,
            w.budgets, w.tariff, w.directed, w.parks, w.capacity, w.tick, w.now,
            self.params.space, self.params.services, self.params.introductions,  # type: ignore[attr-defined]
            self.channel, self.record, candidates.at.rows, w.flowed,
        )


@kernel
def run_parks(
    orgs: Any, by_region: Any, region_start: Any, regions: Any, places: Any, ministries: Any, towns: Any, budgets: Any,
    tariff: Any, directed: Any, parks: Any, capacity: Any, tick: int, now: Bits, space: bool, consultants: bool,
    introductions: bool, channel: int, params: Any, candidates: Any, tally: Any,
) -> None:
    """Admit residents, then pay for what parks do for them; ``candidates`` (living,) is scratch."""
    admit(orgs, by_region, region_start, parks, capacity, tick, now, params[0], candidates)
    support(
        orgs, by_region, region_start, regions, places, ministries, towns, budgets, tariff, directed, parks, capacity,
        space, consultants, introductions, channel, params[0], tally,
    )


@inline
def admit(
    orgs: Any, by_region: Any, region_start: Any, parks: Any, capacity: Any, tick: int, now: Bits, p: Any,
    candidates: Any,
) -> None:
    """Fill free places of each open park with young firms of its place, by lot."""
    for q in range(parks.shape[0]):
        park = parks[q]
        free, count = int(p.strength * capacity[q]), 0
        r = orgs[park].region
        for i in by_region[region_start[r] : region_start[r + 1]]:
            firm = orgs[i]
            if firm.kind != _FIRM or firm.died >= 0 or firm.place != orgs[park].place:
                continue
            if firm.park == park:
                if tick - firm.born > p.stay:
                    firm.park = -1
                else:
                    free -= 1
            elif firm.park < 0 and tick - firm.born <= p.admitted:
                candidates[count].position = at(at(at(now, _LOT), orgs[park].key), firm.key)
                candidates[count].row = i
                count += 1
        sort_ring(candidates, 0, count)
        for c in range(max(0, min(free, count))):
            orgs[candidates[c].row].park = park


@inline
def support(
    orgs: Any, by_region: Any, region_start: Any, regions: Any, places: Any, ministries: Any, towns: Any, budgets: Any,
    tariff: Any, directed: Any, parks: Any, capacity: Any, space: bool, consultants: bool, introductions: bool,
    channel: int, p: Any, tally: Any,
) -> None:
    """Pay for residents' space and consultants by heads, region by region, and make introductions."""
    services = (p.share if space else 1.0) if consultants else 0.0
    for r in range(regions.shape[0]):
        local = by_region[region_start[r] : region_start[r + 1]]
        all_heads = _residents(orgs, local, -1)
        if not (space or consultants) or all_heads == 0:
            continue
        directed[r, _PARKS] = p.strength
        for m in range(ministries.shape[0]):
            if orgs[ministries[m]].region != r:
                continue
            money = p.strength * budgets[m, _PARKS] * tariff[m]
            heads = all_heads if towns[m] < 0 else _residents(orgs, local, towns[m])
            if heads == 0:
                transfer(orgs, ministries[m], regions[r].state, money)
                continue
            transfer(orgs, ministries[m], regions[r].market, money * services)
            tally[r, _PUBLIC, channel] += money
            for i in local:
                if orgs[i].kind == _FIRM and orgs[i].park >= 0 and within(orgs[i], towns[m]):
                    part = money * orgs[i].staff / heads
                    pay(orgs, ministries[m], i, part * (1.0 - services))
                    orgs[i].served += part * services / regions[r].wage
    if introductions:
        for i in by_region:
            if orgs[i].kind == _FIRM and orgs[i].park >= 0:
                orgs[i].introduced = p.meeting * p.strength
        for q in range(parks.shape[0]):
            if capacity[q] > 0:
                places[orgs[parks[q]].place].introduced = p.meeting * p.strength


@inline
def _residents(orgs: Any, local: Any, town: int) -> int:
    """Return the heads of resident firms among those of a region, or in one town of it (-1: all)."""
    heads = 0
    for i in local:
        if orgs[i].kind == _FIRM and orgs[i].park >= 0 and within(orgs[i], town):
            heads += orgs[i].staff
    return heads
