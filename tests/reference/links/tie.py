"""How ties are formed over a link (ODD, 7.6): search, contact, and the judgement of both sides."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ecosim.world.codes import Flow, Kind
from reference.luck import at, named, normal, uniform
from reference.model import Ecosystem
from reference.organisations import Employer, Firm, University
from reference.processes.partnering import capacity, learning_potential
from reference.processes.staffing import draw_field
from reference.ties import Tie

if TYPE_CHECKING:
    from reference.plan import LinkInForce

SEARCH, MEET, FIELD, HIT, NEAR, VIEW, LOT = (
    named("partnering", name) for name in ("search", "meet", "field", "hit", "near", "view", "lot")
)


def partnering(model: Ecosystem, link: LinkInForce) -> None:
    """Both kinds search; contacts are heard in the order of their lots."""
    luck = at(model.now, named("link", link.name))
    contacts = [contact for one in model.living for contact in look_around(model, link, one, luck)]
    heard = set()
    for lot, a, b in sorted(contacts, key=lambda contact: contact[0]):
        a.region.count(Flow.MEETINGS, link.name, 1.0)
        if lot in heard or not has_room(link, a, b):  # of two who come upon each other the second says nothing new
            continue
        heard.add(lot)
        judgements = (judge(model, link, a, b, luck), judge(model, link, b, a, luck))
        if min(judgements) >= link.params.threshold:
            tie = Tie(model, lot, a, b, link.name, link.params.trust, model.tick)
            model.ties.append(tie)
            a.ties.append(tie)
            b.ties.append(tie)


def has_room(link: LinkInForce, a: Employer, b: Employer) -> bool:
    """Return whether two organisations can both keep a further tie over a link."""
    return all(one.held(link.name) < capacity(one, link.params.heads) for one in (a, b))


def look_around(model: Ecosystem, link: LinkInForce, one: Employer, luck: int) -> list[tuple[int, Employer, Employer]]:
    """Return the contacts that an organisation makes by search, and by chance in a science city: lot and both sides."""
    from reference.plan import JOINS

    first, second = JOINS[link.name]
    if one.kind not in (first, second) or one.staff == 0:
        return []
    other = second if one.kind == first else first
    p, contacts = link.params, []
    effort = p.strength * one.region.practice[link.name]
    for decision, rate in ((SEARCH, p.search), (MEET, one.place.meetings)):
        search = at(luck, decision, one.key)
        if uniform(search) >= effort * rate:
            continue
        met = come_upon(model, one, other, search, p.reach, by_chance=decision == MEET)
        if met is not None:
            a, b = (one, met) if one.kind == first else (met, one)
            contacts.append((at(luck, LOT, a.key, b.key), a, b))
    return contacts


def come_upon(
    model: Ecosystem, one: Employer, kind: Kind, search: int, reach: float, *, by_chance: bool
) -> Employer | None:
    """Return whom a search among a kind comes upon; by chance one meets only those of the same place."""
    field = draw_field(one, at(search, FIELD))
    ring = model.rings.get((kind, one.region, field))
    met = ring.find(at(search, HIT)) if ring is not None else None
    if met is None or not met.alive:  # rings are those of the last quarter
        return None
    if by_chance:
        return met if met.place is one.place else None
    near = math.exp(-one.place.distance(met.place) / reach) * math.sqrt(met.weights[field])
    return met if uniform(at(search, NEAR, met.key)) < near else None


def judge(model: Ecosystem, link: LinkInForce, one: Employer, other: Employer, luck: int) -> float:
    """Return what an organisation expects of a tie with another one."""
    p = link.params
    promise = standing = common = 0.0
    for f in model.fields:
        overlap = min(1.0, one.weights[f] * other.weights[f] * len(model.fields))
        common = max(common, overlap)
        promise += overlap * learning_potential((other.knowledge[f] - one.knowledge[f]) / model.frontier[f], p.gap)
        standing += overlap * other.knowledge[f] / model.frontier[f]
    money = people = 0.0
    if isinstance(other, Firm) and not isinstance(one, Firm):
        money = common * (1.0 - math.exp(-other.budget / other.region.wage))
    if isinstance(one, University) != isinstance(other, University):
        people = common * (1.0 - math.exp(-(other.students / 1000.0 + other.staff / 50.0)))
    attention = one.held(link.name) / capacity(one, p.heads)
    load = attention + one.contracting + one.applied + one.teaching
    doubt = p.doubt * normal(at(luck, VIEW, one.key, other.key))
    return (
        p.value_learning * promise + p.value_reputation * standing
        + getattr(p, "value_money", 0.0) * money + getattr(p, "value_people", 0.0) * people
        - p.cost * load + doubt
    )  # fmt: skip
