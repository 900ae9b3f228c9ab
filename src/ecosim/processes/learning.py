"""Learning over ties that carry it: know-how which is not in publications.

dk_if = beta s'_ij d exp(-d / (c (b + (1 - b) a_i))), with d the partner's lead in field f and a_i absorptive
capacity: much too far ahead is as useless as not ahead. Attention is finite: s' = s / max(1, sum s).
Source of the form: Nooteboom et al. 2007; Cohen and Levinthal 1990.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ecosim.compiled import kernel
from ecosim.kernels.adjacency import other_end
from ecosim.parameter import Parameters, parameter
from ecosim.processes.base import Process, Stage
from ecosim.processes.research import absorptive_capacity
from ecosim.steps import Call, Steps
from ecosim.world.codes import Carries, Flow
from ecosim.world.world import World

_LEARNING = Carries.LEARNING.value
_LEARNT = Flow.LEARNING.value


class Learning(Process):
    """Learning from partners, all at once."""

    stage = Stage.LEARNING

    class Params(Parameters):
        """Parameters of learning over ties."""

        beta: float = parameter(
            0.04, unit="1/quarter", range=(0, 1), plausible=(0.02, 0.08), source="assumed",
            doc="share of a small lead that full trust passes on",
        )
        distance: float = parameter(
            0.5, unit="frontier", range=(0.001, 10), plausible=(0.25, 1), source="assumed",
            doc="lead from which most is learnt, at full absorptive capacity",
        )
        least: float = parameter(
            0.2, unit="share", range=(0, 1), plausible=(0.1, 0.4), source="assumed",
            doc="share of that lead from which most is learnt without any absorptive capacity",
        )

    def act(self, world: World) -> Steps:
        """Compute what everybody learns from the state at the start, then add it."""
        w = world.at
        yield Call(
            learn, w.orgs.view, w.alive.view, w.knowledge, w.weights, w.frontier, w.ties.rows, w.adjacent.rows,
            w.adjacent_start, w.carries, self.record, world.params["research"], w.delta, w.flowed,
        )


@kernel
def learn(
    orgs: Any, living: Any, knowledge: Any, weights: Any, frontier: Any, ties: Any, adjacent: Any, start: Any,
    carries: Any, params: Any, research: Any, delta: Any, tally: Any,
) -> None:
    """Add to ``knowledge`` what ties bring; ``delta`` (organisations, fields) is scratch."""
    p = params[0]
    fields = frontier.shape[0]
    for i in living:
        for f in range(fields):
            delta[i, f] = 0.0
        attention = 0.0
        for k in range(start[i], start[i + 1]):
            tie = ties[adjacent[k]]
            if tie.ended < 0 and carries[tie.link, _LEARNING]:
                attention += tie.trust
        if attention == 0.0:
            continue
        scale = p.distance * (p.least + (1.0 - p.least) * absorptive_capacity(orgs[i], research[0].half))
        for k in range(start[i], start[i + 1]):
            tie = ties[adjacent[k]]
            if tie.ended >= 0 or not carries[tie.link, _LEARNING]:
                continue
            j = other_end(tie, i)
            trust = tie.trust / max(1.0, attention)
            for f in range(fields):
                lead = (knowledge[j, f] - knowledge[i, f]) / frontier[f]
                if lead > 0.0 and weights[i, f] > 0.0:
                    gain = p.beta * trust * lead * np.exp(-lead / scale) * frontier[f]
                    delta[i, f] += gain
                    tally[orgs[i].region, _LEARNT, tie.link] += gain
    for i in living:
        for f in range(fields):
            knowledge[i, f] += delta[i, f]
