"""Learning over ties (ODD, 7.7)."""

from __future__ import annotations

import math

from ecosim.world.codes import Flow
from reference.arithmetic import total
from reference.model import Ecosystem
from reference.organisations import Employer


def learning(model: Ecosystem) -> None:
    """Compute what everybody learns from the state at the start, then add it."""
    gains = {one: learnt(model, one) for one in model.living}
    for one, gain in gains.items():
        for f in model.fields:
            one.knowledge[f] += gain[f]


def learnt(model: Ecosystem, one: Employer) -> list[float]:
    """Return what an organisation learns from its partners, by field."""
    p = model.rules.learning
    gains = [0.0 for _ in model.fields]
    ties = list(one.lasting_ties("learning"))
    attention = total(tie.trust for tie in ties)
    scale = p.distance * (p.least + (1.0 - p.least) * one.absorptive_capacity)
    for tie in ties:
        trust, partner = tie.trust / max(1.0, attention), tie.partner(one)
        for f in model.fields:
            lead = (partner.knowledge[f] - one.knowledge[f]) / model.frontier[f]
            if lead > 0.0 and one.weights[f] > 0.0:
                gain = p.beta * trust * lead * math.exp(-lead / scale) * model.frontier[f]
                gains[f] += gain
                one.region.count(Flow.LEARNING, tie.link, gain)
    return gains
