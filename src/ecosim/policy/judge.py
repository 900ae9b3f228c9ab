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
from ecosim.results.effects import CONFIDENCE, differences

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
    best, thriftiest = (unbeaten(measured[:, :, column]) for column in (0, 2))
    return [
        _candidate(at, mix, levers.planned(mix), measured, searched[mix], best[at], thriftiest[at], seed)
        for at, mix in enumerate(mixes)
    ]


def moved(levers: Levers, names: list[str], shown: Array) -> list[Moved]:
    """Return what today's mix becomes with one lever moved, with paired t intervals: runs are few.

    Args:
        levers: what the numbers of a mix mean.
        names: what is done in each mix but the first.
        shown: totals of today's mix and of each other (mixes, replications, `IDS`), finite.
    """
    measured = _measured(shown, levers, 1.0)
    pairs = measured[1:, :, :2] - measured[0, :, :2]
    clear = holm(pairs[:, :, 0])
    return [
        Moved(name, student(one[:, 1]), student(one[:, 0]), told)
        for name, one, told in zip(names, pairs, clear, strict=True)
    ]


def student(pairs: Array) -> Change:
    """Return the mean of paired differences and its 95 % t interval; NaN of fewer than two pairs."""
    from scipy import stats

    if len(pairs) < 2:
        return Change(float(pairs.mean()), math.nan, math.nan)
    reach = stats.t(len(pairs) - 1).ppf((1 + CONFIDENCE) / 2) * pairs.std(ddof=1) / np.sqrt(len(pairs))
    return Change(float(pairs.mean()), float(pairs.mean() - reach), float(pairs.mean() + reach))


def holm(pairs: Array) -> list[bool]:
    """Say of which rows (rows, pairs) the mean differs from zero, with at most 5 % risk of any false alarm (Holm 1979).

    A row without variance tells nothing of its error and counts as no difference.
    """
    from scipy import stats

    count = len(pairs)
    errors = pairs.std(axis=1, ddof=1) / np.sqrt(pairs.shape[1]) if pairs.shape[1] > 1 else np.zeros(count)
    known = errors > 1e-9 * np.abs(pairs).max(axis=1)
    sizes = np.divide(np.abs(pairs.mean(axis=1)), errors, out=np.zeros(count), where=known)
    chances = 2 * stats.t(max(1, pairs.shape[1] - 1)).sf(sizes)
    order = np.argsort(chances, kind="stable")
    held = np.cumprod(chances[order] <= (1 - CONFIDENCE) / (count - np.arange(count))).astype(bool)
    clear = np.zeros(count, bool)
    clear[order] = held
    told: list[bool] = clear.tolist()
    return told


def _candidate(
    at: int, mix: Mix, planned: float, measured: Array, searched: float, most: bool, thriftiest: bool, seed: int
) -> Candidate:
    completions, money, ratio, hours = measured[at].mean(axis=0).tolist()
    more, more_money, more_ratio, more_hours = changes(measured[at], measured[0], seed)
    name = ascii_uppercase[at - 1] if at else TODAY
    return Candidate(
        name, mix, planned, money, completions, ratio, hours, more_money, more, more_ratio, more_hours, searched, most,
        thriftiest,
    )  # fmt: skip


def amount(shown: Array, levers: Levers) -> float:
    """Return the power of ten of money that buys one to ten transfers with today's mix (1 where there are none).

    Args:
        shown: totals of today's mix (replications, `IDS`).
        levers: tells the horizon.
    """
    completions, money = shown[:, _COMPLETIONS].mean(), shown[:, _MONEY].mean()
    return float(10.0 ** math.ceil(math.log10(money / completions))) if completions > 0 and money > 0 else 1.0


def changes(runs: Array, today: Array, seed: int) -> list[Change]:
    """Return the paired change of each column (replications, columns) from that of today's mix."""
    return [Change(one.mean, one.low, one.high) for one in differences(runs, today, seed)]


def unbeaten(measured: Array) -> list[bool]:
    """Say of each mix whether no other is certainly better than it.

    Each is compared with the best mean by a paired t interval whose confidence is shared out over all comparisons
    (Bonferroni); it stays unless the whole interval says that it has less.

    Args:
        measured: (mixes, replications).
    """
    from scipy import stats

    best = measured[int(measured.mean(axis=1).argmax())]
    pairs = measured.shape[1]
    if pairs < 2:
        return [True] * len(measured)
    lacking = best - measured
    errors = lacking.std(axis=1, ddof=1) / np.sqrt(pairs)
    reach = stats.t(pairs - 1).ppf(1 - (1 - CONFIDENCE) / (2 * max(1, len(measured) - 1)))
    kept: list[bool] = (lacking.mean(axis=1) <= reach * errors).tolist()
    return kept


def _measured(shown: Array, levers: Levers, per: float) -> Array:
    """Return transfers, money a year, transfers for their money, and heads lent (mixes, replications, 4)."""
    money, completions = shown[:, :, _MONEY], shown[:, :, _COMPLETIONS]
    heads = yearly(shown[:, :, _HOURS], levers) / 4.0
    return np.stack([completions, yearly(money, levers), per * completions / money, heads], axis=2)
