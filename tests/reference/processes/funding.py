"""Funding (ODD, 7.1)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ecosim.world.codes import Flow, Instrument
from reference.arithmetic import total
from reference.model import Ecosystem
from reference.organisations import Employer, Firm, Institute, Science, University
from reference.surroundings import OPEN, Region

Claim = Callable[[Employer], float]


def appropriation(model: Ecosystem) -> None:
    """Give the ministries their budgets, and build and run facilities."""
    p = model.rules.appropriation
    for ministry in model.ministries:
        region = ministry.region
        total_budget = total(ministry.budget.values())
        together = (money for other in model.ministries if other.region is region for money in other.budget.values())
        regional = total(together)
        amount = total_budget * region.wage
        if regional > 0.0 and region.taxes_start > 0.0:
            growth = p.tax_feedback * (region.taxes / region.taxes_start - 1.0) * region.taxes_start
            amount += max((p.least - 1.0) * amount, growth * total_budget / regional)
        region.state.transfer(ministry, amount)
        ministry.tariff = amount / total_budget if total_budget > 0.0 else 0.0
    for facility in model.facilities:
        region = facility.region
        facility.transfer(region.state, facility.cash)  # last quarter's fees
        amount = facility.upkeep * region.wage
        region.state.pay(facility, amount)
        facility.transfer(region.rest_of_world, amount)
        region.count(Flow.PUBLIC_MONEY, OPEN, amount)


def funding(model: Ecosystem) -> None:
    """Pay out by heads whatever links have left."""
    for instrument in Instrument:
        left = partial(_left, instrument)
        pay_out(model, instrument, _claim(model, instrument), left, OPEN)


def _left(instrument: Instrument, region: Region) -> float:
    """Return the share of a region's money for an instrument that no link has directed."""
    return 1.0 - region.directed[instrument]


def _claim(model: Ecosystem, instrument: Instrument) -> Claim:
    """Return by how many heads an organisation shares in money that no link directs."""
    young = model.rules.funding.young
    claims: dict[Instrument, Claim] = {
        Instrument.INSTITUTES: lambda one: one.posts if isinstance(one, Institute) else 0,
        Instrument.UNIVERSITIES: lambda one: one.posts if isinstance(one, University) else 0,
        Instrument.SUBSIDIES: lambda one: one.staff if isinstance(one, Firm) else 0,
        Instrument.TECHNOPARKS: lambda one: one.staff if isinstance(one, Firm) and model.age(one) <= young else 0,
        Instrument.HOUSING: lambda one: one.staff if one.place.city else 0,
    }
    return claims.get(instrument, lambda one: one.posts if isinstance(one, Science) else 0)


def pay_out(
    model: Ecosystem, instrument: Instrument, claim: Claim, portion: Callable[[Region], float], channel: str
) -> None:
    """Pay a portion of each ministry's money for an instrument by claims; what nobody claims returns to the state."""
    for ministry in model.ministries:
        region = ministry.region
        amount = ministry.money(instrument, portion(region))
        if amount == 0.0:
            continue
        claimants = [(one, claim(one)) for one in model.living if ministry.reaches(one)]
        claimed = total(share for _, share in claimants)
        if claimed <= 0.0:
            ministry.transfer(region.state, amount)
            continue
        pay = ministry.reward if instrument == Instrument.PROJECTS else ministry.pay
        for one, share in claimants:
            if share > 0.0:
                pay(one, amount * share / claimed)
        region.count(Flow.PUBLIC_MONEY, channel, amount)
