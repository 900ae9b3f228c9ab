"""The market: who trades with whom in a step.

Those who can trade are the greatest set in which everybody finds all inputs and somebody who wants the product (end
users always want theirs), and nobody sells below cost. From the end products down, each then buys from the cheapest.
"""

from __future__ import annotations

from typing import Any

from ecosim.compiled import inline
from ecosim.published.skin2011.state import INPUTS, LIVING, UNIVERSITY

_MANY = 4  # customers above which a price rises
_UP, _DOWN = 1.1, 0.9


@inline
def _price(one: Any, w: Any, i: int) -> float:
    return float(one.end_price if w.actor[i].product >= one.end_from else w.actor[i].price)


@inline
def _survey(one: Any, w: Any) -> None:
    """Note the cheapest active seller of every product (of equals the better one), and what is wanted."""
    w.best[:] = -1
    w.wanted[:] = 0
    for r in range(w.count[LIVING]):
        i = w.live[r]
        if w.actor[i].trading == 0:
            continue
        for q in range(w.actor[i].wants):
            w.wanted[w.want[i, q]] = 1
        rival = w.best[w.actor[i].product]
        if (
            rival < 0
            or w.actor[i].price < w.actor[rival].price
            or (w.actor[i].price == w.actor[rival].price and w.actor[i].quality > w.actor[rival].quality)
        ):
            w.best[w.actor[i].product] = i


@inline
def _supplied(one: Any, w: Any, i: int) -> bool:
    """Return whether all inputs are offered; note their sellers and cost."""
    cost = 0.0
    for q in range(w.actor[i].wants):
        product = w.want[i, q]
        if product >= one.raw and w.best[product] < 0:
            return False
        w.supplier[i, q] = -1 if product < one.raw else w.best[product]
        cost += one.raw_price if product < one.raw else w.actor[w.best[product]].price
    w.actor[i].cost = cost
    return True


@inline
def _drop(one: Any, w: Any, margins: bool) -> int:
    """Take those off who lack a seller or a buyer, or with ``margins`` those who would lose; return how many."""
    _survey(one, w)
    dropped = 0
    for r in range(w.count[LIVING]):
        i = w.live[r]
        if w.actor[i].trading == 0:
            continue
        product = w.actor[i].product
        stays = _supplied(one, w, i) and (product >= one.end_from or w.wanted[product] > 0)
        if not stays or (margins and _price(one, w, i) < w.actor[i].cost):
            w.actor[i].trading = 0
            dropped += 1
    return dropped


@inline
def _buy(one: Any, w: Any) -> None:
    """Let those who sell to end users buy, then their sellers, and so on; the others do not trade."""
    for r in range(w.count[LIVING]):
        i = w.live[r]
        if w.actor[i].trading and w.actor[i].product < one.end_from:
            w.actor[i].trading = -1  # could trade, but nobody has bought yet
    again = True
    while again:
        again = False
        for r in range(w.count[LIVING]):
            i = w.live[r]
            if w.actor[i].trading != 1:
                continue
            w.actor[i].trading = 2  # has bought
            again = True
            if w.actor[i].product >= one.end_from:
                w.actor[i].reward += one.end_price
            w.actor[i].reward -= w.actor[i].cost
            for q in range(w.actor[i].wants):
                seller = w.supplier[i, q]
                if seller < 0:
                    continue
                w.actor[seller].reward += w.actor[seller].price
                if w.actor[seller].customers < INPUTS:
                    w.customer[seller, w.actor[seller].customers] = i
                w.actor[seller].customers += 1
                if w.actor[seller].trading == -1:
                    w.actor[seller].trading = 1


@inline
def trade(one: Any, w: Any) -> None:
    """Carry out the trade of a step: rewards, capital, customers, and new prices."""
    for r in range(w.count[LIVING]):
        i = w.live[r]
        w.actor[i].trading = 0 if w.actor[i].kind == UNIVERSITY else 1
        w.actor[i].reward, w.actor[i].customers = 0.0, 0
        w.customer[i, :] = -1
    changed = 1
    while changed:
        while _drop(one, w, False) > 0:
            pass
        changed = _drop(one, w, True)
    _buy(one, w)
    for r in range(w.count[LIVING]):
        i = w.live[r]
        if w.actor[i].trading != 2:
            w.supplier[i, :] = -1
        w.actor[i].trading = 1 if w.actor[i].trading == 2 else 0
        w.actor[i].capital += w.actor[i].reward
        if w.actor[i].kind != UNIVERSITY and w.actor[i].product < one.end_from:
            if w.actor[i].customers > _MANY:
                w.actor[i].price *= _UP
            elif w.actor[i].customers == 0:
                floor = w.actor[i].cost if one.price_floor else 0.0
                w.actor[i].price = max(w.actor[i].price * _DOWN, min(w.actor[i].price, floor))
