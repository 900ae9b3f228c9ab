"""What is measured each quarter: name, unit, definition and source of every indicator.

Transfers are counted at two moments, always both: when science and a firm agree (``agreements``, by
channel) and when a transferred technology becomes a product (``completions``).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from ecosim import plugins
from ecosim.measured import Counts, Indicator, Outcome, Read
from ecosim.world.codes import Flow, Moved
from ecosim.world.titles import FLOW_TITLES

if TYPE_CHECKING:
    from ecosim.world.world import World

_OWN = "definition of this model"
_AUTM = "AUTM licensing activity survey"
_COHEN = "Cohen and Levinthal 1990"


_OUTCOMES: dict[Indicator, Read] = {}


def _outcome(
    name: str, title: str, unit: str, kind: Literal["flow", "stock"], definition: str,
    read: Read, source: str = _OWN,
) -> None:
    _OUTCOMES[Indicator(name, title, unit, definition, source, kind)] = read


_outcome("completions", "transfers completed", "products", "flow",
         "products launched from technologies that passed from science to a firm", lambda s: s.flow(Flow.PRODUCTS))
_outcome("agreements", "technology agreements", "agreements", "flow",
         "contracts, licences, spin-offs founded and publications used; people hired are counted apart",
         lambda s: s.flow(Flow.CONTRACTS, Flow.LICENCES, Flow.PUBLICATIONS, Flow.SPIN_OFFS))
_outcome("contracts", "research contracts", "contracts", "flow",
         "contracts of firms with institutes or universities", lambda s: s.flow(Flow.CONTRACTS))
_outcome(
    "licences", "licences", "licences", "flow", "licences to firms of the region", lambda s: s.flow(Flow.LICENCES),
    _AUTM
)
_outcome("licences_outside", "licences to outsiders", "licences", "flow",
         "licences to developers outside the region", lambda s: s.logged(Moved.OUTSIDE), _AUTM)
_outcome("publications", "publications used", "technologies", "flow",
         "unprotected technologies that a firm takes into development", lambda s: s.flow(Flow.PUBLICATIONS))
_outcome("spin_offs", "spin-offs founded", "firms", "flow",
         "firms founded on a technology by people of its origin", lambda s: s.flow(Flow.SPIN_OFFS), _AUTM)
_outcome("graduates_hired", "graduates hired by firms", "heads", "flow",
         "graduates of the region's universities whom firms hire", lambda s: s.flow(Flow.GRADUATES_FIRMS))
_outcome("disclosures", "discoveries", "technologies", "flow",
         "technologies discovered by science", lambda s: s.logged(Moved.DISCOVERED), _AUTM)
_outcome("patent_applications", "patent applications", "applications", "flow",
         "applications by science", lambda s: s.logged(Moved.PATENT_APPLIED), _AUTM)
_outcome(
    "patents", "patents granted", "patents", "flow", "patents granted to science",
    lambda s: s.logged(Moved.PATENT_GRANTED), _AUTM
)
_outcome(
    "abandoned", "projects given up", "technologies", "flow", "developments abandoned",
    lambda s: s.logged(Moved.ABANDONED)
)
_outcome("lag", "time from discovery to product", "years", "stock",
         "mean over products launched in the quarter; absent if none",
         lambda s: s.mean("lag", "launched") / 4, "Mansfield 1991")
_outcome("revenue", "sales of firms", "money/quarter", "flow", "sales of all firms", lambda s: s.total("sales"))
_outcome("revenue_transferred", "sales from transferred technologies", "money/quarter", "flow",
         "sales in proportion to product quality gained from transferred technologies",
         lambda s: s.total("transferred"))
_outcome("jobs_young_firms", "jobs in young firms", "heads", "stock",
         "skilled staff of firms up to five years old", lambda s: s.total("young_staff"))
_outcome("firms", "firms", "firms", "stock", "firms alive", lambda s: s.total("firms"))
_outcome(
    "start_ups_alive", "start-ups alive", "firms", "stock", "ordinary start-ups alive", lambda s: s.total("start_ups")
)
_outcome(
    "spin_offs_alive", "spin-offs alive", "firms", "stock", "spin-offs alive", lambda s: s.total("spin_offs"), _AUTM
)
_outcome(
    "firm_staff", "staff of firms", "heads", "stock", "skilled staff of all firms", lambda s: s.total("firm_staff")
)
_outcome(
    "researchers", "researchers", "heads", "stock", "staff of institutes and universities",
    lambda s: s.total("science_staff")
)
_outcome("knowledge_science", "knowledge of science", "frontier", "stock",
         "head-weighted mean over institutes and universities, relative to the frontier",
         lambda s: s.mean("science_knowledge", "science_staff"))
_outcome("knowledge_universities", "knowledge of universities", "frontier", "stock",
         "the same over universities", lambda s: s.mean("university_knowledge", "university_staff"))
_outcome("knowledge_firms", "knowledge of firms", "frontier", "stock",
         "the same over firms", lambda s: s.mean("firm_knowledge", "firm_staff"))
_outcome("skill_science", "skill in science", "1", "stock",
         "mean skill of researchers; 1 = taught at the frontier", lambda s: s.mean("science_skill", "science_staff"))
_outcome(
    "skill_firms", "skill in firms", "1", "stock", "mean skill of firms' staff",
    lambda s: s.mean("firm_skill", "firm_staff")
)
_outcome("absorptive_capacity", "absorptive capacity", "share", "stock",
         "mean over firms of skilled heads over themselves plus the half point",
         lambda s: s.mean("absorption", "firms"), _COHEN)
_outcome("teaching_share", "hours spent teaching", "share", "stock",
         "of institutes and universities", lambda s: s.mean("teaching", "science_staff"))
_outcome("applied_share", "hours on contracts and help", "share", "stock",
         "of institutes and universities", lambda s: s.mean("applied", "science_staff"))
_outcome("basic_share", "hours of own research", "share", "stock",
         "of institutes and universities", lambda s: s.mean("basic", "science_staff"))
_outcome("ties", "ties", "ties", "stock", "lasting ties of all links", lambda s: s.total("ties"))
_outcome("wage", "market wage", "money/quarter", "stock",
         "wage of a skilled head, mean over regions", lambda s: s.mean("wage", "regions"))
_outcome(
    "jobless", "people left without an offer", "heads", "stock", "job-seekers at the end of the quarter",
    lambda s: s.total("jobless")
)
_outcome(
    "unfilled", "vacancies left unfilled", "heads", "stock", "vacancies at the end of the quarter",
    lambda s: s.total("unfilled")
)
_outcome("left", "people who left", "heads", "stock",
         "skilled people who left the region, since the run began", lambda s: s.total("left"))
_outcome("public_money", "public money", "money/quarter", "flow",
         "appropriations of all ministries", lambda s: s.total("public_money"))
_outcome("beam_time", "sessions at large facilities", "sessions", "flow",
         "visits of teams of science and of firms, nearby and elsewhere",
         lambda s: s.flow(Flow.BEAM_SCIENCE, Flow.BEAM_FIRMS))
_outcome("beam_time_firms", "sessions of firms at large facilities", "sessions", "flow", "the same of firms alone",
         lambda s: s.flow(Flow.BEAM_FIRMS))
_outcome("travel", "people away on exchange or assessment", "head quarters", "flow",
         "researchers of the region away from their own work, the way included", lambda s: s.flow(Flow.TRAVEL))
_outcome("town_completions", "transfers completed in the town", "products", "flow",
         "the part of transfers completed that firms in the places of interest launch",
         lambda s: s.total("town_launched"))
_outcome("town_researchers", "researchers in the town", "heads", "stock",
         "staff of institutes and universities in the places of interest", lambda s: s.total("town_researchers"))
_outcome("town_jobs", "jobs in firms of the town", "heads", "stock", "skilled staff of firms there",
         lambda s: s.total("town_jobs"))
_outcome("taxes", "taxes", "money/quarter", "stock", "profit tax, smoothed over a year", lambda s: s.total("taxes"))


@cache
def _outcomes() -> dict[Indicator, Read]:
    """Return the indicators that are no part of another one, and how each is read: ours, then those of plug-ins."""
    more = (outcome for _, outcome in plugins.usable(plugins.INDICATORS, _problem))
    return _OUTCOMES | {outcome.indicator: outcome.read for outcome in more}


def _problem(name: str, outcome: Any) -> str:
    """Return why a plug-in is no indicator, or nothing."""
    if not isinstance(outcome, Outcome):
        return "it is no ecosim.measured.Outcome"
    if outcome.indicator.name != name or "." in name:
        return "entry point and indicator need the same name, without a dot"
    return "ecosim has an indicator of this name" if name in (one.name for one in _OUTCOMES) else ""


def catalogue(links: Iterable[str]) -> tuple[Indicator, ...]:
    """Return every indicator of a program with these links, in the order of the columns of a series."""
    channels = ["open", *links]
    flows = [
        Indicator(f"{name}.{channel}", f"{title}, {_plain(channel)}", unit, f"{title} {_path(channel)}", _OWN, "flow")
        for name, title, unit in (FLOW_TITLES[flow] for flow in Flow)
        for channel in channels
    ]
    ties = [
        Indicator(f"ties.{channel}", f"ties, {_plain(channel)}", "ties", f"lasting ties of {channel}", _OWN, "stock")
        for channel in channels[1:]
    ]
    return (*_outcomes(), *flows, *ties)


def names(links: Iterable[str]) -> tuple[str, ...]:
    """Return the names of `catalogue`."""
    return tuple(indicator.name for indicator in catalogue(links))


def count(world: World) -> NDArray[np.float64]:
    """Count the last quarter: census, log entries by kind, flows by channel and ties by channel in one row."""
    from ecosim.world.census import census  # compiled: those who only read titles and units need not pay for it

    return census(world)


def evaluate(raw: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return every indicator, in the order of `catalogue`, from the counts of some quarters.

    Args:
        raw: float64 (quarters, counts), rows of `count`.

    Returns:
        float64 (quarters, indicators).
    """
    from ecosim.world.census import CENSUS

    counts = Counts(raw, tuple(CENSUS.dtype.names or ()))
    outcomes = np.stack([read(counts) for read in _outcomes().values()], axis=1)
    return np.concatenate([outcomes, counts.flows().reshape(len(raw), -1), counts.ties()], axis=1)


def measure(world: World) -> NDArray[np.float64]:
    """Return every indicator of the last quarter, in the order of `catalogue`: float64 (indicators,)."""
    row: NDArray[np.float64] = evaluate(count(world)[None, :])[0]
    return row


def _plain(channel: str) -> str:
    return "arm's length" if channel == "open" else channel.replace("_", " ")


def _path(channel: str) -> str:
    return "at arm's length" if channel == "open" else f"over {channel}"
