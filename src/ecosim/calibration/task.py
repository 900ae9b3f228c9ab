"""What is asked of a calibration."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ecosim.calibration.free import Free, free, placed
from ecosim.calibration.goals import goals
from ecosim.calibration.loss import PULL
from ecosim.errors import UsageError
from ecosim.experiments.parameters import declared
from ecosim.experiments.pool import processors
from ecosim.patterns.targets import TARGETS, Target
from ecosim.scenario import digest, resolve
from ecosim.scenario.document import ScenarioBase
from ecosim.scenario.overrides import ORIGIN
from ecosim.shipped import located
from ecosim.version import model_version

SEED, TRIALS, REPLICATIONS, FRESH = 1, 200, 8, 20
_NAME = "tree-structured Parzen estimator, multivariate"


@dataclass(frozen=True)
class Task:
    """What is to be calibrated.

    Attributes:
        scenario: the scenario.
        parameters: what may move.
        targets: the rows marked ``calibrate``; no others are known before the search is over.
        seed: seed of all runs and of the trials.
        trials, replications: how many values are tried, and by how many runs each.
        fresh: further runs for the table of before and after.
        command: the command that asks for it.
    """

    scenario: ScenarioBase
    parameters: tuple[Free, ...]
    targets: tuple[Target, ...]
    seed: int
    trials: int
    replications: int
    fresh: int
    command: str

    @property
    def ids(self) -> tuple[str, ...]:
        """The quantities that the search looks at."""
        return tuple(target.id for target in self.targets)

    @property
    def defaults(self) -> tuple[float, ...]:
        """The declared defaults: where the search begins, whatever the scenario says of these parameters."""
        return tuple(one.default for one in self.parameters)

    @property
    def question(self) -> dict[str, object]:
        """Everything on which a trial depends."""
        return {
            "scenario": digest(placed(self.scenario, self.parameters, self.defaults)),
            "parameters": [[one.path, one.low, one.high, one.default] for one in self.parameters],
            "targets": [[one.id, one.low, one.value, one.high] for one in self.targets],
            "seed": self.seed,
            "replications": self.replications,
            "sampler": _NAME,
            "pull": PULL,
            "version of the model": model_version(),
        }


def asked(
    scenario: str | Path, targets: str | Path, parameters: Sequence[str], overrides: Sequence[str],
    trials: int, replications: int, fresh: int, seed: int, *words: str,
) -> Task:  # fmt: skip
    """Return the task that the arguments of `ecosim.calibration.calibrate` ask for.

    Args:
        words: of the command, after the scenario's path.

    Raises:
        ScenarioError: the scenario or the targets are invalid.
        UsageError: an argument is out of range.
    """
    for name, value in (("trials", trials), ("replications", replications), ("fresh", fresh)):
        if value < 1:
            raise UsageError(f"{name} must be at least 1, not {value}")
    loaded, given = _loaded(scenario, overrides)
    said = ["ecosim", "calibrate", str(scenario), *words]
    said += ["--targets", str(targets)] if Path(targets) != TARGETS else []
    said += [word for path in parameters for word in ("--parameters", path)]
    said += [word for override in overrides for word in ("--set", override)]
    said += ["--trials", str(trials), "--replications", str(replications), "--seed", str(seed)]
    moved = free(loaded, parameters, given)
    return Task(loaded, moved, goals(Path(targets)), seed, trials, replications, fresh, shlex.join(said))


def workers_of(jobs: int | None) -> int:
    """Return the number of worker processes that are asked for; all processors by default.

    Raises:
        UsageError: fewer than one.
    """
    if jobs is not None and jobs < 1:
        raise UsageError(f"jobs must be at least 1, not {jobs}")
    return processors() if jobs is None else jobs


def _loaded(path: str | Path, overrides: Sequence[str]) -> tuple[ScenarioBase, list[str]]:
    """Return a scenario, and the parameters that its own file or an override gives."""
    from ecosim.catalogue import Scenario

    path = located(path)
    resolved = resolve(path, Scenario, overrides)
    given = []
    for name in declared(resolved.document):
        node, there = resolved.tree.nearest(tuple(name.split(".")))
        if there and node.mark.file in (str(path), ORIGIN):
            given.append(name)
    return resolved.document, given
