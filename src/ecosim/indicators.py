"""What is measured each quarter: name, unit, definition and source of every indicator.

Transfers are counted at two moments, always both: when science and a firm agree (``agreements``, by
channel) and when a transferred technology becomes a product (``completions``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np

from ecosim.world.codes import Flow, Kind, Moved, Origin
from ecosim.world.world import World

Measure = Callable[[World], float]
_OWN = "definition of this model"
_AUTM = "AUTM licensing activity survey"


@dataclass(frozen=True)
class Indicator:
    """One column of a run's series.

    Attributes:
        name: name of the column; a dot separates a flow from its channel.
        title: what a plot or table calls it.
        unit: its unit ("money" is the unit that the scenario names).
        definition: what is counted.
        source: whose definition it is.
        kind: "flow" is counted per quarter and cumulates by summing; "stock" is a level at the quarter's end.
        measure: world after a quarter -> number.
    """

    name: str
    title: str
    unit: str
    definition: str
    source: str
    kind: Literal["flow", "stock"]
    measure: Measure


def _flow(flow: Flow, world: World) -> float:
    return float(world.tally[flow].sum())


def _through(flow: Flow, channel: int, world: World) -> float:
    return float(world.tally[flow, channel])


def _logged(what: Moved, world: World) -> float:
    log = world.log.view
    start = np.searchsorted(log["quarter"], world.tick - 1)
    return float(np.count_nonzero(log["what"][start:] == what))


def _agreements(world: World) -> float:
    flows = (Flow.CONTRACTS, Flow.LICENCES, Flow.PUBLICATIONS, Flow.SPIN_OFFS)
    return sum(_flow(flow, world) for flow in flows)


def _disclosures(world: World) -> float:
    first, last = world.technologies_of(world.tick - 1)
    return float(last - first)


def _alive(world: World, kind: Kind) -> np.ndarray:
    orgs = world.orgs.view
    return (orgs["kind"] == kind) & (orgs["died"] < 0)


def _firms(world: World) -> float:
    return float(np.count_nonzero(_alive(world, Kind.FIRM)))


def _firms_of(origin: Origin, world: World) -> float:
    return float(np.count_nonzero(_alive(world, Kind.FIRM) & (world.orgs.view["origin"] == origin)))


def _heads(kinds: Iterable[Kind], world: World) -> float:
    orgs = world.orgs.view
    return float(orgs["staff"][np.isin(orgs["kind"], [int(k) for k in kinds]) & (orgs["died"] < 0)].sum())


def _young_jobs(world: World) -> float:
    orgs = world.orgs.view
    young = _alive(world, Kind.FIRM) & (world.tick - 1 - orgs["born"] <= 20)
    return float(orgs["staff"][young].sum())


def _sales(world: World) -> float:
    return float(world.orgs.view["sales"][_alive(world, Kind.FIRM)].sum())


def _transferred(world: World) -> float:
    firms = world.orgs.view[_alive(world, Kind.FIRM)]
    return float((firms["sales"] * np.clip(firms["transferred"] / np.maximum(firms["quality"], 1e-12), 0, 1)).sum())


def _distance_to_frontier(kinds: tuple[Kind, ...], world: World) -> float:
    orgs = world.orgs.view
    rows = np.flatnonzero(np.isin(orgs["kind"], [int(k) for k in kinds]) & (orgs["died"] < 0))
    if not len(rows):
        return float("nan")
    weights = world.weights[rows] * orgs["staff"][rows, None]
    return float((weights * (world.knowledge[rows] / world.frontier)).sum() / max(weights.sum(), 1e-12))


def _mean(column: str, kinds: tuple[Kind, ...], world: World) -> float:
    orgs = world.orgs.view
    rows = np.isin(orgs["kind"], [int(k) for k in kinds]) & (orgs["died"] < 0)
    staff = orgs["staff"][rows]
    return float((orgs[column][rows] * staff).sum() / staff.sum()) if staff.sum() else 0.0


def _absorption(world: World) -> float:
    firms = world.orgs.view[_alive(world, Kind.FIRM)]
    heads = firms["staff"] * firms["skill"]
    return float((heads / (heads + world.params["research"]["half"][0])).mean()) if len(firms) else 0.0


def _ties(channel: int, world: World) -> float:
    ties = world.ties.view
    return float(np.count_nonzero((ties["link"] == channel) & (ties["ended"] < 0)))


def _lag(world: World) -> float:
    first_log = world.log.view
    start = np.searchsorted(first_log["quarter"], world.tick - 1)
    rows = first_log["technology"][start:][first_log["what"][start:] == Moved.PRODUCT]
    techs = world.techs.rows[rows]
    return float((techs["launched"] - techs["found"]).mean() / 4) if len(rows) else float("nan")


def _public_money(world: World) -> float:
    return float((world.budgets.sum(axis=1) * world.tariff).sum())


def _patents(world: World) -> float:
    return _logged(Moved.PATENT_GRANTED, world)


_SCIENCE = (Kind.INSTITUTE, Kind.UNIVERSITY)

_OUTCOMES: tuple[Indicator, ...] = (
    Indicator("completions", "transfers completed", "products", "products launched from technologies that passed from science to a firm", _OWN, "flow", partial(_flow, Flow.PRODUCTS)),
    Indicator("agreements", "technology agreements", "agreements", "contracts, licences, spin-offs founded and publications used; graduates hired are counted apart", _OWN, "flow", _agreements),
    Indicator("contracts", "research contracts", "contracts", "contracts of firms with institutes or universities", _OWN, "flow", partial(_flow, Flow.CONTRACTS)),
    Indicator("licences", "licences", "licences", "licences to firms of the region", _AUTM, "flow", partial(_flow, Flow.LICENCES)),
    Indicator("licences_outside", "licences to outsiders", "licences", "licences to developers outside the region", _AUTM, "flow", partial(_logged, Moved.OUTSIDE)),
    Indicator("publications", "publications used", "technologies", "unprotected technologies that a firm takes into development", _OWN, "flow", partial(_flow, Flow.PUBLICATIONS)),
    Indicator("spin_offs", "spin-offs founded", "firms", "firms founded on a technology by people of its origin", _AUTM, "flow", partial(_flow, Flow.SPIN_OFFS)),
    Indicator("graduates_hired", "people hired by firms", "heads", "graduates and movers hired by firms", _OWN, "flow", partial(_flow, Flow.HIRES_FIRMS)),
    Indicator("disclosures", "discoveries", "technologies", "technologies discovered by science", _AUTM, "flow", _disclosures),
    Indicator("patent_applications", "patent applications", "applications", "applications by science", _AUTM, "flow", partial(_logged, Moved.PATENT_APPLIED)),
    Indicator("patents", "patents granted", "patents", "patents granted to science", _AUTM, "flow", _patents),
    Indicator("abandoned", "projects given up", "technologies", "developments abandoned", _OWN, "flow", partial(_logged, Moved.ABANDONED)),
    Indicator("lag", "time from discovery to product", "years", "mean over products launched in the quarter; absent if none", "Mansfield 1991", "stock", _lag),
    Indicator("revenue", "sales of firms", "money/quarter", "sales of all firms", _OWN, "flow", _sales),
    Indicator("revenue_transferred", "sales from transferred technologies", "money/quarter", "sales in proportion to product quality gained from transferred technologies", _OWN, "flow", _transferred),
    Indicator("jobs_young_firms", "jobs in young firms", "heads", "skilled staff of firms up to five years old", _OWN, "stock", _young_jobs),
    Indicator("firms", "firms", "firms", "firms alive", _OWN, "stock", _firms),
    Indicator("start_ups_alive", "start-ups alive", "firms", "ordinary start-ups alive", _OWN, "stock", partial(_firms_of, Origin.START_UP)),
    Indicator("spin_offs_alive", "spin-offs alive", "firms", "spin-offs alive", _AUTM, "stock", partial(_firms_of, Origin.SPIN_OFF)),
    Indicator("firm_staff", "staff of firms", "heads", "skilled staff of all firms", _OWN, "stock", partial(_heads, (Kind.FIRM,))),
    Indicator("researchers", "researchers", "heads", "staff of institutes and universities", _OWN, "stock", partial(_heads, _SCIENCE)),
    Indicator("knowledge_science", "knowledge of science", "frontier", "head-weighted mean over institutes and universities, relative to the frontier", _OWN, "stock", partial(_distance_to_frontier, _SCIENCE)),
    Indicator("knowledge_universities", "knowledge of universities", "frontier", "the same over universities", _OWN, "stock", partial(_distance_to_frontier, (Kind.UNIVERSITY,))),
    Indicator("knowledge_firms", "knowledge of firms", "frontier", "the same over firms", _OWN, "stock", partial(_distance_to_frontier, (Kind.FIRM,))),
    Indicator("skill_science", "skill in science", "1", "mean skill of researchers; 1 = taught at the frontier", _OWN, "stock", partial(_mean, "skill", _SCIENCE)),
    Indicator("skill_firms", "skill in firms", "1", "mean skill of firms' staff", _OWN, "stock", partial(_mean, "skill", (Kind.FIRM,))),
    Indicator("absorptive_capacity", "absorptive capacity", "share", "mean over firms of h q / (h q + half)", "Cohen and Levinthal 1990", "stock", _absorption),
    Indicator("teaching_share", "hours spent teaching", "share", "of institutes and universities", _OWN, "stock", partial(_mean, "teaching", _SCIENCE)),
    Indicator("applied_share", "hours on contracts and help", "share", "of institutes and universities", _OWN, "stock", partial(_mean, "applied", _SCIENCE)),
    Indicator("basic_share", "hours of own research", "share", "of institutes and universities", _OWN, "stock", partial(_mean, "basic", _SCIENCE)),
    Indicator("wage", "market wage", "money/quarter", "wage of a skilled head, mean over regions", _OWN, "stock", lambda world: float(world.regions["wage"].mean())),
    Indicator("jobless", "people left without an offer", "heads", "job-seekers at the end of the quarter", _OWN, "stock", lambda world: float(world.regions["jobless"].sum())),
    Indicator("unfilled", "vacancies left unfilled", "heads", "vacancies at the end of the quarter", _OWN, "stock", lambda world: float(world.regions["unfilled"].sum())),
    Indicator("left", "people who left", "heads", "skilled people who left the region, since the run began", _OWN, "stock", lambda world: float(world.people[:, 3].sum())),
    Indicator("public_money", "public money", "money/quarter", "appropriations of all ministries", _OWN, "flow", _public_money),
    Indicator("taxes", "taxes", "money/quarter", "profit tax, smoothed over a year", _OWN, "flow", lambda world: float(world.regions["taxes"].sum())),
)

_FLOW_TITLES: dict[Flow, tuple[str, str, str]] = {
    Flow.HIRES_FIRMS: ("hires_firms", "people hired by firms", "heads"),
    Flow.HIRES_SCIENCE: ("hires_science", "people hired by science", "heads"),
    Flow.TEACHING_HOURS: ("teaching_hours", "teaching", "head quarters"),
    Flow.PRACTICE_HOURS: ("practice_hours", "practical training", "head quarters"),
    Flow.CONTRACTS: ("contracts", "research contracts", "contracts"),
    Flow.CONTRACT_HOURS: ("contract_hours", "work in contracts", "head quarters"),
    Flow.CONTRACT_MONEY: ("contract_money", "money for contracts", "money"),
    Flow.LICENCES: ("licences", "licences", "licences"),
    Flow.LICENCE_MONEY: ("licence_money", "fees and royalties", "money"),
    Flow.PUBLICATIONS: ("publications", "publications used", "technologies"),
    Flow.SPIN_OFFS: ("spin_offs", "spin-offs founded", "firms"),
    Flow.HELP_HOURS: ("help_hours", "inventors' help in development", "head quarters"),
    Flow.LEARNING: ("learning", "knowledge learnt from partners", "frontier"),
    Flow.PRODUCTS: ("completions", "transfers completed", "products"),
    Flow.PUBLIC_MONEY: ("public_money", "public money", "money"),
    Flow.MEETINGS: ("meetings", "contacts with possible partners", "contacts"),
}


def catalogue(links: Iterable[str]) -> tuple[Indicator, ...]:
    """Return every indicator of a program with these links, in the order of the columns of a series."""
    channels = ["open", *links]
    flows = [
        Indicator(
            f"{name}.{channel}", f"{title}, {channel.replace('_', ' ')}", unit,
            f"{title} through the channel {channel!r}" + (" (arm's length)" if channel == "open" else ""),
            _OWN, "flow", partial(_through, flow, number),
        )
        for flow, (name, title, unit) in _FLOW_TITLES.items()
        for number, channel in enumerate(channels)
    ]
    ties = [
        Indicator(f"ties.{channel}", f"ties, {channel.replace('_', ' ')}", "ties", f"lasting ties of {channel}", _OWN, "stock", partial(_ties, number))
        for number, channel in enumerate(channels)
        if number
    ]
    return (*_OUTCOMES, *flows, *ties)


