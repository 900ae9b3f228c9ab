"""How much work a calibration or a posterior would be."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ecosim.calibration import study, task, weighing
from ecosim.experiments.effort import Effort, seconds
from ecosim.patterns.targets import TARGETS


def effort(
    scenario: str | Path, *, beliefs: bool, targets: str | Path = TARGETS, parameters: Sequence[str] = (),
    trials: int | None = None, replications: int | None = None, seed: int = task.SEED, jobs: int | None = None,
    overrides: Sequence[str] = (),
) -> Effort:  # fmt: skip
    """Return about how many runs `calibrate`, or with ``beliefs`` `posterior`, makes at most; kept ones count too.

    Raises:
        ScenarioError: the scenario or the targets are invalid.
        UsageError: an argument is out of range.
    """
    usual = (weighing.TRIALS, weighing.REPLICATIONS, weighing.FRESH) if beliefs else (
        task.TRIALS, task.REPLICATIONS, task.FRESH
    )  # fmt: skip
    counts = trials or usual[0], replications or usual[1], usual[2]
    wanted = task.asked(scenario, targets, parameters, overrides, *counts, seed)
    runs, workers = (weighing if beliefs else study).expected(wanted), task.workers_of(jobs)
    name = wanted.scenario.name + ("-posterior" if beliefs else "")
    return Effort(name, runs, runs * seconds(wanted.scenario) / workers, workers, most=True)
