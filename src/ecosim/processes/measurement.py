"""Measurement: what a session of beam time costs and brings, wherever it takes place.

A session is a team's visit to a facility. It takes people's hours, the way there included, and money: the fare,
and the fee that all users pay but science at a facility of its link. For research it counts as so many heads'
work of a quarter (an input, no higher productivity: Helmers and Overman 2017); a project of a firm advances by
it as by the help of those who know. Those who visit learn how to use a facility; over ties that carry know-how others
learn it of them. Whoever had no time nearby may find some at a facility elsewhere in the world: less surely, far off,
for a fee, and at a premium.
"""

from __future__ import annotations

from typing import Any

from ecosim.compiled import inline, kernel
from ecosim.kernels.adjacency import other_end
from ecosim.kernels.ledger import transfer
from ecosim.parameter import Parameters, parameter
from ecosim.processes.base import Process, Stage
from ecosim.processes.contracts import hours_free
from ecosim.processes.development import advance
from ecosim.randomness import Bits, at, name_key, poisson, uniform
from ecosim.steps import Call, Room, Steps
from ecosim.world.codes import OPEN, Carries, Flow, Kind
from ecosim.world.codes import Stage as Life
from ecosim.world.world import World

_ELSEWHERE, _UP = name_key("measurement", "elsewhere"), name_key("measurement", "up")
_FIRM, _DEVELOPMENT, _LEARNING = Kind.FIRM.value, Life.DEVELOPMENT.value, Carries.LEARNING.value
_SCIENCE, _FIRMS = Flow.BEAM_SCIENCE.value, Flow.BEAM_FIRMS.value


class Measurement(Process):
    """Beam time elsewhere, and how the use of facilities is learnt."""

    stage = Stage.MEASUREMENT

    class Params(Parameters):
        """Parameters of sessions at large facilities."""

        hours: float = parameter(
            0.15, unit="heads", range=(0, 10), plausible=(0.08, 0.3),
            source="assumed: a team of three for some days", doc="work of a quarter that a session takes",
        )
        worth: float = parameter(
            0.5, unit="heads", range=(0, 100), plausible=(0.2, 1.5), source="assumed",
            doc="research of a quarter that a session stands for",
        )
        effect: float = parameter(
            0.6, unit="1", range=(0, 10), plausible=(0.3, 1), source="assumed: as much as advice from the frontier",
            doc="effect of a session on the readiness of a project, in terms of development.speed",
        )
        fee: float = parameter(
            2.0, unit="wages", range=(0, 1000), plausible=(1, 5), source="assumed: order of industrial beam time fees",
            doc="what a session costs those who pay for it, at cost",
        )
        premium: float = parameter(
            1.75, unit="1", range=(1, 10), plausible=(1.2, 2.5), source="assumed: as for contracts",
            doc="price of a session elsewhere relative to cost",
        )
        elsewhere: float = parameter(
            0.3, unit="1", range=(0, 1), plausible=(0.1, 0.6),
            source="assumed: order of proposals accepted at facilities abroad",
            doc="chance that a proposal without time nearby finds some elsewhere",
        )
        away: float = parameter(
            4.0, unit="1000 km", range=(0, 20), plausible=(2, 6),
            source="assumed: Novosibirsk to Moscow 2800 km, to Grenoble 5500 km",
            doc="distance to facilities elsewhere",
        )
        fare: float = parameter(
            0.05, unit="wages/1000 km", range=(0, 10), plausible=(0.02, 0.15), source="assumed", doc="fare of a session"
        )
        journey: float = parameter(
            0.01, unit="heads/1000 km", range=(0, 1), plausible=(0.005, 0.03), source="assumed",
            doc="work that the way to a session takes",
        )
        team: float = parameter(
            3.0, unit="heads", range=(0, 100), plausible=(2, 5), source="assumed", doc="heads whom a session trains"
        )
        passed: float = parameter(
            0.05, unit="1/quarter", range=(0, 1), plausible=(0, 0.1), source="assumed",
            doc="share of a partner's lead in trained people that full trust passes on",
        )
        fade: float = parameter(
            0.02, unit="1/quarter", range=(0, 1), plausible=(0.01, 0.05), source="assumed: people who retire or move",
            doc="share of trained people lost",
        )

    def act(self, world: World) -> Steps:
        """Measure elsewhere what found no time nearby; pass on and lose what people have learnt."""
        if not len(world.facilities):
            return
        w = world.at
        yield Room(world.log, w.requests.length, 9)
        yield Call(
            go_elsewhere, w.orgs.view, w.regions, w.requests.view, w.techs.rows, w.measured, w.tick, w.now, self.record,
            *terms(world), w.log.rows, w.log.size, w.flowed,
        )
        yield Call(
            pass_on, w.orgs.view, w.alive.view, w.ties.rows, w.adjacent.rows, w.adjacent_start, w.carries, self.record,
            w.share,
        )


