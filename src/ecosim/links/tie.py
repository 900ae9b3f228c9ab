"""Links whose ties organisations form by finding and judging each other.

Either side may come upon the other: it searches in one of its fields, finds somebody on the search ring,
less surely with distance, and sees the more of the region's *practice* of the link there is. Chance
meetings in a science city are searches too. Both judge alike: what they could learn, money and problems,
reputation, against the attention that further ties would cost. A tie needs both. It is a working relation of some
people on both sides, not of the whole: two organisations may have as many as they have attention for.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ecosim.compiled import inline, kernel
from ecosim.kernels.ring import find, group_of, sort_ring
from ecosim.links.base import Link, LinkParameters
from ecosim.parameter import parameter
from ecosim.processes.partnering import capacity, learning_potential
from ecosim.processes.staffing import draw_field
from ecosim.randomness import Bits, at, name_key, normal, uniform
from ecosim.steps import Call, Room, Steps
from ecosim.world import layouts
from ecosim.world.codes import Flow, Kind
from ecosim.world.world import World

_SEARCH, _MEET, _FIELD, _HIT, _NEAR, _VIEW, _LOT = (
    name_key("partnering", name) for name in ("search", "meet", "field", "hit", "near", "view", "lot")
)
_FIRM, _UNIVERSITY = Kind.FIRM.value, Kind.UNIVERSITY.value
_MEETINGS = Flow.MEETINGS.value


class TieParameters(LinkParameters):
    """Parameters of a link with ties."""

    search: float = parameter(
        0.6, unit="searches/quarter", range=(0, 10), plausible=(0.2, 1), source="assumed",
        doc="how often an organisation looks for a partner, at full practice of the link",
    )
    reach: float = parameter(
        20.0, unit="km", range=(0.1, 1e5), plausible=(10, 60),
        source="assumed: within-city contact, Belenzon and Schankerman 2013 as upper bound",
        doc="distance at which the chance of a contact has fallen to 1/e",
    )
    trust: float = parameter(
        0.3, unit="share", range=(0, 1), plausible=(0.2, 0.5), source="assumed", doc="trust in a new partner"
    )
    gap: float = parameter(
        0.3, unit="frontier", range=(0.001, 10), plausible=(0.15, 0.6),
        source="assumed: Nooteboom et al. 2007 give the shape",
        doc="lead in knowledge from which most is expected",
    )
    value_learning: float = parameter(
        1.0, unit="1", range=(0, 10), plausible=(0.5, 2), source="assumed", doc="weight of expected learning"
    )
    value_reputation: float = parameter(
        0.5, unit="1", range=(0, 10), plausible=(0.2, 1), source="assumed", doc="weight of the partner's knowledge"
    )
    cost: float = parameter(
        1.0, unit="1", range=(0, 10), plausible=(0.5, 2), source="assumed",
        doc="weight of attention and hours already taken, as shares of capacity",
    )
    threshold: float = parameter(
        0.3, unit="1", range=(-10, 10), plausible=(0, 0.6), source="assumed", doc="value that a tie must promise"
    )
    heads: float = parameter(
        15.0, unit="heads", range=(0.1, 1e5), plausible=(8, 30), source="assumed",
        doc="heads that a tie beyond the first two takes the attention of",
    )
    doubt: float = parameter(
        0.3, unit="1", range=(0.0, 10), plausible=(0.1, 0.6), source="assumed", doc="standard deviation of judgement"
    )


class ValueOfMoney(LinkParameters):
    """Parameter of links of which one side is firms."""

    value_money: float = parameter(
        1.0, unit="1", range=(0, 10), plausible=(0.5, 2), source="assumed",
        doc="weight, for science, of what the partner could spend on research",
    )


class ValueOfPeople(LinkParameters):
    """Parameter of links of which one side is universities."""

    value_people: float = parameter(
        0.5, unit="1", range=(0, 10), plausible=(0, 1), source="assumed",
        doc="weight of graduates to recruit (for partners of a university) "
        "and of places and teachers for students (for it)",
    )


class Terms(TieParameters, ValueOfMoney, ValueOfPeople):
    """All that a judgement may weigh; what a link's partners have not to give weighs nothing."""


class TieLink(Link):
    """A link that joins two kinds of organisations by ties."""

    Params = TieParameters

    def __init__(self, params: LinkParameters, channel: int) -> None:
        super().__init__(params, channel)
        self.terms = params.record(Terms)  # alike for all such links, so that kernels are compiled once
        self.address = name_key("link", self.name)  # a link keeps its luck whatever other links there are

    def partnering(self, world: World) -> Steps:
        """Both kinds search, judge each other and form ties."""
        assert self.joins is not None
        a, b = int(self.joins[0]), int(self.joins[1])
        w, proposals = world.at, world.scratch("turns", layouts.RING.dtype)
        yield Room(proposals, w.alive.length, 2, beyond=False)
        yield Call(
            propose, w.orgs.view, w.alive.view, w.weights, w.places, w.practice, w.distance, w.ring.rows, w.ring_start,
            a, b, self.channel, w.now, self.address, self.terms, proposals.at.rows, into=proposals.at.length,
        )
        yield Room(world.ties, proposals.at.length)
        yield Call(
            conclude, w.orgs.view, w.held, w.knowledge, w.weights, w.frontier, w.regions, proposals.at.view, a,
            self.channel, w.tick, w.now, self.address, self.terms, w.ties.rows, w.ties.size, w.flowed,
        )


