"""Partnerships and research: how kenes change."""

from __future__ import annotations

from typing import Any

from ecosim.compiled import inline
from ecosim.published.skin2011.state import (
    FIRM,
    HEADQUARTERS,
    INPUTS,
    LIVING,
    MET_LINKED,
    MET_OTHERS,
    MOST_ABILITY,
    PASSED,
    ROOM,
    TOOK_LINKED,
    TOOK_OTHERS,
    UNIVERSITY,
    allowed,
    below,
    derive,
    hypothesize,
    new_capability,
    place_of,
    show,
)
from ecosim.randomness import Bits, at, name_key, uniform

_ASK, _RESEARCH, _AGAIN = name_key("skin2011", "ask"), name_key("skin2011", "research"), name_key("skin2011", "again")
_BASIC = name_key("skin2011", "basic")


@inline
def attracted(one: Any, w: Any, i: int, j: int) -> bool:
    """Return whether an actor finds another attractive, by the capabilities that both show.

    Conservative: what is in common, as a share of the shorter list. Progressive: what is not in common, as a share of
    both lists, if anything is in common at all.
    """
    mine, yours = w.actor[i].shown, w.actor[j].shown
    common = 0
    for a in range(mine):
        for b in range(yours):
            if w.advert[i, a] == w.advert[j, b]:
                common += 1
    if common == 0:
        return False
    if w.actor[i].bold:
        return bool((mine + yours - 2 * common) / (mine + yours) > one.attractive)
    return bool(common / min(mine, yours) > one.attractive)


@inline
def _take(one: Any, w: Any, i: int, j: int) -> None:
    """Take over another's triples in use: the better of what both know; what is new with expertise one lower."""
    limit = min(ROOM, allowed(w.actor[i].capital)) if one.capped and w.actor[i].kind == FIRM else ROOM
    for t in range(w.actor[j].terms):
        k = w.term[j, t]
        mine = place_of(w, i, w.capability[j, k])
        if mine >= 0:
            if w.expertise[j, k] > w.expertise[i, mine]:
                w.ability[i, mine], w.expertise[i, mine] = w.ability[j, k], w.expertise[j, k]
        elif w.actor[i].length < limit:
            mine = w.actor[i].length
            w.capability[i, mine], w.ability[i, mine] = w.capability[j, k], w.ability[j, k]
            w.expertise[i, mine] = max(2, w.expertise[j, k] - 1)
            w.actor[i].length += 1
            if w.actor[i].kind == FIRM:
                w.tally[PASSED] += 1.0


@inline
def _ask(one: Any, w: Any, i: int, j: int, asked: int, by_chance: bool) -> int:
    """Ask an actor to be a partner; return how many have been asked, or the most where one was enough."""
    if j < 0 or j == i or w.actor[j].alive == 0 or w.actor[j].kind == HEADQUARTERS:
        return asked
    for p in range(w.actor[i].partners):
        if w.partner[i, p] == j:
            return asked
    likes = attracted(one, w, i, j)
    if by_chance and w.actor[j].kind == FIRM:
        w.tally[MET_LINKED if w.actor[j].linked else MET_OTHERS] += 1.0
        if likes:
            w.tally[TOOK_LINKED if w.actor[j].linked else TOOK_OTHERS] += 1.0
    if likes and (one.both_willing == 0 or attracted(one, w, j, i)):
        w.partner[i, w.actor[i].partners] = j
        w.actor[i].partners += 1
        w.actor[i].capital -= one.tax
        if w.actor[j].kind == UNIVERSITY:
            w.actor[i].linked = 1
        _take(one, w, i, j)
        _take(one, w, j, i)
        if w.actor[j].kind == UNIVERSITY:
            hypothesize(one, w, j, at(at(w.actor[j].key, _AGAIN), w.actor[i].key))
        if one.first_fit:
            return int(one.most_partners)
    return asked + 1


@inline
def look_for_partners(one: Any, w: Any, i: int, now: Bits) -> None:
    """Ask former partners, suppliers, customers, then chance acquaintances; with partners, make a new hypothesis."""
    before = 0 if one.forget_partners else w.actor[i].partners
    former = (w.partner[i, 0], w.partner[i, 1], w.partner[i, 2], w.partner[i, 3], w.partner[i, 4])
    w.actor[i].partners = w.actor[i].linked = 0
    asked = 0
    for p in range(before):
        if asked < one.most_partners:
            asked = _ask(one, w, i, former[p], asked, False)
    for q in range(INPUTS):
        if asked < one.most_partners:
            asked = _ask(one, w, i, w.supplier[i, q], asked, False)
        if asked < one.most_partners:
            asked = _ask(one, w, i, w.customer[i, q], asked, False)
    for attempt in range(asked, one.most_partners):
        if asked < one.most_partners:
            asked = _ask(one, w, i, w.live[below(at(at(now, _ASK), attempt), w.count[LIVING])], asked, True)
    if w.actor[i].partners > 0:
        hypothesize(one, w, i, at(now, _AGAIN))


@inline
def _incremental(one: Any, w: Any, i: int, bits: Bits) -> None:
    """Move one ability in one direction by ability / capability; at a bound choose another."""
    if w.actor[i].element < 0:
        if one.whole_kene:
            w.actor[i].element = below(at(bits, 0), w.actor[i].length)
        else:
            w.actor[i].element = w.term[i, below(at(bits, 0), w.actor[i].terms)]
        w.actor[i].direction = 1 if uniform(at(bits, 1)) < 0.5 else -1
    k = w.actor[i].element
    w.ability[i, k] += w.actor[i].direction * w.ability[i, k] / w.capability[i, k]
    if w.ability[i, k] >= MOST_ABILITY or w.ability[i, k] <= 0.0:
        w.ability[i, k] = min(MOST_ABILITY, max(0.0, w.ability[i, k]))
        w.actor[i].element = -1
    derive(one, w, i)


@inline
def _radical(one: Any, w: Any, i: int, bits: Bits) -> None:
    """Put a new capability in the place of one."""
    k = below(at(bits, 2), w.actor[i].length)
    w.capability[i, k] = new_capability(one, w, i, at(bits, 3))
    if one.new_hypothesis:
        hypothesize(one, w, i, at(bits, 4))
    else:
        derive(one, w, i)
    if one.fresh_adverts:
        show(w, i)


@inline
def research(one: Any, w: Any, i: int, now: Bits) -> None:
    """Let a firm without success research: radically when it is poor, otherwise in small steps."""
    if w.actor[i].capital < one.low_capital:
        _radical(one, w, i, at(now, _RESEARCH))
    else:
        _incremental(one, w, i, at(now, _RESEARCH))
    w.actor[i].capital -= one.tax


@inline
def study(one: Any, w: Any, i: int, now: Bits) -> None:
    """Let a university research without a market in mind, at no cost: always a little, sometimes something new."""
    _incremental(one, w, i, at(now, _RESEARCH))
    if uniform(at(now, _BASIC)) < one.basic:
        _radical(one, w, i, at(now, _RESEARCH))
