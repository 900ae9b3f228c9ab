"""Contract research: firms spend a research budget of their own on questions put to science.

Some firms do research, for as long as they live, and all spin-offs do. They set aside a share of their sales,
tied or not; what they do not spend waits for a while. So many questions as this money could pay to have answered
are open at once. For each a firm compares the advisers it knows:
partners over ties that carry contracts, at cost and with certainty, and whoever an open search comes upon,
which may fail and costs a premium for writing down, checking and insuring what partners need not. It takes
the one with most knowledge for the money; a question that nobody takes up waits, and is put again. So a
failed search costs time, and only the premium makes the same money buy less. The work takes researchers'
hours; the firm learns, and now and then a technology comes of it, which the science organisation owns.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ecosim.compiled import inline, kernel
from ecosim.kernels.adjacency import other_end
from ecosim.kernels.ledger import earn
from ecosim.kernels.log import note
from ecosim.kernels.ring import find, group_of, sort_ring
from ecosim.memory import number
from ecosim.parameter import Parameters, parameter
from ecosim.processes.base import Process, Stage
from ecosim.processes.research import absorptive_capacity, new_technology
from ecosim.randomness import Bits, at, name_key, uniform
from ecosim.steps import Call, Room, Steps
from ecosim.world import layouts
from ecosim.world.codes import OPEN, Carries, Flow, Kind, Moved, Origin
from ecosim.world.world import World

_TURN, _SEARCH, _KIND, _HIT, _NEAR, _RESULT, _IDEA, _RESEARCHES = (
    name_key("contract", name) for name in ("turn", "search", "kind", "hit", "near", "result", "idea", "researches")
)
_INSTITUTE, _UNIVERSITY = Kind.INSTITUTE.value, Kind.UNIVERSITY.value
_SPIN_OFF = Origin.SPIN_OFF.value
_CONTRACTS_CARRIED = Carries.CONTRACTS.value
_DISCOVERED, _SPONSORED = Moved.DISCOVERED.value, Moved.SPONSORED.value
_CONTRACTS, _HOURS, _MONEY = Flow.CONTRACTS.value, Flow.CONTRACT_HOURS.value, Flow.CONTRACT_MONEY.value


class Contracts(Process):
    """Contract research between firms and science."""

    stage = Stage.CONTRACTS

    class Params(Parameters):
        """Parameters of contract research and of advice in development."""

        performers: float = parameter(
            0.3, unit="share", range=(0, 1), plausible=(0.15, 0.5),
            source="assumed: few firms do research, and they do it year after year, Cefis and Orsenigo 2001",
            doc="share of firms, spin-offs apart, that spend on research at all",
        )
        budget: float = parameter(
            0.06, unit="share of sales", range=(0, 1), plausible=(0.03, 0.1),
            source="assumed: order of extramural R&D of high-tech firms that do research",
            doc="own money that such a firm, and every spin-off, sets aside for research outside",
        )
        waits: float = parameter(
            8.0, unit="quarters", range=(0, 400), plausible=(4, 16), source="assumed",
            doc="quarters for which money set aside waits for a question, beyond that of one question",
        )
        work: float = parameter(
            2.0, unit="head quarters", range=(0.01, 1e4), plausible=(1, 4),
            source="assumed", doc="work in a contract"
        )
        search: float = parameter(
            0.15, unit="1/quarter", range=(0, 1), plausible=(0.05, 0.4), source="assumed",
            doc="chance that an open search for an adviser on a question succeeds",
        )
        advisers: int = parameter(
            2, unit="advisers", range=(1, 1000), plausible=(1, 5), source="assumed",
            doc="advisers that an open search which succeeds comes upon",
        )
        premium: float = parameter(
            1.75, unit="1", range=(1, 10), plausible=(1.2, 2.5), source="assumed",
            doc="price of advice at arm's length relative to cost",
        )
        distance: float = parameter(
            60.0, unit="km", range=(0.1, 1e5), plausible=(30, 150), source="assumed",
            doc="distance at which the chance of finding an adviser has fallen to 1/e",
        )
        most: float = parameter(
            0.3, unit="share", range=(0, 1), plausible=(0.2, 0.5), source="assumed",
            doc="largest share of a science organisation's hours for contracts and help",
        )
        learning: float = parameter(
            0.03, unit="1/head quarter", range=(0, 1), plausible=(0.01, 0.06), source="assumed",
            doc="share of an adviser's lead that a firm with full absorptive capacity learns from a head's quarter",
        )

    def act(self, world: World) -> Steps:
        """Let every firm place contracts on its questions."""
        w, params, found = world.at, world.params, np.zeros(2, np.int64)
        turns = world.scratch("turns", layouts.RING.dtype)
        asking, questions = number(found, 0), number(found, 1)
        yield Room(turns, w.alive.length, beyond=False, sets=True)
        yield Call(
            find_asking, w.orgs.view, w.alive.view, w.regions, w.now, self.record, params["labour"], turns.at.rows,
            into=asking,
        )
        yield Room(turns, asking, beyond=False, sets=True)
        yield Room(world.techs, questions)
        yield Room(world.log, questions, 2)
        yield Call(
            place_contracts, w.orgs.view, w.regions, w.knowledge, w.frontier, w.distance, w.ties.rows, w.adjacent.rows,
            w.adjacent_start, w.carries, w.ring.rows, w.ring_start, w.now, w.tick, self.record, params["research"],
            params["labour"], turns.at.view, w.techs.rows, w.techs.size, w.log.rows, w.log.size, w.flowed,
        )


@inline
def draw_turn(turn: Any, org: Any, row: int, now: Bits) -> None:
    """Write down an organisation's turn this quarter, in which it asks for advisers' hours, for `sort_ring`."""
    turn.position = at(at(now, _TURN), org.key)
    turn.row = row


@inline
def question_cost(region: Any, work: float, overhead: float) -> float:
    """Return what the work on a question costs a science organisation."""
    return float(work * region.state_pay * (1.0 + overhead))


@kernel
def find_asking(
    orgs: Any, living: Any, regions: Any, now: Bits, params: Any, labour: Any, turns: Any
) -> tuple[int, int]:
    """Fill ``turns`` with the firms that have money for a question; return their number, and that of questions."""
    count = questions = 0
    for i in living:
        cost = question_cost(regions[orgs[i].region], params[0].work, labour[0].overhead)
        if orgs[i].budget >= cost:
            draw_turn(turns[count], orgs[i], i, now)
            count += 1
            questions += int(orgs[i].budget // cost)
    sort_ring(turns, 0, count)
    return count, questions


@inline
def does_research(firm: Any, performers: float) -> bool:
    """Return whether a firm spends on research: a lasting trait of it, and of every spin-off."""
    return bool(firm.origin == _SPIN_OFF or uniform(at(_RESEARCHES, firm.key)) < performers)


@inline
def set_aside(firm: Any, region: Any, p: Any, overhead: float) -> None:
    """Set money of the quarter's sales aside for questions; what has waited too long is free for other use.

    The quarter's share comes on top of what may wait. Else who has just the money for a question could not put it
    whenever pay has risen by the next quarter.
    """
    share = p.budget * firm.sales if does_research(firm, p.performers) else 0.0
    waited = min(firm.budget, max(p.waits * share, p.premium * question_cost(region, p.work, overhead)))
    firm.budget = min(waited + share, max(0.0, firm.cash))


@inline
def hours_free(org: Any, most: float) -> float:
    """Return the heads that a science organisation could still lend this quarter."""
    return float(max(0.0, min(most, 1.0 - org.teaching) - org.applied) * org.staff)


@inline
def search_adviser(
    orgs: Any, distance: Any, ring: Any, ring_start: Any, regions: int, fields: int, i: int, f: int, search: Bits,
    p: Any
) -> int:
    """Return an institute or university that organisation ``i`` comes upon for field ``f``, or -1."""
    g = group_of(_INSTITUTE, orgs[i].region, f, regions, fields)
    u = group_of(_UNIVERSITY, orgs[i].region, f, regions, fields)
    institutes, universities = ring_start[g + 1] - ring_start[g], ring_start[u + 1] - ring_start[u]
    if institutes + universities == 0:
        return -1
    if uniform(at(search, _KIND)) * (institutes + universities) >= institutes:
        g = u
    j = ring[find(ring, ring_start[g], ring_start[g + 1], at(search, _HIT))].row
    near = np.exp(-distance[orgs[i].place, orgs[j].place] / p.distance)
    return j if uniform(at(at(search, _NEAR), orgs[j].key)) < near else -1


@inline
def ask_around(
    orgs: Any, knowledge: Any, distance: Any, ring: Any, ring_start: Any, regions: int, fields: int, i: int, f: int,
    search: Bits, p: Any,
) -> int:
    """Return who knows most of field ``f`` among those that a search comes upon and who have hours, or -1."""
    best = -1
    for a in range(p.advisers):
        j = search_adviser(orgs, distance, ring, ring_start, regions, fields, i, f, at(search, a), p)
        if j >= 0 and hours_free(orgs[j], p.most) >= p.work and (best < 0 or knowledge[j, f] > knowledge[best, f]):
            best = j
    return best


@inline
def best_partner(
    orgs: Any, knowledge: Any, ties: Any, adjacent: Any, start: Any, carries: Any, carried: int, i: int, f: int,
    least: float, most: float,
) -> int:
    """Return the tie of ``i`` that carries ``carried`` to the partner who knows most of ``f`` and has hours, or -1."""
    best, value = -1, 0.0
    for k in range(start[i], start[i + 1]):
        tie = ties[adjacent[k]]
        if tie.ended >= 0 or not carries[tie.link, carried]:
            continue
        j = other_end(tie, i)
        if orgs[j].died < 0 and knowledge[j, f] > value and hours_free(orgs[j], most) >= least:
            best, value = adjacent[k], knowledge[j, f]
    return best


@kernel
def place_contracts(
    orgs: Any, regions: Any, knowledge: Any, frontier: Any, distance: Any, ties: Any, adjacent: Any, start: Any,
    carries: Any, ring: Any, ring_start: Any, now: Bits, tick: int, params: Any, research: Any, labour: Any, turns: Any,
    techs: Any, size: Any, log: Any, entries: Any, tally: Any,
) -> None:
    """Let firms, in the order of their ``turns``, contract with the best adviser for the money."""
    p = params[0]
    count, fields = regions.shape[0], frontier.shape[0]
    search = at(now, _SEARCH)
    for turn in range(turns.shape[0]):
        i = turns[turn].row
        firm = orgs[i]
        f = firm.field
        cost = question_cost(regions[firm.region], p.work, labour[0].overhead)
        if firm.cash < firm.budget:
            continue
        asked = at(search, firm.key)
        for question in range(int(firm.budget // cost)):
            if firm.budget < cost:
                break
            channel, price, adviser = OPEN, p.premium, -1
            t = best_partner(orgs, knowledge, ties, adjacent, start, carries, _CONTRACTS_CARRIED, i, f, p.work, p.most)
            if t >= 0:
                channel, price = ties[t].link, 1.0
                adviser = other_end(ties[t], i)
            luck = at(asked, question)
            if firm.budget >= cost * p.premium and uniform(luck) < p.search:
                j = ask_around(orgs, knowledge, distance, ring, ring_start, count, fields, i, f, luck, p)
                if j >= 0 and (adviser < 0 or knowledge[j, f] / p.premium > knowledge[adviser, f] / price):
                    channel, price, adviser, t = OPEN, p.premium, j, -1
            if adviser < 0:
                continue
            answer(orgs, knowledge, frontier, i, adviser, f, cost * price, channel, p, research[0].half, tally)
            if t >= 0:
                ties[t].used += 1
            key = at(at(at(at(at(now, _IDEA), firm.key), orgs[adviser].key), f), question)
            chance = research[0].discovery * p.work * orgs[adviser].skill * knowledge[adviser, f] / frontier[f]
            if uniform(at(key, _RESULT)) < chance:
                new_technology(techs[size[0]], key, adviser, f, knowledge[adviser, f], research[0].sigma, tick)
                _sponsor(techs, size, log, entries, tick, i, adviser, channel)


@inline
def _sponsor(
    techs: Any, size: Any, log: Any, entries: Any, tick: int, firm: int, adviser: int, channel: int
) -> None:
    """Record who found the newest technology, and who paid for it."""
    techs[size[0]].sponsor = firm
    note(log, entries, tick, _DISCOVERED, size[0], adviser, -1, OPEN)
    note(log, entries, tick, _SPONSORED, size[0], firm, adviser, channel)
    size[0] += 1


@inline
def answer(
    orgs: Any, knowledge: Any, frontier: Any, i: int, adviser: int, f: int, money: float, channel: int, p: Any,
    half: float, tally: Any,
) -> None:
    """Carry out a contract: money one way, hours and knowledge the other."""
    earn(orgs, i, adviser, money)
    orgs[i].budget -= money
    orgs[adviser].applied += p.work / orgs[adviser].staff
    lead = max(0.0, knowledge[adviser, f] - knowledge[i, f])
    knowledge[i, f] += lead * (1.0 - np.exp(-p.learning * p.work * absorptive_capacity(orgs[i], half)))
    tally[orgs[i].region, _CONTRACTS, channel] += 1.0
    tally[orgs[i].region, _HOURS, channel] += p.work
    tally[orgs[i].region, _MONEY, channel] += money
