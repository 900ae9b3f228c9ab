"""Who comes and goes: start-ups, networks with a headquarters of their own, exits."""

from __future__ import annotations

from typing import Any

import numpy as np

from ecosim.compiled import inline
from ecosim.published.skin2011.state import (
    FIRM,
    HEADQUARTERS,
    LIVING,
    NETWORKS,
    ROOM,
    ROWS,
    STARTUPS,
    UNIVERSITY,
    allowed,
    below,
    fill_kene,
    hypothesize,
    place_of,
    show,
)
from ecosim.randomness import Bits, at, name_key, uniform

_ACTOR, _KENE, _FIRST, _LARGE = (name_key("skin2011", one) for one in ("actor", "kene", "first", "large"))
_BOLD, _ORDER, _NEW, _PRICE = (name_key("skin2011", one) for one in ("bold", "order", "new", "price"))
_FOUNDED, _STARTED = 8, 5  # most networks and start-ups of a step


@inline
def _enter(one: Any, w: Any, kind: int, key: Bits, capital: float) -> int:
    """Take a row into use and return it."""
    i: int = w.count[ROWS]
    w.count[ROWS] += 1
    w.actor[i].key, w.actor[i].kind, w.actor[i].alive = key, kind, 1
    w.actor[i].capital, w.actor[i].price = capital, one.first_price
    if one.random_prices:
        w.actor[i].price *= 2.0 * uniform(at(key, _PRICE))
    w.actor[i].bold = 1 if uniform(at(key, _BOLD)) < one.progressive else 0
    w.actor[i].element, w.actor[i].network = -1, -1
    return i


@inline
def found_population(one: Any, w: Any, luck: Bits) -> None:
    """Set up firms and universities. A firm's luck does not depend on whether there are universities."""
    for f in range(one.firms + one.universities):
        kind = FIRM if f < one.firms else UNIVERSITY
        key = at(at(at(luck, _ACTOR), kind), f if kind == FIRM else f - one.firms)
        large = kind == FIRM and uniform(at(key, _LARGE)) < one.large
        i = _enter(one, w, kind, key, one.capital * (10.0 if large else 1.0))
        length = allowed(w.actor[i].capital) if kind == FIRM else one.breadth
        fill_kene(one, w, i, length, at(key, _KENE))
        hypothesize(one, w, i, at(key, _FIRST))
        show(w, i)


@inline
def line_up(w: Any, now: Bits) -> None:
    """List the living in random order (Fisher and Yates)."""
    living = 0
    for i in range(w.count[ROWS]):
        if w.actor[i].alive:
            w.live[living] = i
            living += 1
    w.count[LIVING] = living
    for r in range(living - 1, 0, -1):
        s = below(at(at(now, _ORDER), r), r + 1)
        w.live[r], w.live[s] = w.live[s], w.live[r]


@inline
def leave(w: Any) -> None:
    """Close who has no capital left; a network whose headquarters closes is dissolved."""
    for r in range(w.count[LIVING]):
        i = w.live[r]
        if w.actor[i].capital < 0.0 and w.actor[i].kind != UNIVERSITY:
            w.actor[i].alive = 0
    for r in range(w.count[LIVING]):
        i = w.live[r]
        if w.actor[i].network >= 0 and w.actor[w.actor[i].network].alive == 0:
            w.actor[i].network = -1


@inline
def start_up(one: Any, w: Any, now: Bits) -> None:
    """Let the best reward draw imitators, who take over the best firm's triples in use and have start capital."""
    model = -1
    for r in range(w.count[LIVING]):
        i = w.live[r]
        if w.actor[i].kind == FIRM and w.actor[i].alive and (model < 0 or w.actor[i].reward > w.actor[model].reward):
            model = i
    if model < 0 or w.actor[model].reward <= one.trigger:
        return
    for n in range(min(_STARTED, int(np.log10(w.actor[model].reward)))):
        i = _enter(one, w, FIRM, at(at(now, _NEW), n), one.capital)
        for t in range(w.actor[model].terms):
            k = w.term[model, t]
            w.capability[i, t], w.ability[i, t] = w.capability[model, k], w.ability[model, k]
            w.expertise[i, t] = w.expertise[model, k] if one.copied_expertise else 1
        w.actor[i].length = w.actor[model].terms
        hypothesize(one, w, i, at(w.actor[i].key, _FIRST))
        show(w, i)
        w.tally[STARTUPS] += 1.0


@inline
def _free(w: Any, i: int) -> bool:
    return bool(w.actor[i].kind == FIRM and w.actor[i].alive and w.actor[i].network < 0)


@inline
def _join(one: Any, w: Any, i: int, head: int, share: float) -> None:
    """Let a firm pay its share into a network and bring its triples in use."""
    w.actor[i].network = head
    w.actor[i].capital -= share * w.actor[i].capital
    for t in range(w.actor[i].terms):
        k = w.term[i, t]
        length = w.actor[head].length
        if length < ROOM and place_of(w, head, w.capability[i, k]) < 0:
            w.capability[head, length], w.ability[head, length] = w.capability[i, k], w.ability[i, k]
            w.expertise[head, length] = w.expertise[i, k]
            w.actor[head].length += 1


@inline
def found_networks(one: Any, w: Any, now: Bits) -> None:
    """Let successful, rich, free firms found networks with free partners: a headquarters, funded in proportion."""
    founded, living = 0, w.count[LIVING]
    for r in range(living):
        i = w.live[r]
        if not _free(w, i) or w.actor[i].reward <= one.success or w.actor[i].capital <= one.capital:
            continue
        total = w.actor[i].capital
        for p in range(w.actor[i].partners):
            if _free(w, w.partner[i, p]):
                total += w.actor[w.partner[i, p]].capital
        if total <= w.actor[i].capital or founded == _FOUNDED:
            continue
        head = _enter(one, w, HEADQUARTERS, at(at(w.actor[i].key, _NEW), now), one.capital)
        for p in range(w.actor[i].partners):
            if _free(w, w.partner[i, p]):
                _join(one, w, w.partner[i, p], head, one.capital / total)
        _join(one, w, i, head, one.capital / total)
        hypothesize(one, w, head, at(w.actor[head].key, _FIRST))
        founded += 1
        w.tally[NETWORKS] += 1.0


@inline
def share_out(one: Any, w: Any) -> None:
    """Share what a headquarters has beyond its start capital among the members of its network."""
    for r in range(w.count[LIVING]):
        head = w.live[r]
        if w.actor[head].kind != HEADQUARTERS or w.actor[head].capital <= one.capital:
            continue
        members = 0
        for s in range(w.count[LIVING]):
            if w.actor[w.live[s]].network == head and w.actor[w.live[s]].alive:
                members += 1
        if members > 0:
            surplus = (w.actor[head].capital - one.capital) / members
            w.actor[head].capital = one.capital
            for s in range(w.count[LIVING]):
                if w.actor[w.live[s]].network == head and w.actor[w.live[s]].alive:
                    w.actor[w.live[s]].capital += surplus
