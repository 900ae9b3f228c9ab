"""Market (ODD, 7.15): firms sell and pay, and everybody closes the quarter's accounts."""

from __future__ import annotations

from ecosim.world.codes import Agreement, Flow, Stage
from reference.arithmetic import whole_power
from reference.model import Ecosystem
from reference.organisations import Employer, Firm
from reference.processes.contracts import set_aside
from reference.processes.staffing import pay_staff
from reference.technologies import Technology


def market(model: Ecosystem) -> None:
    """Sell, pay, and close the quarter's accounts."""
    for firm in model.firms:
        sell(model, firm)
    for technology in model.active:
        pay_royalty(model, technology)
    pay_staff(model)
    for one in model.living:
        close_accounts(model, one)
    for region in model.regions:
        region.taxes += model.rules.market.smoothing * (region.taxed - region.taxes)
        region.taxed = 0.0


def sell(model: Ecosystem, firm: Firm) -> None:
    """Sell the smaller of demand and what the staff can make; pay for inputs, fixed cost and tax."""
    p, region = model.rules.market, firm.region
    firm.sales = min(firm.demand, p.output * region.wage * firm.staff)
    region.rest_of_world.pay(firm, firm.sales)
    firm.transfer(region.rest_of_world, firm.sales * p.inputs + p.fixed * region.wage)
    tax = max(0.0, p.tax * profit_of(model, firm))
    firm.transfer(region.state, tax)
    region.taxed += tax


def profit_of(model: Ecosystem, firm: Firm) -> float:
    """Return what is left of a firm's sales after inputs, fixed cost and wages."""
    p, region = model.rules.market, firm.region
    return firm.sales * (1.0 - p.inputs) - p.fixed * region.wage - firm.staff * region.wage


def pay_royalty(model: Ecosystem, technology: Technology) -> None:
    """Let the developer of a licensed product pay its owner."""
    p, firm, owner = model.rules.market, technology.developer, technology.owner
    if technology.stage != Stage.PRODUCT or technology.agreement != Agreement.LICENCE:
        return
    assert firm is not None
    age = model.tick - technology.launched
    if not firm.alive or not owner.alive or age > 4.0 * p.royalty_years:
        return
    part = min(1.0, technology.gain * whole_power(1.0 - model.rules.competition.creep, age) / firm.quality)
    amount = min(p.royalty * firm.sales * part, max(0.0, firm.cash))
    firm.reward(owner, amount)
    owner.region.count(Flow.LICENCE_MONEY, technology.channel, amount)


def close_accounts(model: Ecosystem, one: Employer) -> None:
    """Smooth income; set money aside; pay out what is beyond a reserve, to owners or back to the state."""
    p, region = model.rules.market, one.region
    one.income += p.smoothing * (one.received - one.income)
    one.external += p.smoothing * (one.earned - one.external)
    one.received = one.earned = 0.0
    if isinstance(one, Firm):
        set_aside(model, one)
        spare = one.cash - one.budget - p.reserve * one.staff * region.wage
        profit = profit_of(model, one)
        if spare > 0.0 and profit > 0.0:
            one.transfer(region.investors, min(p.payout * spare, profit))
    else:
        spare = one.cash - p.refund * one.income
        if spare > 0.0:
            one.transfer(region.state, p.payout * spare)
