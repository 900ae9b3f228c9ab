"""Expert exchange (ODD, 7.18): practice, as far as it fits, and knowledge move with people."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ecosim.world.codes import Flow
from reference.arithmetic import total
from reference.links.travel import organisations, travel
from reference.model import Ecosystem
from reference.surroundings import Region

if TYPE_CHECKING:
    from reference.plan import LinkInForce


def practice(model: Ecosystem, link: LinkInForce) -> None:
    """Send experts; let practice and knowledge move with them."""
    together = travel(model, link)
    if link.params.practice:
        for region in model.regions:
            if region.partner is not None and together[region] > 0.0:
                reached = link.params.reach * together[region] / organisations(model, region)
                take_over(region, region.partner, reached, link.name)
    if link.params.knowledge:
        for region in model.regions:
            if region.partner is not None and together[region] > 0.0:
                host(model, link, region, region.partner, together[region])
                host(model, link, region.partner, region, together[region])


def take_over(region: Region, partner: Region, reached: float, channel: str) -> None:
    """Move the practice of links with ties towards what fits of the partner's, where that is better."""
    from reference.plan import JOINS

    for link in JOINS:
        better = max(0.0, region.fit[link] * partner.practice[link] - region.practice[link])
        gain = (1.0 - math.exp(-reached)) * better
        region.practice[link] += gain
        region.count(Flow.PRACTICE_LEARNT, channel, gain)


def host(model: Ecosystem, link: LinkInForce, here: Region, there: Region, together: float) -> None:
    """Let a region's science learn from its guests, half of the time, where these know more."""
    hosts = [one for one in model.science if one.region is here]
    staff = max(1, sum(one.staff for one in hosts))
    for f in model.fields:
        known = known_in(model, there, f)
        for one in hosts:
            if one.weights[f] == 0.0:
                continue
            guests = 0.5 * together * one.staff / staff * one.weights[f]
            lead = max(0.0, known - one.knowledge[f])
            gain = lead * (1.0 - math.exp(-link.params.learning * guests * one.absorptive_capacity))
            one.knowledge[f] += gain
            here.count(Flow.LEARNING, link.name, gain)


def known_in(model: Ecosystem, region: Region, f: int) -> float:
    """Return what those who work in a field in a region's science know of it, on average; 0 if nobody does."""
    science = [one for one in model.science if one.region is region]
    heads = total(one.staff * one.weights[f] for one in science)
    known = total(one.staff * one.weights[f] * one.knowledge[f] for one in science)
    return known / heads if heads > 0.0 else 0.0
