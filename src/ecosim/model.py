"""The Mesa face of a run.

    model = Ecosystem(ecosim.load("scenarios/novosibirsk.yaml"), seed=1)
    model.step()                                  # one quarter
    model.agents_by_type[Firm].agg("staff", sum)  # Mesa's own tools work

State is in the tables of ``model.world``; agents are views made when asked for, so a run that nobody
looks at makes none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import mesa
import numpy as np
from mesa.agent import AgentSet

from ecosim import indicators
from ecosim.agents import Facility, Firm, Institute, Ministry, Organisation, ScienceCity, Technopark, University
from ecosim.links.base import Link
from ecosim.scenario.document import ScenarioBase
from ecosim.simulation import Simulation
from ecosim.world.codes import Kind
from ecosim.world.world import World

_VIEWS: dict[int, type[Organisation]] = {
    Kind.INSTITUTE: Institute,
    Kind.UNIVERSITY: University,
    Kind.FIRM: Firm,
    Kind.MINISTRY: Ministry,
    Kind.TECHNOPARK: Technopark,
    Kind.FACILITY: Facility,
}


class Ecosystem(mesa.Model):
    """An innovation ecosystem as a Mesa model; a step is a quarter, from the first of the burn-in.

    Args:
        scenario: a loaded scenario (`ecosim.load`).
        seed: the experiment's luck.
        replication: which repetition, from 0; the same one has the same luck whatever links there are.
        links: links of one's own, beside or instead of those of the same name.

    Attributes:
        simulation: the engine.
        world: the tables.
    """

    def __init__(
        self, scenario: ScenarioBase, *, seed: int = 1, replication: int = 0, links: tuple[type[Link], ...] = ()
    ) -> None:
        super().__init__(rng=int(seed))  # Mesa's own generator; nothing in a run draws from it
        self.simulation = Simulation(scenario, seed=seed, replication=replication, links=links)
        self._views: dict[int, Organisation] = {}
        self._cities: list[ScienceCity] = []

    @property
    def world(self) -> World:
        """The state."""
        return self.simulation.world

    @property
    def quarter(self) -> int:
        """Calendar quarter to be simulated next, in quarters since year 0."""
        return self.world.quarter

    def step(self) -> None:
        """Simulate one quarter; at the end of the calendar the model stops running, and a further step is an error."""
        self.simulation.step()
        self.running = not self.simulation.finished

    def burn_in(self) -> None:
        """Simulate up to the first quarter that is reported."""
        while self.quarter < self.simulation.start:
            self.step()

    def indicators(self) -> dict[str, float]:
        """Return every indicator of the last quarter by name."""
        names = indicators.names(self.simulation.types)
        return dict(zip(names, map(float, indicators.measure(self.world)), strict=True))

    @property
    def agents(self) -> AgentSet[Any]:
        """Every living institute, university, firm, ministry, technopark, facility and every place."""
        self._look()
        return super().agents

    @property
    def agents_by_type(self) -> dict[type[mesa.Agent], AgentSet[Any]]:
        """The same by type."""
        self._look()
        types: dict[type[Any], Any] = super().agents_by_type
        return types

    def _look(self) -> None:
        """Make views of what is new and remove those of what has ceased."""
        if not self._cities:
            self._cities = [ScienceCity(self, row) for row in range(len(self.world.places))]
        for row in self._unseen():
            self._views[row] = _VIEWS[int(self.world.orgs.rows["kind"][row])](self, row)
        for row in [row for row, view in self._views.items() if not view.alive]:
            self._views.pop(row).remove()

    def _unseen(self) -> Iterator[int]:
        orgs = self.world.orgs.view
        alive = (orgs["died"] < 0) & np.isin(orgs["kind"], list(_VIEWS))
        return (int(row) for row in np.flatnonzero(alive) if int(row) not in self._views)
