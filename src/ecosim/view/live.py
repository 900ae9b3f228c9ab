"""The model of the live view: an `Ecosystem` that starts at the first reported quarter and remembers its path."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecosim import indicators
from ecosim.experiments.design import cut, links_on
from ecosim.model import Ecosystem
from ecosim.results.snapshot import Snapshot, look
from ecosim.scenario.document import ScenarioBase
from ecosim.simulation import simulate


class Live(Ecosystem):
    """An ecosystem to look at while it runs.

    Args:
        scenario: the scenario as it is.
        seed, replication: the luck.
        kwargs: whether each link is there, by its name; links that are not named are as in the scenario. (Mesa's
            view hands what is set on its page to a model under these names.)

    Attributes:
        path: every indicator after each reported quarter so far.
        whole: float64 (quarters, indicators), the path of the scenario as it is, with the same luck, to its end.
        names: names of the indicators.
    """

    def __init__(self, scenario: ScenarioBase, seed: int = 1, replication: int = 0, **kwargs: bool) -> None:
        off = [name for name in links_on(scenario) if not kwargs.get(name, True)]
        super().__init__(cut(scenario, off) if off else scenario, seed=seed, replication=replication)
        self.off = tuple(off)
        self._luck = (seed, replication)
        self.path: list[NDArray[np.float64]] = []
        whole = simulate({"whole": scenario}, seed=seed, replication=replication)["whole"]
        self.whole, self.names = whole.series, whole.names
        self.burn_in()

    def is_made_of(self, chosen: Mapping[str, Any]) -> bool:
        """Return whether a new model of some arguments would be this one at its beginning."""
        off = tuple(name for name, on in chosen.items() if on is False)
        return (chosen["seed"], chosen["replication"]) == self._luck and off == self.off

    @property
    def years(self) -> NDArray[np.float64]:
        """End of each quarter of the whole path, in calendar years."""
        return (self.simulation.start + 1 + np.arange(len(self.whole))) / 4.0

    def step(self) -> None:
        """Simulate one quarter, unless the calendar has ended."""
        if self.simulation.finished:
            self.running = False
            return
        super().step()
        if self.world.reporting:
            self.path.append(indicators.measure(self.world))

    def so_far(self, name: str) -> NDArray[np.float64]:
        """Return an indicator in each quarter so far."""
        return np.array([row[self.names.index(name)] for row in self.path])

    def as_is(self, name: str) -> NDArray[np.float64]:
        """Return an indicator in each quarter of the scenario as it is."""
        return self.whole[:, self.names.index(name)]

    def look(self) -> Snapshot:
        """Return who is where and tied to whom now."""
        return look(self.simulation)
