"""Patents: a science organisation applies for some of its discoveries, and some are granted years later."""

from __future__ import annotations

from typing import Any

from ecosim.compiled import kernel
from ecosim.kernels.ledger import transfer
from ecosim.kernels.log import note
from ecosim.parameter import Parameters, parameter
from ecosim.processes.base import Process, Stage
from ecosim.randomness import at, name_key, uniform
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

    def act(self, world: World) -> None:
        """Apply and decide; ``found_from`` tells where the technologies of each quarter begin."""
        new, last_new = world.technologies_of(world.tick - 1)
        due, last_due = world.technologies_of(world.tick - 1 - int(self.record["lag"][0]))
        world.log.reserve(last_new - new + last_due - due)
        file_and_decide(
            world.orgs.view, world.regions, world.techs.rows, new, last_new, due, last_due, world.tick, self.record,
            world.log.rows, world.log.size,
        )


@kernel
def file_and_decide(
    orgs: Any, regions: Any, techs: Any, new: int, last_new: int, due: int, last_due: int, tick: int, params: Any,
    log: Any, size: Any,
) -> None:
    """Let owners of ``techs[new:last_new]`` apply; decide on the applications among ``techs[due:last_due]``."""
    p = params[0]
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
