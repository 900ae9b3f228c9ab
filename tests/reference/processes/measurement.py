"""Sessions of beam time, and how the use of facilities is learnt (ODD, 7.13)."""

from __future__ import annotations

from ecosim.world.codes import Flow, Stage
from reference.luck import at, named, poisson, uniform
from reference.model import Ecosystem
from reference.organisations import Science
from reference.people import Request
from reference.processes.development import advance
from reference.surroundings import OPEN

ELSEWHERE, UP = named("measurement", "elsewhere"), named("measurement", "up")


def measurement(model: Ecosystem) -> None:
    """Measure elsewhere what found no time nearby; pass on and lose what people have learnt."""
    if not model.facilities:
        return
    p = model.rules.measurement
    for request in model.requests:
        if request.channel is not None or uniform(at(request.key, ELSEWHERE)) >= p.elsewhere:
            continue
        hours = p.hours + p.away * p.journey
        price = (p.fee * p.premium + p.away * p.fare) * request.organisation.region.wage
        if can_go(model, request, hours, price):
            request.organisation.transfer(request.organisation.region.rest_of_world, price)
            measure(model, request, hours, OPEN)
    pass_on(model)


def can_go(model: Ecosystem, request: Request, hours: float, price: float) -> bool:
    """Return whether a team has the hours and the money, and its project still goes on."""
    one = request.organisation
    if not one.alive or one.cash < price:
        return False
    if isinstance(one, Science):
        return one.hours_free(model.rules.contracts.most) >= hours
    return request.technology.stage == Stage.DEVELOPMENT and hours <= (1.0 - one.applied) * one.staff


def measure(model: Ecosystem, request: Request, hours: float, channel: str) -> None:
    """Carry out a session that is paid for."""
    p, one = model.rules.measurement, request.organisation
    request.channel = channel
    one.applied += hours / one.staff
    one.trained += (1.0 - one.trained) * min(1.0, p.team / one.staff)
    if request.technology is None:
        one.measured[request.field] += p.worth
        one.region.count(Flow.BEAM_SCIENCE, channel, 1.0)
    else:
        levels = poisson(at(request.key, UP), model.rules.development.speed * p.effect)
        advance(model, request.technology, levels)
        one.region.count(Flow.BEAM_FIRMS, channel, 1.0)


def pass_on(model: Ecosystem) -> None:
    """Let partners learn of each other, all at once, how to use a facility; let some of it be lost."""
    p = model.rules.measurement
    afterwards = []
    for one in model.living:
        trained = one.trained
        for tie in one.lasting_ties("learning"):
            trained += p.passed * tie.trust * max(0.0, tie.partner(one).trained - trained)
        afterwards.append((one, trained * (1.0 - p.fade)))
    for one, trained in afterwards:
        one.trained = trained
