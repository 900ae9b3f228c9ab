"""Practice: how well a region knows to work a link, learnt by doing.

Practice e in (0, 1] scales the chance of finding partners over the link. It rises with successful uses
per organisation of the kinds joined and fades slowly. This is what a transplant has to carry.
"""

from __future__ import annotations

from typing import Any


from ecosim.compiled import kernel
from ecosim.parameter import Parameters, parameter
from ecosim.processes.base import Process, Stage
from ecosim.world.world import World


class Practice(Process):
    """Let the practice of each link rise with use and fade."""

    stage = Stage.PRACTICE

    class Params(Parameters):
        """Parameters of practice."""

        gain: float = parameter(
            0.05, unit="1/quarter", range=(0, 1), plausible=(0.02, 0.1), source="assumed",
            doc="share of missing practice gained in a quarter when every tie is used",
        )
        decay: float = parameter(
            0.005, unit="1/quarter", range=(0, 1), plausible=(0.002, 0.02), source="assumed", doc="share of practice lost in a quarter"
        )
        least: float = parameter(
            0.05, unit="share", range=(0, 1), plausible=(0.01, 0.1), source="assumed", doc="practice that is never lost"
        )

    def act(self, world: World) -> None:
        """Update practice (regions, channels) from this quarter's uses of ties."""
        learn_by_doing(world.orgs.view, world.ties.view, world.practice, world.used, self.record)


@kernel
def learn_by_doing(orgs: Any, ties: Any, practice: Any, used: Any, params: Any) -> None:
    """Raise practice with the share of ties used; ``used`` (regions, channels, 2) is scratch."""
    p = params[0]
    used[:, :, :] = 0.0
    for t in range(ties.shape[0]):
        tie = ties[t]
        if tie.ended < 0:
            used[orgs[tie.a].region, tie.link, 0] += 1.0
            used[orgs[tie.a].region, tie.link, 1] += min(1, tie.used)
    for r in range(practice.shape[0]):
        for c in range(practice.shape[1]):
            share = used[r, c, 1] / used[r, c, 0] if used[r, c, 0] > 0.0 else 0.0
            e = practice[r, c] + p.gain * share * (1.0 - practice[r, c])
            practice[r, c] = max(p.least, e * (1.0 - p.decay))


