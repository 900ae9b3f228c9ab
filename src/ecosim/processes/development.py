"""Development: from a laboratory result to a product, one readiness level at a time.

Levels are reached at the rate mu (own + help): own know-how and staff, and the help of those who know: the
inventors or other advisers, whose hours a firm buys, at cost over a tie that carries help and at a premium
otherwise, or consultants from the open market, whom a technopark may pay. In the valley of death (levels
4-6) own know-how counts less than that of others. Development costs money, is given up at a constant rate,
some time within a quarter, and returns to its origin when the developer dies. Rates and not chances, so that
what a project comes to does not hang on the length of a step.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ecosim.compiled import inline, kernel
from ecosim.kernels.adjacency import tie_to
from ecosim.kernels.ledger import earn, transfer
from ecosim.kernels.log import note
from ecosim.parameter import Parameters, parameter
from ecosim.processes.base import Process, Stage
from ecosim.processes.contracts import hours_free
from ecosim.processes.offers import lines
from ecosim.randomness import Bits, at, name_key, poisson, uniform
from ecosim.steps import Call, Room, Steps
from ecosim.world.codes import OPEN, Carries, Flow, Kind, Moved
from ecosim.world.codes import Stage as Life
from ecosim.world.world import World

_UP, _DROP = name_key("development", "up"), name_key("development", "drop")
_SHELF, _DEVELOPMENT, _PRODUCT, _ABANDONED = (
    Life.SHELF.value, Life.DEVELOPMENT.value, Life.PRODUCT.value, Life.ABANDONED.value
)
_FIRM = Kind.FIRM.value
_HELP, _HELP_HOURS, _PRODUCTS = Carries.HELP.value, Flow.HELP_HOURS.value, Flow.PRODUCTS.value
_ADVANCED, _HELPED, _RETURNED, _DROPPED, _LAUNCHED = (
    Moved.ADVANCED.value, Moved.HELPED.value, Moved.RETURNED.value, Moved.ABANDONED.value, Moved.PRODUCT.value
)


class Development(Process):
    """Work on every technology in development for a quarter."""

    stage = Stage.DEVELOPMENT

    class Params(Parameters):
        """Parameters of development."""

        speed: float = parameter(
            0.4, unit="levels/quarter", range=(0, 10), plausible=(0.25, 0.7),
            source="assumed; time from research to product, Mansfield 1991, 1998",
            doc="rate at which readiness levels are reached, at full know-how",
        )
        valley: float = parameter(
            0.4, unit="1", range=(0, 1), plausible=(0.2, 0.8), source="assumed",
            doc="weight of own know-how in the valley of death, levels 4 to 6",
        )
        crew: float = parameter(
            6.0, unit="heads", range=(0.1, 1e4), plausible=(3, 12), source="assumed",
            doc="skilled heads per project at which own work is half of what it could be",
        )
        hours: float = parameter(
            0.3, unit="heads", range=(0.001, 100), plausible=(0.1, 1),
            source="assumed", doc="advisers at work on a project, while their hours are bought"
        )
        effect: float = parameter(
            0.6, unit="1", range=(0, 10), plausible=(0.3, 1),
            source="assumed", doc="effect of that advice, from an adviser at the frontier"
        )
        consultant: float = parameter(
            0.5, unit="frontier", range=(0, 2), plausible=(0.3, 0.8), source="assumed",
            doc="knowledge of consultants, whom any firm can hire and a technopark pays for residents",
        )
        abandonment: float = parameter(
            0.1, unit="1/quarter", range=(0, 1), plausible=(0.06, 0.15),
            source="AUTM: products per licence", doc="chance that a project is given up"
        )
        cost: float = parameter(
            1.5, unit="wages/quarter", range=(0, 1000), plausible=(0.5, 4), source="assumed", doc="cost of a project"
        )
        reserve: float = parameter(
            4.0, unit="quarters of cost", range=(0, 100), plausible=(2, 8), source="assumed",
            doc="cash for which a firm begins a project or buys help, in terms of what these cost a quarter",
        )
        eta: float = parameter(
            0.3, unit="1", range=(0, 2), plausible=(0.15, 0.6), source="assumed",
            doc="relative jump of the quality of a line of products per ln(1 + q/A) at launch",
        )

    def act(self, world: World) -> Steps:
        """Advance, help, abandon, return or launch."""
        w, params = world.at, world.params
        yield Room(world.log, w.active.length, 9)  # help, seven levels, and the end
        yield Call(
            develop, w.orgs.view, w.regions, w.knowledge, w.frontier, w.techs.rows, w.active.rows, w.active.size,
            w.ties.rows, w.adjacent.rows, w.adjacent_start, w.carries, w.tick, w.now, self.record, params["contracts"],
            params["labour"], float(params["offers"]["slots"][0]), w.log.rows, w.log.size, w.flowed,
        )


@inline
def buy_help(
    orgs: Any, regions: Any, ties: Any, adjacent: Any, start: Any, carries: Any, i: int, j: int,
    p: Any, terms: Any, overhead: float, tally: Any,
) -> int:
    """Let firm ``i`` buy the hours of ``j``'s people; return the channel, or -1 if there are none or no money."""
    hours = p.hours
    if orgs[j].died >= 0 or orgs[j].kind == _FIRM or hours_free(orgs[j], terms.most) < hours:
        return -1
    t = tie_to(ties, adjacent, start, carries, _HELP, i, j)
    channel = ties[t].link if t >= 0 else OPEN
    price = hours * regions[orgs[j].region].state_pay * (1.0 + overhead)
    price *= 1.0 if t >= 0 else terms.premium
    if orgs[i].cash < p.reserve * price:
        return -1
    earn(orgs, i, j, price)
    orgs[j].applied += hours / orgs[j].staff
    tally[orgs[i].region, _HELP_HOURS, channel] += hours
    if t >= 0:
        ties[t].used += 1
    return channel


