"""Patents: a science organisation applies for some of its discoveries, and some are granted years later."""

from __future__ import annotations

from typing import Any

import numpy as np

from ecosim.compiled import inline, kernel
from ecosim.kernels.ledger import transfer
from ecosim.kernels.log import note
from ecosim.memory import number
from ecosim.parameter import Parameters, parameter
from ecosim.processes.base import Process, Stage
from ecosim.randomness import at, name_key, uniform
from ecosim.steps import Call, Room, Steps
from ecosim.world.codes import OPEN, Moved, Patent
from ecosim.world.world import World

_APPLY, _GRANT = name_key("patent", "apply"), name_key("patent", "grant")
_APPLIED, _GRANTED, _REFUSED = Patent.APPLIED.value, Patent.GRANTED.value, Patent.REFUSED.value
_FILED, _ISSUED, _DENIED = Moved.PATENT_APPLIED.value, Moved.PATENT_GRANTED.value, Moved.PATENT_REFUSED.value


class Patenting(Process):
    """Applications for last quarter's discoveries and decisions on those of some years ago."""

    stage = Stage.PATENTING

    class Params(Parameters):
        """Parameters of patenting."""

        apply: float = parameter(
            0.6, unit="share", range=(0, 1), plausible=(0.45, 0.75),
            source="AUTM panel 1998-2022: 60 applications per 100 disclosures",
            doc="share of discoveries for which a patent is sought",
        )
        grant: float = parameter(
            0.44, unit="share", range=(0, 1), plausible=(0.35, 0.6),
            source="AUTM panel 1998-2022: 26 patents per 60 applications",
            doc="share of applications that are granted",
        )
        lag: int = parameter(
            12, unit="quarters", range=(2, 60), plausible=(8, 16),
            source="order of examination times, about three years",
            doc="time from application to decision",
        )
        cost: float = parameter(
            0.5, unit="wages", range=(0, 100), plausible=(0.2, 1.5), source="assumed", doc="cost of an application"
        )

    def act(self, world: World) -> Steps:
        """Apply and decide; ``found_from`` tells where the technologies of each quarter begin."""
        w, entries = world.at, number(np.zeros(1, np.int64))
        yield Call(most_entries, w.tick, w.found_from, self.record, into=entries)
        yield Room(world.log, entries)
        yield Call(
            file_and_decide, w.orgs.view, w.regions, w.techs.rows, w.tick, w.found_from, self.record, w.log.rows,
            w.log.size,
        )


@inline
def found_in(tick: int, found_from: Any) -> tuple[int, int]:
    """Return the first row of the technologies of a quarter that is over, and the first row after them."""
    return (found_from[tick], found_from[tick + 1]) if tick >= 0 else (0, 0)


@kernel
def most_entries(tick: int, found_from: Any, params: Any) -> int:
    """Return how many technologies are filed or decided upon at most."""
    new, last_new = found_in(tick - 1, found_from)
    due, last_due = found_in(tick - 1 - params[0].lag, found_from)
    return int(last_new - new + last_due - due)


@kernel
def file_and_decide(
    orgs: Any, regions: Any, techs: Any, tick: int, found_from: Any, params: Any, log: Any, size: Any
) -> None:
    """Let owners of last quarter's technologies apply; decide on the applications whose time has come."""
    p = params[0]
    new, last_new = found_in(tick - 1, found_from)
    due, last_due = found_in(tick - 1 - p.lag, found_from)
    for t in range(new, last_new):
        tech = techs[t]
        owner = orgs[tech.owner]
        cost = p.cost * regions[owner.region].wage
        if owner.died < 0 and owner.cash >= cost and uniform(at(tech.key, _APPLY)) < p.apply:
            transfer(orgs, tech.owner, regions[owner.region].market, cost)
            tech.patent = _APPLIED
            note(log, size, tick, _FILED, t, tech.owner, -1, OPEN)
    for t in range(due, last_due):
        tech = techs[t]
        if tech.patent == _APPLIED:
            granted = uniform(at(tech.key, _GRANT)) < p.grant
            tech.patent = _GRANTED if granted else _REFUSED
            note(log, size, tick, _ISSUED if granted else _DENIED, t, tech.owner, -1, OPEN)
