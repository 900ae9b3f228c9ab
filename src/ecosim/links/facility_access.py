"""Facility access: beam time at a large research facility, given to the best proposals.

What flows: sessions of beam time, for institutes and universities (``science``), who pay the fare and no fee
because the state runs the facility, and for firms (``industry``), who pay a fee at cost. Time goes by merit, to
whom it may, at the nearest facility that serves the field. Without the link the facility is built and run all
the same, and stands idle for these organisations; they look for time elsewhere in the world.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ecosim.compiled import inline, kernel
from ecosim.kernels.ledger import pay, transfer
from ecosim.kernels.ring import sort_ring
from ecosim.links.base import Link, LinkParameters
from ecosim.parameter import flow
from ecosim.processes.measurement import can_go, measure, terms
from ecosim.steps import Call, Room, Steps
from ecosim.world import layouts
from ecosim.world.codes import Kind
from ecosim.world.world import World

_FIRM = Kind.FIRM.value


class FacilityAccess(Link):
    """Link of a large facility and whoever has a good proposal."""

    name = "facility_access"

    class Params(LinkParameters):
        """Parameters of access to facilities."""

        science: bool = flow("beam time of institutes and universities")
        industry: bool = flow("beam time of firms")

    def measurement(self, world: World) -> Steps:
        """Give the quarter's beam time to proposals in the order of their merit."""
        w, order = world.at, world.scratch("turns", layouts.RING.dtype)
        allowed = np.array([self.params.science, self.params.industry], np.int64)  # type: ignore[attr-defined]
        yield Room(order, w.requests.length, beyond=False, sets=True)
        yield Call(by_merit, w.requests.view, order.at.view)
        yield Room(world.log, w.requests.length, 9)
        yield Call(
            give_time, w.orgs.view, w.regions, w.requests.view, order.at.view, w.facilities, w.serves, w.slots,
            self.params.strength, np.zeros_like(world.slots), allowed, w.distance, w.techs.rows, w.measured,
            self.channel, w.tick, world.params["measurement"], *terms(world), w.log.rows, w.log.size, w.flowed,
        )


@inline
def falling(number: float) -> np.uint64:
    """Return a whole number that sorts by descending ``number``."""
    bits = np.float64(0.0 - number).view(np.uint64)
    return ~bits if bits >> np.uint64(63) else bits | np.uint64(1) << np.uint64(63)


@kernel
def by_merit(requests: Any, order: Any) -> None:
    """Fill ``order`` (requests,) with their rows, the best first and equals in order."""
    for r in range(requests.shape[0]):
        order[r].row, order[r].position = r, falling(requests[r].merit)
    sort_ring(order, 0, order.shape[0])


@inline
def nearest(facilities: Any, free: Any, serves: Any, distance: Any, orgs: Any, place: int, field: int) -> int:
    """Return the nearest facility with time left that serves a field, or -1."""
    best = -1
    for q in range(facilities.shape[0]):
        if free[q] > 0 and serves[q, field] > 0.0:
            way = distance[place, orgs[facilities[q]].place]
            if best < 0 or way < distance[place, orgs[facilities[best]].place]:
                best = q
    return best


@kernel
def give_time(
    orgs: Any, regions: Any, requests: Any, order: Any, facilities: Any, serves: Any, open_slots: Any, strength: float,
    free: Any, allowed: Any, distance: Any, techs: Any, measured: Any, channel: int, tick: int, params: Any,
    contracts: Any, development: Any, slots: float, log: Any, size: Any, tally: Any,
) -> None:
    """Let proposals in the given ``order`` take time at the nearest facility; ``free`` (facilities,) is scratch."""
    p = params[0]
    for q in range(free.shape[0]):
        free[q] = int(open_slots[q] * strength)
    for turn in order:
        request = requests[turn.row]
        org = orgs[request.row]
        firm = org.kind == _FIRM
        if not allowed[1 if firm else 0]:
            continue
        q = nearest(facilities, free, serves, distance, orgs, org.place, request.field)
        if q < 0:
            continue
        way = distance[org.place, orgs[facilities[q]].place] / 1000.0
        hours, wage = p.hours + way * p.journey, regions[org.region].wage
        fee = p.fee * wage if firm else 0.0
        if can_go(orgs, techs, request, hours, fee + way * p.fare * wage, contracts[0].most):
            pay(orgs, request.row, facilities[q], fee)
            transfer(orgs, request.row, regions[org.region].market, way * p.fare * wage)
            measure(orgs, request, techs, measured, hours, channel, tick, p, development, slots, log, size, tally)
            free[q] -= 1
