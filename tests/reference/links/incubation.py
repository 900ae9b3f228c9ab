"""Incubation (ODD, 7.1): a technopark takes in young firms of its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosim.world.codes import Flow, Instrument
from reference.luck import at, named
from reference.model import Ecosystem
from reference.organisations import Firm, Technopark

if TYPE_CHECKING:
    from reference.plan import LinkInForce

LOT = named("incubation", "lot")


def funding(model: Ecosystem, link: LinkInForce) -> None:
    """Admit and see off residents; spend the park's money on them; introduce them to investors."""
    p = link.params
    for park in model.technoparks:
        admit(model, link, park)
    residents = [firm for firm in model.firms if firm.park is not None]
    if p.space or p.services:
        for firm in residents:
            if firm.staff > 0:
                firm.region.directed[Instrument.TECHNOPARKS] = p.strength
        support(model, link, residents)
    if p.introductions:
        for firm in residents:
            firm.introduced = p.meeting * p.strength
        for park in model.technoparks:
            if park.capacity > 0:
                park.place.introduced = p.meeting * p.strength


def admit(model: Ecosystem, link: LinkInForce, park: Technopark) -> None:
    """See off residents who are old enough; fill the free places with young firms of the place, by lot."""
    p, free, candidates = link.params, int(link.params.strength * park.capacity), []
    for firm in model.firms:
        if firm.place is not park.place:
            continue
        if firm.park is park:
            if model.age(firm) > p.stay:
                firm.park = None
            else:
                free -= 1
        elif firm.park is None and model.age(firm) <= p.admitted:
            candidates.append(firm)
    candidates.sort(key=lambda firm: at(model.now, LOT, park.key, firm.key))
    for firm in candidates[: max(0, free)]:
        firm.park = park


def support(model: Ecosystem, link: LinkInForce, residents: list[Firm]) -> None:
    """Pay for residents' space and consultants by heads, region by region."""
    p = link.params
    services = p.share if p.space and p.services else float(p.services)
    for ministry in model.ministries:
        region = ministry.region
        if not any(firm.staff for firm in residents if firm.region is region):
            continue  # nothing is directed
        here = [firm for firm in residents if ministry.reaches(firm)]
        heads = sum(firm.staff for firm in here)
        money = ministry.money(Instrument.TECHNOPARKS, p.strength)
        if heads == 0:
            ministry.transfer(region.state, money)
            continue
        ministry.transfer(region.rest_of_world, money * services)
        region.count(Flow.PUBLIC_MONEY, link.name, money)
        for firm in here:
            part = money * firm.staff / heads
            ministry.pay(firm, part * (1.0 - services))
            firm.served += part * services / region.wage
