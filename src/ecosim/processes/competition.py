"""Competition: firms compete with each other and with the world's best suppliers, field by field.

share_j = r_j (A_j/c)^s / (sum r (A/c)^s + E z^s): product quality A over relative price c (a mark-up on the
wage, so that it moves as the regional wage over that of the start: dear labour loses customers), the share r of the
market that buys from the firm, the frontier z of the world's suppliers, whose weight E makes the local share what the
scenario says in the first quarter, and stays what it then is. What a head makes sells at the same price. A firm wins
customers as long as it serves those it has, and loses whom it cannot serve (customer markets, Phelps and Winter 1970).
Quality creeps towards what the firm knows, suffers shocks (business risk), and jumps with a new product
(`ecosim.processes.development`). Demand comes before the labour market of the quarter, so that a firm hires and
dismisses for the demand that it then serves.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ecosim.compiled import inline, kernel
from ecosim.parameter import Parameters, parameter
from ecosim.processes.base import Process, Stage
from ecosim.randomness import Bits, at, name_key, normal
from ecosim.steps import Call, Steps
from ecosim.world.codes import Kind
from ecosim.world.world import World

_SHOCK = name_key("market", "shock")
_FIRM = Kind.FIRM.value


class Competition(Process):
    """Product quality, demand, and the staff that firms want for it."""

    stage = Stage.COMPETITION

    class Params(Parameters):
        """Parameters of competition."""

        power: float = parameter(
            3.0, unit="1", range=(0, 20), plausible=(2, 5),
            source="order of demand elasticities to quality-adjusted price",
            doc="elasticity of a firm's share to its quality",
        )
        creep: float = parameter(
            0.02, unit="1/quarter", range=(0, 1), plausible=(0.01, 0.05), source="assumed",
            doc="share of the gap between what a firm knows and its quality that is closed",
        )
        shock: float = parameter(
            0.06, unit="1/sqrt(quarter)", range=(0, 2), plausible=(0.04, 0.1),
            source="firm growth volatility, Axtell 2001; Bottazzi and Secchi 2006",
            doc="standard deviation of quarterly shocks to log quality",
        )
        known: float = parameter(
            0.05, unit="1/quarter", range=(0, 1), plausible=(0.03, 0.1), source="assumed",
            doc="speed at which the customers of a firm become those whom it can serve",
        )

        orders: int = parameter(
            1, unit="quarters", range=(1, 40), plausible=(1, 2), source="assumed",
            doc="time for which customers order: shocks strike between two such times",
        )

    def act(self, world: World) -> Steps:
        """Share the demand of every field out."""
        w = world.at
        if world.tick == 0:
            yield Call(weigh_rivals, w.tick, w.orgs.view, w.alive.view, w.regions, w.frontier, w.rival, self.record)
        yield Call(
            compete, w.orgs.view, w.alive.view, w.regions, w.knowledge, w.frontier, w.market, w.rival, w.attraction,
            w.share, w.tick, w.now, self.record, world.params["education"],
            float(world.params["market"]["output"][0]),
        )


@kernel
def weigh_rivals(
    tick: int, orgs: Any, living: Any, regions: Any, frontier: Any, rival: Any, params: Any
) -> None:
    """Set the weight of the world's suppliers so that local firms have the share of demand that the scenario says.

    Only in the first quarter. Where there is no firm of a field, one at the frontier stands for those that may come.
    """
    if tick > 0:
        return
    rival[:, :] = 0.0
    for i in living:
        firm = orgs[i]
        if firm.kind == _FIRM and firm.died < 0:
            region = regions[firm.region]
            value = firm.quality / frontier[firm.field] / (region.wage / region.price)
            rival[firm.region, firm.field] += firm.reach * value ** params[0].power
    for r in range(rival.shape[0]):
        share = min(1.0, max(1e-9, regions[r].local_share))
        for f in range(rival.shape[1]):
            local = rival[r, f] if rival[r, f] > 0.0 else 1.0
            rival[r, f] = local * (1.0 - share) / share


@inline
def attraction_of(quality: float, frontier: float, region: Any, power: float) -> float:
    """Return what a firm that its customers know weighs in the competition of its field: quality for the money."""
    return float((quality / frontier * region.price / region.wage) ** power)


@inline
def prospect(quality: float, frontier: float, region: Any, market: float, others: float, power: float) -> float:
    """Return the demand that a firm yet to come would have once its customers know it.

    ``market`` is the demand of its field, in wages of the start, and ``others`` what all suppliers weigh who are there.
    """
    own = attraction_of(quality, frontier, region, power)
    return float(market * region.price * own / (others + own + 1e-300))


@kernel
def compete(
    orgs: Any, living: Any, regions: Any, knowledge: Any, frontier: Any, market: Any, rival: Any, attraction: Any,
    own: Any, tick: int, now: Bits, params: Any, education: Any, output: float,
) -> None:
    """Move every firm's quality and customers, set demand and posts.

    ``own`` (organisations,) and ``attraction`` (regions, fields) are scratch: weights of firms, and their sums.
    """
    p, elasticity = params[0], education[0].elasticity
    spread = p.shock * np.sqrt(float(p.orders)) if tick % p.orders == 0 else 0.0
    attraction[:, :] = 0.0
    for i in living:
        firm = orgs[i]
        if firm.kind != _FIRM or firm.died >= 0:
            continue
        goal = knowledge[i, firm.field] * firm.skill**elasticity
        shock = spread * normal(at(at(now, _SHOCK), firm.key)) - 0.5 * spread**2
        factor = np.exp(shock)
        firm.quality = max(1e-6, (firm.quality + p.creep * (goal - firm.quality)) * factor)
        firm.transferred *= (1.0 - p.creep) * factor
        served = firm.sales / firm.demand if firm.demand > 0.0 else 1.0
        firm.reach += p.known * (served - firm.reach)
        own[i] = firm.reach * attraction_of(firm.quality, frontier[firm.field], regions[firm.region], p.power)
        attraction[firm.region, firm.field] += own[i]
    for i in living:
        firm = orgs[i]
        if firm.kind != _FIRM or firm.died >= 0:
            continue
        r, f = firm.region, firm.field
        firm.demand = market[r, f] * regions[r].price * own[i] / (attraction[r, f] + rival[r, f] + 1e-300)
        wish = int(np.ceil(firm.demand / (output * regions[r].wage)))
        firm.posts = wish if firm.cash > 0.0 else min(wish, firm.staff)
