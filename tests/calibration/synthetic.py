"""A calibration whose truth is known and whose runs take no time: what is measured is a formula of the parameters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

import toy
from ecosim.calibration.free import Free, free
from ecosim.calibration.outcome import Calibration
from ecosim.calibration.study import carry_out
from ecosim.calibration.task import Task
from ecosim.experiments.demand import Outcome, Unit
from ecosim.patterns.targets import Target

PATHS = ("processes.patenting.apply", "processes.patenting.grant", "processes.offers.attention")
TRUTH = (0.52, 0.55, 0.3)


def parameters(*paths: str) -> tuple[Free, ...]:
    """Return free parameters of the small scenario."""
    return free(toy.scenario(), paths or PATHS)


def target(name: str, value: float, half: float, role: Any = "calibrate") -> Target:
    """Return a target with its band around it."""
    return Target(name, name, value - half, value, value + half, "1", "any", "a formula", role)


@dataclass(frozen=True)
class Formula:
    """Measures shares of patents: applications depend on the first parameter, patents on two, on the third nothing.

    Attributes:
        noise: standard deviation of what a replication adds, the same in all trials.
    """

    noise: float = 0.0

    def __call__(self, unit: Unit) -> Outcome:
        """Return what is measured."""
        luck = self.noise * np.random.default_rng(unit.replication).normal(size=2)
        apply, grant, *_ = unit.values
        found = {"applications": 100 * apply + luck[0], "patents": 100 * apply * grant + luck[1]}
        found |= {"funnel_products": 7.0}
        return tuple(float(found[name]) for name in unit.ids)


TARGETS = (
    target("applications", 100 * TRUTH[0], 2.0),
    target("patents", 100 * TRUTH[0] * TRUTH[1], 1.0),
)


def task(**changes: Any) -> Task:
    """Return a task that the formula can answer."""
    asked = Task(toy.scenario(), parameters(), TARGETS, 1, 14, 3, 4, "ecosim calibrate toy.yaml")
    return replace(asked, **changes)


def carried_out(
    directory: Path, work: Callable[[Unit], Outcome] | None = None, jobs: int = 1,
    checks: Sequence[Target] = (), **changes: Any,
) -> Calibration:  # fmt: skip
    """Carry out a task with the formula."""
    return carry_out(task(**changes), directory, lambda: checks, jobs, None, work or Formula(noise=1.0))


@dataclass
class Interrupted:
    """The formula, interrupted as by Ctrl-C when it is asked once too often.

    Attributes:
        left: runs until then.
        asked: the units that were answered.
    """

    left: int
    asked: list[Unit] = field(default_factory=list)

    def __call__(self, unit: Unit) -> Outcome:
        """Answer, or raise."""
        if not self.left:
            raise KeyboardInterrupt
        self.left -= 1
        self.asked.append(unit)
        return Formula(noise=1.0)(unit)
