"""Proposals: who would measure at a large facility this quarter, and how good a proposal is.

Research and development in the fields that a facility serves come upon questions that need one. Whether there is
a facility, and who may use it, changes nothing in that; only in a scenario that knows of none nobody asks.
Of these questions people put those forward who know how to use such an instrument, and few others. A proposal is
judged as a project is: knowledge over the frontier, times skill, seen through noise.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ecosim.compiled import inline, kernel
from ecosim.parameter import Parameters, parameter
from ecosim.processes.base import Process, Stage
from ecosim.randomness import Bits, at, name_key, normal, poisson
from ecosim.steps import Call, Room, Steps
from ecosim.world.codes import Kind
from ecosim.world.codes import Stage as Life
from ecosim.world.world import World

_COUNT, _REQUEST, _MERIT = (name_key("proposals", name) for name in ("count", "request", "merit"))
_UNIVERSITY, _DEVELOPMENT = Kind.UNIVERSITY.value, Life.DEVELOPMENT.value


class Proposals(Process):
    """Proposals for beam time."""

    stage = Stage.PROPOSALS

    class Params(Parameters):
        """Parameters of proposals for beam time."""

        need: float = parameter(
            0.05, unit="slots/(head quarter)", range=(0, 10), plausible=(0.02, 0.1), source="assumed",
            doc="questions of research that need a large facility, in the field that it serves most",
        )
        project: float = parameter(
            0.3, unit="slots/quarter", range=(0, 10), plausible=(0.1, 0.6), source="assumed",
            doc="the same for a project in development",
        )
        most: int = parameter(
            20, unit="slots", range=(0, 1000), plausible=(10, 40), source="assumed",
            doc="proposals of one organisation in a field, or for one project, at most",
        )
        untrained: float = parameter(
            0.05, unit="share", range=(0, 1), plausible=(0.01, 0.15),
            source="assumed: industrial use of facilities begins at some per cent (SPring-8)",
            doc="share of these questions that people put forward who have never used a facility",
        )
        noise: float = parameter(
            0.5, unit="1", range=(0, 5), plausible=(0.3, 1),
            source="order of disagreement among reviewers, Pier et al. 2018",
            doc="standard deviation of the log of judged merit",
        )

    def act(self, world: World) -> Steps:
        """Collect this quarter's proposals, from science and for firms' projects."""
        if not len(world.facilities):
            return
        w, most = world.at, int(self.record["most"][0])
        yield Room(world.requests, w.alive.length, most * world.fields, (w.active.length, most), beyond=False)
        yield Call(
            propose, w.orgs.view, w.alive.view, w.knowledge, w.weights, w.frontier, w.techs.rows, w.active.rows,
            w.active.size, world.serves.max(axis=0), w.now, self.record, w.requests.rows, w.requests.size,
        )


@inline
def ask(
    org: Any, row: int, field: int, technology: int, key: Bits, count: int, level: float, p: Any, requests: Any,
    size: Any,
) -> None:
    """Put forward ``count`` proposals of an organisation that knows ``level`` of the frontier in their field."""
    for j in range(min(count, p.most)):
        request = requests[size[0]]
        request.key = at(at(key, _REQUEST), j)
        request.row, request.field, request.technology, request.channel = row, field, technology, -1
        request.merit = np.log(max(1e-9, level * org.skill)) + p.noise * normal(at(request.key, _MERIT))
        size[0] += 1


@kernel
def propose(
    orgs: Any, living: Any, knowledge: Any, weights: Any, frontier: Any, techs: Any, active: Any, actives: Any,
    serves: Any, now: Bits, params: Any, requests: Any, size: Any,
) -> None:
    """Fill the table of requests from its first row; ``serves`` (fields,) is how far a field needs facilities."""
    p, base = params[0], at(now, _COUNT)
    size[0] = 0
    for i in living:
        org = orgs[i]
        if org.kind > _UNIVERSITY or org.died >= 0:
            continue
        able = p.untrained + (1.0 - p.untrained) * org.trained
        for f in range(frontier.shape[0]):
            mean = p.need * able * org.staff * weights[i, f] * serves[f]
            if mean > 0.0:
                key = at(at(base, org.key), f)
                ask(org, i, f, -1, key, poisson(key, mean), knowledge[i, f] / frontier[f], p, requests, size)
    for a in range(actives[0]):
        tech = techs[active[a]]
        if tech.stage != _DEVELOPMENT or orgs[tech.developer].died >= 0 or serves[tech.field] == 0.0:
            continue
        firm, f = orgs[tech.developer], tech.field
        able = p.untrained + (1.0 - p.untrained) * firm.trained
        key, level = at(base, tech.key), knowledge[tech.developer, f] / frontier[f]
        count = poisson(key, p.project * able * serves[f])
        ask(firm, tech.developer, f, active[a], key, count, level, p, requests, size)
