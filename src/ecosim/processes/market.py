"""Market: firms sell, pay for inputs, space, licences and people, and close the quarter's accounts.

Sales are the smaller of demand (`ecosim.processes.competition`) and what the staff can make, at the price with which
firms compete: a mark-up on the regional wage. Profit pays tax; what is beyond a reserve goes to the owners. State
organisations pay their people and return what is beyond theirs.
"""

from __future__ import annotations

from typing import Any

from ecosim.compiled import inline, kernel
from ecosim.kernels.ledger import earn, pay, transfer
from ecosim.parameter import Parameters, parameter
from ecosim.processes.base import Process, Stage
from ecosim.processes.contracts import set_aside
from ecosim.processes.staffing import pay_staff
from ecosim.steps import Call, Steps
from ecosim.world.codes import Flow, Kind
from ecosim.world.codes import Stage as Life
from ecosim.world.world import World

_FIRM, _PRODUCT = Kind.FIRM.value, Life.PRODUCT.value
_FEES = Flow.LICENCE_MONEY.value


class Market(Process):
    """Sales, costs, royalties, pay, tax, dividends and the accounts of the quarter."""

    stage = Stage.MARKET

    class Params(Parameters):
        """Parameters of sales and accounts."""

        output: float = parameter(
            1.9, unit="wages/(head quarter)", range=(0.01, 100), plausible=(1.6, 2.4),
            source="docs/data.md: sales of 1.75 wages a head; more where there is demand enough",
            doc="sales that a skilled head can make in a quarter",
        )
        inputs: float = parameter(
            0.3, unit="share of sales", range=(0, 1), plausible=(0.25, 0.5),
            source="assumed", doc="purchases from outside"
        )
        fixed: float = parameter(
            1.2, unit="wages/quarter", range=(0, 1000), plausible=(0.5, 2),
            source="assumed: space and administration of a firm of three, about the pay of one head",
            doc="fixed cost: space, administration"
        )
        tax: float = parameter(
            0.2, unit="share of profit", range=(0, 1), plausible=(0.15, 0.25),
            source="Russian profit tax 2009-2024: 20 per cent", doc="profit tax"
        )
        reserve: float = parameter(
            4.0, unit="quarters of wages", range=(0, 100), plausible=(2, 8),
            source="assumed", doc="cash that a firm keeps from its owners"
        )
        refund: float = parameter(
            2.0, unit="quarters of income", range=(0, 100), plausible=(1, 4), source="assumed",
            doc="cash that a state organisation keeps from the state",
        )
        payout: float = parameter(
            0.5, unit="1/quarter", range=(0, 1), plausible=(0.25, 1), source="assumed",
            doc="share of the cash beyond these that owners, out of profits, and the state take",
        )
        smoothing: float = parameter(
            0.25, unit="1/quarter", range=(0, 1), plausible=(0.1, 0.5), source="assumed",
            doc="weight of the last quarter in the income and the taxes that are counted on",
        )
        royalty: float = parameter(
            0.03, unit="share of sales", range=(0, 1), plausible=(0.01, 0.06),
            source="order of royalty rates, 2 to 6 per cent of sales",
            doc="royalty on sales owed to a licensed technology",
        )
        royalty_years: float = parameter(
            10.0, unit="years", range=(0, 50), plausible=(5, 20), source="assumed", doc="time that royalties run"
        )

    def act(self, world: World) -> Steps:
        """Sell, pay, and close the quarter's accounts."""
        w, params = world.at, world.params
        yield Call(
            trade, w.orgs.view, w.alive.view, w.regions, w.techs.rows, w.active.rows, w.active.size, w.tick,
            self.record, params["competition"], params["contracts"], params["labour"], w.flowed,
        )


@inline
def profit_of(firm: Any, region: Any, p: Any) -> float:
    """Return what is left of a firm's sales after inputs, fixed cost and pay."""
    return float(firm.sales * (1.0 - p.inputs) - p.fixed * region.wage - firm.staff * region.wage)


@kernel
def trade(
    orgs: Any, living: Any, regions: Any, techs: Any, active: Any, actives: Any, tick: int, params: Any,
    competition: Any, contracts: Any, labour: Any, tally: Any,
) -> None:
    """Sell, pay royalties and staff, and close the quarter's accounts."""
    sell(orgs, living, regions, params[0])
    pay_royalties(orgs, techs, active, actives, tick, params[0], competition[0].creep, tally)
    pay_staff(orgs, living, regions, labour[0].overhead)
    close_accounts(orgs, living, regions, params[0], contracts[0], labour[0].overhead)


@inline
def sell(orgs: Any, living: Any, regions: Any, p: Any) -> None:
    """Sales, inputs, fixed cost and tax."""
    for i in living:
        firm = orgs[i]
        if firm.kind != _FIRM or firm.died >= 0:
            continue
        region = regions[firm.region]
        firm.sales = min(firm.demand, p.output * region.wage * firm.staff)
        pay(orgs, region.market, i, firm.sales)
        transfer(orgs, i, region.market, firm.sales * p.inputs + p.fixed * region.wage)
        tax = max(0.0, p.tax * profit_of(firm, region, p))
        transfer(orgs, i, region.state, tax)
        region.taxed += tax


@inline
def pay_royalties(
    orgs: Any, techs: Any, active: Any, actives: Any, tick: int, p: Any, creep: float, tally: Any
) -> None:
    """Let developers of licensed products pay their owners until royalties have run out."""
    for a in range(actives[0]):
        tech = techs[active[a]]
        if tech.stage != _PRODUCT:
            continue
        firm = orgs[tech.developer]
        age = tick - tech.launched
        if tech.agreement != 1 or firm.died >= 0 or orgs[tech.owner].died >= 0 or age > 4.0 * p.royalty_years:
            continue
        part = min(1.0, tech.gain * (1.0 - creep) ** age / firm.quality)
        amount = min(p.royalty * firm.sales * part, max(0.0, firm.cash))
        earn(orgs, tech.developer, tech.owner, amount)
        tally[orgs[tech.owner].region, _FEES, tech.channel] += amount


@inline
def close_accounts(orgs: Any, living: Any, regions: Any, p: Any, terms: Any, overhead: float) -> None:
    """Money for research outside, dividends of firms, refunds of state organisations, smoothed income and taxes."""
    for i in living:
        org = orgs[i]
        if org.kind > _FIRM or org.died >= 0:
            continue
        region = regions[org.region]
        org.income += p.smoothing * (org.received - org.income)
        org.external += p.smoothing * (org.earned - org.external)
        org.received = 0.0
        org.earned = 0.0
        if org.kind == _FIRM:
            set_aside(org, region, terms, overhead)
            spare = org.cash - org.budget - p.reserve * org.staff * region.wage
            profit = profit_of(org, region, p)
            if spare > 0.0 and profit > 0.0:  # nobody takes out what investors have just put in
                transfer(orgs, i, region.investors, min(p.payout * spare, profit))
        else:
            spare = org.cash - p.refund * org.income
            if spare > 0.0:
                transfer(orgs, i, region.state, p.payout * spare)
    for r in range(regions.shape[0]):
        regions[r].taxes += p.smoothing * (regions[r].taxed - regions[r].taxes)
        regions[r].taxed = 0.0
