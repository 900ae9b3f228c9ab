"""Science city: housing that makes a designated place attractive, and nearness that makes people meet.

What flows: housing money into amenity (``housing``), which enters the decision to stay or leave, and
chance meetings of organisations in the same place (``meetings``). Without the link the housing money
goes per head to the organisations of the place.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ecosim.compiled import inline, kernel
from ecosim.kernels.ledger import transfer
from ecosim.links.base import Link, LinkParameters
from ecosim.parameter import flow, parameter
from ecosim.processes.funding import within
from ecosim.steps import Call, Steps
from ecosim.world.codes import Flow, Instrument, Kind
from ecosim.world.world import World

_FIRM, _HOUSING, _PUBLIC = Kind.FIRM.value, Instrument.HOUSING.value, Flow.PUBLIC_MONEY.value


class ScienceCity(Link):
    """Link of a designated place and the organisations in it."""

    name = "science_city"

    class Params(LinkParameters):
        """Parameters of science cities."""

        housing: bool = flow("housing money is spent on housing")
        meetings: bool = flow("organisations of the place meet by chance")
        amenity: float = parameter(
            0.3, unit="share", range=(0, 1), plausible=(0.1, 0.5), source="assumed", doc="largest rise of amenity"
        )
        enough: float = parameter(
            0.05, unit="wages/(head quarter)", range=(0.0001, 10), plausible=(0.02, 0.15), source="assumed",
            doc="housing money per head that brings 63 % of it",
        )
        chance: float = parameter(
            0.3, unit="searches/quarter", range=(0, 10), plausible=(0.1, 0.6), source="assumed",
            doc="meetings by chance of an organisation, at full practice of the link they are for",
        )

    def funding(self, world: World) -> Steps:
        """Spend housing money in designated places; let people there meet."""
        w = world.at
        yield Call(
            run_cities, w.orgs.view, w.alive_by_region.view, w.region_start, w.regions, w.places, w.ministries, w.towns,
            w.budgets, w.tariff, w.directed, self.params.meetings, self.params.housing,  # type: ignore[attr-defined]
            self.channel, self.record, w.flowed,
        )


@kernel
def run_cities(
    orgs: Any, by_region: Any, region_start: Any, regions: Any, places: Any, ministries: Any, towns: Any, budgets: Any,
    tariff: Any, directed: Any, meetings: bool, housing: bool, channel: int, params: Any, tally: Any,
) -> None:
    """Let people meet in designated places, and build homes there, as far as the link lets either flow."""
    p = params[0]
    for q in range(places.shape[0]):
        if meetings:
            places[q].meetings = places[q].city * p.chance * p.strength
        if housing and places[q].city:
            directed[places[q].region, _HOUSING] = p.strength
    if housing:
        build_homes(
            orgs, by_region, region_start, regions, places, ministries, towns, budgets, tariff, directed, channel, p,
            tally,
        )


@inline
def build_homes(
    orgs: Any, by_region: Any, region_start: Any, regions: Any, places: Any, ministries: Any, towns: Any, budgets: Any,
    tariff: Any, directed: Any, channel: int, p: Any, tally: Any,
) -> None:
    """Pay housing money to builders; raise the amenity of a region's designated places alike, of towns by their own."""
    for r in range(regions.shape[0]):
        money = 0.0
        for m in range(ministries.shape[0]):
            if orgs[ministries[m]].region != r:
                continue
            amount, town = directed[r, _HOUSING] * budgets[m, _HOUSING] * tariff[m], towns[m]
            if town >= 0 and not places[town].city:
                transfer(orgs, ministries[m], regions[r].state, amount)
                continue
            transfer(orgs, ministries[m], regions[r].market, amount)
            tally[r, _PUBLIC, channel] += amount
            money += amount if town < 0 else 0.0
        local = by_region[region_start[r] : region_start[r + 1]]
        heads = _heads(orgs, local, places, -1)
        if heads == 0:
            continue
        for q in range(places.shape[0]):
            if places[q].region != r or not places[q].city:
                continue
            a_head = money / heads
            for m in range(ministries.shape[0]):
                if towns[m] == q:
                    own = directed[r, _HOUSING] * budgets[m, _HOUSING] * tariff[m]
                    a_head += own / max(1, _heads(orgs, local, places, q))
            places[q].amenity = p.amenity * (1.0 - np.exp(-a_head / regions[r].wage / p.enough))


@inline
def _heads(orgs: Any, local: Any, places: Any, town: int) -> int:
    """Return the heads of those of a region who are in its designated places, or in one town of them (-1: all)."""
    heads = 0
    for i in local:
        org = orgs[i]
        if within(org, town) and org.kind <= _FIRM and org.died < 0 and places[org.place].city:
            heads += org.staff
    return heads
