"""Education and industry: placements, a curriculum that looks at industry, and the university as a partner.

What flows: who fits whom (``placements``), practical training in firms (``practice``), what industry
needs (``curriculum``), contract research (``contracts``), news of technologies on offer (``licences``),
the inventors' advice at cost (``help``) and know-how (``learning``). The first three belong to the
university as a place of teaching, the others to the university as a place of research.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ecosim.compiled import inline, kernel
from ecosim.links.science_education import shared_fields, spread_hours
from ecosim.links.tie import TieLink, TieParameters, ValueOfMoney, ValueOfPeople
from ecosim.parameter import flow, parameter
from ecosim.steps import Call, Steps
from ecosim.world.codes import Carries, Flow, Kind
from ecosim.world.world import World

_PRACTICE_CARRIED, _CURRICULUM = Carries.PRACTICE.value, Carries.CURRICULUM.value
_PRACTICE = Flow.PRACTICE_HOURS.value
_UNIVERSITY = Kind.UNIVERSITY.value


class EducationIndustry(TieLink):
    """Link of universities and firms."""

    name = "education_industry"
    joins = (Kind.UNIVERSITY, Kind.FIRM)
    triangle = True

    class Params(TieParameters, ValueOfMoney, ValueOfPeople):
        """Parameters of the link of education and industry."""

        placements: bool = flow("firms and graduates know who fits")
        practice: bool = flow("students train in firms")
        curriculum: bool = flow("what is taught shifts towards the fields of partner firms")
        contracts: bool = flow("contract research at the university")
        licences: bool = flow("partners know what technologies are on offer")
        help: bool = flow("inventors advise partners at cost")
        learning: bool = flow("know-how passes between the partners")
        places: float = parameter(
            0.1, unit="heads per head", range=(0, 10), plausible=(0.03, 0.3), source="assumed",
            doc="students' hours of practice that a firm can take per head",
        )
        supervision: float = parameter(
            0.1, unit="1", range=(0, 1), plausible=(0.05, 0.2),
            source="assumed", doc="staff's hours per student's hour of practice"
        )
        shift: float = parameter(
            0.3, unit="share", range=(0, 1), plausible=(0.1, 0.5), source="assumed",
            doc="share of the intake that follows the fields of partner firms",
        )

    def education(self, world: World) -> Steps:
        """Train students in tied firms and let the intake follow their fields."""
        w = world.at
        yield Call(
            practise_and_steer, w.orgs.view, w.knowledge, w.weights, w.frontier, w.mix, w.ties.view, w.carries,
            self.channel, self.record, w.practised, np.zeros_like(world.mix), w.flowed,
        )


@kernel
def practise_and_steer(
    orgs: Any, knowledge: Any, weights: Any, frontier: Any, mix: Any, ties: Any, carries: Any, channel: int,
    params: Any, practised: Any, heads: Any, tally: Any,
) -> None:
    """Add places of practice in firms, and set the mix of the intake; ``heads`` (universities, fields) is scratch."""
    p = params[0]
    heads[:, :] = 0.0
    for t in range(ties.shape[0]):
        tie = ties[t]
        if tie.link != channel or tie.ended >= 0 or orgs[tie.b].died >= 0 or orgs[tie.b].staff == 0:
            continue
        d, i = orgs[tie.a].desk, tie.b
        common = shared_fields(weights, mix, i, d)
        if carries[channel, _PRACTICE_CARRIED] and common > 0.0:
            hours = p.places * tie.trust * orgs[i].staff
            spread_hours(hours, common, weights, knowledge, frontier, mix, i, d, practised)
            orgs[i].applied += p.supervision * hours / orgs[i].staff
            tally[orgs[i].region, _PRACTICE, channel] += hours
            tie.used += 1
    if not carries[channel, _CURRICULUM]:
        return
    steer(orgs, weights, mix, ties, channel, p.shift, heads)


@inline
def steer(orgs: Any, weights: Any, mix: Any, ties: Any, channel: int, shift: float, heads: Any) -> None:
    """Let a share ``shift`` of every university's intake follow the heads of its partner firms by field."""
    heads[:, :] = 0.0
    for t in range(ties.shape[0]):
        tie = ties[t]
        if tie.link == channel and tie.ended < 0:
            heads[orgs[tie.a].desk, orgs[tie.b].field] += orgs[tie.b].staff
    for u in range(orgs.shape[0]):
        if orgs[u].kind != _UNIVERSITY:
            continue
        d, total = orgs[u].desk, 0.0
        for f in range(mix.shape[1]):
            total += heads[d, f]
        for f in range(mix.shape[1]):
            if total > 0.0:
                mix[d, f] = (1.0 - shift) * weights[u, f] + shift * heads[d, f] / total
