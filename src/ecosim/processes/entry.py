"""Exit and entry: insolvent firms close, investors refinance promising young ones, start-ups enter.

Young firms that run out of cash look for an investor, who sees a firm's quality through noise and judges by the
posterior mean. How often a firm meets one is the same for all, but for introductions that a
technopark makes. The people of a closed firm look for work, its ties end, its projects return to where
they were discovered.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ecosim.compiled import inline, kernel
from ecosim.kernels.ledger import transfer
from ecosim.memory import number
from ecosim.parameter import Parameters, parameter
from ecosim.processes.base import Process, Stage
from ecosim.processes.staffing import heads, release
from ecosim.randomness import Bits, at, name_key, normal, poisson, uniform
from ecosim.steps import Call, Room, Steps
from ecosim.world.codes import Kind, Origin, People
from ecosim.world.inhabitants import Organisations, find_who_lives
from ecosim.world.world import World

_COUNT, _FIRM_KEY, _PLACE, _FIELD, _TALENT, _MEET, _VIEW, _CLOSE = (
    name_key("entry", name) for name in ("count", "firm", "place", "field", "talent", "meet", "view", "close")
)
_FIRM, _START_UP = Kind.FIRM.value, Origin.START_UP.value
_ARRIVED = People.ARRIVED.value


class Entry(Process):
    """Exit, refinancing and entry of firms."""

    stage = Stage.ENTRY

    class Params(Parameters):
        """Parameters of exit, refinancing and entry."""

        closure: float = parameter(
            0.5, unit="1/quarter", range=(0, 1), plausible=(0.25, 0.8),
            source="assumed", doc="chance that a firm in the red closes"
        )
        meet: float = parameter(
            0.1, unit="1/quarter", range=(0, 1), plausible=(0.05, 0.3), source="assumed",
            doc="chance that a young firm short of cash meets an investor",
        )
        rounds: int = parameter(
            2, unit="rounds", range=(0, 20), plausible=(1, 4),
            source="assumed", doc="rounds of private capital, founding included, at most"
        )
        noise: float = parameter(
            0.5, unit="1", range=(0, 5), plausible=(0.3, 1),
            source="assumed", doc="noise of an investor's view of log quality"
        )
        hurdle: float = parameter(
            0.6, unit="1", range=(0, 5), plausible=(0.4, 1), source="assumed",
            doc="product quality, relative to the mean of the region and field, that an investor asks for",
        )
        young: int = parameter(
            28, unit="quarters", range=(0, 400), plausible=(20, 40),
            source="assumed", doc="age up to which investors look at a firm"
        )
        team: int = parameter(
            3, unit="heads", range=(1, 1000), plausible=(2, 5),
            source="order of Russian and European start-up surveys", doc="skilled heads of a start-up"
        )
        capital: float = parameter(
            5.0, unit="quarters of wages", range=(0, 100), plausible=(3, 8),
            source="assumed", doc="money that a round brings"
        )
        runway: float = parameter(
            2.0, unit="quarters of wages", range=(0, 100), plausible=(1, 4), source="assumed",
            doc="cash below which a young firm looks for an investor",
        )
        knowledge: float = parameter(
            0.7, unit="1", range=(0, 5), plausible=(0.5, 1.0), source="assumed",
            doc="median knowledge and quality of start-ups relative to the region's firms of the field",
        )
        spread: float = parameter(
            0.5, unit="1", range=(0, 3), plausible=(0.3, 0.7),
            source="assumed", doc="standard deviation of its logarithm"
        )
        reach: float = parameter(
            0.1, unit="share", range=(0, 1), plausible=(0.05, 0.3),
            source="assumed", doc="share of the market that knows a new firm"
        )

    def act(self, world: World) -> Steps:
        """Refinance, close, and let start-ups enter."""
        w, p, counts = world.at, self.record, np.zeros(2, np.int64)
        yield Call(
            invest, w.orgs.view, w.alive.view, w.regions, w.knowledge, w.frontier, w.local_knowledge, w.local_quality,
            w.local_count, w.tick, w.now, p, into=number(counts),
        )
        yield Room(world.seekers, number(counts, 0))
        yield Room(Organisations(world), number(counts, 1))
        yield Call(
            close_and_enter, w.orgs.rows, w.orgs.size, w.alive.view, w.regions, w.places, w.knowledge, w.weights,
            w.market, w.local_knowledge, w.now, w.tick, p, w.seekers.rows, w.seekers.size, w.people,
        )
        yield from find_who_lives(world)


@kernel
def invest(
    orgs: Any, living: Any, regions: Any, knowledge: Any, frontier: Any, local_knowledge: Any, local_quality: Any,
    local_count: Any, tick: int, now: Bits, params: Any,
) -> tuple[int, int]:
    """Look at the firms that there are and refinance them; return the staff of all and the number of entrants."""
    means(orgs, living, knowledge, frontier, local_knowledge, local_quality, local_count)
    refinance(orgs, living, regions, local_quality, tick, now, params[0])
    entrants = 0
    for r in range(regions.shape[0]):
        entrants += count_entrants(regions[r], now)
    return heads(orgs, living), entrants


@inline
def means(
    orgs: Any, living: Any, knowledge: Any, frontier: Any, local_knowledge: Any, local_quality: Any, local_count: Any,
) -> None:
    """Fill number, mean knowledge and mean quality of living firms (regions, fields).

    Where there is no firm, knowledge and quality are half of the frontier.
    """
    local_count[:, :] = 0
    local_knowledge[:, :] = 0.0
    local_quality[:, :] = 0.0
    for i in living:
        if orgs[i].kind == _FIRM and orgs[i].died < 0:
            r, f = orgs[i].region, orgs[i].field
            local_count[r, f] += 1
            local_knowledge[r, f] += knowledge[i, f]
            local_quality[r, f] += orgs[i].quality
    for r in range(local_count.shape[0]):
        for f in range(local_count.shape[1]):
            if local_count[r, f] > 0:
                local_knowledge[r, f] /= local_count[r, f]
                local_quality[r, f] /= local_count[r, f]
            else:
                local_knowledge[r, f] = 0.5 * frontier[f]
                local_quality[r, f] = 0.5 * frontier[f]


@inline
def endow(orgs: Any, regions: Any, i: int, team: int, quarters: float) -> None:
    """Let investors put in money for ``quarters`` of a team's wages."""
    region = regions[orgs[i].region]
    transfer(orgs, region.investors, i, quarters * team * region.wage)
    orgs[i].rounds += 1


