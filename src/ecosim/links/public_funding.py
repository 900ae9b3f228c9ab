"""Public funding on merit: project grants for science and subsidies for firms by what they promise.

What flows is a judgement: who is expected to achieve most gets more of the same money. Without the link
the same budget goes per post to the same science organisations and per head to the same firms.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ecosim.compiled import inline, kernel
from ecosim.links.base import Link, LinkParameters
from ecosim.parameter import flow, parameter
from ecosim.processes.funding import pay_directed
from ecosim.randomness import Bits, at, name_key, normal
from ecosim.steps import Call, Steps
from ecosim.world.codes import Instrument, Kind
from ecosim.world.world import World

_NOISE = name_key("public funding", "judgement")
_SUBSIDIES, _FIRM = Instrument.SUBSIDIES.value, Kind.FIRM.value


class PublicFunding(Link):
    """Link of ministries and those whom they fund by competition."""

    name = "public_funding"

    class Params(LinkParameters):
        """Parameters of competitive funding."""

        projects: bool = flow("project grants for institutes and universities go by expected results")
        subsidies: bool = flow("subsidies for firms go by expected results")
        selectivity: float = parameter(
            1.0, unit="1", range=(0, 10), plausible=(0.5, 3), source="assumed",
            doc="elasticity of a grant per head to judged merit; 0 = per head",
        )
        noise: float = parameter(
            0.5, unit="1", range=(0, 5), plausible=(0.3, 1),
            source="order of disagreement among reviewers, Pier et al. 2018",
            doc="standard deviation of the log of judged merit",
        )

    def funding(self, world: World) -> Steps:
        """Share out projects and subsidies by judged merit."""
        wanted = {Instrument.PROJECTS: self.params.projects, Instrument.SUBSIDIES: self.params.subsidies}  # type: ignore[attr-defined]
        w = world.at
        for instrument, on in wanted.items():
            if on:
                yield Call(
                    pay_by_merit, w.orgs.view, w.alive_by_region.view, w.region_start, w.regions, w.knowledge,
                    w.weights, w.frontier, w.ministries, w.towns, w.budgets, w.tariff, w.directed, int(instrument),
                    w.now, self.channel, self.record, w.share, w.flowed,
                )


@kernel
def pay_by_merit(
    orgs: Any, by_region: Any, region_start: Any, regions: Any, knowledge: Any, weights: Any, frontier: Any,
    ministries: Any, towns: Any, budgets: Any, tariff: Any, directed: Any, instrument: int, now: Bits, channel: int,
    params: Any, share: Any, tally: Any,
) -> None:
    """Share out an instrument's money by judged merit; ``share`` (organisations,) is scratch."""
    merit(orgs, by_region, knowledge, weights, frontier, instrument == _SUBSIDIES, now, params[0], share)
    directed[:, instrument] = params[0].strength
    pay_directed(
        orgs, by_region, region_start, regions, ministries, towns, budgets, tariff, directed, instrument, share, tally,
        channel,
    )


@inline
def merit(
    orgs: Any, living: Any, knowledge: Any, weights: Any, frontier: Any, firms: bool, now: Bits, p: Any, share: Any
) -> None:
    """Fill ``share`` (organisations,) with heads times judged merit: mean knowledge over the frontier, times skill."""
    base = at(now, _NOISE)
    for i in living:
        org = orgs[i]
        share[i] = 0.0
        if org.died >= 0 or org.kind > _FIRM or (org.kind == _FIRM) != firms:
            continue
        level = 0.0
        for f in range(frontier.shape[0]):
            level += weights[i, f] * knowledge[i, f] / frontier[f]
        judged = np.log(max(1e-9, level * org.skill)) + p.noise * normal(at(base, org.key))
        share[i] = (org.staff if firms else org.posts) * np.exp(p.selectivity * judged)
