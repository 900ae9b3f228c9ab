"""Who there is: a row for each firm, university and headquarters, with its kene and its innovation hypothesis.

A kene is a list of triples: capability (1 to the number there are), ability (0 to 10), expertise (0 to 10). An
innovation hypothesis (IH) is a choice of its positions, in ascending order. Product, quality and inputs follow from it
when it is made or researched upon; what an actor learns meanwhile shows in them only then. Rows are never reused.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from ecosim.compiled import inline
from ecosim.published.skin2011.settings import Settings
from ecosim.randomness import Bits, at, uniform

FIRM, UNIVERSITY, HEADQUARTERS = 0, 1, 2
ROOM, TERMS, INPUTS, PARTNERS = 64, 10, 4, 5
MOST_EXPERTISE, MOST_ABILITY = 10, 10.0
_STARTUPS, _FOUNDED = 5, 8  # most rows that a step adds of each
#: Firms that hold a capability when it counts as spread.
MANY = 10

ACTOR = np.dtype(
    [
        ("key", np.uint64), ("kind", np.int64), ("alive", np.int64), ("bold", np.int64), ("capital", np.float64),
        ("price", np.float64), ("reward", np.float64), ("cost", np.float64), ("product", np.int64),
        ("quality", np.float64), ("length", np.int64), ("terms", np.int64), ("wants", np.int64),
        ("shown", np.int64), ("partners", np.int64), ("linked", np.int64), ("customers", np.int64),
        ("trading", np.int64), ("element", np.int64), ("direction", np.int64), ("network", np.int64),
    ]
)  # fmt: skip


class State(NamedTuple):
    """Everything that changes in a run; n is the number of rows that there is room for."""

    actor: Any  # ACTOR (n,)
    capability: Any  # int64 (n, ROOM)
    ability: Any  # float64 (n, ROOM)
    expertise: Any  # int64 (n, ROOM)
    term: Any  # int64 (n, TERMS): positions in the kene
    low: Any  # int64 (n, INPUTS): where the slice of an input begins in the IH
    high: Any  # int64 (n, INPUTS): and ends
    want: Any  # int64 (n, INPUTS): product of each input
    supplier: Any  # int64 (n, INPUTS): row, -1 for none or raw material
    customer: Any  # int64 (n, INPUTS): the first customers
    advert: Any  # int64 (n, TERMS): capabilities that others see
    partner: Any  # int64 (n, PARTNERS)
    live: Any  # int64 (n,): rows of the living
    best: Any  # int64 (products,): cheapest active seller
    wanted: Any  # int64 (products,)
    holders: Any  # int64 (capabilities + 1,): firms that hold a capability
    first: Any  # int64 (capabilities + 1,): step in which a firm first held it, -1 for never
    spread: Any  # int64 (capabilities + 1,): step in which `MANY` firms first held it, -1 for never
    tally: Any  # float64 (8,): what is counted over a run
    count: Any  # int64 (2,): rows in use, living rows


#: Places in `State.count` and `State.tally`.
ROWS, LIVING = 0, 1
PASSED, STARTUPS, NETWORKS, MET_LINKED, TOOK_LINKED, MET_OTHERS, TOOK_OTHERS = range(7)


def empty(settings: Settings) -> State:
    """Return room for a run."""
    n = settings.firms + settings.universities + settings.steps * (_STARTUPS + _FOUNDED)
    whole = np.int64
    return State(
        np.zeros(n, ACTOR), np.zeros((n, ROOM), whole), np.zeros((n, ROOM)), np.zeros((n, ROOM), whole),
        np.zeros((n, TERMS), whole), np.zeros((n, INPUTS), whole), np.zeros((n, INPUTS), whole),
        np.zeros((n, INPUTS), whole), np.full((n, INPUTS), -1), np.full((n, INPUTS), -1), np.zeros((n, TERMS), whole),
        np.full((n, PARTNERS), -1), np.zeros(n, whole), np.zeros(settings.products, whole),
        np.zeros(settings.products, whole), np.zeros(settings.capabilities + 1, whole),
        np.full(settings.capabilities + 1, -1), np.full(settings.capabilities + 1, -1), np.zeros(8), np.zeros(2, whole),
    )  # fmt: skip


@inline
def below(bits: Bits, n: int) -> int:
    """Return a whole number from 0 to before ``n``."""
    return int(uniform(bits) * n)


@inline
def place_of(w: Any, i: int, capability: int) -> int:
    """Return where an actor's kene holds a capability, -1 if it does not."""
    for k in range(w.actor[i].length):
        if w.capability[i, k] == capability:
            return k
    return -1


