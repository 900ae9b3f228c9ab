"""Science city (ODD, 7.1): housing makes a designated place attractive, nearness makes people meet."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ecosim.world.codes import Flow, Instrument
from reference.model import Ecosystem
from reference.surroundings import Region

if TYPE_CHECKING:
    from reference.plan import LinkInForce


def funding(model: Ecosystem, link: LinkInForce) -> None:
    """Spend housing money in designated places; let people there meet."""
    cities = [place for place in model.places if place.city]
    if link.params.meetings:
        for place in cities:
            place.meetings = link.params.chance * link.params.strength
    if link.params.housing:
        for region in {place.region: None for place in cities}:
            build_homes(model, link, region)


def build_homes(model: Ecosystem, link: LinkInForce, region: Region) -> None:
    """Pay housing money to builders; raise the amenity of designated places alike, of towns by their own."""
    p = link.params
    region.directed[Instrument.HOUSING] = p.strength
    heads = sum(one.staff for one in model.living if one.region is region and one.place.city)
    money = 0.0
    for ministry in model.ministries:
        if ministry.region is not region:
            continue
        amount = ministry.money(Instrument.HOUSING, p.strength)
        if ministry.town and not ministry.town.city:
            ministry.transfer(region.state, amount)
            continue
        ministry.transfer(region.rest_of_world, amount)
        region.count(Flow.PUBLIC_MONEY, link.name, amount)
        if ministry.town is None:
            money += amount
    for place in model.places:
        if place.region is region and place.city and heads > 0:
            a_head = money / heads
            for ministry in model.ministries:
                if ministry.town is place:
                    here = sum(one.staff for one in model.living if one.place is place)
                    a_head += ministry.money(Instrument.HOUSING, p.strength) / max(1, here)
            place.amenity = p.amenity * (1.0 - math.exp(-a_head / region.wage / p.enough))
