"""How much work designs still are: runs that a store does not hold, and about how long they take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ecosim.experiments.design import Design
from ecosim.experiments.execute import digests, missing
from ecosim.experiments.memory import at_the_start
from ecosim.experiments.store import FILE, Store
from ecosim.scenario.document import ScenarioBase
from ecosim.version import model_version

# Seconds, measured on one core of 2023: what a quarter takes whatever its size, and for each organisation at the start.
_QUARTER, _ORGANISATION = 1e-4, 2.5e-6


@dataclass(frozen=True)
class Effort:
    """Work that is still to be done.

    Attributes:
        name: what for.
        runs: how many runs are to be made.
        seconds: about how long they take; None where nobody can say.
        workers: with how many processes.
        most: whether it may be less.
    """

    name: str
    runs: int
    seconds: float | None
    workers: int
    most: bool = False

    def __str__(self) -> str:
        """Return it in a line for people."""
        processes = f"with {self.workers} process{'es' if self.workers > 1 else ''}"
        minutes = (self.seconds or 0.0) / 60
        time = "less than a minute" if minutes < 1 else f"about {minutes:.0f} min"
        what = f"{self.name}: {'at most ' if self.most else ''}{self.runs:,} runs to make"
        return f"{what}, {processes}" if self.seconds is None else f"{what}, {time} {processes}"


def effort(designs: Sequence[Design], directory: Path, workers: int, most: bool = False) -> Effort:
    """Return how much work designs of one name and seed are, less what a directory holds; nothing is written.

    Raises:
        StoreError: the directory cannot be read.
    """
    design = designs[0]
    runs = sum(map(_all, designs))
    if (directory / FILE).exists():
        with Store(directory, design.seed, model_version()) as store:
            runs = sum(missing(one, store) for one in designs)
    return Effort(design.name, runs, runs * seconds(design.baseline.scenario) / workers, workers, most)


def _all(design: Design) -> int:
    return len(design.replications) * len(set(digests(design).values()))


def seconds(scenario: ScenarioBase) -> float:
    """Return about how long a run of a scenario takes on one processor."""
    count = at_the_start(scenario)
    return (scenario.time.burn_in + scenario.time.quarters) * (_QUARTER + _ORGANISATION * count)
