"""Public funding on merit (ODD, 7.1)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ecosim.world.codes import Instrument
from reference.arithmetic import total
from reference.luck import at, named, normal
from reference.model import Ecosystem
from reference.organisations import Employer, Firm, Science
from reference.processes.funding import pay_out

if TYPE_CHECKING:
    from reference.plan import LinkInForce

JUDGEMENT = named("public funding", "judgement")


def funding(model: Ecosystem, link: LinkInForce) -> None:
    """Share out projects and subsidies by judged merit."""
    meant = {Instrument.PROJECTS: (link.params.projects, Science), Instrument.SUBSIDIES: (link.params.subsidies, Firm)}
    for instrument, (on, kind) in meant.items():
        if not on:
            continue
        claims = {one: claim(model, link, one) if isinstance(one, kind) else 0.0 for one in model.living}
        pay_out(model, instrument, claims.__getitem__, lambda _: link.params.strength, link.name)
        for region in model.regions:
            region.directed[instrument] = link.params.strength


def claim(model: Ecosystem, link: LinkInForce, one: Employer) -> float:
    """Return an organisation's heads times what is judged of its merit: knowledge over the frontier, times skill."""
    p = link.params
    level = total(one.weights[f] * one.knowledge[f] / model.frontier[f] for f in model.fields)
    judged = math.log(max(1e-9, level * one.skill)) + p.noise * normal(at(model.now, JUDGEMENT, one.key))
    return (one.staff if isinstance(one, Firm) else one.posts) * math.exp(p.selectivity * judged)
