"""Practice and trust: what the use of ties leaves behind at the end of a quarter.

A tie is a relation of two organisations over one link, with trust between 0 and 1. Trust grows with each
use and fades; a tie below a least trust ends (R&D alliances last one to four years, Tomasello et al.
2017). Practice e of a link in a region scales the chance of finding partners over it. It rises as far as the link is
in use: with the share of the organisations it could join that used a tie of it in the quarter; and it fades slowly.
So the first few who use a link teach a region little, and this is what a transplant has to carry. Until reporting
starts practice stays at what the scenario says.
"""

from __future__ import annotations

from typing import Any

from ecosim.compiled import inline, kernel
from ecosim.parameter import Parameters, parameter
from ecosim.processes.base import Process, Stage
from ecosim.processes.partnering import end_tie
from ecosim.steps import Call, Steps, when
from ecosim.world.world import World


class Practice(Process):
    """Let the practice of each link rise with use and fade."""

    stage = Stage.PRACTICE

    class Params(Parameters):
        """Parameters of practice."""

        gain: float = parameter(
            0.05, unit="1/quarter", range=(0, 1), plausible=(0.02, 0.1), source="assumed",
            doc="share of missing practice gained in a quarter when every organisation uses the link",
        )
        decay: float = parameter(
            0.005, unit="1/quarter", range=(0, 1), plausible=(0.002, 0.02),
            source="assumed", doc="share of practice lost in a quarter"
        )
        floor: float = parameter(
            0.05, unit="share", range=(0, 1), plausible=(0.01, 0.1), source="assumed", doc="practice that is never lost"
        )

        fade: float = parameter(
            0.15, unit="1/quarter", range=(0, 1), plausible=(0.08, 0.25),
            source="mean life of alliances, Tomasello et al. 2017",
            doc="share of trust that fades in a quarter",
        )
        build: float = parameter(
            0.25, unit="1", range=(0, 1), plausible=(0.1, 0.5),
            source="assumed", doc="share of missing trust that a use builds"
        )
        least: float = parameter(
            0.1, unit="share", range=(0, 1), plausible=(0.05, 0.2), source="assumed", doc="trust below which a tie ends"
        )

    def act(self, world: World) -> Steps:
        """Update practice (regions, channels) and trust from this quarter's uses of ties."""
        w = world.at
        learning = Call(
            learn_by_doing, w.orgs.view, w.alive.view, w.ties.view, w.adjacent.rows, w.adjacent_start, w.joins,
            w.practice, w.used, self.record,
        )
        yield from when(w.reporting, [learning])
        yield Call(fade_ties, w.orgs.view, w.held, w.ties.view, w.tick, self.record)


@inline
def used_links(ties: Any, adjacent: Any, start: Any, i: int) -> int:
    """Return the links over which organisation ``i`` used a tie this quarter, a bit for each channel."""
    links = 0
    for k in range(start[i], start[i + 1]):
        tie = ties[adjacent[k]]
        if tie.used > 0:
            links |= 1 << tie.link
    return links


@kernel
def learn_by_doing(
    orgs: Any, living: Any, ties: Any, adjacent: Any, start: Any, joins: Any, practice: Any, used: Any, params: Any
) -> None:
    """Raise practice (regions, channels) with the share of organisations that used each link.

    ``joins`` (channels, 2) are the kinds that a link joins, -1 where it has no ties; ``used`` (regions, channels, 2)
    is scratch: organisations that could use a link, and that did.
    """
    p = params[0]
    used[:, :, :] = 0.0
    for i in living:
        org = orgs[i]
        if org.died >= 0 or org.staff == 0:
            continue
        links = used_links(ties, adjacent, start, i)
        for c in range(joins.shape[0]):
            if org.kind == joins[c, 0] or org.kind == joins[c, 1]:
                used[org.region, c, 0] += 1.0
                used[org.region, c, 1] += float(links >> c & 1)
    for r in range(practice.shape[0]):
        for c in range(practice.shape[1]):
            share = used[r, c, 1] / used[r, c, 0] if used[r, c, 0] > 0.0 else 0.0
            e = practice[r, c] + p.gain * share * (1.0 - practice[r, c])
            practice[r, c] = max(p.floor, e * (1.0 - p.decay))


@kernel
def fade_ties(orgs: Any, held: Any, ties: Any, tick: int, params: Any) -> None:
    """Let trust grow with use and fade; end ties that are too weak or have lost a partner."""
    p = params[0]
    for t in range(ties.shape[0]):
        tie = ties[t]
        if tie.ended >= 0:
            continue
        tie.trust += (1.0 - tie.trust) * (1.0 - (1.0 - p.build) ** tie.used)
        tie.trust *= 1.0 - p.fade
        tie.uses += tie.used
        tie.used = 0
        if tie.trust < p.least or orgs[tie.a].died >= 0 or orgs[tie.b].died >= 0:
            end_tie(held, tie, tick)
