"""Proposals for beam time (ODD, 7.13)."""

from __future__ import annotations

import math

from ecosim.world.codes import Stage
from reference.luck import at, named, normal, poisson
from reference.model import Ecosystem
from reference.organisations import Employer
from reference.people import Request
from reference.technologies import Technology

COUNT, REQUEST, MERIT = (named("proposals", name) for name in ("count", "request", "merit"))


def proposals(model: Ecosystem) -> None:
    """Collect this quarter's proposals, from science and for firms' projects."""
    model.requests = []
    if not model.facilities:
        return
    p, needs = model.rules.proposals, [max(one.serves[f] for one in model.facilities) for f in model.fields]
    for one in model.science:
        for f in model.fields:
            mean = p.need * able(model, one) * one.staff * one.weights[f] * needs[f]
            if mean > 0.0:
                key = at(model.now, COUNT, one.key, f)
                put_forward(model, one, f, None, key, poisson(key, mean))
    for technology in model.active:
        firm, f = technology.developer, technology.field
        if technology.stage != Stage.DEVELOPMENT or firm is None or not firm.alive or needs[f] == 0.0:
            continue
        key = at(model.now, COUNT, technology.key)
        put_forward(model, firm, f, technology, key, poisson(key, p.project * able(model, firm) * needs[f]))


def able(model: Ecosystem, one: Employer) -> float:
    """Return the share of questions that people put forward: of those trained all, of the others some."""
    untrained = model.rules.proposals.untrained
    return untrained + (1.0 - untrained) * one.trained


def put_forward(model: Ecosystem, one: Employer, f: int, technology: Technology | None, key: int, count: int) -> None:
    """Put proposals of an organisation forward, whose merit is judged through noise."""
    p = model.rules.proposals
    for number in range(min(count, p.most)):
        request = at(key, REQUEST, number)
        merit = math.log(max(1e-9, one.level(f) * one.skill)) + p.noise * normal(at(request, MERIT))
        model.requests.append(Request(request, one, f, technology, merit))
