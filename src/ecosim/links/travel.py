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
from ecosim.world.codes import Flow, Instrument, Kind
from ecosim.world.world import Floats, World

_UNIVERSITY, _FIRM = Kind.UNIVERSITY.value, Kind.FIRM.value
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
        column: where the heads who travel from each side this quarter stand in the table of regions.
    """

    Params = TravelParameters
    instrument: ClassVar[Instrument]
    column: ClassVar[str]

    def __init__(self, params: LinkParameters, channel: int) -> None:
        super().__init__(params, channel)
        self.terms = params.record(TravelParameters)  # alike for all such links, so that kernels are compiled once

    def funding(self, world: World) -> None:
        """Pay for as many travellers as the money suffices for; nobody travels where nothing is to flow."""
        if not any(getattr(self.params, flow) for flow in self.params.flows()):
            return
        with_partner = world.regions["partner"] >= 0
        world.directed[with_partner, self.instrument] = self.params.strength
        heads = np.zeros(len(world.regions))
        pay_travel(
            world.orgs.view, world.regions, world.ministries, world.budgets, world.tariff, world.directed,
            between(world), int(self.instrument), self.channel, self.terms, world.flowed, heads,
        )
        world.regions[self.column] = heads

    def travel(self, world: World) -> Floats:
        """Take travellers from their work; return the heads' quarters spent together (regions,), the way deducted."""
        together = np.zeros(len(world.regions))
        send(
            world.orgs.view, world.by_region, world.region_start, world.regions, world.regions[self.column].copy(),
            between(world), float(world.params["contracts"]["most"][0]), self.channel, self.terms, world.flowed,
            together,
        )
        return together


def between(world: World) -> Floats:
    """Return the distance of each region to its partner in 1000 km, between the places with most of their science."""
    orgs = world.orgs.view
    science = orgs[orgs["kind"] <= Kind.UNIVERSITY]
    heads = np.bincount(science["place"], science["staff"], len(world.places))
    seats = [int(np.argmax(np.where(world.places["region"] == r, heads, -1.0))) for r in range(len(world.regions))]
    partners = world.regions["partner"]
    away: Floats = world.distance[seats, [seats[q] if q >= 0 else seats[r] for r, q in enumerate(partners)]] / 1000.0
    return away


@kernel
def pay_travel(
    orgs: Any, regions: Any, ministries: Any, budgets: Any, tariff: Any, directed: Any, away: Any, instrument: int,
    channel: int, params: Any, tally: Any, heads: Any,
) -> None:
    """Spend each region's money on allowances and fares; fill ``heads`` (regions,) who can travel from each side."""
    p = params[0]
    for m in range(ministries.shape[0]):
        r = orgs[ministries[m]].region
        money = directed[r, instrument] * budgets[m, instrument] * tariff[m]
        if money == 0.0:
            continue
        price = (p.allowance + away[r] * p.fare) * regions[r].wage
        transfer(orgs, ministries[m], regions[r].market, money)
        tally[r, _PUBLIC, channel] += money
        heads[r] += 0.5 * money / price


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
    orgs: Any, by_region: Any, region_start: Any, regions: Any, heads: Any, away: Any, most: float, channel: int,
    params: Any, tally: Any, together: Any,
) -> None:
    """Take the hours of travellers from science on both sides, from all alike; fill ``together`` (regions,)."""
    p = params[0]
    for r in range(regions.shape[0]):
        partner = regions[r].partner
        if partner < 0 or heads[r] == 0.0:
            continue
        for side in range(2):
            home = r if side == 0 else partner
            local = by_region[region_start[home] : region_start[home + 1]]
            staff = in_science(orgs, local)
            if staff == 0:
                continue
            share = min(p.most, heads[r] / staff)
            for i in local:
                org = orgs[i]
                if org.kind > _UNIVERSITY or org.died >= 0:
                    continue
                gone = min(share, max(0.0, min(most, 1.0 - org.teaching) - org.applied))
                org.applied += gone
                tally[home, _TRAVEL, channel] += gone * org.staff
                together[r] += gone * org.staff * max(0.0, 1.0 - p.journey * away[r])


def organisations(world: World) -> Floats:
    """Return how many institutes, universities and firms each region has (regions,)."""
    counted: Floats = np.diff(world.region_start).astype(np.float64)
    return counted
