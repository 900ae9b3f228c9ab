"""Funding: the state appropriates money to ministries, and they pay it out.

Budgets are exogenous and dated, indexed to the wage, plus a share of what tax receipts have grown
since the start of reporting. Block grants go by *post*, not by head: per head, a cut would feed on
itself. Money of an instrument that no link directs goes per head to the organisations for which it
is meant, so switching a link off leaves every budget as it was.
"""

from __future__ import annotations

from typing import Any

from ecosim.compiled import inline, kernel
from ecosim.kernels.ledger import earn, pay, transfer
from ecosim.parameter import Parameters, parameter
from ecosim.processes.base import Process, Stage
from ecosim.steps import Call, Steps
from ecosim.world.codes import OPEN, Flow, Instrument, Kind
from ecosim.world.world import World

_PUBLIC = Flow.PUBLIC_MONEY.value
_PROJECTS, _SUBSIDIES = Instrument.PROJECTS.value, Instrument.SUBSIDIES.value
_TECHNOPARKS, _HOUSING = Instrument.TECHNOPARKS.value, Instrument.HOUSING.value
_UNIVERSITY, _FIRM = Kind.UNIVERSITY.value, Kind.FIRM.value


class Appropriation(Process):
    """What the state gives the ministries for the quarter."""

    stage = Stage.APPROPRIATION

    class Params(Parameters):
        """Parameters of the public budget."""

        tax_feedback: float = parameter(
            0.1, unit="1", range=(0, 1), plausible=(0, 0.3), source="assumed",
            doc="share of the growth of tax receipts since the start that is added to the ministries' budgets",
        )
        least: float = parameter(
            0.5, unit="share", range=(0, 1), plausible=(0.3, 0.9), source="assumed",
            doc="share of a budget that is left whatever becomes of tax receipts",
        )

    def act(self, world: World) -> Steps:
        """Appropriate the budgets, and build and run facilities."""
        w = world.at
        yield Call(
            spend, w.orgs.view, w.regions, w.ministries, w.budgets, w.tariff, w.facilities, w.upkeep, self.record,
            w.flowed,
        )


class Funding(Process):
    """Block grants, and per-head payment of what no link directs."""

    stage = Stage.FUNDING

    class Params(Parameters):
        """Parameters of public funding."""

        young: int = parameter(
            20, unit="quarters", range=(1, 200), plausible=(12, 28), source="assumed: five years",
            doc="age up to which a firm counts as young for technopark money",
        )

    def act(self, world: World) -> Steps:
        """Pay out whatever links have left."""
        w = world.at
        yield Call(
            pay_undirected, w.orgs.view, w.alive_by_region.view, w.region_start, w.regions, w.places, w.ministries,
            w.towns, w.budgets, w.tariff, w.directed, w.tick, self.record, w.share, w.flowed,
        )


@kernel
def spend(
    orgs: Any, regions: Any, ministries: Any, budgets: Any, tariff: Any, facilities: Any, upkeep: Any, params: Any,
    tally: Any,
) -> None:
    """Let the states give ministries their money, and build and run facilities."""
    appropriate(orgs, regions, ministries, budgets, tariff, params[0])
    run_facilities(orgs, regions, facilities, upkeep, tally)


@inline
def appropriate(orgs: Any, regions: Any, ministries: Any, budgets: Any, tariff: Any, p: Any) -> None:
    """Move each ministry's money for the quarter from the state; fill ``tariff``, money per wage budgeted."""
    for m in range(ministries.shape[0]):
        ministry = ministries[m]
        region = regions[orgs[ministry].region]
        total = 0.0
        regional = 0.0
        for k in range(budgets.shape[1]):
            total += budgets[m, k]
        for other in range(ministries.shape[0]):
            if orgs[ministries[other]].region == orgs[ministry].region:
                for k in range(budgets.shape[1]):
                    regional += budgets[other, k]
        amount = total * region.wage
        if regional > 0.0 and region.taxes_start > 0.0:
            growth = p.tax_feedback * (region.taxes / region.taxes_start - 1.0) * region.taxes_start
            amount += max((p.least - 1.0) * amount, growth * total / regional)
        transfer(orgs, region.state, ministry, amount)
        tariff[m] = amount / total if total > 0.0 else 0.0


