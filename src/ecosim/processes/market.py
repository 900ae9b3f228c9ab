"""Market: firms compete with each other and with the world's best suppliers, field by field.

share_j = r_j (A_j/c)^s / (sum r (A/c)^s + E z^s): product quality A over relative cost c (the regional wage
over that of the start, so dear labour loses customers), the share r of the market that knows the firm, the
frontier z of the world's suppliers, whose weight E makes the local share what the scenario says until
reporting starts, and stays what it then is. Sales are the smaller of demand and what the staff can make.
Quality creeps towards what the firm knows, suffers shocks (business risk), and jumps with a new product.
Profit pays tax; what is beyond a reserve goes to the owners.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ecosim.compiled import inline, kernel
from ecosim.kernels.ledger import earn, pay, transfer
from ecosim.parameter import Parameters, parameter
from ecosim.processes.base import Process, Stage
from ecosim.randomness import Bits, at, name_key, normal
from ecosim.world.codes import Flow, Kind
from ecosim.world.codes import Stage as Life
from ecosim.world.world import World

_SHOCK = name_key("market", "shock")
_FIRM, _UNIVERSITY = Kind.FIRM.value, Kind.UNIVERSITY.value
_PRODUCT, _OUTSIDE = Life.PRODUCT.value, Life.OUTSIDE.value
_FEES = Flow.LICENCE_MONEY.value


class Market(Process):
    """Competition, sales, costs, royalties, tax, dividends and the accounts of the quarter."""

    stage = Stage.MARKET

    class Params(Parameters):
        """Parameters of the market and of firms' accounts."""

        power: float = parameter(
            3.0, unit="1", range=(0, 20), plausible=(2, 5),
            source="order of demand elasticities to quality-adjusted price",
            doc="elasticity of a firm's share to its quality",
        )
        output: float = parameter(
            1.9, unit="wages of the start/(head quarter)", range=(0.01, 100), plausible=(1.6, 2.4),
            source="docs/data.md: sales of 1.75 wages a head; more where there is demand enough",
            doc="sales that a skilled head can make in a quarter",
        )
        inputs: float = parameter(
            0.3, unit="share of sales", range=(0, 1), plausible=(0.25, 0.5),
            source="assumed", doc="purchases from outside"
        )
        fixed: float = parameter(
            2.5, unit="wages of the start/quarter", range=(0, 1000), plausible=(1.5, 3.5),
            source="assumed", doc="fixed cost: space, administration"
        )
        creep: float = parameter(
            0.02, unit="1/quarter", range=(0, 1), plausible=(0.01, 0.05), source="assumed",
            doc="share of the gap between what a firm knows and its quality that is closed",
        )
        shock: float = parameter(
            0.06, unit="1", range=(0, 2), plausible=(0.04, 0.1),
            source="firm growth volatility, Axtell 2001; Bottazzi and Secchi 2006",
            doc="standard deviation of quarterly shocks to log quality",
        )
        known: float = parameter(
            0.05, unit="1/quarter", range=(0, 1), plausible=(0.03, 0.1), source="assumed",
            doc="share of the market not yet reached that hears of a firm",
        )
        tax: float = parameter(
            0.2, unit="share of profit", range=(0, 1), plausible=(0.15, 0.25),
            source="Russian profit tax 2009-2024: 20 per cent", doc="profit tax"
        )
        reserve: float = parameter(
            4.0, unit="quarters of wages", range=(0, 100), plausible=(2, 8),
            source="assumed", doc="cash beyond which owners take half"
        )
        refund: float = parameter(
            2.0, unit="quarters of income", range=(0, 100), plausible=(1, 4), source="assumed",
            doc="cash of a state organisation beyond which half returns to the state",
        )
        royalty: float = parameter(
            0.03, unit="share of sales", range=(0, 1), plausible=(0.01, 0.06),
            source="order of royalty rates, 2 to 6 per cent of sales",
            doc="royalty on sales owed to a licensed technology",
        )
        royalty_years: float = parameter(
            10.0, unit="years", range=(0, 50), plausible=(5, 20), source="assumed", doc="time that royalties run"
        )

    def act(self, world: World) -> None:
        """Sell, pay, and close the quarter's accounts."""
        p = self.record
        if not world.reporting:
            weigh_rivals(world)
        compete(
            world.orgs.view, world.living, world.regions, world.knowledge, world.frontier, world.market, world.rival,
            world.attraction, world.now, p,
        )
        sell(world.orgs.view, world.living, world.regions, p, world.params["contracts"])
        pay_royalties(
            world.orgs.view, world.techs.rows, world.active, world.actives, world.tick, p, world.tally
        )
        close_accounts(world.orgs.view, world.living, world.regions, p)


def weigh_rivals(world: World) -> None:
    """Set the weight of the world's suppliers so that local firms have their share of the start of the demand now.

    Where there is no firm of a field, one at the frontier stands for those that may come.
    """
    firms = world.orgs.view[(world.orgs.view["kind"] == _FIRM) & (world.orgs.view["died"] < 0)]
    power = world.params["market"]["power"][0]
    relative_cost = (world.regions["wage"] / world.regions["price"])[firms["region"]]
    weight = firms["reach"] * (firms["quality"] / world.frontier[firms["field"]] / relative_cost) ** power
    local = np.zeros_like(world.rival)
    np.add.at(local, (firms["region"], firms["field"]), weight)
    share = np.clip(world.regions["local_share"], 1e-9, 1.0)[:, None]
    world.rival[:] = np.where(local > 0.0, local, 1.0) * (1.0 - share) / share


