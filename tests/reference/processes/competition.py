"""Competition (ODD, 7.3): quality, customers, demand, and the staff that firms want for it."""

from __future__ import annotations

import math

from reference.arithmetic import square
from reference.luck import at, named, normal
from reference.model import Ecosystem
from reference.organisations import Firm
from reference.surroundings import Region

SHOCK = named("market", "shock")


def competition(model: Ecosystem) -> None:
    """Share the demand of every field out."""
    if model.tick == 0:
        weigh_suppliers(model)
    p = model.rules.competition
    spread = p.shock * math.sqrt(p.orders) if model.tick % p.orders == 0 else 0.0
    for firm in model.firms:
        renew(model, firm, spread)
    attraction = {(region, f): 0.0 for region in model.regions for f in model.fields}
    for firm in model.firms:
        attraction[firm.region, firm.field] += attraction_of(model, firm)
    for firm in model.firms:
        region, f = firm.region, firm.field
        everybody = attraction[region, f] + region.suppliers[f] + 1e-300
        firm.demand = region.market[f] * region.price * attraction_of(model, firm) / everybody
        wish = math.ceil(firm.demand / (model.rules.market.output * region.wage))
        firm.posts = wish if firm.cash > 0.0 else min(wish, firm.staff)
    for region in model.regions:
        region.attraction = [attraction[region, f] for f in model.fields]


def prospect(model: Ecosystem, region: Region, field: int, quality: float) -> float:
    """Return the demand that a firm yet to come would have once its customers know it."""
    own = appeal(model, region, field, quality)
    others = region.attraction[field] + region.suppliers[field]
    return region.market[field] * region.price * own / (others + own + 1e-300)


def weigh_suppliers(model: Ecosystem) -> None:
    """Set the weight of the world's suppliers so that local firms have their share of demand in the first quarter."""
    power = model.rules.competition.power
    for region in model.regions:
        local = [0.0 for _ in model.fields]
        for firm in model.firms:
            if firm.region is region:
                quality = firm.quality / model.frontier[firm.field] / (region.wage / region.price)
                local[firm.field] += firm.reach * quality**power
        share = min(1.0, max(1e-9, region.local_share))
        # where there is no firm, one at the frontier stands for those that may come
        region.suppliers = [(weight if weight > 0.0 else 1.0) * (1.0 - share) / share for weight in local]


def renew(model: Ecosystem, firm: Firm, spread: float) -> None:
    """Move a firm's quality towards what it knows, by luck, and its customers towards those it served."""
    p = model.rules.competition
    goal = firm.knowledge[firm.field] * firm.skill**model.rules.education.elasticity
    factor = math.exp(spread * normal(at(model.now, SHOCK, firm.key)) - 0.5 * square(spread))
    firm.quality = max(1e-6, (firm.quality + p.creep * (goal - firm.quality)) * factor)
    firm.transferred *= (1.0 - p.creep) * factor
    served = firm.sales / firm.demand if firm.demand > 0.0 else 1.0
    firm.reach += p.known * (served - firm.reach)


def attraction_of(model: Ecosystem, firm: Firm) -> float:
    """Return a firm's weight in the competition of its field, with the customers who know it."""
    return firm.reach * appeal(model, firm.region, firm.field, firm.quality)


def appeal(model: Ecosystem, region: Region, field: int, quality: float) -> float:
    """Return what a firm weighs whom all customers know: quality for the money."""
    relative = quality / model.frontier[field] * region.price / region.wage
    return relative**model.rules.competition.power
