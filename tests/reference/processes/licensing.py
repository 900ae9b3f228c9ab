"""Licensing (ODD, 7.12): what is protected goes to the best bidder for money, the rest is used as published."""

from __future__ import annotations

import math

from ecosim.world.codes import Agreement, Flow, Moved, Stage
from reference.luck import at, named, uniform
from reference.model import Ecosystem
from reference.surroundings import OPEN
from reference.technologies import Technology

ABROAD = named("licensing", "outside")


def licensing(model: Ecosystem) -> None:
    """Conclude this quarter's agreements."""
    for technology in model.active:
        if technology.stage != Stage.SHELF:
            if technology.bidder is not None:  # its inventors have founded a firm on it
                technology.bidder.projects -= 1
        elif technology.bidder is not None:
            take_up(model, technology)
        elif technology.protected and goes_abroad(model, technology):
            sell_abroad(model, technology)


def take_up(model: Ecosystem, technology: Technology) -> None:
    """Let the best bidder take a technology into development."""
    p, firm, owner, via = model.rules.licensing, technology.bidder, technology.owner, technology.via
    assert firm is not None
    region = owner.region
    if technology.protected:
        region.count(Flow.LICENCES, via, 1.0)
        fee = min(p.fee * technology.bid, p.advance * max(0.0, firm.cash))
        firm.reward(owner, fee)
        region.count(Flow.LICENCE_MONEY, via, fee)
    else:
        region.count(Flow.PUBLICATIONS, via, 1.0)
    technology.stage, technology.developer = Stage.DEVELOPMENT, firm
    tie = firm.tie_with(owner, "licences")
    if tie is not None:
        tie.used += 1
    technology.agreement = Agreement.LICENCE if technology.protected else Agreement.PUBLICATION
    technology.agreed, technology.channel = model.tick, via
    model.note(Moved.LICENSED if technology.protected else Moved.PUBLICATION_USED, technology, firm, owner, via)


def goes_abroad(model: Ecosystem, technology: Technology) -> bool:
    """Return whether a developer outside the region takes a technology for which nobody has bid."""
    if model.tick - technology.found < model.rules.offers.delay:
        return False
    rate = model.rules.licensing.outside * technology.quality / model.frontier[technology.field]
    return uniform(at(model.now, ABROAD, technology.key)) < 1.0 - math.exp(-rate)


def sell_abroad(model: Ecosystem, technology: Technology) -> None:
    """License a technology to a developer outside, whose further fate is not told."""
    owner = technology.owner
    region = owner.region
    fee = model.rules.licensing.outside_fee * region.wage
    region.rest_of_world.reward(owner, fee)
    region.count(Flow.LICENCE_MONEY, OPEN, fee)
    technology.stage, technology.agreement = Stage.OUTSIDE, Agreement.OUTSIDE
    technology.agreed, technology.channel, technology.via = model.tick, OPEN, OPEN
    model.note(Moved.OUTSIDE, technology, None, owner)
