"""How many runs a design still needs and about how long they take, said before they are made."""

from __future__ import annotations

from pathlib import Path

from ecosim.experiments.design import Design
from ecosim.experiments.store import Store
from ecosim.scenario import digest
from ecosim.version import model_version

# Seconds, measured on one core of 2023: what a quarter takes whatever its size, and for each organisation.
_QUARTER, _ORGANISATION = 4e-4, 5e-6


def forecast(design: Design, directory: Path, workers: int) -> str:
    """Return a line such as ``novosibirsk: 800 runs to make, about 2 min with 2 processes``.

    Args:
        design: what is to be run.
        directory: where finished runs are kept.
        workers: number of processes.

    Raises:
        StoreError: the directory cannot be read or made.
    """
    with Store(directory, design.seed, model_version()) as store:
        missing = _missing(design, store)
    minutes = missing * _seconds(design) / workers / 60
    time = "less than a minute" if minutes < 1 else f"about {minutes:.0f} min"
    return f"{design.name}: {missing:,} runs to make, {time} with {workers} process{'es' if workers > 1 else ''}"


def _missing(design: Design, store: Store) -> int:
    wanted = set(design.replications)
    different = {digest(cell.scenario) for cell in design.cells}
    return sum(len(wanted - store.finished(one)) for one in different)


def _seconds(design: Design) -> float:
    """Return about how long a run takes on one processor."""
    scenario = design.baseline.scenario
    named = sum(len(getattr(scenario, part)) for part in ("institutes", "universities", "firms"))
    count = named + sum(population.count for population in scenario.populations.values())
    return (scenario.time.burn_in + scenario.time.quarters) * (_QUARTER + _ORGANISATION * count)