@inline
def _look(
    orgs: Any, weights: Any, places: Any, distance: Any, ring: Any, ring_start: Any, regions: int, kind: int, i: int,
    search: Bits, chance: float, local: bool, reach: float,
) -> int:
    """Return whom a search of organisation ``i`` among ``kind`` comes upon, -1 for nobody."""
    if uniform(search) >= chance:
        return -1
    fields = weights.shape[1]
    f = draw_field(weights, i, at(search, _FIELD))
    g = group_of(kind, orgs[i].region, f, regions, fields)
    hit = find(ring, ring_start[g], ring_start[g + 1], at(search, _HIT))
    if hit < 0:
        return -1
    j = ring[hit].row
    if orgs[j].died >= 0:  # rings are those of the last quarter
        return -1
    if local:
        return j if orgs[j].place == orgs[i].place else -1
    near = np.exp(-distance[orgs[i].place, orgs[j].place] / reach) * ring[hit].weight ** 0.5
    return j if uniform(at(at(search, _NEAR), orgs[j].key)) < near else -1


@kernel
def propose(
    orgs: Any, living: Any, weights: Any, places: Any, practice: Any, distance: Any, ring: Any, ring_start: Any, a: int,
    b: int, channel: int, now: Bits, link: Bits, params: Any, proposals: Any,
) -> int:
    """Let organisations of kinds ``a`` and ``b`` look for each other; return the number of proposals.

    ``link`` is the key of the link, at whose address its luck stands. A proposal's ``row`` is (first kind) *
    organisations + (second kind), its position a lot that decides who is heard first.
    """
    p = params[0]
    n = orgs.shape[0]
    luck = at(now, link)
    searched, met, lots = at(luck, _SEARCH), at(luck, _MEET), at(luck, _LOT)
    count, region, chance_far = 0, -1, 0.0
    for i in living:
        org = orgs[i]
        if org.died >= 0 or (org.kind != a and org.kind != b) or org.staff == 0:
            continue
        other = b if org.kind == a else a
        effort = p.strength * practice[org.region, channel]
        if org.region != region:
            region, chance_far = org.region, effort * p.search
        for local in range(2 if places[org.place].meetings > 0.0 else 1):
            chance = effort * places[org.place].meetings if local else chance_far
            search = at(met if local else searched, org.key)
            j = _look(
                orgs, weights, places, distance, ring, ring_start, practice.shape[0], other, i, search, chance,
                local == 1, p.reach,
            )
            if j >= 0 and j != i:
                first, second = (i, j) if org.kind == a else (j, i)
                proposals[count].row = first * n + second
                proposals[count].position = at(at(lots, orgs[first].key), orgs[second].key)
                count += 1
    return count


@inline
def judge(
    orgs: Any, held: Any, knowledge: Any, weights: Any, frontier: Any, regions: Any, i: int, j: int, channel: int,
    now: Bits, p: Any,
) -> float:
    """Return what organisation ``i`` expects of a tie with ``j``."""
    promise, standing, common = 0.0, 0.0, 0.0
    for f in range(frontier.shape[0]):
        overlap = min(1.0, weights[i, f] * weights[j, f] * frontier.shape[0])
        common = max(common, overlap)
        promise += overlap * learning_potential((knowledge[j, f] - knowledge[i, f]) / frontier[f], p.gap)
        standing += overlap * knowledge[j, f] / frontier[f]
    money = 0.0
    if orgs[i].kind != _FIRM and orgs[j].kind == _FIRM:
        money = common * (1.0 - np.exp(-orgs[j].budget / regions[orgs[j].region].wage))
    people = 0.0
    if (orgs[i].kind == _UNIVERSITY) != (orgs[j].kind == _UNIVERSITY):
        people = common * (1.0 - np.exp(-(orgs[j].students / 1000.0 + orgs[j].staff / 50.0)))
    cost = held[i, channel] / capacity(orgs[i], p.heads) + orgs[i].contracting + orgs[i].applied + orgs[i].teaching
    noise = p.doubt * normal(at(at(at(now, _VIEW), orgs[i].key), orgs[j].key))
    return float(
        p.value_learning * promise + p.value_reputation * standing + p.value_money * money + p.value_people * people
        - p.cost * cost + noise
    )


@kernel
def conclude(
    orgs: Any, held: Any, knowledge: Any, weights: Any, frontier: Any, regions: Any, proposals: Any, a: int,
    channel: int, tick: int, now: Bits, link: Bits, params: Any, ties: Any, size: Any, tally: Any,
) -> None:
    """Form a tie for every proposal, in the order of their lots, that both sides can keep and value."""
    p, luck = params[0], at(now, link)
    n = orgs.shape[0]
    sort_ring(proposals, 0, proposals.shape[0])
    for q in range(proposals.shape[0]):
        i, j = proposals[q].row // n, proposals[q].row % n
        tally[orgs[i].region, _MEETINGS, channel] += 1.0
        if q > 0 and proposals[q].row == proposals[q - 1].row:  # both came upon each other: one lot
            continue
        if held[i, channel] >= capacity(orgs[i], p.heads) or held[j, channel] >= capacity(orgs[j], p.heads):
            continue
        if judge(orgs, held, knowledge, weights, frontier, regions, i, j, channel, luck, p) < p.threshold:
            continue
        if judge(orgs, held, knowledge, weights, frontier, regions, j, i, channel, luck, p) < p.threshold:
            continue
        tie = ties[size[0]]
        tie.key = at(at(at(luck, _LOT), orgs[i].key), orgs[j].key)
        tie.a, tie.b, tie.link, tie.trust = i, j, channel, p.trust
        tie.formed, tie.ended, tie.uses, tie.used = tick, -1, 0, 0
        held[i, channel] += 1
        held[j, channel] += 1
        size[0] += 1
