"""The search for mixes that are not dominated: none brings more transfers for less money.

The mixes of a generation are chosen before any of them is run, by a sampler that is seeded anew for each generation and
knows the generations before it alone. So the mixes depend on seed and runs only, whoever makes the runs; and since runs
are kept, an interrupted search goes over what it has done without making a run twice, and goes on.

The sampler is Optuna's tree-structured Parzen estimator, which models the mixes that few others dominate: Ozaki et al.
(2022), Multiobjective tree-structured Parzen estimator, Journal of Artificial Intelligence Research 73, 1209-1250.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ecosim.policy.levers import Levers, Mix
from ecosim.randomness import address, name_key

if TYPE_CHECKING:
    import optuna

_KEY = name_key("policy", "generation")
#: Returns money and transfers of some mixes (mixes, 2).
Weigh = Callable[[Sequence[Mix]], NDArray[np.float64]]


def search(levers: Levers, budget: float, trials: int, seed: int, weigh: Weigh) -> dict[Mix, tuple[float, float]]:
    """Return every mix that was tried, with money and transfers, in the order in which they were.

    The first generation is today's mix, that mix with one lever moved, each within the budget, and mixes at random.

    Args:
        levers: what may be set.
        budget: money a year that no mix but today's may exceed.
        trials: how many mixes are tried, in whole generations.
        seed: the same seed gives the same mixes.
        weigh: runs mixes; not finite where it could not.
    """
    import optuna

    optuna.logging.set_verbosity(logging.WARNING)  # a line a trial on stderr otherwise
    study = optuna.create_study(directions=["minimize", "maximize"])
    size = generation(levers)
    for mix in (levers.today, *levers.starts().values()):
        study.enqueue_trial(dict(zip(levers.names, mix, strict=True)))
    tried: dict[Mix, tuple[float, float]] = {}
    for number in range(-(-trials // size)):
        study.sampler = _sampler(int(address(_KEY, seed, number)) & 0xFFFFFFFF, size)
        asked = [study.ask(_distributions(levers)) for _ in range(size)]
        mixes = [_mix(levers, budget, one.params) for one in asked]
        for trial, mix, (money, transfers) in zip(asked, mixes, weigh(mixes).tolist(), strict=True):
            if np.isfinite([money, transfers]).all():
                study.tell(trial, (money, transfers))
                tried[mix] = (money, transfers)
            else:
                study.tell(trial, state=optuna.trial.TrialState.FAIL)
    return tried


def generation(levers: Levers) -> int:
    """Return how many mixes make a generation: today's, one for each moved lever, and some at random."""
    return max(24, len(levers.starts()) + 4)


def front(tried: dict[Mix, tuple[float, float]]) -> list[Mix]:
    """Return the mixes that are not dominated, the cheapest first: no other has at least as much for no more money."""
    best, kept = -np.inf, []
    for mix, (_, transfers) in sorted(tried.items(), key=lambda one: (one[1][0], -one[1][1])):
        if transfers > best:
            best = transfers
            kept.append(mix)
    return kept


def spread(mixes: Sequence[Mix], tried: dict[Mix, tuple[float, float]], count: int) -> list[Mix]:
    """Return some mixes of a front, even in money: the cheapest, the dearest, the best for its money and others."""
    money = np.array([tried[mix][0] for mix in mixes])
    ratio = [tried[mix][1] / tried[mix][0] for mix in mixes]
    wanted = np.linspace(money[0], money[-1], count)
    chosen = {int(np.argmax(ratio)), len(mixes) - 1, *(int(np.argmin(np.abs(money - one))) for one in wanted)}
    return [mixes[at] for at in sorted(chosen)]


def _mix(levers: Levers, budget: float, params: dict[str, Any]) -> Mix:
    mix = tuple(float(params[name]) for name in levers.names)
    return mix if mix == levers.today else levers.within(mix, budget)


def _sampler(seed: int, size: int) -> optuna.samplers.BaseSampler:
    import optuna

    return optuna.samplers.TPESampler(seed=seed, multivariate=True, n_startup_trials=size)


def _distributions(levers: Levers) -> dict[str, optuna.distributions.BaseDistribution]:
    import optuna

    def of(name: str) -> optuna.distributions.BaseDistribution:
        if name in levers.instruments:
            return optuna.distributions.FloatDistribution(levers.low, levers.high)
        return optuna.distributions.CategoricalDistribution([0.0, 1.0])

    return {name: of(name) for name in levers.names}
