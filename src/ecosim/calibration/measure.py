"""What a run of a scenario shows with given values of its free parameters."""

from __future__ import annotations

from dataclasses import dataclass, field

from ecosim.calibration.free import Free, placed
from ecosim.experiments.demand import Outcome, Unit
from ecosim.scenario.document import ScenarioBase


@dataclass(frozen=True)
class Measure:
    """Runs a scenario and measures it, in whatever process it finds itself.

    Attributes:
        scenario: the scenario.
        parameters: its free parameters.
        seed: the seed that all runs share: common random numbers.
    """

    scenario: ScenarioBase
    parameters: tuple[Free, ...]
    seed: int
    _placed: dict[tuple[float, ...], ScenarioBase] = field(default_factory=dict, compare=False, repr=False)

    def __call__(self, unit: Unit) -> Outcome:
        """Return what the run shows of each quantity, or what went wrong."""
        from ecosim.patterns.observe import finish, observe

        try:
            found = observe(finish(self._with(unit.values), seed=self.seed, replication=unit.replication), unit.ids)
        except Exception as error:  # a run that cannot be is a bad place to be, not the end of the search
            return f"{type(error).__name__}: {error}"
        return tuple(found[name] for name in unit.ids)

    def _with(self, values: tuple[float, ...]) -> ScenarioBase:
        """Return the scenario with some values: the same object for all replications, which share what it implies."""
        if values not in self._placed:
            self._placed.clear()
            self._placed[values] = placed(self.scenario, self.parameters, values)
        return self._placed[values]

    def prepare(self, worker: int) -> None:
        """Compile the engine: every other worker from the end, so that each finds half of the work done."""
        from ecosim.simulation import warm_up

        warm_up(self.scenario, backwards=worker % 2 == 1)