@inline
def refinance(orgs: Any, living: Any, regions: Any, local_quality: Any, tick: int, now: Bits, p: Any) -> None:
    """Let young firms short of cash meet investors, who judge them by the posterior mean of their quality."""
    for i in living:
        firm = orgs[i]
        if firm.kind != _FIRM or firm.died >= 0 or tick - firm.born > p.young or firm.rounds >= p.rounds:
            continue
        if firm.cash > p.runway * firm.staff * regions[firm.region].wage:
            continue
        chance = 1.0 - (1.0 - p.meet) * (1.0 - firm.introduced)
        if uniform(at(at(now, _MEET), firm.key)) >= chance:
            continue
        typical = local_quality[firm.region, firm.field]
        shrink = p.spread**2 / (p.spread**2 + p.noise**2 + 1e-12)
        seen = shrink * (np.log(firm.quality / typical) + p.noise * normal(at(at(now, _VIEW), firm.key)))
        if seen > np.log(max(1e-9, p.hurdle)):
            endow(orgs, regions, i, max(p.team, firm.staff), p.capital)


@kernel
def close_and_enter(
    orgs: Any, size: Any, living: Any, regions: Any, places: Any, knowledge: Any, weights: Any, market: Any,
    local_knowledge: Any, now: Bits, tick: int, params: Any, seekers: Any, looking: Any, people: Any,
) -> None:
    """Close firms, and let this quarter's ordinary start-ups of every region begin in the rows from ``size[0]``."""
    close_firms(orgs, living, regions, weights, now, tick, params[0], seekers, looking)
    for r in range(regions.shape[0]):
        for nth in range(count_entrants(regions[r], now)):
            start_up(
                orgs, size[0], nth, regions, places, knowledge, weights, market, local_knowledge, r, now, tick,
                params[0],
            )
            people[r, _ARRIVED] += params[0].team
            size[0] += 1


