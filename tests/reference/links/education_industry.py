"""Education and industry (ODD, 7.2): students train in firms, and the intake follows their fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosim.world.codes import Flow
from reference.arithmetic import total
from reference.links.science_education import shared_fields, spread
from reference.model import Ecosystem
from reference.organisations import University
from reference.ties import Tie

if TYPE_CHECKING:
    from reference.plan import LinkInForce


def education(model: Ecosystem, link: LinkInForce) -> None:
    """Train students in tied firms and let the intake follow their fields."""
    ties = [tie for tie in model.ties if tie.lasting and tie.link == link.name]
    if link.params.practice:
        for tie in ties:
            if tie.b.alive and tie.b.staff > 0:
                train(model, link, tie)
    if link.params.curriculum:
        for university in model.universities:
            steer(model, university, link.params.shift, [tie for tie in ties if tie.a is university])


def train(model: Ecosystem, link: LinkInForce, tie: Tie) -> None:
    """Let a firm train students."""
    university, firm, p = tie.a, tie.b, link.params
    assert isinstance(university, University)
    common = shared_fields(firm, university)
    if common > 0.0:
        hours = p.places * tie.trust * firm.staff
        spread(model, firm, university, hours, common, university.practised, university.practised_level)
        firm.applied += p.supervision * hours / firm.staff
        firm.region.count(Flow.PRACTICE_HOURS, link.name, hours)
        tie.used += 1


def steer(model: Ecosystem, university: University, shift: float, ties: list[Tie]) -> None:
    """Let a share of a university's intake follow the heads of its partner firms by field."""
    heads = [0.0 for _ in model.fields]
    for tie in ties:
        heads[tie.b.field] += tie.b.staff
    everybody = total(heads)
    if everybody > 0.0:
        university.mix = [
            (1.0 - shift) * weight + shift * there / everybody
            for weight, there in zip(university.weights, heads, strict=True)
        ]
