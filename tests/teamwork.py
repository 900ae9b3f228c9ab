"""The toy engine with links that work together: what tests of shares and interactions stand on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

import toy
from ecosim.experiments.design import attributing, links_on
from ecosim.experiments.execute import Simulate
from ecosim.results import Results, study
from ecosim.scenario.document import ScenarioBase

FOUR = ("science_education", "education_industry", "science_industry", "spin_off")
PAIR = {"science_education", "science_industry"}
COMPLETIONS = toy.NAMES.index("completions")


def together(scenarios: Mapping[str, ScenarioBase], *, seed: int, replication: int) -> dict[str, toy.Run]:
    """Let two links bring 3 completions a quarter together from the second year on, and a third take 1 of them."""
    runs = toy.simulate(scenarios, seed=seed, replication=replication)
    for name, scenario in scenarios.items():
        if set(links_on(scenario)) >= PAIR:
            runs[name].series[4:, COMPLETIONS] += 3 - ("education_industry" in links_on(scenario))
    return runs


def noisy(scenarios: Mapping[str, ScenarioBase], *, seed: int, replication: int) -> dict[str, toy.Run]:
    """Add luck of its own to every cell."""
    runs = together(scenarios, seed=seed, replication=replication)
    for name, scenario in scenarios.items():
        own = [FOUR.index(link) for link in links_on(scenario)]
        runs[name].series[0] += np.random.default_rng([seed, replication, *own, 99]).normal(0, 30, len(toy.NAMES))
    return runs


def made(
    folder: Path, links: tuple[str, ...] = (), orders: int | None = None, simulate: Simulate = together
) -> Results:
    """Return results of every combination of some links, or of sampled orders."""
    design = attributing(toy.scenario(), links, orders, 1, 12)
    return study.carry_out(design, folder, 1, simulate=simulate)
