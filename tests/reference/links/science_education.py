"""Science and education (ODD, 7.2): researchers teach at the university, students train in laboratories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosim.world.codes import Flow
from reference.arithmetic import total
from reference.model import Ecosystem
from reference.organisations import Employer, University
from reference.ties import Tie

if TYPE_CHECKING:
    from reference.plan import LinkInForce


def education(model: Ecosystem, link: LinkInForce) -> None:
    """Teach and train students of tied universities."""
    ties = [tie for tie in model.ties if tie.lasting and tie.link == link.name and tie.a.staff > 0]
    part = {one: part_given(model, link, one) for one in model.living}
    if link.params.teaching:
        teach(model, link, ties, part)
    if link.params.laboratory:
        for tie in ties:
            train(model, link, tie, part[tie.a])


def shared_fields(one: Employer, university: University) -> float:
    """Return how much of an organisation's work is in the fields that a university teaches."""
    return total(min(weight, mix) for weight, mix in zip(one.weights, university.mix, strict=True))


def part_given(model: Ecosystem, link: LinkInForce, one: Employer) -> float:
    """Return which part of what an institute offers its hours allow, after contracts and help of the last quarter."""
    p = link.params
    offered = p.offer * p.teaching + p.supervision * p.places * p.laboratory
    asked = total(
        offered * tie.trust * shared_fields(one, tie.b)  # type: ignore[arg-type]
        for tie in one.lasting_ties()
        if tie.link == link.name and tie.a is one
    )
    left = max(0.0, min(model.rules.education.most, 1.0 - one.applied))
    return 1.0 if asked <= left else left / asked


def teach(model: Ecosystem, link: LinkInForce, ties: list[Tie], part: dict[Employer, float]) -> None:
    """Let institutes teach; what they offer beyond the guests that a university wants is scaled down together."""
    offers = []
    for tie in ties:
        common = shared_fields(tie.a, tie.b)  # type: ignore[arg-type]
        if common > 0.0:
            hours = link.params.offer * tie.trust * tie.a.staff * common * part[tie.a]
            offers.append((tie, common, hours))
            tie.b.released += hours
    for tie, common, hours in offers:
        institute, university = tie.a, tie.b
        most = wanted(model, university)
        if university.released > most:
            hours *= most / university.released
        spread(model, institute, university, hours, common, university.taught, university.taught_level)
        institute.teaching += hours / institute.staff
        tie.used += 1
        institute.region.count(Flow.TEACHING_HOURS, link.name, hours)
    for university in model.universities:
        university.released = min(university.released, wanted(model, university))


def wanted(model: Ecosystem, university: University) -> float:
    """Return the heads of guests that a university wants at most."""
    return model.rules.education.guests * model.rules.education.load * university.students


def train(model: Ecosystem, link: LinkInForce, tie: Tie, part: float) -> None:
    """Let an institute take students into its laboratories."""
    institute, university, p = tie.a, tie.b, link.params
    common = shared_fields(institute, university)
    hours = p.places * tie.trust * institute.staff * common * part
    if hours > 0.0:
        spread(model, institute, university, hours, common, university.practised, university.practised_level)
        institute.teaching += p.supervision * hours / institute.staff
        tie.used += 1
        institute.region.count(Flow.PRACTICE_HOURS, link.name, hours)


def spread(
    model: Ecosystem, one: Employer, university: University, hours: float, common: float, into: list[float],
    level: list[float],
) -> None:  # fmt: skip
    """Add hours of an organisation's people to what a university gets, by the fields that they share."""
    for f in model.fields:
        part = hours * min(one.weights[f], university.mix[f]) / common
        into[f] += part
        level[f] += part * one.knowledge[f] / model.frontier[f]
