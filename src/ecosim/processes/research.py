"""Research: knowledge grows from own work and open science, and now and then becomes a technology.

Own research adds rho z_f (n q w_f x)^theta a quarter: n heads of mean skill q, a share w_f of them in
field f, x the share of hours left after teaching and contracts, z_f the world frontier; decreasing
returns as in Jones (1995). Open publications let everybody catch up with the frontier in proportion to
the gap and to the capacity to absorb it (Cohen and Levinthal 1990). Knowledge becomes obsolete.
Discoveries are Poisson with mean lambda n x w_f k_f / z_f; quality is log-normal around k_f.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ecosim.compiled import inline, kernel
from ecosim.kernels.log import note
from ecosim.memory import number
from ecosim.parameter import Parameters, parameter
from ecosim.processes.base import Process, Stage
from ecosim.randomness import Bits, at, name_key, normal, poisson, uniform
from ecosim.steps import Call, Room, Steps
from ecosim.world.codes import OPEN, Kind, Moved
from ecosim.world.world import World

_COUNT, _IDEA, _QUALITY, _LEVEL = (name_key("research", name) for name in ("count", "idea", "quality", "level"))
_FIRM, _UNIVERSITY = Kind.FIRM.value, Kind.UNIVERSITY.value
_DISCOVERED = Moved.DISCOVERED.value


class Research(Process):
    """Own research, open science, obsolescence and discoveries."""

    stage = Stage.RESEARCH

    class Params(Parameters):
        """Parameters of research."""

        rho: float = parameter(
            0.0009, unit="frontier/quarter", range=(0, 1), plausible=(0.0004, 0.002), source="assumed",
            doc="productivity of own research",
        )
        theta: float = parameter(
            0.4, unit="1", range=(0, 1), plausible=(0.3, 0.6), source="order of Jones 1995; Bloom et al. 2020",
            doc="elasticity of own research to heads",
        )
        omega: float = parameter(
            0.006, unit="1/quarter", range=(0, 1), plausible=(0.003, 0.012), source="assumed",
            doc="share of the gap to the frontier closed by open publications",
        )
        obsolescence: float = parameter(
            0.004, unit="1/quarter", range=(0, 0.5), plausible=(0.002, 0.01),
            source="knowledge depreciates by some percent a year, order of Hall 2007, less in basic science",
            doc="share of knowledge that becomes useless",
        )
        half: float = parameter(
            20.0, unit="heads", range=(0.001, 1e5), plausible=(8, 40), source="assumed",
            doc="skilled heads at which half of what could be absorbed is absorbed",
        )
        industry: float = parameter(
            0.15, unit="share", range=(0, 1), plausible=(0.08, 0.3), source="assumed",
            doc="share of a firm's skilled hours spent on own research",
        )
        discovery: float = parameter(
            0.022, unit="1/(head quarter)", range=(0, 1), plausible=(0.01, 0.04),
            source="disclosures per researcher, AUTM FY2020 over US full-time academic researchers",
            doc="discoveries per researcher who works at the frontier full time on own research",
        )
        sigma: float = parameter(
            1.4, unit="1", range=(0, 5), plausible=(1.0, 1.8),
            source="Scherer and Harhoff 2000; Harhoff, Scherer and Vopel 2003",
            doc="standard deviation of the log quality of technologies",
        )

    def act(self, world: World) -> Steps:
        """Let everybody learn and discover for a quarter."""
        w, count = world.at, number(np.zeros(1, np.int64))
        yield Call(
            study, w.orgs.view, w.alive.view, w.regions, w.knowledge, w.weights, w.frontier, w.measured, w.now,
            self.record, into=count,
        )
        yield Room(world.techs, count)
        yield Room(world.log, count)
        yield Call(
            discover, w.orgs.view, w.alive.view, w.knowledge, w.weights, w.frontier, w.measured, w.now, w.tick,
            self.record, w.techs.rows, w.techs.size, w.log.rows, w.log.size,
        )


@inline
def absorptive_capacity(org: Any, half: float) -> float:
    """Return the share of what could be learnt that is: skilled heads over themselves plus ``half``."""
    heads = org.staff * org.skill
    return float(heads / (heads + half))


@kernel
def study(
    orgs: Any, living: Any, regions: Any, knowledge: Any, weights: Any, frontier: Any, measured: Any, now: Bits,
    params: Any,
) -> int:
    """Update hours and knowledge (organisations, fields) by own research, open science and obsolescence.

    Beam time (``measured``, in heads of research) counts as so much more work in its field.

    Returns:
        the number of discoveries of this quarter, so that room can be made for them.
    """
    p, found = params[0], 0
    for i in living:
        org = orgs[i]
        if org.kind > _FIRM or org.died >= 0:
            continue
        org.contracting = org.applied
        org.applied = 0.0
        hours = 1.0 if org.kind != _FIRM else p.industry
        org.basic = max(0.0, hours * (1.0 - org.teaching - org.contracting))
        absorbed = p.omega * regions[org.region].access * absorptive_capacity(org, p.half)
        for f in range(frontier.shape[0]):
            w, k = weights[i, f], knowledge[i, f]
            if w > 0.0:
                own = p.rho * frontier[f] * (org.staff * org.skill * w * org.basic + measured[i, f]) ** p.theta
                knowledge[i, f] += own + absorbed * w * max(0.0, frontier[f] - k) - p.obsolescence * k
            else:
                knowledge[i, f] -= p.obsolescence * k
            if org.kind <= _UNIVERSITY:
                found += discoveries(orgs, knowledge, weights, frontier, measured, now, p, i, f)
    return found


@inline
def discoveries(
    orgs: Any, knowledge: Any, weights: Any, frontier: Any, measured: Any, now: Bits, p: Any, i: int, f: int
) -> int:
    """Return how many technologies a science organisation discovers in a field this quarter."""
    org = orgs[i]
    if org.died >= 0 or weights[i, f] <= 0.0:
        return 0
    mean = p.discovery * org.staff * org.skill * org.basic * weights[i, f] * knowledge[i, f] / frontier[f]
    mean += p.discovery * measured[i, f] * knowledge[i, f] / frontier[f]
    return poisson(at(at(at(now, _COUNT), org.key), f), mean)


@inline
def new_technology(tech: Any, key: Bits, origin: int, field: int, knowledge: float, sigma: float, tick: int) -> None:
    """Write a discovery into the row ``tech``: quality around the origin's knowledge, readiness 2-4."""
    tech.key = key
    tech.origin = origin
    tech.owner = origin
    tech.developer = -1
    tech.sponsor = -1
    tech.field = field
    tech.quality = knowledge * np.exp(sigma * normal(at(key, _QUALITY)))
    u = uniform(at(key, _LEVEL))
    tech.entry = 2 if u < 0.5 else (3 if u < 0.85 else 4)
    tech.level = tech.entry
    tech.found = tick
    tech.agreed = -1
    tech.launched = -1
    tech.bidder = -1


@kernel
def discover(
    orgs: Any, living: Any, knowledge: Any, weights: Any, frontier: Any, measured: Any, now: Bits, tick: int,
    params: Any, techs: Any, size: Any, log: Any, entries: Any,
) -> None:
    """Append this quarter's discoveries to the technologies and the log; beam time is then used up."""
    p = params[0]
    ideas = at(now, _IDEA)
    for i in living:
        for f in range(frontier.shape[0] if orgs[i].kind <= _UNIVERSITY else 0):
            for j in range(discoveries(orgs, knowledge, weights, frontier, measured, now, p, i, f)):
                key = at(at(at(ideas, orgs[i].key), f), j)
                new_technology(techs[size[0]], key, i, f, knowledge[i, f], p.sigma, tick)
                note(log, entries, tick, _DISCOVERED, size[0], i, -1, OPEN)
                size[0] += 1
    measured[:, :] = 0.0
