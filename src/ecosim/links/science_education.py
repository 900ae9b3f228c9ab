"""Science and education: institutes' researchers teach, students train in laboratories.

What flows: hours of researchers and what they know (``teaching``), practical training in laboratories
(``laboratory``), who fits whom (``placements``), know-how (``learning``). It costs the institute hours
of research and frees hours of the university's staff. Without it the university teaches with its own staff and
with lecturers whom it hires, and graduates and institutes know less of each other when they choose.
"""

from __future__ import annotations

from typing import Any

from ecosim.compiled import inline, kernel
from ecosim.links.tie import TieLink, TieParameters, ValueOfPeople
from ecosim.parameter import flow, parameter
from ecosim.steps import Call, Steps
from ecosim.world.codes import Carries, Flow, Kind
from ecosim.world.world import World

_TEACHING, _LABORATORY = Carries.TEACHING.value, Carries.LABORATORY.value
_HOURS, _PRACTICE = Flow.TEACHING_HOURS.value, Flow.PRACTICE_HOURS.value


class ScienceEducation(TieLink):
    """Link of institutes and universities."""

    name = "science_education"
    joins = (Kind.INSTITUTE, Kind.UNIVERSITY)
    triangle = True

    class Params(TieParameters, ValueOfPeople):
        """Parameters of the link of science and education."""

        teaching: bool = flow("researchers teach at the university")
        laboratory: bool = flow("students train in the institute's laboratories")
        placements: bool = flow("institute and graduates know who fits")
        learning: bool = flow("know-how passes between the partners")
        offer: float = parameter(
            0.1, unit="share", range=(0, 1), plausible=(0.05, 0.2), source="assumed",
            doc="share of its hours that an institute would teach, over a tie of full trust",
        )
        places: float = parameter(
            0.2, unit="heads per head", range=(0, 10), plausible=(0.05, 0.5), source="assumed",
            doc="students' hours of practice that an institute can take per researcher",
        )
        supervision: float = parameter(
            0.1, unit="1", range=(0, 1), plausible=(0.05, 0.2),
            source="assumed", doc="researcher's hours per student's hour of practice"
        )

    def education(self, world: World) -> Steps:
        """Teach and train students of tied universities."""
        w = world.at
        yield Call(
            teach_over_ties, w.orgs.view, w.knowledge, w.weights, w.frontier, w.mix, w.ties.view, w.carries,
            self.channel, world.params["education"], self.record, w.taught, w.practised, w.released, w.flowed, w.share,
        )


@inline
def shared_fields(weights: Any, mix: Any, i: int, desk: int) -> float:
    """Return how much of organisation ``i``'s work is in the fields that a university teaches, 0-1."""
    total = 0.0
    for f in range(mix.shape[1]):
        total += min(weights[i, f], mix[desk, f])
    return total


@inline
def spread_hours(
    hours: float, common: float, weights: Any, knowledge: Any, frontier: Any, mix: Any, i: int, desk: int, into: Any
) -> None:
    """Add ``hours`` of organisation ``i``'s people, by shared field, to ``into`` (universities, fields, 2)."""
    for f in range(mix.shape[1]):
        part = hours * min(weights[i, f], mix[desk, f]) / common
        into[desk, f, 0] += part
        into[desk, f, 1] += part * knowledge[i, f] / frontier[f]


@inline
def fit_hours(
    orgs: Any, weights: Any, mix: Any, ties: Any, carries: Any, channel: int, most: float, p: Any, share: Any
) -> None:
    """Fill ``share`` (organisations,) with 1, or less where teaching would exceed an institute's hours left."""
    share[:] = 0.0
    for t in range(ties.shape[0]):
        tie = ties[t]
        if tie.link == channel and tie.ended < 0:
            asked = p.offer * carries[channel, _TEACHING] + p.supervision * p.places * carries[channel, _LABORATORY]
            share[tie.a] += asked * tie.trust * shared_fields(weights, mix, tie.a, orgs[tie.b].desk)
    for i in range(orgs.shape[0]):  # contracts and help of the last quarter are worked off in this one
        left = max(0.0, min(most, 1.0 - orgs[i].applied))
        share[i] = 1.0 if share[i] <= left else left / share[i]


@kernel
def teach_over_ties(
    orgs: Any, knowledge: Any, weights: Any, frontier: Any, mix: Any, ties: Any, carries: Any, channel: int,
    education: Any, params: Any, taught: Any, practised: Any, released: Any, tally: Any, share: Any,
) -> None:
    """Let institutes teach and train over their ties, first come none first: offers beyond need are scaled down.

    ``share`` (organisations,) is scratch: the part of what each would give that its hours allow.
    """
    p, load, guests = params[0], education[0].load, education[0].guests
    fit_hours(orgs, weights, mix, ties, carries, channel, education[0].most, p, share)
    for step in range(2):  # first add up what is offered, then give each its part
        for t in range(ties.shape[0]):
            tie = ties[t]
            if tie.link != channel or tie.ended >= 0 or orgs[tie.a].staff == 0:
                continue
            i, u = tie.a, tie.b
            d = orgs[u].desk
            common = shared_fields(weights, mix, i, d)
            if common <= 0.0 or not carries[channel, _TEACHING]:
                continue
            hours = p.offer * tie.trust * orgs[i].staff * common * share[i]
            if step == 0:
                released[d] += hours
                continue
            most = guests * load * orgs[u].students
            if released[d] > most:
                hours *= most / released[d]
            spread_hours(hours, common, weights, knowledge, frontier, mix, i, d, taught)
            orgs[i].teaching += hours / orgs[i].staff
            tie.used += 1
            tally[orgs[i].region, _HOURS, channel] += hours
    for u in range(orgs.shape[0]):
        if orgs[u].kind == 1:
            released[orgs[u].desk] = min(released[orgs[u].desk], guests * load * orgs[u].students)
    train_over_ties(orgs, knowledge, weights, frontier, mix, ties, carries, channel, p, practised, tally, share)


@inline
def train_over_ties(
    orgs: Any, knowledge: Any, weights: Any, frontier: Any, mix: Any, ties: Any, carries: Any, channel: int, p: Any,
    practised: Any, tally: Any, share: Any,
) -> None:
    """Let institutes take students of their tied universities into their laboratories."""
    for t in range(ties.shape[0]):
        tie = ties[t]
        if tie.link != channel or tie.ended >= 0 or not carries[channel, _LABORATORY] or orgs[tie.a].staff == 0:
            continue
        i, d = tie.a, orgs[tie.b].desk
        common = shared_fields(weights, mix, i, d)
        hours = p.places * tie.trust * orgs[i].staff * common * share[i]
        if hours > 0.0:
            spread_hours(hours, common, weights, knowledge, frontier, mix, i, d, practised)
            orgs[i].teaching += p.supervision * hours / orgs[i].staff
            tie.used += 1
            tally[orgs[i].region, _PRACTICE, channel] += hours
