"""An engine whose numbers are a formula of three parameters, of the links that are on, and of luck."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

import toy
from ecosim.experiments.design import links_on
from ecosim.exploration.factors import UNPINNED, current
from ecosim.scenario.document import ScenarioBase

SEARCH, ATTENTION, CONSULTANT = UNPINNED
COMPLETIONS, AGREEMENTS = (toy.NAMES.index(name) for name in ("completions", "agreements"))


@dataclass
class Formula:
    """Completions a quarter: 10 + 20 x search + luck, and what science-industry adds: 1 - 2.5 x attention.

    Attributes:
        common: standard deviation of luck that all points of a replication share.
        own: standard deviation of luck that each run has of its own.
        asked: the runs that were made: (replication, search, attention, links on).
    """

    common: float = 0.0
    own: float = 0.0
    asked: list[tuple[int, float, float, tuple[str, ...]]] = field(default_factory=list)

    def __call__(self, scenarios: Mapping[str, ScenarioBase], *, seed: int, replication: int) -> dict[str, toy.Run]:
        """Return series of every scenario."""
        runs = {}
        for name, scenario in scenarios.items():
            search, attention, consultant = (current(scenario, path) for path in UNPINNED)
            on = links_on(scenario)
            self.asked.append((replication, search, attention, on))
            shared = np.random.default_rng([seed, replication]).normal()
            bits = np.array([search, attention, consultant]).view(np.uint32)
            single = np.random.default_rng([seed, replication, *bits, len(on)]).normal()
            value = 10 + 20 * search + self.common * shared + self.own * single
            value += (1 - 2.5 * attention) * ("science_industry" in on)
            series = np.zeros((scenario.time.quarters, len(toy.NAMES)))
            series[:, COMPLETIONS] = value
            series[:, AGREEMENTS] = 2 * value
            runs[name] = toy.Run(series)
        return runs