@inline
def hire_consultants(orgs: Any, regions: Any, i: int, hours: float, premium: float, reserve: float) -> float:
    """Let firm ``i`` buy consultants' hours on the open market; return what it got: all, or none for want of money."""
    price = hours * regions[orgs[i].region].wage * premium
    if hours <= 0.0 or orgs[i].cash < reserve * price:
        return 0.0
    transfer(orgs, i, regions[orgs[i].region].market, price)
    return hours


@inline
def help_of(orgs: Any, regions: Any, lead: float, i: int, inventors: bool, p: Any, premium: float) -> float:
    """Return what advice brings: of inventors who know ``lead`` of the frontier, else of consultants."""
    paid = min(p.hours, orgs[i].served / orgs[i].projects)  # consultants whom the technopark pays
    if not inventors:
        paid += hire_consultants(orgs, regions, i, p.hours - paid, premium, p.reserve)
    return float(p.effect * ((lead if inventors else 0.0) + p.consultant * paid / max(1e-9, p.hours)))


@inline
def know_how(orgs: Any, knowledge: Any, frontier: Any, tech: Any, p: Any) -> float:
    """Return what a firm's own people bring to a project: knowledge, skill and a crew; less in the valley of death."""
    firm = orgs[tech.developer]
    crew = firm.staff / firm.projects
    own = knowledge[tech.developer, tech.field] / frontier[tech.field] * firm.skill * crew / (crew + p.crew)
    return float(own * p.valley if 4 <= tech.level <= 6 else own)


@kernel
def develop(
    orgs: Any, regions: Any, knowledge: Any, frontier: Any, techs: Any, active: Any, actives: Any, ties: Any,
    adjacent: Any, start: Any, carries: Any, tick: int, now: Bits, params: Any, contracts: Any, labour: Any,
    slots: float, log: Any, size: Any, tally: Any,
) -> None:
    """Work on each technology in development: pay, get help, perhaps reach levels, perhaps give up.

    A firm without the money lets a project rest; the hazard of giving it up goes on. What is given up in a quarter
    was worked on for a part of it.
    """
    p, terms, overhead = params[0], contracts[0], labour[0].overhead
    for a in range(actives[0]):
        row = active[a]
        tech = techs[row]
        if tech.stage != _DEVELOPMENT:
            continue
        i, f = tech.developer, tech.field
        firm = orgs[i]
        cost = p.cost * regions[firm.region].wage
        if firm.died >= 0:
            give_back(orgs, tech)
            note(log, size, tick, _RETURNED, row, tech.origin, i, OPEN)
            continue
        lot = uniform(at(at(now, _DROP), tech.key))
        if firm.cash >= cost:
            transfer(orgs, i, regions[firm.region].market, cost)
            channel = buy_help(orgs, regions, ties, adjacent, start, carries, i, tech.origin, p, terms, overhead, tally)
            if channel >= 0:
                note(log, size, tick, _HELPED, row, tech.origin, i, channel)
            speed = know_how(orgs, knowledge, frontier, tech, p)
            speed += help_of(orgs, regions, knowledge[tech.origin, f] / frontier[f], i, channel >= 0, p, terms.premium)
            part = lot / p.abandonment if lot < p.abandonment else 1.0
            levels = poisson(at(at(now, _UP), tech.key), p.speed * speed * part)
            advance(orgs, techs, row, levels, tick, p, slots, log, size, tally)
        if lot < p.abandonment and tech.stage == _DEVELOPMENT:
            tech.stage = _ABANDONED
            firm.projects -= 1
            note(log, size, tick, _DROPPED, row, i, -1, OPEN)


@inline
def advance(
    orgs: Any, techs: Any, row: int, levels: int, tick: int, p: Any, slots: float, log: Any, size: Any, tally: Any
) -> None:
    """Raise a technology by some levels; at 9 it is a product."""
    tech = techs[row]
    for _ in range(min(levels, 9 - tech.level)):
        tech.level += 1
        note(log, size, tick, _ADVANCED, row, tech.developer, -1, OPEN)
    if tech.level == 9:
        launch(orgs, tech, tick, p.eta, slots, tally)
        note(log, size, tick, _LAUNCHED, row, tech.developer, tech.origin, tech.channel)


@inline
def give_back(orgs: Any, tech: Any) -> None:
    """Return a dead firm's project to where it was discovered, or give it up if that is gone too."""
    tech.developer = -1
    tech.owner = tech.origin
    tech.stage = _SHELF if orgs[tech.origin].died < 0 else _ABANDONED
    tech.agreement = 0
    tech.agreed = -1


@inline
def launch(orgs: Any, tech: Any, tick: int, eta: float, slots: float, tally: Any) -> None:
    """Turn a technology at level 9 into a product of its developer, which renews one of its lines."""
    firm = orgs[tech.developer]
    tech.stage = _PRODUCT
    tech.launched = tick
    tech.gain = eta * firm.quality * np.log(1.0 + tech.quality / max(1e-9, firm.quality)) / lines(firm.staff, slots)
    firm.quality += tech.gain
    firm.transferred += tech.gain
    firm.projects -= 1
    tally[firm.region, _PRODUCTS, tech.channel] += 1.0
