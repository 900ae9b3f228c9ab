"""Joint assessment: people of a region and of its partner find out together which practices fit, and adapt them.

What flows: judgement (``fit``). It raises how well the partner's practice fits, and by itself nothing else: fit
matters only when practice is carried over (`ecosim.links.expert_exchange`). Without it fit stays what it was.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ecosim.compiled import kernel
from ecosim.links.travel import TravelLink, TravelParameters, members
from ecosim.parameter import flow, parameter
from ecosim.steps import Call, Steps
from ecosim.world.codes import Instrument
from ecosim.world.world import World


class JointAssessment(TravelLink):
    """Link of two regions whose people assess together what fits."""

    name = "joint_assessment"
    instrument = Instrument.ASSESSMENT

    class Params(TravelParameters):
        """Parameters of joint assessment."""

        fit: bool = flow("what of the partner's practice fits, and how it has to be adapted")
        insight: float = parameter(
            0.5, unit="organisations/head quarter", range=(0, 1000), plausible=(0.1, 2), source="assumed",
            doc="organisations that an assessor understands in a quarter",
        )

    def practice(self, world: World) -> Steps:
        """Send assessors; let fit rise."""
        w, together = world.at, np.zeros(len(world.regions))
        yield from self.travel(world, together)
        if self.params.fit:  # type: ignore[attr-defined]
            yield Call(adapt, w.region_start, w.fit, together, self.record)


@kernel
def adapt(region_start: Any, fit: Any, together: Any, params: Any) -> None:
    """Close a part of what is missing in the fit of every practice, by the share of organisations understood."""
    for r in range(fit.shape[0]):
        understood = params[0].insight * together[r] / members(region_start, r)
        for c in range(1, fit.shape[1]):
            fit[r, c] += (1.0 - np.exp(-understood)) * (1.0 - fit[r, c])
