"""How much work a design still is: runs that the store does not hold, and about how long one takes."""

from __future__ import annotations

from ecosim.experiments.design import Design
from ecosim.experiments.execute import digests
from ecosim.experiments.store import Store
from ecosim.scenario.document import ScenarioBase

# Seconds, measured on one core of 2023: what a quarter takes whatever its size, and for each organisation.
_QUARTER, _ORGANISATION = 4e-4, 5e-6


def missing(design: Design, store: Store) -> int:
    """Return how many different runs of a design the store does not hold."""
    wanted = set(design.replications)
    return sum(len(wanted - store.finished(one)) for one in set(digests(design).values()))


def seconds(scenario: ScenarioBase) -> float:
    """Return about how long a run of a scenario takes on one processor."""
    named = sum(len(getattr(scenario, part)) for part in ("institutes", "universities", "firms"))
    count = named + sum(population.count for population in scenario.populations.values())
    return (scenario.time.burn_in + scenario.time.quarters) * (_QUARTER + _ORGANISATION * count)
