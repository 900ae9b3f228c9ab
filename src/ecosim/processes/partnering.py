"""Partnering: who can find whom, how many ties anybody can keep, and what is promised by a gap in knowledge.

Links form the ties themselves (`ecosim.links.tie`); trust grows and fades in `ecosim.processes.practice`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ecosim.compiled import inline, kernel
from ecosim.kernels.adjacency import build_adjacency
from ecosim.kernels.ring import build_ring
from ecosim.parameter import Parameters, parameter
from ecosim.processes.base import Process, Stage
from ecosim.steps import Call, Room, Steps
from ecosim.world.world import World


class Partnering(Process):
    """Rebuild who is tied to whom after links have formed and ended ties."""

    stage = Stage.PARTNERING

    class Params(Parameters):
        """Parameters that ties of all links share."""

        visible: float = parameter(
            0.05, unit="share", range=(0, 1), plausible=(0.02, 0.1), source="assumed",
            doc="smallest share of a field in an organisation's work that makes it visible there",
        )

    def act(self, world: World) -> Steps:
        """Rebuild adjacency and search rings for the rest of the quarter."""
        w, buckets = world.at, world.scratch("buckets", np.int32)
        yield Room(world.adjacent, w.ties.length, 2, beyond=False, sets=True)
        yield Call(build_adjacency, w.ties.view, w.adjacent_start, w.adjacent.rows)
        yield Room(world.ring, w.orgs.length, world.fields, beyond=False)
        yield Room(buckets, w.orgs.length, world.fields, beyond=False, sets=True)
        yield Call(
            build_ring, w.orgs.view, w.alive.view, w.weights, w.now, float(self.record["visible"][0]),
            len(world.regions), w.ring.rows, w.ring_start, buckets.at.view, into=w.ring.length,
        )


@inline
def end_tie(held: Any, tie: Any, tick: int) -> None:
    """End a tie and free its place in both organisations."""
    tie.ended = tick
    held[tie.a, tie.link] -= 1
    held[tie.b, tie.link] -= 1


@kernel
def end_ties(held: Any, ties: Any, in_force: Any, tick: int) -> None:
    """End all ties of links that are not in force; ``in_force`` is int64 (channels,)."""
    for t in range(ties.shape[0]):
        if ties[t].ended < 0 and not in_force[ties[t].link]:
            end_tie(held, ties[t], tick)


@inline
def capacity(org: Any, heads: float) -> int:
    """Return how many ties over a link an organisation can keep, at ``heads`` each; students help a university."""
    return 2 + int((org.staff + org.students / 20.0) / heads)


@inline
def learning_potential(gap: float, scale: float) -> float:
    """Return the promise of learning from somebody ``gap`` ahead: an inverted U with its top 1 at ``scale``.

    Source: optimal cognitive distance, Nooteboom et al. (2007).
    """
    d = max(0.0, gap) / scale
    return float(d * np.exp(1.0 - d))
