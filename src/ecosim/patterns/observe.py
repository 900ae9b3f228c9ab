"""What one run shows of the quantities that targets are known of.

A measure reads a finished run: rows are never reused, so the tables hold the whole life of everything that existed.
Rates are taken over the last ten years of the horizon, when the ecosystem is mature.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecosim import indicators
from ecosim.catalogue import types_of
from ecosim.scenario.document import ScenarioBase
from ecosim.simulation import Simulation
from ecosim.world.codes import Agreement, Moved
from ecosim.world.world import World

MATURE = 40  # quarters


@dataclass(frozen=True)
class Finished:
    """A run at the end of its horizon.

    Attributes:
        scenario: what was run.
        world: its state after the last quarter.
        series: float64 (quarters, indicators), every reported quarter.
        columns: number of the column of each indicator.
    """

    scenario: ScenarioBase
    world: World
    series: NDArray[np.float64]
    columns: dict[str, int]

    def mature(self, indicator: str) -> NDArray[np.float64]:
        """Return an indicator in each quarter of the last ten years, or of the horizon if that is shorter."""
        return self.series[-MATURE:, self.columns[indicator]]


def finish(scenario: ScenarioBase, *, seed: int, replication: int) -> Finished:
    """Run one replication of a scenario to its end."""
    simulation = Simulation(scenario, seed=seed, replication=replication)
    counts = []
    while not simulation.finished:
        simulation.step()
        if simulation.world.reporting:
            counts.append(indicators.count(simulation.world))
    names = indicators.names(types_of(scenario))
    columns = {name: column for column, name in enumerate(names)}
    return Finished(scenario, simulation.world, indicators.evaluate(np.array(counts)), columns)


def observe(run: Finished, ids: Iterable[str] | None = None) -> dict[str, float]:
    """Return what a run shows of each quantity, by the id of its target; NaN where it cannot be had.

    Args:
        run: the run.
        ids: the quantities wanted; all that are known by default.
    """
    return {name: float(MEASURES[name](run)) for name in (MEASURES if ids is None else ids)}


def _per_100_disclosures(*names: str) -> Callable[[Finished], float]:
    def measure(run: Finished) -> float:
        found = run.mature("disclosures").sum()
        return float(100.0 * sum(run.mature(name).sum() for name in names) / found) if found else float("nan")

    return measure


def _products(run: Finished) -> float:
    """Count products from licensed technologies and in spin-offs, as licensing surveys do; not from publications."""
    log, techs = run.world.log.view, run.world.techs.view
    launched = log[(log["what"] == Moved.PRODUCT) & (log["quarter"] >= run.world.tick - len(run.mature("disclosures")))]
    licensed = np.isin(techs["agreement"][launched["technology"]], (Agreement.LICENCE, Agreement.SPIN_OFF))
    found = run.mature("disclosures").sum()
    return float(100.0 * licensed.sum() / found) if found else float("nan")


def _disclosures_per_researcher(run: Finished) -> float:
    return float(4.0 * run.mature("disclosures").sum() / max(1.0, run.mature("researchers").sum()))


MEASURES: dict[str, Callable[[Finished], float]] = {
    "funnel_applications": _per_100_disclosures("patent_applications"),
    "funnel_patents": _per_100_disclosures("patents"),
    "funnel_licences": _per_100_disclosures("licences", "licences_outside"),
    "funnel_startups": _per_100_disclosures("spin_offs"),
    "funnel_products": _products,
    "disclosures_per_researcher": _disclosures_per_researcher,
}
