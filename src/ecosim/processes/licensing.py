"""Licensing: what is protected is licensed to the best bidder, what is published is used freely.

The owner of a patent application takes a share of what the licensee expects to gain, as far as it can
pay, and royalties later. A technology without protection is used from its publication by the firm that
expects most of it. Developers outside the region take some; what becomes of it there is not simulated.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ecosim.compiled import inline, kernel
from ecosim.kernels.adjacency import tie_to
from ecosim.kernels.ledger import earn
from ecosim.kernels.log import note
from ecosim.parameter import Parameters, parameter
from ecosim.processes.base import Process, Stage
from ecosim.processes.offers import protected
from ecosim.randomness import Bits, at, name_key, uniform
from ecosim.steps import Call, Room, Steps
from ecosim.world.codes import OPEN, Agreement, Carries, Flow, Moved
from ecosim.world.codes import Stage as Life
from ecosim.world.world import World

_ABROAD = name_key("licensing", "outside")
_SHELF, _DEVELOPMENT, _OUTSIDE_STAGE = Life.SHELF.value, Life.DEVELOPMENT.value, Life.OUTSIDE.value
_LICENCE, _PUBLICATION, _OUTSIDE = Agreement.LICENCE.value, Agreement.PUBLICATION.value, Agreement.OUTSIDE.value
_CARRIED = Carries.LICENCES.value
_LICENCES, _FEES, _USED = Flow.LICENCES.value, Flow.LICENCE_MONEY.value, Flow.PUBLICATIONS.value
_LICENSED, _PUBLISHED, _LEFT_REGION = Moved.LICENSED.value, Moved.PUBLICATION_USED.value, Moved.OUTSIDE.value


class Licensing(Process):
    """Conclude licences and start the use of publications."""

    stage = Stage.LICENSING

    class Params(Parameters):
        """Parameters of licensing."""

        fee: float = parameter(
            0.1, unit="share", range=(0, 1), plausible=(0.05, 0.25),
            source="assumed: order of the 25 per cent rule of thumb, much of it in royalties",
            doc="share of the expected gain that is paid at once",
        )
        advance: float = parameter(
            0.25, unit="share", range=(0, 1), plausible=(0.1, 0.5), source="assumed",
            doc="share of its cash that a firm pays at once, at most",
        )
        outside: float = parameter(
            0.01, unit="technologies/quarter", range=(0, 1), plausible=(0.003, 0.03), source="assumed",
            doc="rate at which developers outside the region take a protected technology of the frontier's quality",
        )
        outside_fee: float = parameter(
            2.0, unit="wages", range=(0, 1e4), plausible=(0.5, 8), source="assumed", doc="what it pays"
        )

    def act(self, world: World) -> Steps:
        """Conclude this quarter's agreements and enter them into the log."""
        w = world.at
        yield Room(world.log, w.active.length)
        yield Call(
            conclude, w.orgs.view, w.regions, w.techs.rows, w.frontier, w.active.rows, w.active.size, w.ties.rows,
            w.adjacent.rows, w.adjacent_start, w.carries, w.tick, w.now, self.record, world.params["offers"],
            w.log.rows, w.log.size, w.flowed,
        )


@inline
def agree(tech: Any, agreement: int, tick: int) -> None:
    """Mark the passage of a technology from science to its developer."""
    tech.agreement = agreement
    tech.agreed = tick
    tech.channel = tech.via


@kernel
def conclude(
    orgs: Any, regions: Any, techs: Any, frontier: Any, active: Any, actives: Any, ties: Any, adjacent: Any,
    start: Any, carries: Any, tick: int, now: Bits, params: Any, offers: Any, log: Any, size: Any, tally: Any,
) -> None:
    """Give each shelved technology to its best bidder, or to the outside, which hears of it no earlier than others."""
    p = params[0]
    for a in range(actives[0]):
        tech = techs[active[a]]
        owner, i = tech.owner, tech.bidder
        if tech.stage != _SHELF:
            if i >= 0:  # its inventors have founded a firm on it
                orgs[i].projects -= 1
            continue
        region = regions[orgs[owner].region]
        owned = protected(tech)
        if i >= 0:
            kind = _LICENCE if owned else _PUBLICATION
            tally[orgs[owner].region, _LICENCES if owned else _USED, tech.via] += 1.0
            if owned:
                fee = min(p.fee * tech.bid, p.advance * max(0.0, orgs[i].cash))
                earn(orgs, i, owner, fee)
                tally[orgs[owner].region, _FEES, tech.via] += fee
            tech.stage = _DEVELOPMENT
            tech.developer = i
            t = tie_to(ties, adjacent, start, carries, _CARRIED, i, owner)
            if t >= 0:
                ties[t].used += 1
        elif owned and tick - tech.found >= offers[0].delay and uniform(at(at(now, _ABROAD), tech.key)) < 1.0 - np.exp(
            -p.outside * tech.quality / frontier[tech.field]
        ):
            kind, i, tech.via = _OUTSIDE, -1, OPEN
            tech.stage = _OUTSIDE_STAGE
            earn(orgs, region.market, owner, p.outside_fee * region.wage)
            tally[orgs[owner].region, _FEES, OPEN] += p.outside_fee * region.wage
        else:
            continue
        agree(tech, kind, tick)
        what = _LICENSED if kind == _LICENCE else (_PUBLISHED if kind == _PUBLICATION else _LEFT_REGION)
        note(log, size, tick, what, active[a], i, owner, tech.via)


