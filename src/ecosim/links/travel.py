"""Links of two regions over which people travel: a region pays its own and its partner's people to work together.

A ministry's money for it pays allowances and fares of as many heads as it suffices for, as many from either side.
The way takes a part of their time, and all of it is lost to their own work. Without the link the same money goes
per post to the region's science.
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from ecosim.compiled import inline, kernel
from ecosim.kernels.ledger import transfer
from ecosim.links.base import Link, LinkParameters
from ecosim.parameter import parameter
from ecosim.steps import Call, Steps
from ecosim.world.codes import Flow, Instrument, Kind
from ecosim.world.world import Floats, World

_UNIVERSITY, _EXCHANGE = Kind.UNIVERSITY.value, Instrument.EXCHANGE.value
_PUBLIC, _TRAVEL = Flow.PUBLIC_MONEY.value, Flow.TRAVEL.value


class TravelParameters(LinkParameters):
    """Parameters of a link over which people travel."""

    allowance: float = parameter(
        1.0, unit="wages/head", range=(0, 100), plausible=(0.5, 2), source="assumed",
        doc="cost of a head's stay of a quarter, beside the pay that goes on at home",
    )
    fare: float = parameter(
        0.1, unit="wages/1000 km", range=(0, 10), plausible=(0.05, 0.3), source="assumed",
        doc="cost of the way of a head",
    )
    journey: float = parameter(
        0.02, unit="share/1000 km", range=(0, 0.1), plausible=(0.01, 0.04), source="assumed: a day or two each way",
        doc="part of a quarter that the way takes",
    )
    most: float = parameter(
        0.05, unit="share", range=(0, 1), plausible=(0.02, 0.1), source="assumed",
        doc="largest share of the hours of either side's science that travellers take",
    )


class TravelLink(Link):
    """A link over which a region and its partner send people to each other.

    Attributes:
        instrument: the money that pays for it.
    """

    Params = TravelParameters
    instrument: ClassVar[Instrument]

    def __init__(self, params: LinkParameters, channel: int) -> None:
        super().__init__(params, channel)
        self.terms = params.record(TravelParameters)  # alike for all such links, so that kernels are compiled once

    def funding(self, world: World) -> Steps:
        """Pay for as many travellers as the money suffices for; nobody travels where nothing is to flow."""
        if not any(getattr(self.params, flow) for flow in self.params.flows()):
            return
        w, away = world.at, np.zeros(len(world.regions))
        yield self.measure_way(world, away)
        yield Call(
            pay_travel, w.orgs.view, w.regions, w.ministries, w.budgets, w.tariff, w.directed, away,
            int(self.instrument), self.channel, self.terms, w.flowed, np.zeros(len(world.regions)),
        )

    def measure_way(self, world: World, away: Floats) -> Call:
        """Fill ``away``, float64 (regions,), with how far the partners are."""
        w = world.at
        scratch = np.zeros(len(world.places)), np.zeros(len(world.regions), np.int64)
        return Call(find_way, w.orgs.view, w.regions, w.places, w.distance, *scratch, away)

    def travel(self, world: World, together: Floats) -> Steps:
        """Take travellers from their work; fill ``together`` (regions,), the heads' quarters spent there."""
        w, away = world.at, np.zeros(len(world.regions))
        yield self.measure_way(world, away)
        yield Call(
            send, w.orgs.view, w.alive_by_region.view, w.region_start, w.regions, int(self.instrument), away,
            float(world.params["contracts"]["most"][0]), self.channel, self.terms, w.flowed, together,
        )


@kernel
def find_way(
    orgs: Any, regions: Any, places: Any, distance: Any, heads: Any, seats: Any, away: Any
) -> None:
    """Fill ``away`` (regions,) with the way to the partner in 1000 km, between the places with most of their science.

    ``heads`` (places,) and ``seats``, int64 (regions,), are scratch.
    """
    heads[:] = 0.0
    for i in range(orgs.shape[0]):
        if orgs[i].kind <= _UNIVERSITY:
            heads[orgs[i].place] += orgs[i].staff
    seats[:] = -1
    for q in range(places.shape[0]):
        r = places[q].region
        if seats[r] < 0 or heads[q] > heads[seats[r]]:
            seats[r] = q
    for r in range(regions.shape[0]):
        there = regions[r].partner if regions[r].partner >= 0 else r
        away[r] = distance[seats[r], seats[there]] / 1000.0


@kernel
def pay_travel(
    orgs: Any, regions: Any, ministries: Any, budgets: Any, tariff: Any, directed: Any, away: Any, instrument: int,
    channel: int, params: Any, tally: Any, heads: Any,
) -> None:
    """Spend each region's money on allowances and fares, and note who can travel; ``heads`` (regions,) is scratch."""
    p = params[0]
    heads[:] = 0.0
    for r in range(regions.shape[0]):
        if regions[r].partner >= 0:
            directed[r, instrument] = p.strength
    for m in range(ministries.shape[0]):
        r = orgs[ministries[m]].region
        money = directed[r, instrument] * budgets[m, instrument] * tariff[m]
        if money == 0.0:
            continue
        price = (p.allowance + away[r] * p.fare) * regions[r].wage
        transfer(orgs, ministries[m], regions[r].market, money)
        tally[r, _PUBLIC, channel] += money
        heads[r] += 0.5 * money / price
    for r in range(regions.shape[0]):
        if instrument == _EXCHANGE:
            regions[r].experts = heads[r]
        else:
            regions[r].assessors = heads[r]


@inline
def in_science(orgs: Any, local: Any) -> int:
    """Return how many people work in the institutes and universities among those of a region."""
    heads = 0
    for i in local:
        if orgs[i].kind <= _UNIVERSITY and orgs[i].died < 0:
            heads += orgs[i].staff
    return heads


@kernel
def send(
    orgs: Any, by_region: Any, region_start: Any, regions: Any, instrument: int, away: Any, most: float, channel: int,
    params: Any, tally: Any, together: Any,
) -> None:
    """Take the hours of travellers from science on both sides, from all alike; fill ``together`` (regions,)."""
    p = params[0]
    together[:] = 0.0
    for r in range(regions.shape[0]):
        partner = regions[r].partner
        heads = regions[r].experts if instrument == _EXCHANGE else regions[r].assessors
        if partner < 0 or heads == 0.0:
            continue
        for side in range(2):
            home = r if side == 0 else partner
            local = by_region[region_start[home] : region_start[home + 1]]
            staff = in_science(orgs, local)
            if staff == 0:
                continue
            share = min(p.most, heads / staff)
            for i in local:
                org = orgs[i]
                if org.kind > _UNIVERSITY or org.died >= 0:
                    continue
                gone = min(share, max(0.0, min(most, 1.0 - org.teaching) - org.applied))
                org.applied += gone
                tally[home, _TRAVEL, channel] += gone * org.staff
                together[r] += gone * org.staff * max(0.0, 1.0 - p.journey * away[r])


@inline
def members(region_start: Any, r: int) -> float:
    """Return how many institutes, universities and firms a region has, at least one."""
    return max(1.0, float(region_start[r + 1] - region_start[r]))
