"""Candidates on fresh runs: paired changes from today's mix, and which of them runs cannot tell from the best.

A search returns the luckiest of many mixes, so that the runs by which a mix was chosen flatter it (winner's curse).
Nothing that they showed enters here but for comparison.
"""

from __future__ import annotations

import math
from string import ascii_uppercase

import numpy as np
from numpy.typing import NDArray

from ecosim.policy.levers import Levers, Mix
from ecosim.policy.outcome import TODAY, Candidate, Change, Moved
from ecosim.policy.trial import IDS, yearly
from ecosim.results.decision import Family, decide
from ecosim.results.effects import differences

Array = NDArray[np.float64]
_COMPLETIONS, _MONEY, _HOURS = (IDS.index(name) for name in ("completions", "public_money", "hours"))


def candidates(
    levers: Levers, mixes: list[Mix], shown: Array, searched: dict[Mix, float], per: float, seed: int
) -> list[Candidate]:
    """Return what fresh runs show of mixes; the first is today's.

    Args:
        levers: what the numbers of a mix mean.
        mixes: today's, then candidates.
        shown: totals (mixes, replications, `IDS`), finite.
        searched: change of completed transfers that the search saw.
        per: the amount of money to which ratios refer.
        seed: of the bootstrap.
    """
    measured = _measured(shown, levers, per)
    by_count, by_money = apart(measured[:, :, [0, 2]], seed)
    best, thriftiest = unbeaten(measured[:, :, 0], by_count), unbeaten(measured[:, :, 2], by_money)
    said = zip(by_count[0].tolist(), best, thriftiest, strict=True)
    return [
        _candidate(at, mix, levers.planned(mix), measured, searched[mix], next(said), seed)
        for at, mix in enumerate(mixes)
    ]


def moved(levers: Levers, names: list[str], shown: Array, seed: int) -> list[Moved]:
    """Return what today's mix becomes with one lever moved; all levers are judged together.

    Args:
        levers: what the numbers of a mix mean.
        names: what is done in each mix but the first.
        shown: totals of today's mix and of each other (mixes, replications, `IDS`), finite.
        seed: of the bootstrap.
    """
    runs = _measured(shown, levers, 1.0)[:, :, :2].transpose(2, 1, 0)
    transfers, money = (told(one[:, 1:], np.broadcast_to(one[:, :1], one[:, 1:].shape), seed) for one in runs)
    return [
        Moved(name, cost, more, clear)
        for name, cost, more, clear in zip(names, money[0], transfers[0], transfers[1], strict=True)
    ]


def told(minuend: Array, subtrahend: Array, seed: int) -> tuple[list[Change], list[bool]]:
    """Return paired differences, and which of them are told from zero, all taken together.

    The rule is that of `ecosim.results.decision`: Holm's correction at 5 % over all of them, and no word against the
    interval shown.

    Args:
        minuend, subtrahend: (replications, differences).
        seed: of the bootstrap.
    """
    found = differences(minuend, subtrahend, seed) if minuend.shape[1] else []
    rows = [(one.pairs, one.mean, one.sd, one.low, one.high, np.nan) for one in found]
    clear: list[bool] = decide(Family._make(np.reshape(rows, (-1, 6)).T)).nonzero.tolist()
    return [Change(one.mean, one.low, one.high) for one in found], clear


def apart(measured: Array, seed: int) -> NDArray[np.bool_]:
    """Say for each measure of which mixes the means differ for certain, all pairs of mixes and measures together.

    So what is said of the best holds although it is the best by its luck, and nothing said of two mixes contradicts
    what is said of others.

    Args:
        measured: (mixes, replications, measures).
        seed: of the bootstrap.

    Returns:
        (measures, mixes, mixes), symmetric.
    """
    count, _, measures = measured.shape
    first, second = np.triu_indices(count, 1)
    minuend, subtrahend = (
        measured[one].transpose(1, 2, 0).reshape(measured.shape[1], -1) for one in (first, second)
    )  # columns: measure by measure, pair by pair
    _, clear = told(minuend, subtrahend, seed)
    found = np.zeros((measures, count, count), bool)
    found[:, first, second] = np.reshape(clear, (measures, len(first)))
    return found | found.transpose(0, 2, 1)


def unbeaten(measured: Array, apart: NDArray[np.bool_]) -> list[bool]:
    """Say of each mix whether it has the best mean or cannot be told from the mix that has.

    Args:
        measured: (mixes, replications).
        apart: (mixes, mixes), see `apart`.
    """
    kept: list[bool] = (~apart[int(measured.mean(axis=1).argmax())]).tolist()
    return kept


def _candidate(
    at: int, mix: Mix, planned: float, measured: Array, searched: float, said: tuple[bool, bool, bool], seed: int
) -> Candidate:
    completions, money, ratio, hours = measured[at].mean(axis=0).tolist()
    more, more_money, more_ratio, more_hours = told(measured[at], measured[0], seed)[0]
    name = ascii_uppercase[at - 1] if at else TODAY
    return Candidate(
        name, mix, planned, money, completions, ratio, hours, more_money, more, more_ratio, more_hours, searched, *said,
    )  # fmt: skip


def amount(shown: Array, levers: Levers) -> float:
    """Return the power of ten of money that buys one to ten transfers with today's mix (1 where there are none).

    Args:
        shown: totals of today's mix (replications, `IDS`).
        levers: tells the horizon.
    """
    completions, money = shown[:, _COMPLETIONS].mean(), shown[:, _MONEY].mean()
    return float(10.0 ** math.ceil(math.log10(money / completions))) if completions > 0 and money > 0 else 1.0


def _measured(shown: Array, levers: Levers, per: float) -> Array:
    """Return transfers, money a year, transfers for their money, and heads lent (mixes, replications, 4)."""
    money, completions = shown[:, :, _MONEY], shown[:, :, _COMPLETIONS]
    heads = yearly(shown[:, :, _HOURS], levers) / 4.0
    return np.stack([completions, yearly(money, levers), per * completions / money, heads], axis=2)
