"""Links over which people of a region and its partner travel to work together (ODD, 7.18)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosim.world.codes import Flow, Instrument
from reference.model import Ecosystem
from reference.surroundings import Place, Region

if TYPE_CHECKING:
    from reference.plan import LinkInForce

INSTRUMENTS = {"expert_exchange": Instrument.EXCHANGE, "joint_assessment": Instrument.ASSESSMENT}
TRAVELLERS = {"expert_exchange": "experts", "joint_assessment": "assessors"}
FLOWS = {"expert_exchange": ("practice", "knowledge"), "joint_assessment": ("fit",)}


def funding(model: Ecosystem, link: LinkInForce) -> None:
    """Pay for as many travellers as the money suffices for; nobody travels where nothing is to flow."""
    p, instrument = link.params, INSTRUMENTS[link.name]
    if not any(getattr(p, flow) for flow in FLOWS[link.name]):
        return
    heads = dict.fromkeys(model.regions, 0.0)
    for region in model.regions:
        if region.partner is not None:
            region.directed[instrument] = p.strength
    for ministry in model.ministries:
        region = ministry.region
        money = ministry.money(instrument, region.directed[instrument])
        if money == 0.0:
            continue
        ministry.transfer(region.rest_of_world, money)
        region.count(Flow.PUBLIC_MONEY, link.name, money)
        heads[region] += 0.5 * money / ((p.allowance + away(model, region) * p.fare) * region.wage)
    for region, number in heads.items():
        setattr(region, TRAVELLERS[link.name], number)


def away(model: Ecosystem, region: Region) -> float:
    """Return the distance of a region to its partner in 1000 km, between the places with most of their science."""
    partner = region if region.partner is None else region.partner
    return seat(model, region).distance(seat(model, partner)) / 1000.0


def seat(model: Ecosystem, region: Region) -> Place:
    """Return the place of a region with most of its science."""
    heads = {place: 0 for place in model.places if place.region is region}
    for one in model.science:
        if one.region is region:
            heads[one.place] += one.staff
    return max(heads, key=heads.__getitem__)


def travel(model: Ecosystem, link: LinkInForce) -> dict[Region, float]:
    """Take travellers of both sides from their work; return the heads' quarters spent together, the way deducted."""
    p, most = link.params, model.rules.contracts.most
    together = dict.fromkeys(model.regions, 0.0)
    for region in model.regions:
        heads = getattr(region, TRAVELLERS[link.name])
        if region.partner is None or heads == 0.0:
            continue
        way = away(model, region)
        for home in (region, region.partner):
            science = [one for one in model.science if one.region is home]
            staff = sum(one.staff for one in science)
            for one in science if staff else []:
                gone = min(min(p.most, heads / staff), max(0.0, min(most, 1.0 - one.teaching) - one.applied))
                one.applied += gone
                home.count(Flow.TRAVEL, link.name, gone * one.staff)
                together[region] += gone * one.staff * max(0.0, 1.0 - p.journey * way)
    return together


def organisations(model: Ecosystem, region: Region) -> int:
    """Return how many institutes, universities and firms a region has, at least one."""
    return max(1, sum(one.region is region for one in model.living))