@inline
def close_firms(
    orgs: Any, living: Any, regions: Any, weights: Any, now: Bits, tick: int, p: Any, seekers: Any, size: Any
) -> None:
    """Close firms long in the red or without people; investors settle what is left or owed."""
    for i in living:
        firm = orgs[i]
        if firm.kind != _FIRM or firm.died >= 0 or (firm.cash >= 0.0 and firm.staff > 0):
            continue
        if firm.staff > 0 and uniform(at(at(now, _CLOSE), firm.key)) >= p.closure:
            continue
        release(orgs, weights, i, firm.staff, at(now, _COUNT), tick, seekers, size)
        transfer(orgs, i, regions[firm.region].investors, firm.cash)
        firm.cash = 0.0
        firm.budget = 0.0
        firm.died = tick
        firm.demand = 0.0
        firm.sales = 0.0
        firm.park = -1


@inline
def count_entrants(region: Any, now: Bits) -> int:
    """Return how many ordinary start-ups enter a region this quarter."""
    return poisson(at(at(now, _COUNT), region.key), region.entrants)


@inline
def found_firm(
    orgs: Any, weights: Any, i: int, key: Bits, origin: int, region: int, place: int, field: int, staff: int,
    quality: float, reach: float, tick: int,
) -> None:
    """Write a new firm into row ``i``, which holds what every new row does."""
    firm = orgs[i]
    firm.kind, firm.origin, firm.born = _FIRM, origin, tick
    firm.key, firm.region, firm.place, firm.field = key, region, place, field
    firm.staff, firm.posts, firm.quality, firm.reach = staff, staff, quality, reach
    weights[i, :] = 0.0
    weights[i, field] = 1.0


@inline
def _draw_place(places: Any, region: int, bits: Bits) -> int:
    total = 0.0
    for q in range(places.shape[0]):
        if places[q].region == region:
            total += places[q].entry
    u = uniform(bits) * total
    chosen = -1
    for q in range(places.shape[0]):
        if places[q].region == region and (chosen < 0 or (u > 0.0 and places[q].entry > 0.0)):
            chosen = q
            u -= places[q].entry
    return chosen


@inline
def _draw_market(market: Any, region: int, bits: Bits) -> int:
    total = 0.0
    for f in range(market.shape[1]):
        total += market[region, f]
    u = uniform(bits) * total
    for f in range(market.shape[1]):
        u -= market[region, f]
        if u <= 0.0 and market[region, f] > 0.0:
            return f
    return 0


@inline
def start_up(
    orgs: Any, i: int, number: int, regions: Any, places: Any, knowledge: Any, weights: Any, market: Any,
    local_knowledge: Any, region: int, now: Bits, tick: int, p: Any,
) -> None:
    """Fill row ``i`` with a region's start-up: place, field, people from outside science, money, knowledge."""
    key = at(at(at(now, _FIRM_KEY), regions[region].key), number)
    place = _draw_place(places, region, at(key, _PLACE))
    field = _draw_market(market, region, at(key, _FIELD))
    level = p.knowledge * local_knowledge[region, field] * np.exp(p.spread * normal(at(key, _TALENT)))
    found_firm(orgs, weights, i, key, _START_UP, region, place, field, p.team, level, p.reach, tick)
    knowledge[i, :] = 0.0
    knowledge[i, field] = level
    endow(orgs, regions, i, p.team, p.capital)
