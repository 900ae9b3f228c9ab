"""One pass over the world after a quarter: the sums from which indicators are read."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecosim.compiled import inline, kernel
from ecosim.steps import Call, Steps, at_once
from ecosim.world.codes import Flow, Kind, Moved, Origin, People
from ecosim.world.tables import Column as C
from ecosim.world.tables import Layout
from ecosim.world.world import World

YOUNG = 20

CENSUS = Layout(
    "census",
    C("firms", "f", "firms", "firms alive"),
    C("start_ups", "f", "firms", "ordinary start-ups alive"),
    C("spin_offs", "f", "firms", "spin-offs alive"),
    C("firm_staff", "f", "heads", "staff of firms"),
    C("young_staff", "f", "heads", "staff of firms up to five years old"),
    C("science_staff", "f", "heads", "staff of institutes and universities"),
    C("university_staff", "f", "heads", "staff of universities"),
    C("sales", "f", "money", "sales of firms"),
    C("transferred", "f", "money", "sales by quality gained from transferred technologies"),
    C("absorption", "f", "1", "sum over firms of absorptive capacity"),
    C("firm_knowledge", "f", "heads", "staff of firms times knowledge over the frontier"),
    C("science_knowledge", "f", "heads", "the same of science"),
    C("university_knowledge", "f", "heads", "the same of universities"),
    C("firm_skill", "f", "heads", "staff of firms times skill"),
    C("science_skill", "f", "heads", "the same of science"),
    C("teaching", "f", "heads", "staff of science times share of hours spent teaching"),
    C("applied", "f", "heads", "the same of contracts and help"),
    C("basic", "f", "heads", "the same of own research"),
    C("regions", "f", "regions", "regions"),
    C("wage", "f", "money", "wages of the regions"),
    C("taxes", "f", "money", "tax receipts of the regions, smoothed"),
    C("jobless", "f", "heads", "people left without an offer"),
    C("unfilled", "f", "heads", "vacancies left unfilled"),
    C("left", "f", "heads", "people who left since the run began"),
    C("public_money", "f", "money", "appropriations of the ministries, and what the state pays for facilities"),
    C("ties", "f", "ties", "lasting ties"),
    C("lag", "f", "quarters", "sum over products launched of the time since discovery"),
    C("launched", "f", "products", "products launched"),
    C("town_launched", "f", "products", "products launched by firms in the places of interest"),
    C("town_researchers", "f", "heads", "staff of institutes and universities there"),
    C("town_jobs", "f", "heads", "staff of firms there"),
)


_LEFT, _ENTRIES = People.LEFT.value, len(Moved)
_FIRM, _UNIVERSITY = Kind.FIRM.value, Kind.UNIVERSITY.value
_START_UP, _SPIN_OFF, _PRODUCT = Origin.START_UP.value, Origin.SPIN_OFF.value, Moved.PRODUCT.value


def census(world: World) -> NDArray[np.float64]:
    """Count the world after a quarter.

    Returns:
        float64 (counts,): sums of `CENSUS`, log entries by kind, flows by channel, lasting ties by channel.
    """
    counts = np.zeros((1, counts_of(world)))
    at_once(census_of_quarters(world, counts, world.quarter - 1))
    return counts.ravel()


def counts_of(world: World) -> int:
    """Return how many numbers `census` counts."""
    return len(CENSUS.columns) + len(Moved) + (len(Flow) + 1) * world.channels


def census_of_quarters(world: World, counts: NDArray[np.float64], first: int) -> Steps:
    """Count the world after a quarter, into a row of ``counts`` (quarters, counts), whose first is of ``first``."""
    w, sums = world.at, np.zeros(1, CENSUS.dtype)
    yield Call(
        count, w.orgs.view, w.alive.view, w.regions, w.places, w.knowledge, w.weights, w.frontier, w.people,
        w.ministries, w.budgets, w.tariff, w.facilities, w.upkeep, w.log.view, w.techs.rows, w.ties.view, w.flowed,
        w.tick, w.quarter, first, world.params["research"], sums, sums.view(np.float64), counts,
    )


@kernel
def count(
    orgs: Any, living: Any, regions: Any, places: Any, knowledge: Any, weights: Any, frontier: Any, people: Any,
    ministries: Any, budgets: Any, tariff: Any, facilities: Any, upkeep: Any, log: Any, techs: Any, ties: Any,
    flowed: Any, tick: int, quarter: int, first: int, research: Any, sums: Any, numbers: Any, counts: Any,
) -> None:
    """Count everything in the regions that count, after the quarter before ``quarter``, into the row of that quarter.

    ``sums`` (1,) is scratch, ``numbers`` the same memory as float64.
    """
    c, row = sums[0], counts[quarter - 1 - first]
    numbers[:], row[:] = 0.0, 0.0
    entries, flows = numbers.shape[0], numbers.shape[0] + _ENTRIES
    tied = flows + flowed.shape[1] * flowed.shape[2]
    tick -= 1
    count_organisations(orgs, living, regions, places, knowledge, weights, frontier, tick, research[0].half, c)
    count_regions(orgs, regions, people, ministries, budgets, tariff, facilities, upkeep, c)
    count_events(orgs, regions, places, log, techs, tick, row[entries:flows], c)
    count_flows(regions, flowed, row[flows:tied])
    count_ties(orgs, regions, ties, row[tied:], c)
    for n in range(numbers.shape[0]):
        row[n] = numbers[n]


@inline
def _forget(sums: Any, entries: Any, tie_count: Any) -> None:
    entries[:] = 0.0
    tie_count[:] = 0.0


@inline
def count_organisations(
    orgs: Any, living: Any, regions: Any, places: Any, knowledge: Any, weights: Any, frontier: Any, tick: int,
    half: float, c: Any,
) -> None:
    """Add every living organisation to the sums ``c`` of the census."""
    for i in living:
        org = orgs[i]
        if org.kind > _FIRM or org.died >= 0 or regions[org.region].counted == 0:
            continue
        level = 0.0
        for f in range(frontier.shape[0]):
            if weights[i, f] > 0.0:
                level += weights[i, f] * knowledge[i, f] / frontier[f]
        heads = float(org.staff)
        town = heads * places[org.place].focus
        if org.kind == _FIRM:
            c.firms += 1.0
            c.start_ups += 1.0 if org.origin == _START_UP else 0.0
            c.spin_offs += 1.0 if org.origin == _SPIN_OFF else 0.0
            c.firm_staff += heads
            c.town_jobs += town
            c.young_staff += heads if tick - org.born <= YOUNG else 0.0
            c.sales += org.sales
            c.transferred += org.sales * min(1.0, org.transferred / org.quality)
            c.absorption += heads * org.skill / (heads * org.skill + half)
            c.firm_knowledge += heads * level
            c.firm_skill += heads * org.skill
            continue
        c.science_staff += heads
        c.town_researchers += town
        c.science_knowledge += heads * level
        c.science_skill += heads * org.skill
        c.teaching += heads * org.teaching
        c.applied += heads * org.applied
        c.basic += heads * org.basic
        if org.kind == _UNIVERSITY:
            c.university_staff += heads
            c.university_knowledge += heads * level


@inline
def count_regions(
    orgs: Any, regions: Any, people: Any, ministries: Any, budgets: Any, tariff: Any, facilities: Any, upkeep: Any,
    c: Any,
) -> None:
    """Add up the regions, what their ministries were given, and what their facilities cost."""
    for r in range(regions.shape[0]):
        if regions[r].counted == 0:
            continue
        c.regions += 1.0
        c.wage += regions[r].wage
        c.taxes += regions[r].taxes
        c.jobless += regions[r].jobless
        c.unfilled += regions[r].unfilled
        c.left += people[r, _LEFT]
    for m in range(budgets.shape[0]):
        if regions[orgs[ministries[m]].region].counted == 0:
            continue
        for k in range(budgets.shape[1]):
            c.public_money += budgets[m, k] * tariff[m]
    for q in range(facilities.shape[0]):
        region = regions[orgs[facilities[q]].region]
        c.public_money += region.counted * upkeep[q] * region.wage


@inline
def count_events(
    orgs: Any, regions: Any, places: Any, log: Any, techs: Any, tick: int, entries: Any, c: Any
) -> None:
    """Count log entries of this quarter by kind."""
    e = log.shape[0] - 1
    while e >= 0 and log[e].quarter == tick:
        who = log[e].who if log[e].who >= 0 else log[e].other
        if regions[orgs[who].region].counted == 1:
            entries[log[e].what] += 1.0
            if log[e].what == _PRODUCT:
                c.launched += 1.0
                c.town_launched += places[orgs[who].place].focus
                c.lag += techs[log[e].technology].launched - techs[log[e].technology].found
        e -= 1


@inline
def count_flows(regions: Any, flowed: Any, flows: Any) -> None:
    """Add up what flowed, channel by channel."""
    for r in range(regions.shape[0]):
        if regions[r].counted > 0:
            for f in range(flowed.shape[1]):
                for channel in range(flowed.shape[2]):
                    flows[f * flowed.shape[2] + channel] += flowed[r, f, channel]


@inline
def count_ties(orgs: Any, regions: Any, ties: Any, tie_count: Any, c: Any) -> None:
    """Count lasting ties by channel."""
    for t in range(ties.shape[0]):
        if ties[t].ended < 0 and regions[orgs[ties[t].a].region].counted == 1:
            tie_count[ties[t].link] += 1.0
            c.ties += 1.0