@inline
def run_facilities(orgs: Any, regions: Any, facilities: Any, upkeep: Any, tally: Any) -> None:
    """Let the state pay for building or running its facilities, whoever may use them; fees go back to it."""
    for q in range(facilities.shape[0]):
        row = facilities[q]
        region = regions[orgs[row].region]
        transfer(orgs, row, region.state, orgs[row].cash)
        amount = upkeep[q] * region.wage
        pay(orgs, region.state, row, amount)
        transfer(orgs, row, region.market, amount)
        tally[orgs[row].region, _PUBLIC, OPEN] += amount


@inline
def _claims(orgs: Any, living: Any, places: Any, instrument: int, tick: int, young: int, share: Any) -> None:
    """Fill ``share`` (organisations,) with the heads by which an undirected instrument is shared out."""
    for i in living:
        org = orgs[i]
        share[i] = 0.0
        if org.died >= 0 or org.kind > _FIRM:
            continue
        if instrument < _PROJECTS:
            share[i] = org.posts if org.kind == instrument else 0.0
        elif instrument == _PROJECTS:
            share[i] = org.posts if org.kind <= _UNIVERSITY else 0.0
        elif instrument == _SUBSIDIES:
            share[i] = org.staff if org.kind == _FIRM else 0.0
        elif instrument == _TECHNOPARKS:
            share[i] = org.staff if org.kind == _FIRM and tick - org.born <= young else 0.0
        elif instrument == _HOUSING:
            share[i] = org.staff if places[org.place].city else 0.0
        else:  # exchange and assessment
            share[i] = org.posts if org.kind <= _UNIVERSITY else 0.0


@inline
def within(org: Any, town: int) -> bool:
    """Tell whether an organisation of a ministry's region is where it pays: anywhere, or in its town (-1: none)."""
    return bool(town < 0 or org.place == town)


@inline
def _share_out(
    orgs: Any, by_region: Any, region_start: Any, regions: Any, ministry: int, town: int, k: int, amount: float,
    share: Any, tally: Any, channel: int,
) -> None:
    """Pay an amount of a ministry's money for instrument ``k`` by claims; unclaimed money returns to the state."""
    r, total = orgs[ministry].region, 0.0
    local = by_region[region_start[r] : region_start[r + 1]]
    for i in local:
        if within(orgs[i], town):
            total += share[i]
    if total <= 0.0:
        transfer(orgs, ministry, regions[r].state, amount)
        return
    for i in local:
        if share[i] > 0.0 and within(orgs[i], town):
            if k == _PROJECTS:
                earn(orgs, ministry, i, amount * share[i] / total)
            else:
                pay(orgs, ministry, i, amount * share[i] / total)
    tally[r, _PUBLIC, channel] += amount


@inline
def pay_directed(
    orgs: Any, by_region: Any, region_start: Any, regions: Any, ministries: Any, towns: Any, budgets: Any, tariff: Any,
    directed: Any, k: int, share: Any, tally: Any, channel: int,
) -> None:
    """Pay what a link directs of instrument ``k``, a portion ``directed`` of it, in proportion to ``share``."""
    for m in range(ministries.shape[0]):
        amount = directed[orgs[ministries[m]].region, k] * budgets[m, k] * tariff[m]
        if amount != 0.0:
            _share_out(
                orgs, by_region, region_start, regions, ministries[m], towns[m], k, amount, share, tally, channel
            )


@kernel
def pay_undirected(
    orgs: Any, by_region: Any, region_start: Any, regions: Any, places: Any, ministries: Any, towns: Any, budgets: Any,
    tariff: Any, directed: Any, tick: int, params: Any, share: Any, tally: Any,
) -> None:
    """Pay whatever of each ministry's budgets no link directs by heads; ``share`` (organisations,) is scratch."""
    for k in range(budgets.shape[1]):
        claimed = False
        for m in range(ministries.shape[0]):
            amount = (1.0 - directed[orgs[ministries[m]].region, k]) * budgets[m, k] * tariff[m]
            if amount != 0.0:
                if not claimed:
                    _claims(orgs, by_region, places, k, tick, params[0].young, share)
                    claimed = True
                _share_out(
                    orgs, by_region, region_start, regions, ministries[m], towns[m], k, amount, share, tally, OPEN
                )
