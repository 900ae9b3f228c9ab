"""Exit and entry (ODD, 7.16)."""

from __future__ import annotations

import math

from ecosim.world.codes import Kind, Origin
from reference.arithmetic import square, total
from reference.luck import at, named, normal, poisson, uniform
from reference.model import Ecosystem
from reference.organisations import Firm
from reference.processes.staffing import release
from reference.surroundings import Place, Region

COUNT, FIRM, PLACE, FIELD, TALENT, MEET, VIEW, CLOSE = (
    named("entry", name) for name in ("count", "firm", "place", "field", "talent", "meet", "view", "close")
)


def entry(model: Ecosystem) -> None:
    """Refinance, close, and let start-ups enter."""
    for region in model.regions:
        look_around(model, region)
    for firm in model.firms:
        refinance(model, firm)
    for firm in model.firms:
        if firm.staff == 0 or (firm.cash < 0.0 and closes(model, firm)):
            close(model, firm)
    for region in model.regions:
        for number in range(poisson(at(model.now, COUNT, region.key), region.entrants)):
            start_up(model, region, at(model.now, FIRM, region.key, number))


def look_around(model: Ecosystem, region: Region) -> None:
    """Note the means over the region's firms by field; where there is none, half of the frontier is known."""
    region.local_knowledge, region.local_quality = [], []
    here = [firm for firm in model.firms if firm.region is region]
    for f in model.fields:
        firms = [firm for firm in here if firm.field == f]
        unknown = 0.5 * model.frontier[f]
        region.local_knowledge.append(_mean([firm.knowledge[f] for firm in firms], unknown))
        region.local_quality.append(_mean([firm.quality for firm in firms], unknown))


def _mean(values: list[float], otherwise: float) -> float:
    return total(values) / len(values) if values else otherwise


def refinance(model: Ecosystem, firm: Firm) -> None:
    """Let a young firm short of cash meet an investor, who judges by the posterior mean of its quality."""
    p = model.rules.entry
    if model.age(firm) > p.young or firm.rounds >= p.rounds:
        return
    if firm.cash > p.runway * firm.staff * firm.region.wage:
        return
    if uniform(at(model.now, MEET, firm.key)) >= 1.0 - (1.0 - p.meet) * (1.0 - firm.introduced):
        return
    typical = firm.region.local_quality[firm.field]
    shrink = square(p.spread) / (square(p.spread) + square(p.noise) + 1e-12)
    seen = shrink * (math.log(firm.quality / typical) + p.noise * normal(at(model.now, VIEW, firm.key)))
    if seen > math.log(max(1e-9, p.hurdle)):
        endow(firm, max(p.team, firm.staff), p.capital)


def endow(firm: Firm, team: int, quarters: float) -> None:
    """Let investors put in money for some quarters of a team's wages."""
    firm.region.investors.transfer(firm, quarters * team * firm.region.wage)
    firm.rounds += 1


def closes(model: Ecosystem, firm: Firm) -> bool:
    """Return whether a firm in the red closes."""
    return uniform(at(model.now, CLOSE, firm.key)) < model.rules.entry.closure


def close(model: Ecosystem, firm: Firm) -> None:
    """Close a firm: its people look for work, investors settle what is left or owed."""
    release(model, firm, firm.staff, at(model.now, COUNT))
    firm.transfer(firm.region.investors, firm.cash)
    firm.cash = firm.budget = firm.demand = firm.sales = 0.0
    firm.died = model.tick
    firm.park = None
    firm.remove()


def new_firm(model: Ecosystem, key: int, place: Place, field: int, origin: Origin, staff: int, quality: float) -> Firm:
    """Add a firm that hardly anybody knows."""
    firm = Firm(model, key, place, Kind.FIRM, field)
    firm.origin, firm.born = origin, model.tick
    firm.staff = firm.posts = staff
    firm.quality, firm.reach = quality, model.rules.entry.reach
    firm.weights[field] = 1.0
    return firm


def start_up(model: Ecosystem, region: Region, key: int) -> None:
    """Let an ordinary start-up begin: place, field, people from outside science, money, knowledge."""
    p = model.rules.entry
    field = draw_market(region, at(key, FIELD))
    level = p.knowledge * region.local_knowledge[field] * math.exp(p.spread * normal(at(key, TALENT)))
    firm = new_firm(model, key, draw_place(model, region, at(key, PLACE)), field, Origin.START_UP, p.team, level)
    firm.knowledge[field] = level
    region.arrived += p.team
    endow(firm, p.team, p.capital)


def draw_place(model: Ecosystem, region: Region, address: int) -> Place:
    """Return a place of a region drawn by weight; the first one where none has any."""
    places = [place for place in model.places if place.region is region]
    u = uniform(address) * total(place.entry for place in places)
    chosen = places[0]
    u -= chosen.entry
    for place in places[1:]:
        if u > 0.0 and place.entry > 0.0:
            chosen = place
            u -= place.entry
    return chosen


def draw_market(region: Region, address: int) -> int:
    """Return a field drawn by demand; the first one where there is none."""
    u = uniform(address) * total(region.market)
    for f, demand in enumerate(region.market):
        u -= demand
        if u <= 0.0 and demand > 0.0:
            return f
    return 0
