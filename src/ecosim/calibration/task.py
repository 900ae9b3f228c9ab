"""What is asked of a calibration."""

from __future__ import annotations

from dataclasses import dataclass

from ecosim.calibration.free import Free, placed
from ecosim.calibration.loss import PULL
from ecosim.patterns.targets import Target
from ecosim.scenario import digest
from ecosim.scenario.document import ScenarioBase
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