def terms(world: World) -> tuple[Any, Any, float]:
    """Return the parameters of contracts and development and the heads of a line, which sessions go by."""
    return world.params["contracts"], world.params["development"], float(world.params["offers"]["slots"][0])


@inline
def can_go(orgs: Any, techs: Any, request: Any, hours: float, price: float, most: float) -> bool:
    """Return whether a team has the hours and the money, and its project still goes on."""
    org = orgs[request.row]
    if org.died >= 0 or org.cash < price:
        return False
    if org.kind == _FIRM:
        return bool(techs[request.technology].stage == _DEVELOPMENT and hours <= (1.0 - org.applied) * org.staff)
    return bool(hours_free(org, most) >= hours)


@inline
def measure(
    orgs: Any, request: Any, techs: Any, measured: Any, hours: float, channel: int, tick: int, p: Any, development: Any,
    slots: float, log: Any, size: Any, tally: Any,
) -> None:
    """Carry out a session that is paid for."""
    org = orgs[request.row]
    request.channel = channel
    org.applied += hours / org.staff
    org.trained += (1.0 - org.trained) * min(1.0, p.team / org.staff)
    if request.technology < 0:
        measured[request.row, request.field] += p.worth
        tally[org.region, _SCIENCE, channel] += 1.0
        return
    levels = poisson(at(request.key, _UP), development[0].speed * p.effect)
    advance(orgs, techs, request.technology, levels, tick, development[0], slots, log, size, tally)
    tally[org.region, _FIRMS, channel] += 1.0


@kernel
def go_elsewhere(
    orgs: Any, regions: Any, requests: Any, techs: Any, measured: Any, tick: int, now: Bits, params: Any,
    contracts: Any, development: Any, slots: float, log: Any, size: Any, tally: Any,
) -> None:
    """Let teams without time nearby look for it in the rest of the world."""
    p = params[0]
    hours = p.hours + p.away * p.journey
    for q in range(requests.shape[0]):
        request = requests[q]
        if request.channel >= 0 or uniform(at(request.key, _ELSEWHERE)) >= p.elsewhere:
            continue
        region = regions[orgs[request.row].region]
        price = (p.fee * p.premium + p.away * p.fare) * region.wage
        if can_go(orgs, techs, request, hours, price, contracts[0].most):
            transfer(orgs, request.row, region.market, price)
            measure(
                orgs, request, techs, measured, hours, OPEN, tick, p, development, slots, log, size, tally
            )


@kernel
def pass_on(
    orgs: Any, living: Any, ties: Any, adjacent: Any, start: Any, carries: Any, params: Any, share: Any
) -> None:
    """Let partners learn of each other, all at once, how to use a facility, and let some of it be lost.

    ``share`` (organisations,) is scratch: the share of people that each will have trained.
    """
    p = params[0]
    for i in living:
        share[i] = orgs[i].trained
        if orgs[i].died >= 0:
            continue
        for k in range(start[i], start[i + 1]):
            tie = ties[adjacent[k]]
            if tie.ended < 0 and carries[tie.link, _LEARNING]:
                j = other_end(tie, i)
                share[i] += p.passed * tie.trust * max(0.0, orgs[j].trained - share[i])
        share[i] *= 1.0 - p.fade
    for i in living:
        orgs[i].trained = share[i]
