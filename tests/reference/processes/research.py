"""Research (ODD, 7.5): own work, open science, obsolescence, discoveries."""

from __future__ import annotations

import math

from ecosim.world.codes import Moved
from reference.luck import at, named, normal, poisson, uniform
from reference.model import Ecosystem
from reference.organisations import Employer, Firm, Science
from reference.technologies import Technology

COUNT, IDEA, QUALITY, LEVEL = (named("research", name) for name in ("count", "idea", "quality", "level"))


def research(model: Ecosystem) -> None:
    """Let everybody learn and discover for a quarter."""
    for one in model.living:
        study(model, one)
    for one in model.science:
        discover(model, one)
    for one in model.living:
        one.measured = [0.0 for _ in model.fields]


def study(model: Ecosystem, one: Employer) -> None:
    """Set the hours of own research; add what it brings and what others have published, and forget."""
    p = model.rules.research
    one.contracting, one.applied = one.applied, 0.0
    hours = p.industry if isinstance(one, Firm) else 1.0
    one.basic = max(0.0, hours * (1.0 - one.teaching - one.contracting))
    absorbed = p.omega * one.region.access * one.absorptive_capacity
    for f in model.fields:
        w, k, z = one.weights[f], one.knowledge[f], model.frontier[f]
        if w > 0.0:
            own = p.rho * z * (one.staff * one.skill * w * one.basic + one.measured[f]) ** p.theta
            one.knowledge[f] += own + absorbed * w * max(0.0, z - k) - p.obsolescence * k
        else:
            one.knowledge[f] -= p.obsolescence * k


def discover(model: Ecosystem, one: Science) -> None:
    """Let a science organisation discover technologies."""
    p = model.rules.research
    for f in model.fields:
        if one.weights[f] <= 0.0:
            continue
        mean = p.discovery * one.staff * one.skill * one.basic * one.weights[f] * one.knowledge[f] / model.frontier[f]
        mean += p.discovery * one.measured[f] * one.knowledge[f] / model.frontier[f]
        for idea in range(poisson(at(model.now, COUNT, one.key, f), mean)):
            found(model, at(model.now, IDEA, one.key, f, idea), one, f)


def found(model: Ecosystem, key: int, origin: Science, f: int) -> Technology:
    """Add a technology: quality around what its origin knows, readiness 2 to 4."""
    quality = origin.knowledge[f] * math.exp(model.rules.research.sigma * normal(at(key, QUALITY)))
    u = uniform(at(key, LEVEL))
    entry = 2 if u < 0.5 else 3 if u < 0.85 else 4
    technology = Technology(key, origin, origin, f, quality, entry, entry, model.tick)
    model.technologies.append(technology)
    model.found_in.setdefault(model.tick, []).append(technology)
    model.note(Moved.DISCOVERED, technology, origin)
    return technology
