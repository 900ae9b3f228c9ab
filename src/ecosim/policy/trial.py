"""One run of a scenario with a mix, and what is counted of it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecosim.experiments.demand import Outcome, Unit
from ecosim.policy.levers import Levers

#: What is counted, over all reported quarters: products and agreements, money appropriated, hours given over links.
IDS = ("completions", "agreements", "public_money", "hours")
#: Flows of hours that links cost.
_HOURS = ("teaching_hours", "practice_hours", "contract_hours", "help_hours")


@dataclass(frozen=True)
class Trial:
    """Runs a scenario with mixes, in whatever process it finds itself.

    Attributes:
        levers: what the numbers of a mix mean.
        seed: the seed that all runs share: common random numbers.
    """

    levers: Levers
    seed: int

    def __call__(self, unit: Unit) -> Outcome:
        """Return the totals of a run, or what went wrong."""
        from ecosim.simulation import simulate

        try:
            scenario = self.levers.put(unit.values)
            run = simulate({"": scenario}, seed=self.seed, replication=unit.replication)[""]
        except Exception as error:  # a mix that cannot be is a bad one, not the end of the search
            return " ".join(f"{type(error).__name__}: {error}".split())
        totals = dict(zip(run.names, run.series.sum(axis=0).tolist(), strict=True))
        return tuple(_total(totals, name, self.levers) for name in unit.ids)

    def prepare(self, worker: int) -> None:
        """Compile the engine: every other worker from the end, so that each finds half of the work done."""
        from ecosim.simulation import warm_up

        warm_up(self.levers.scenario, backwards=worker % 2 == 1)


def yearly(totals: NDArray[np.float64], levers: Levers) -> NDArray[np.float64]:
    """Return totals over the reported quarters as amounts a year."""
    return totals * (4.0 / levers.scenario.time.quarters)


def _total(totals: dict[str, float], name: str, levers: Levers) -> float:
    if name != "hours":
        return totals[name]
    from ecosim.catalogue import types_of

    return math.fsum(totals[f"{flow}.{link}"] for flow in _HOURS for link in types_of(levers.scenario))
