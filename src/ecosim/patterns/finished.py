"""A run at the end of its horizon, with what measures need beyond the tables."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ecosim import indicators
from ecosim.catalogue import types_of
from ecosim.patterns.diary import Diary
from ecosim.scenario.document import ScenarioBase
from ecosim.simulation import Simulation
from ecosim.world.world import World

MATURE = 40  # quarters


@dataclass(frozen=True)
class Finished:
    """A run at the end of its horizon.

    Attributes:
        scenario: what was run.
        world: its state after the last quarter; rows are never reused, so its tables hold every life.
        series: float64 (quarters, indicators), every reported quarter.
        columns: number of the column of each indicator.
        diary: what the tables do not keep.
    """

    scenario: ScenarioBase
    world: World
    series: NDArray[np.float64]
    columns: dict[str, int]
    diary: Diary = field(default_factory=Diary)

    @property
    def begun(self) -> int:
        """The tick of the first reported quarter."""
        return self.world.tick - len(self.series)

    @property
    def ripe(self) -> int:
        """The tick at which the last ten years begin, or reporting if that is later."""
        return max(self.begun, self.world.tick - MATURE)

    def whole(self, indicator: str) -> NDArray[np.float64]:
        """Return an indicator in each reported quarter."""
        return self.series[:, self.columns[indicator]]

    def mature(self, indicator: str) -> NDArray[np.float64]:
        """Return an indicator in each quarter of the last ten years, or of the horizon if that is shorter."""
        return self.series[-MATURE:, self.columns[indicator]]


def finish(scenario: ScenarioBase, *, seed: int, replication: int) -> Finished:
    """Run one replication of a scenario to its end."""
    simulation = Simulation(scenario, seed=seed, replication=replication)
    counts, diary = [], Diary()
    while not simulation.finished:
        simulation.step()
        if simulation.world.reporting:
            counts.append(indicators.count(simulation.world))
            diary.note(simulation.world)
    names = indicators.names(types_of(scenario))
    columns = {name: column for column, name in enumerate(names)}
    return Finished(scenario, simulation.world, indicators.evaluate(np.array(counts)), columns, diary)