@inline
def new_capability(one: Any, w: Any, i: int, bits: Bits) -> int:
    """Return a random capability that an actor does not hold."""
    capability, attempt = 1 + below(at(bits, 0), one.capabilities), 1
    while place_of(w, i, capability) >= 0:
        capability = 1 + below(at(bits, attempt), one.capabilities)
        attempt += 1
    return capability


@inline
def allowed(capital: float) -> int:
    """Return how many triples capital pays for: ln(1 + capital / 20), at least 5."""
    return max(5, int(np.log(1.0 + max(capital, 0.0) / 20.0)))


@inline
def fill_kene(one: Any, w: Any, i: int, length: int, bits: Bits) -> None:
    """Give an actor a random kene."""
    w.actor[i].length = 0
    for k in range(length):
        triple = at(bits, k)
        w.capability[i, k] = new_capability(one, w, i, at(triple, 0))
        w.ability[i, k] = uniform(at(triple, 1)) * MOST_ABILITY
        w.expertise[i, k] = 1 + below(at(triple, 2), MOST_EXPERTISE)
        w.actor[i].length = k + 1


@inline
def show(w: Any, i: int) -> None:
    """Let others see the capabilities of an actor's hypothesis."""
    w.actor[i].shown = w.actor[i].terms
    for t in range(w.actor[i].terms):
        w.advert[i, t] = w.capability[i, w.term[i, t]]


@inline
def derive(one: Any, w: Any, i: int) -> None:
    """Work out product, quality and inputs of a hypothesis. All inputs differ from the product and each other."""
    a = w.actor[i]
    total = quality = 0.0
    for t in range(a.terms):
        k = w.term[i, t]
        total += w.capability[i, k] * w.ability[i, k]
        quality += w.ability[i, k] * (1.0 - np.exp(-w.expertise[i, k]))
    w.actor[i].product = int(total) % (one.products - one.raw) + one.raw
    w.actor[i].quality = quality % 10.0
    for q in range(a.wants):
        total = 0.0
        for t in range(w.low[i, q], w.high[i, q]):
            total += w.capability[i, w.term[i, t]] * w.ability[i, w.term[i, t]]
        product = int(total) % one.end_from
        before = 0
        while before < q or product == w.actor[i].product:
            if product == w.actor[i].product or product == w.want[i, before]:
                product, before = (product + 1) % one.end_from, 0
            else:
                before += 1
        w.want[i, q] = product


@inline
def hypothesize(one: Any, w: Any, i: int, bits: Bits) -> None:
    """Make a new innovation hypothesis of 2 to 10 random positions, and slices of it for the inputs."""
    length = w.actor[i].length
    terms = min(length, 2 + below(at(bits, 0), TERMS - 1))
    chosen = 0
    for k in range(length):
        if uniform(at(at(bits, 1), k)) * (length - k) < terms - chosen:
            w.term[i, chosen] = k
            chosen += 1
    w.actor[i].terms = terms
    w.actor[i].wants = 1 + below(at(bits, 2), one.most_inputs)
    for q in range(w.actor[i].wants):
        w.low[i, q] = below(at(at(bits, 3), q), terms)
        w.high[i, q] = w.low[i, q] + 1 + below(at(at(bits, 4), q), terms - w.low[i, q])
    w.actor[i].element = -1
    derive(one, w, i)
    if one.fresh_adverts:
        show(w, i)


@inline
def age(one: Any, w: Any, i: int) -> None:
    """Raise the expertise of triples in use, lower that of others, and forget those that had none left."""
    keeps = w.actor[i].kind == UNIVERSITY and one.forgetful_universities == 0
    kept = t = 0
    element = -1
    for k in range(w.actor[i].length):
        used = t < w.actor[i].terms and w.term[i, t] == k
        if used:
            w.expertise[i, k] = min(MOST_EXPERTISE, w.expertise[i, k] + 1)
            w.term[i, t] = kept
            t += 1
        elif not keeps:
            w.expertise[i, k] -= 1
        if used or w.expertise[i, k] >= 0:
            w.capability[i, kept], w.ability[i, kept] = w.capability[i, k], w.ability[i, k]
            w.expertise[i, kept] = w.expertise[i, k]
            if w.actor[i].element == k:
                element = kept
            kept += 1
    w.actor[i].length = kept
    w.actor[i].element = element
