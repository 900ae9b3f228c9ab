"""Indicators at the end of a quarter (ODD, 4, observation), counted from the objects."""

from __future__ import annotations

import math
from collections.abc import Callable

from ecosim.world.codes import Flow, Moved, Origin
from ecosim.world.titles import FLOW_TITLES
from reference.arithmetic import total
from reference.model import Ecosystem
from reference.organisations import Employer, Firm, University
from reference.pictures import CHANNELS

YOUNG = 20


def measure(model: Ecosystem) -> dict[str, float]:
    """Return every indicator of the last quarter by name."""
    flows = {
        (flow, channel): total(region.flows.get((flow, channel), 0.0) for region in model.regions if region.counted)
        for flow in Flow
        for channel in CHANNELS
    }
    by_channel = {f"{FLOW_TITLES[flow][0]}.{channel}": value for (flow, channel), value in flows.items()}
    ties = [tie for tie in model.ties if tie.lasting and tie.a.region.counted]
    by_link = {f"ties.{link}": float(sum(tie.link == link for tie in ties)) for link in CHANNELS}
    by_link["ties"] = float(len(ties))
    return by_channel | by_link | _transfers(model, flows) | _people(model) | _regions(model)


def _transfers(model: Ecosystem, flows: dict[tuple[Flow, str], float]) -> dict[str, float]:
    def flow(*which: Flow) -> float:
        return total(value for (one, _), value in flows.items() if one in which)

    last = model.tick - 1
    entries = [one for one in model.log if one.quarter == last and (one.who or one.other).region.counted]  # type: ignore[union-attr]
    logged = {what: float(sum(one.what == what for one in entries)) for what in Moved}
    products = [one for one in entries if one.what == Moved.PRODUCT]
    ages = [one.technology.launched - one.technology.found for one in products]
    return {
        "completions": flow(Flow.PRODUCTS),
        "agreements": flow(Flow.CONTRACTS, Flow.LICENCES, Flow.PUBLICATIONS, Flow.SPIN_OFFS),
        "contracts": flow(Flow.CONTRACTS),
        "licences": flow(Flow.LICENCES),
        "licences_outside": logged[Moved.OUTSIDE],
        "publications": flow(Flow.PUBLICATIONS),
        "spin_offs": flow(Flow.SPIN_OFFS),
        "graduates_hired": flow(Flow.GRADUATES_FIRMS),
        "disclosures": logged[Moved.DISCOVERED],
        "patent_applications": logged[Moved.PATENT_APPLIED],
        "patents": logged[Moved.PATENT_GRANTED],
        "abandoned": logged[Moved.ABANDONED],
        "lag": sum(ages) / len(ages) / 4 if ages else math.nan,
        "beam_time": flow(Flow.BEAM_SCIENCE, Flow.BEAM_FIRMS),
        "beam_time_firms": flow(Flow.BEAM_FIRMS),
        "travel": flow(Flow.TRAVEL),
        "town_completions": float(sum(one.who.place.focus for one in products)),  # type: ignore[union-attr]
    }


def _people(model: Ecosystem) -> dict[str, float]:
    living = [one for one in model.living if one.region.counted]
    firms = [one for one in living if isinstance(one, Firm)]
    science = [one for one in living if not isinstance(one, Firm)]
    universities = [one for one in science if isinstance(one, University)]
    young = [firm for firm in firms if model.tick - 1 - firm.born <= YOUNG]

    def known(one: Employer) -> float:
        return total(
            weight * level / z
            for weight, level, z in zip(one.weights, one.knowledge, model.frontier, strict=True)
            if weight > 0.0
        )

    return {
        "revenue": total(firm.sales for firm in firms),
        "revenue_transferred": total(
            firm.sales * min(1.0, firm.transferred / firm.quality) for firm in firms if firm.sales > 0.0
        ),
        "jobs_young_firms": _heads(young),
        "firms": float(len(firms)),
        "start_ups_alive": float(sum(firm.origin == Origin.START_UP for firm in firms)),
        "spin_offs_alive": float(sum(firm.origin == Origin.SPIN_OFF for firm in firms)),
        "firm_staff": _heads(firms),
        "researchers": _heads(science),
        "knowledge_science": _per_head(science, known),
        "knowledge_universities": _per_head(universities, known),
        "knowledge_firms": _per_head(firms, known),
        "skill_science": _per_head(science, lambda one: one.skill),
        "skill_firms": _per_head(firms, lambda one: one.skill),
        "absorptive_capacity": _over(total(firm.absorptive_capacity for firm in firms), len(firms)),
        "teaching_share": _per_head(science, lambda one: one.teaching),
        "applied_share": _per_head(science, lambda one: one.applied),
        "basic_share": _per_head(science, lambda one: one.basic),
        "town_researchers": _heads([one for one in science if one.place.focus]),
        "town_jobs": _heads([one for one in firms if one.place.focus]),
    }


def _regions(model: Ecosystem) -> dict[str, float]:
    regions = [region for region in model.regions if region.counted]
    appropriated = (
        money * ministry.tariff
        for ministry in model.ministries
        if ministry.region.counted
        for money in ministry.budget.values()
    )
    built = (one.upkeep * one.region.wage for one in model.facilities if one.region.counted)
    return {
        "wage": _over(total(region.wage for region in regions), len(regions)),
        "jobless": float(sum(region.jobless for region in regions)),
        "unfilled": float(sum(region.unfilled for region in regions)),
        "left": float(sum(region.left for region in regions)),
        "public_money": total((*appropriated, *built)),
        "taxes": total(region.taxes for region in regions),
    }


def _heads(some: list[Employer] | list[Firm]) -> float:
    return float(sum(one.staff for one in some))


def _per_head(some: list[Employer], value: Callable[[Employer], float]) -> float:
    return _over(total(one.staff * value(one) for one in some), _heads(some))


def _over(amount: float, number: float) -> float:
    return amount / number if number > 0 else math.nan
