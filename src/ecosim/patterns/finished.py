"""A run at the end of its horizon, with what measures need beyond the tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from ecosim import indicators
from ecosim.catalogue import types_of
from ecosim.patterns.diary import Diary
from ecosim.scenario.document import ScenarioBase
from ecosim.simulation import Counted
from ecosim.steps import Ask, Steps, when
from ecosim.together import together
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
        kept: what the tables do not keep, where a diary was kept.
    """

    scenario: ScenarioBase
    world: World
    series: NDArray[np.float64]
    columns: dict[str, int]
    kept: Diary | None = None

    @property
    def diary(self) -> Diary:
        """What the tables do not keep.

        Raises:
            ValueError: no diary was kept.
        """
        if self.kept is None:
            raise ValueError("no diary was kept of this run")
        return self.kept

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


class Noted(Counted):
    """A run that keeps a diary too.

    Attributes:
        diary: of every reported quarter so far.
    """

    def __init__(self, scenario: ScenarioBase, *, seed: int = 1, replication: int = 0) -> None:
        super().__init__(scenario, seed=seed, replication=replication)
        self.diary = Diary()

    def steps(self) -> Steps:
        """Yield the steps of a quarter."""
        yield from super().steps()
        yield from when(self.world.at.reporting, [Ask(lambda: self.diary.note(self.world))])

    def copy(self) -> Self:
        """Return an independent simulation in the same state."""
        twin = super().copy()
        twin.diary = deepcopy(self.diary)
        return twin


def finish(scenario: ScenarioBase, *, seed: int, replication: int) -> Finished:
    """Run one replication of a scenario to its end and keep a diary."""
    return dict(finish_together({"": scenario}, seed=seed, replication=replication, diary=True))[""]


def finish_together(
    scenarios: Mapping[str, ScenarioBase], *, seed: int, replication: int, diary: bool
) -> Iterator[tuple[str, Finished]]:
    """Run one replication of every scenario to its end, and what they have in common only once.

    Args:
        scenarios: scenarios by name.
        seed, replication: the luck that they share.
        diary: whether to keep one, which takes a tenth of the time.

    Yields:
        each name with its run, as runs finish.
    """
    for name, run in together(scenarios, Noted if diary else Counted, seed=seed, replication=replication):
        columns = {one: column for column, one in enumerate(indicators.names(types_of(scenarios[name])))}
        kept = run.diary if isinstance(run, Noted) else None
        yield name, Finished(scenarios[name], run.world, run.series, columns, kept)
