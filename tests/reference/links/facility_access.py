"""Facility access (ODD, 7.13): beam time for the best proposals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference.model import Ecosystem
from reference.organisations import Facility, Firm
from reference.people import Request
from reference.processes.measurement import can_go, measure

if TYPE_CHECKING:
    from reference.plan import LinkInForce


def measurement(model: Ecosystem, link: LinkInForce) -> None:
    """Give the quarter's beam time to proposals in the order of their merit."""
    free = {facility: int(facility.slots * link.params.strength) for facility in model.facilities}
    for request in sorted(model.requests, key=lambda one: -one.merit):
        firm = isinstance(request.organisation, Firm)
        if link.params.industry if firm else link.params.science:
            give_time(model, link, request, free)


def give_time(model: Ecosystem, link: LinkInForce, request: Request, free: dict[Facility, int]) -> None:
    """Let a team take time at the nearest facility that serves its field and has some left, if it can go there."""
    p, one = model.rules.measurement, request.organisation
    facilities = [facility for facility, left in free.items() if left > 0 and facility.serves[request.field] > 0.0]
    if not facilities:
        return
    nearest = min(facilities, key=lambda facility: one.place.distance(facility.place))
    way, wage = one.place.distance(nearest.place) / 1000.0, one.region.wage
    hours = p.hours + way * p.journey
    fee = p.fee * wage if isinstance(one, Firm) else 0.0
    if can_go(model, request, hours, fee + way * p.fare * wage):
        one.pay(nearest, fee)
        one.transfer(one.region.rest_of_world, way * p.fare * wage)
        measure(model, request, hours, link.name)
        free[nearest] -= 1
