"""Spin-off: a technology, the people who found it and private capital leave science as a new firm.

Founders weigh what the technology would bring a young firm of theirs against their part of a licence
fee, and need an investor who sees the technology through noise. What leaves: the technology, some heads,
what they know. Without the link nobody can take a technology out: it is licensed, used from its
publication, or stays on the shelf; ordinary start-ups enter all the same.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ecosim.compiled import inline, kernel
from ecosim.kernels.log import note
from ecosim.links.base import Link, LinkParameters
from ecosim.memory import Rows
from ecosim.parameter import flow, parameter
from ecosim.processes.competition import prospect
from ecosim.processes.entry import endow, found_firm
from ecosim.processes.offers import expected_gain, judged_quality, lines, protected
from ecosim.randomness import Bits, at, name_key, normal, uniform
from ecosim.steps import Call, Room, Steps, when
from ecosim.world.codes import Agreement, Flow, Moved, Origin
from ecosim.world.codes import Stage as Life
from ecosim.world.inhabitants import Organisations, find_who_lives
from ecosim.world.world import World

_DRIVE, _VIEW, _INVESTOR, _SECOND = (name_key("spin-off", name) for name in ("drive", "view", "investor", "second"))
_SPIN_OFF_ORIGIN = Origin.SPIN_OFF.value
_SHELF, _DEVELOPMENT, _SPIN_OFF = Life.SHELF.value, Life.DEVELOPMENT.value, Agreement.SPIN_OFF.value
_SPIN_OFFS, _SPUN = Flow.SPIN_OFFS.value, Moved.SPUN_OFF.value


class SpinOff(Link):
    """Link of science and new firms that come out of it."""

    name = "spin_off"

    class Params(LinkParameters):
        """Parameters of spin-offs."""

        founding: bool = flow("researchers may found a firm on their technology")
        drive: float = parameter(
            0.06, unit="1/quarter", range=(0, 1), plausible=(0.02, 0.12), source="assumed",
            doc="chance that the inventors of a technology on the shelf consider founding a firm",
        )
        team: int = parameter(
            2, unit="heads", range=(1, 100), plausible=(1, 4),
            source="assumed", doc="heads who leave with the technology"
        )
        stay: int = parameter(
            7, unit="heads", range=(0, 10000), plausible=(4, 16), source="assumed",
            doc="heads that stay, at least, in an organisation whose people leave to found a firm",
        )
        stake: float = parameter(
            0.5, unit="share", range=(0, 1), plausible=(0.3, 0.8), source="assumed", doc="founders' share of the firm"
        )
        inventors: float = parameter(
            0.33, unit="share", range=(0, 1), plausible=(0.2, 0.5),
            source="usual inventors' share of licence income, one third", doc="inventors' share of a licence"
        )
        effort: float = parameter(
            4.0, unit="wages", range=(0, 1000), plausible=(2, 12),
            source="assumed", doc="what founding costs the founders"
        )
        noise: float = parameter(
            0.8, unit="1", range=(0, 5), plausible=(0.4, 1.2),
            source="assumed", doc="noise of an investor's view of log quality"
        )
        hurdle: float = parameter(
            1.0, unit="1", range=(0, 100), plausible=(0.5, 2), source="assumed",
            doc="judged quality of the technology, relative to the field's firms, that an investor asks for",
        )
        capital: float = parameter(
            10.0, unit="quarters of wages", range=(0, 200), plausible=(5, 20),
            source="assumed: seed capital for two to three years",
            doc="money that the first investor brings",
        )
        quality: float = parameter(
            0.8, unit="1", range=(0, 5), plausible=(0.6, 1),
            source="assumed", doc="first product quality relative to what founders know"
        )

    def founding(self, world: World) -> Steps:
        """Found firms on technologies of this quarter's shelf."""
        if not self.params.founding:  # type: ignore[attr-defined]
            return
        w, params, chosen = world.at, world.params, world.scratch("chosen", np.int64)
        yield Room(chosen, w.active.length, beyond=False)
        yield Call(
            consider_founding, w.orgs.view, w.regions, w.places, w.knowledge, w.frontier, w.techs.rows, w.active.rows,
            w.active.size, w.market, w.attraction, w.rival, w.local_quality, w.now, self.record, chosen.at.rows,
            params["offers"], params["research"], params["development"], params["competition"], params["licensing"],
            float(params["market"]["output"][0]), into=chosen.at.length,
        )
        yield from when(chosen.at.length, self.found(world, chosen))

    def found(self, world: World, chosen: Rows) -> Steps:
        """Found firms on the technologies in the rows ``chosen``."""
        w = world.at
        yield Room(Organisations(world), chosen.at.length)
        yield Room(world.log, chosen.at.length)
        yield Call(
            found, w.orgs.rows, w.orgs.size, w.regions, w.knowledge, w.weights, w.techs.rows, chosen.at.view,
            self.channel, w.tick, self.record, world.params["entry"], w.log.rows, w.log.size, w.flowed,
        )
        yield from find_who_lives(world)