@inline
def attraction_of(firm: Any, region: Any, frontier: float, power: float) -> float:
    """Return a firm's weight in the competition of its field: quality for the money."""
    return float(firm.reach * (firm.quality / frontier * region.price / region.wage) ** power)


@kernel
def compete(
    orgs: Any, living: Any, regions: Any, knowledge: Any, frontier: Any, market: Any, rival: Any, attraction: Any,
    now: Bits, params: Any
) -> None:
    """Move every firm's quality and set its demand; ``attraction`` (regions, fields) is scratch."""
    p = params[0]
    attraction[:, :] = 0.0
    for i in living:
        firm = orgs[i]
        if firm.kind != _FIRM or firm.died >= 0:
            continue
        goal = knowledge[i, firm.field] * min(2.0, max(0.2, firm.skill)) ** 0.25
        shock = p.shock * normal(at(at(now, _SHOCK), firm.key)) - 0.5 * p.shock**2
        factor = np.exp(shock)
        firm.quality = max(1e-6, (firm.quality + p.creep * (goal - firm.quality)) * factor)
        firm.transferred *= (1.0 - p.creep) * factor
        firm.reach += p.known * (1.0 - firm.reach)
        attraction[firm.region, firm.field] += attraction_of(firm, regions[firm.region], frontier[firm.field], p.power)
    for i in living:
        firm = orgs[i]
        if firm.kind != _FIRM or firm.died >= 0:
            continue
        r, f = firm.region, firm.field
        own = attraction_of(firm, regions[r], frontier[f], p.power)
        firm.demand = market[r, f] * regions[r].price * own / (attraction[r, f] + rival[r, f] + 1e-300)


@kernel
def sell(orgs: Any, living: Any, regions: Any, params: Any, contracts: Any) -> None:
    """Sales, inputs, fixed cost, tax and the staff that a firm wants next."""
    p = params[0]
    for i in living:
        firm = orgs[i]
        if firm.kind != _FIRM or firm.died >= 0:
            continue
        region = regions[firm.region]
        per_head = p.output * region.price
        firm.sales = min(firm.demand, per_head * firm.staff)
        pay(orgs, region.market, i, firm.sales)
        transfer(orgs, i, region.market, firm.sales * p.inputs + p.fixed * region.price)
        profit = firm.sales * (1.0 - p.inputs) - p.fixed * region.price - firm.staff * region.wage
        tax = max(0.0, p.tax * profit)
        transfer(orgs, i, region.state, tax)
        region.taxed += tax
        firm.budget = min(firm.budget + contracts[0].budget * firm.sales, max(0.0, firm.cash))
        wish = int(np.ceil(firm.demand / per_head))
        firm.posts = wish if firm.cash > 0.0 else min(wish, firm.staff)


@kernel
def pay_royalties(orgs: Any, techs: Any, active: Any, actives: Any, tick: int, params: Any, tally: Any) -> None:
    """Let developers of licensed products pay their owners; products whose royalties have run out become inactive."""
    p = params[0]
    for a in range(actives[0]):
        tech = techs[active[a]]
        if tech.stage != _PRODUCT:
            continue
        firm = orgs[tech.developer]
        age = tick - tech.launched
        if tech.agreement != 1 or firm.died >= 0 or orgs[tech.owner].died >= 0 or age > 4.0 * p.royalty_years:
            continue
        part = min(1.0, tech.gain * (1.0 - p.creep) ** age / firm.quality)
        amount = min(p.royalty * firm.sales * part, max(0.0, firm.cash))
        earn(orgs, tech.developer, tech.owner, amount)
        tally[_FEES, tech.channel] += amount


@kernel
def close_accounts(orgs: Any, living: Any, regions: Any, params: Any) -> None:
    """Dividends of rich firms, refunds of rich state organisations, smoothed income and taxes, arrears."""
    p = params[0]
    for i in living:
        org = orgs[i]
        if org.kind > _FIRM or org.died >= 0:
            continue
        region = regions[org.region]
        org.income += 0.25 * (org.received - org.income)
        org.external += 0.25 * (org.earned - org.external)
        org.received = 0.0
        org.earned = 0.0
        if org.kind == _FIRM:
            spare = org.cash - org.budget - p.reserve * (org.staff + 2) * region.wage
            if spare > 0.0:
                transfer(orgs, i, region.investors, 0.5 * spare)
        else:
            spare = org.cash - p.refund * org.income
            if spare > 0.0:
                transfer(orgs, i, region.state, 0.5 * spare)
        org.arrears = org.arrears + 1 if org.cash < 0.0 else 0
    for r in range(regions.shape[0]):
        regions[r].taxes += 0.25 * (regions[r].taxed - regions[r].taxes)
        regions[r].taxed = 0.0
