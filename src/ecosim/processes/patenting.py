"""Patents: a science organisation applies for some of its discoveries, and some are granted years later."""

from __future__ import annotations

from typing import Any

from ecosim.compiled import inline, kernel
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
        for age, decision in ((1, False), (1 + int(self.record["lag"][0]), True)):
            first, last = world.technologies_of(world.tick - age)
            world.log.reserve(last - first)
            decide(
                world.orgs.view, world.regions, world.techs.rows, first, last, decision, world.tick, self.record,
                world.log.rows, world.log.size,
            )


@inline
def _file(orgs: Any, regions: Any, tech: Any, p: Any) -> None:
    owner = orgs[tech.owner]
    cost = p.cost * regions[owner.region].wage
    if owner.died < 0 and owner.cash >= cost and uniform(at(tech.key, _APPLY)) < p.apply:
        transfer(orgs, tech.owner, regions[owner.region].market, cost)
        tech.patent = _APPLIED


@kernel
def decide(
    orgs: Any, regions: Any, techs: Any, first: int, last: int, decision: bool, tick: int, params: Any, log: Any,
    size: Any
) -> None:
    """File applications (``decision`` false) or decide on them (true) for the rows of one quarter's technologies."""
    p = params[0]
    for t in range(first, last):
        tech = techs[t]
        before = tech.patent
        if not decision:
            _file(orgs, regions, tech, p)
        elif before == _APPLIED:
            tech.patent = _GRANTED if uniform(at(tech.key, _GRANT)) < p.grant else _REFUSED
        if tech.patent != before:
            what = _FILED if tech.patent == _APPLIED else (_ISSUED if tech.patent == _GRANTED else _DENIED)
            note(log, size, tick, what, t, tech.owner, -1, OPEN)