@inline
def _leaving(techs: Any, chosen: Any, count: int, parent: int) -> int:
    """Return how many teams already leave an organisation this quarter."""
    teams = 0
    for c in range(count):
        teams += techs[chosen[c]].origin == parent
    return teams


@inline
def _own_gain(
    tech: Any, typical: float, first: float, line: float, wage: float, sigma: float, o: Any, power: float, d: Any
) -> float:
    """Return what a technology would bring a firm of its inventors, with demand for a ``line`` of quality ``first``."""
    seen = judged_quality(tech.quality, typical, normal(at(tech.key, _VIEW)), sigma, o.noise)
    gain = expected_gain(line, first, seen, power * d.eta, o)
    if not protected(tech):
        gain *= o.unprotected
    return float(gain - d.cost * wage * o.time)


@kernel
def consider_founding(
    orgs: Any, regions: Any, places: Any, knowledge: Any, frontier: Any, techs: Any, active: Any, actives: Any,
    market: Any, attraction: Any, rival: Any, local_quality: Any, now: Bits, params: Any, chosen: Any, offers: Any,
    research: Any, development: Any, competition: Any, licensing: Any, output: float,
) -> int:
    """Fill ``chosen`` with the technologies on which firms are founded this quarter; return their number."""
    p, o, sigma = params[0], offers[0], research[0].sigma
    count = 0
    for a in range(actives[0]):
        tech = techs[active[a]]
        parent = tech.origin
        if tech.stage != _SHELF or tech.owner != parent:
            continue
        if orgs[parent].staff - p.team < p.stay:
            continue
        if uniform(at(at(now, _DRIVE), tech.key)) >= p.drive * p.strength:
            continue
        r, f = orgs[parent].region, tech.field
        typical, wage = local_quality[r, f], regions[r].wage
        if typical <= 0.0:  # in the first quarter of a run nobody knows yet what firms' products are like
            continue
        first, others = p.quality * knowledge[parent, f], attraction[r, f] + rival[r, f]
        demand = prospect(first, frontier[f], regions[r], market[r, f], others, competition[0].power)
        line = demand / lines(demand / (output * wage), o.slots)
        gain = _own_gain(tech, typical, first, line, wage, sigma, o, competition[0].power, development[0])
        if p.stake * gain - p.effort * wage <= p.inventors * licensing[0].fee * tech.bid:
            continue
        seen = judged_quality(tech.quality, typical, normal(at(at(now, _INVESTOR), tech.key)), sigma, p.noise)
        second = at(at(now, _SECOND), tech.key)
        if uniform(second) < places[orgs[parent].place].introduced:
            seen = max(seen, judged_quality(tech.quality, typical, normal(at(second, 1)), sigma, p.noise))
        if seen <= p.hurdle * typical:
            continue
        # Last, since it looks through all that have been chosen.
        if orgs[parent].staff - p.team * (_leaving(techs, chosen, count, parent) + 1) >= p.stay:
            chosen[count] = active[a]
            count += 1
    return count


@kernel
def found(
    orgs: Any, organisations: Any, regions: Any, knowledge: Any, weights: Any, techs: Any, chosen: Any, channel: int,
    tick: int, params: Any, entry: Any, log: Any, size: Any, tally: Any,
) -> None:
    """Let a firm begin for every chosen technology, with people and knowledge of its parent."""
    p, reach = params[0], entry[0].reach
    for c in range(chosen.shape[0]):
        i = organisations[0]
        tech = techs[chosen[c]]
        parent, f = tech.origin, tech.field
        quality = p.quality * knowledge[parent, f]
        key = at(at(tech.key, _SPUN), tick - tech.found)  # a technology that came back may be taken out again
        found_firm(
            orgs, weights, i, key, _SPIN_OFF_ORIGIN, orgs[parent].region, orgs[parent].place, f, p.team, quality,
            reach, tick,
        )
        orgs[parent].staff -= p.team
        orgs[i].parent = parent
        orgs[i].skill = orgs[parent].skill
        orgs[i].trained = orgs[parent].trained
        orgs[i].projects = 1
        for g in range(knowledge.shape[1]):
            knowledge[i, g] = knowledge[parent, g] if g == f else 0.0
        endow(orgs, regions, i, p.team, p.capital)
        tech.stage = _DEVELOPMENT
        tech.developer = i
        tech.owner = i
        tech.agreement = _SPIN_OFF
        tech.agreed = tick
        tech.channel = channel
        note(log, size, tick, _SPUN, chosen[c], i, parent, channel)
        tally[orgs[parent].region, _SPIN_OFFS, channel] += 1.0
        organisations[0] += 1
