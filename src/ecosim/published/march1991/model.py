"""March (1991): members of an organization learn from its code, and the code from its best members.

March, J. G. (1991), Exploration and exploitation in organizational learning, Organization Science 2(1), 71-87.

Reality is a string of ``m`` signs. Each of ``n`` members holds a belief of -1, 0 or +1 about each element, at the
start drawn uniformly; the code holds 0 about all. A period:

1. Turnover: each member is replaced with probability ``turnover`` (the paper's p3) by one with fresh beliefs.
   Turbulence: each element of reality changes sign with probability ``turbulence`` (p4).
2. Every member acts on every element by belief, and by the toss of a coin where the belief is 0. A member's
   performance is the number of right less wrong acts. The code's score is counted in the same way, but where it
   holds 0 it counts nothing.
3. Every member learns from the code as it was: where the code is not 0 and the belief differs, with probability
   ``learning`` (p1) the belief moves one step towards the code.
4. The code learns from members who performed better than it scored: where the sign k that more of them acted on
   (by a net majority of k members) differs from the code, the code takes it with probability 1 - (1 - p2)^k.

Knowledge is right less wrong beliefs over ``m``. A closed organization rests when everybody holds what the code
holds, wherever it holds something, and nobody can act better than the code scores.

Where the text is not enough. It says neither that members are compared with the code by acts in place of beliefs, nor
that a belief passes through 0 on its way. Both are needed for the published curves; they became known through later
replications (Rodan 2005, Exploration and exploitation revisited, Scandinavian Journal of Management 21(4)). The
switches ``by_beliefs`` and ``jump`` give the literal reading; who holds no belief then has no say.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ecosim.compiled import inline
from ecosim.parameter import Parameters, parameter
from ecosim.published.machine import kernel
from ecosim.randomness import Bits, at, name_key, uniform

_PAPER = "March (1991)"
_START, _REALITY, _FRESH, _LEAVE = (name_key("march1991", one) for one in ("start", "reality", "fresh", "leave"))
_FLIP, _COIN, _LEARN, _CODE = (name_key("march1991", one) for one in ("flip", "coin", "learn", "code"))
#: A run that has found no rest by then is broken off; none of the paper's settings comes near it.
_LONGEST = 20_000


class Settings(Parameters):
    """Parameters of an organization, and switches between readings of the paper."""

    m: int = parameter(30, unit="elements", range=(1, 1000), source=_PAPER, doc="elements of reality")
    n: int = parameter(50, unit="members", range=(1, 10_000), source=_PAPER, doc="members of the organization")
    learning: float = parameter(
        0.5, unit="1/period", range=(0, 1), source=_PAPER, doc="p1: chance that a member takes a step to the code"
    )
    fast_members: int = parameter(
        0, unit="members", range=(0, 10_000), source=_PAPER, doc="members who learn at the fast rate instead"
    )
    fast_learning: float = parameter(
        0.9, unit="1/period", range=(0, 1), source=_PAPER, doc="p1 of the fast members"
    )
    code_learning: float = parameter(
        0.5, unit="1/period", range=(0, 1), source=_PAPER, doc="p2: chance that the code learns from a majority of one"
    )
    turnover: float = parameter(
        0.0, unit="1/period", range=(0, 1), source=_PAPER, doc="p3: chance that a member is replaced"
    )
    turbulence: float = parameter(
        0.0, unit="1/period", range=(0, 1), source=_PAPER, doc="p4: chance that an element of reality changes"
    )
    periods: int = parameter(
        0, unit="periods", range=(0, 100_000), source=_PAPER, doc="length of a run; 0 until equilibrium"
    )
    by_beliefs: int = parameter(
        0, unit="0 or 1", range=(0, 1), source="literal reading of the text",
        doc="1: members are compared with the code, and followed, by beliefs in place of acts",
    )
    jump: int = parameter(
        0, unit="0 or 1", range=(0, 1), source="literal reading of the text",
        doc="1: a belief that changes becomes the code's at once, in place of one step",
    )  # fmt: skip


def simulate(settings: Settings, luck: np.uint64) -> tuple[float, ...]:
    """Return of one run knowledge of the code, of all members, of slow and of fast ones (NaN for none), and its length.

    Args:
        settings: the organization.
        luck: address that all draws of the run hang on.
    """
    out = np.full(5, np.nan)
    beliefs = np.zeros((settings.n, settings.m), np.int8)
    acts, better = np.zeros_like(beliefs), np.zeros(settings.n, np.int8)
    _run(settings.record(), luck, np.zeros(settings.m, np.int8), beliefs, np.zeros(settings.m, np.int8), acts, better,
         out)  # fmt: skip
    return tuple(out.tolist())


@inline
def _fresh(bits: Bits, belief: Any) -> None:
    """Draw the beliefs of a new member."""
    for j in range(belief.shape[0]):
        belief[j] = int(uniform(at(bits, j)) * 3.0) - 1


@inline
def _change(one: Any, now: Bits, reality: Any, beliefs: Any) -> None:
    """Replace members, and change reality."""
    for i in range(beliefs.shape[0]):
        if one.turnover > 0.0 and uniform(at(at(now, _LEAVE), i)) < one.turnover:
            _fresh(at(at(now, _FRESH), i), beliefs[i])
    for j in range(reality.shape[0]):
        if one.turbulence > 0.0 and uniform(at(at(now, _FLIP), j)) < one.turbulence:
            reality[j] = -reality[j]


@inline
def _score(code: Any, reality: Any) -> int:
    """Return right less wrong elements."""
    total = 0
    for j in range(reality.shape[0]):
        total += code[j] * reality[j]
    return total


@inline
def _act(one: Any, now: Bits, reality: Any, beliefs: Any, code: Any, acts: Any, better: Any) -> None:
    """Let everybody act, and mark who did better than the code."""
    score = _score(code, reality)
    for i in range(beliefs.shape[0]):
        coin = at(at(now, _COIN), i)
        for j in range(reality.shape[0]):
            acts[i, j] = beliefs[i, j]
            if acts[i, j] == 0 and one.by_beliefs == 0:
                acts[i, j] = 1 if at(coin, j) >> np.uint64(63) else -1
        better[i] = 1 if _score(acts[i], reality) > score else 0


@inline
def _learn(one: Any, now: Bits, beliefs: Any, code: Any) -> None:
    """Let members learn from the code; the first ones are the fast ones."""
    for i in range(beliefs.shape[0]):
        rate = one.fast_learning if i < one.fast_members else one.learning
        luck = at(at(now, _LEARN), i)
        for j in range(code.shape[0]):
            if code[j] != 0 and beliefs[i, j] != code[j] and uniform(at(luck, j)) < rate:
                beliefs[i, j] = code[j] if one.jump else beliefs[i, j] + code[j]


@inline
def _teach(one: Any, now: Bits, acts: Any, better: Any, code: Any) -> None:
    """Let the code learn from those who did better."""
    for j in range(code.shape[0]):
        net = 0
        for i in range(acts.shape[0]):
            net += better[i] * acts[i, j]
        sign = 1 if net > 0 else -1
        taken = 1.0 - (1.0 - one.code_learning) ** abs(net)  # 0 without a majority
        if sign != code[j] and uniform(at(at(now, _CODE), j)) < taken:
            code[j] = sign


@inline
def _rests(one: Any, reality: Any, beliefs: Any, code: Any) -> bool:
    """Return whether nobody has anything to learn from the code, nor it from anybody."""
    for i in range(beliefs.shape[0]):
        lead = 0
        for j in range(code.shape[0]):
            if code[j] == 0:
                known = beliefs[i, j] != 0 or one.by_beliefs
                lead += beliefs[i, j] * reality[j] if known else 1
            elif beliefs[i, j] != code[j]:
                return False
        if lead > 0:
            return False
    return True


@inline
def _measure(one: Any, reality: Any, beliefs: Any, code: Any, out: Any) -> None:
    n, m = beliefs.shape
    fast = slow = 0.0
    for i in range(n):
        if i < one.fast_members:
            fast += _score(beliefs[i], reality) / m
        else:
            slow += _score(beliefs[i], reality) / m
    out[0] = _score(code, reality) / m
    out[1] = (fast + slow) / n
    if one.fast_members < n:
        out[2] = slow / (n - one.fast_members)
    if one.fast_members > 0:
        out[3] = fast / min(n, one.fast_members)


@kernel
def _run(
    settings: Any, luck: Bits, reality: Any, beliefs: Any, code: Any, acts: Any, better: Any, out: Any
) -> None:
    """Run an organization and fill ``out`` (5); the other arrays are its state, all zero.

    Args:
        settings: `Settings` as a record (1,). luck: address of the run.
        reality, code: int8 (m,). beliefs, acts: int8 (n, m). better: int8 (n,).
    """
    one = settings[0]
    for j in range(reality.shape[0]):
        reality[j] = 1 if at(at(luck, _REALITY), j) >> np.uint64(63) else -1
    for i in range(beliefs.shape[0]):
        _fresh(at(at(luck, _START), i), beliefs[i])
    period = 0
    while period < (one.periods if one.periods > 0 else _LONGEST):
        now = at(luck, period)
        _change(one, now, reality, beliefs)
        _act(one, now, reality, beliefs, code, acts, better)
        _learn(one, now, beliefs, code)
        _teach(one, now, acts, better, code)
        period += 1
        if one.periods == 0 and _rests(one, reality, beliefs, code):
            break
    _measure(one, reality, beliefs, code, out)
    out[4] = period
