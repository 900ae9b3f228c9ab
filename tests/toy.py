"""A toy engine and a small scenario: what tests of experiments, results and commands stand on.

Its numbers depend on seed, replication and the links that are on, as those of the real engine do,
and take no time to make.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecosim.catalogue import Scenario, link_types
from ecosim.experiments.design import Design, links_on, triangle
from ecosim.experiments.execute import digests
from ecosim.experiments.store import Store
from ecosim.indicators import catalogue
from ecosim.scenario import load_text
from ecosim.scenario.document import ScenarioBase

TEXT = """\
name: toy
title: A toy
time: {start: 2000, end: 2004Q4, burn_in: 0}
money: {unit: million RUB, wage: 1}
fields: [physics]
regions: {here: {market: {physics: 10}}}
places: {town: {region: here, latitude: 55, longitude: 83, title: Town, designated: 2003}}
institutes: {one: {title: One, place: town, researchers: 10, fields: {physics: 1}}}
links: {science_education: {}, education_industry: {}, science_industry: {}, spin_off: {}}
events:
  - {date: 2002Q3, title: Less, set: {links.science_industry.strength: 0.5, frontier_growth: 0.01}}
"""
NAMES = [indicator.name for indicator in catalogue(link_types())]
KINDS = [indicator.kind for indicator in catalogue(link_types())]


@dataclass(frozen=True)
class Run:
    """What an engine returns for each scenario."""

    series: NDArray[np.float64]


def scenario(*overrides: str, text: str = TEXT) -> ScenarioBase:
    """Return the small scenario, changed as asked."""
    return load_text(text, Scenario, overrides)


def design(replications: int = 4, seed: int = 1, *overrides: str) -> Design:
    """Return the design of `compare` for the small scenario."""
    return Design("toy", triangle(scenario(*overrides)), seed, range(replications))


def simulate(scenarios: Mapping[str, ScenarioBase], *, seed: int, replication: int) -> dict[str, Run]:
    """Return counts that share their luck over scenarios; every link that is on adds one a quarter."""
    luck = np.random.default_rng([seed, replication]).poisson(2, len(NAMES)).astype(float)
    return {name: Run(np.tile(luck + len(links_on(one)), (one.time.quarters, 1))) for name, one in scenarios.items()}


def kept(directory: Path, design: Design) -> dict[str, dict[int, bytes]]:
    """Return the bytes of all runs that a directory holds of a design, made as version ``m``, by cell and number."""
    with Store(directory, design.seed, "m") as store:
        return {
            name: {number: series.tobytes() for number, series in store.series(digest, design.replications).items()}
            for name, digest in digests(design).items()
        }


def slow(scenarios: Mapping[str, ScenarioBase], *, seed: int, replication: int) -> dict[str, Run]:
    """Take a while."""
    time.sleep(0.2)
    return simulate(scenarios, seed=seed, replication=replication)


@dataclass
class Counting:
    """Remembers what it was asked for, in order: (replication, number of scenarios)."""

    asked: list[tuple[int, int]] = field(default_factory=list)

    def __call__(self, scenarios: Mapping[str, ScenarioBase], *, seed: int, replication: int) -> dict[str, Run]:
        """Simulate and remember."""
        self.asked.append((replication, len(scenarios)))
        return simulate(scenarios, seed=seed, replication=replication)


@dataclass(frozen=True)
class Failing:
    """Raises in one replication of every scenario that lacks a link."""

    link: str
    replication: int = 1

    def __call__(self, scenarios: Mapping[str, ScenarioBase], *, seed: int, replication: int) -> dict[str, Run]:
        """Simulate or raise."""
        if replication == self.replication and any(self.link not in links_on(one) for one in scenarios.values()):
            raise ArithmeticError("money was lost\nbetween two <accounts>")
        return simulate(scenarios, seed=seed, replication=replication)


def deadly(scenarios: Mapping[str, ScenarioBase], *, seed: int, replication: int) -> dict[str, Run]:
    """Kill the process in replication 1."""
    if replication == 1:
        assert multiprocessing.parent_process(), "not in a worker"
        os._exit(9)
    return simulate(scenarios, seed=seed, replication=replication)


@dataclass(frozen=True)
class DyingOnce:
    """Kills the process in replication 1, the first time.

    Attributes:
        mark: a file that is made before.
    """

    mark: Path

    def __call__(self, scenarios: Mapping[str, ScenarioBase], *, seed: int, replication: int) -> dict[str, Run]:
        """Simulate or die."""
        if replication == 1 and not self.mark.exists():
            self.mark.touch()
            os._exit(9)
        return simulate(scenarios, seed=seed, replication=replication)


@dataclass(frozen=True)
class Odd:
    """Does something odd in replication 1.

    Attributes:
        how: ``hang``, ``memory``, ``absent`` or ``infinite``.
    """

    how: str

    def __call__(self, scenarios: Mapping[str, ScenarioBase], *, seed: int, replication: int) -> dict[str, Run]:
        """Simulate, hang, find no memory, or return numbers that no run can have."""
        runs = simulate(scenarios, seed=seed, replication=replication)
        if replication != 1:
            return runs
        if self.how == "hang":
            time.sleep(1000)
        if self.how == "memory":
            raise MemoryError
        value = np.nan if self.how == "absent" else np.inf
        return {name: Run(np.full_like(run.series, value)) for name, run in runs.items()}


def endless(unit: int) -> int:
    """Return unit 0 and never finish another."""
    while unit:
        time.sleep(1)
    return unit


@dataclass(frozen=True)
class Deadly:
    """Work whose process dies at one unit, as often as asked, and squares every other unit.

    Attributes:
        unit: the deadly unit.
        times: how often.
        folder: where deaths are counted.
    """

    unit: int
    times: int
    folder: Path

    def __call__(self, unit: Any) -> Any:
        """Return the square, or die."""
        if unit == self.unit and len(list(self.folder.iterdir())) < self.times:
            (self.folder / str(time.time_ns())).touch()
            os._exit(9)
        return unit * unit
