"""What an indicator is: a column of a run's series, and how it is read from what each quarter counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ecosim.world.codes import Flow, Moved


@dataclass(frozen=True)
class Indicator:
    """One column of a run's series.

    Attributes:
        name: name of the column; a dot separates a flow from its channel.
        title: what a plot or table calls it.
        unit: its unit ("money" is the unit that the scenario names).
        definition: what is counted.
        source: whose definition it is.
        kind: "flow" is counted per quarter and cumulates by summing; "stock" is a level at the quarter's end.
    """

    name: str
    title: str
    unit: str
    definition: str
    source: str
    kind: Literal["flow", "stock"]


@dataclass(frozen=True)
class Counts:
    """What is counted in each of some quarters, and what indicators are computed from.

    Attributes:
        raw: float64 (quarters, counts), the rows that `count` returned.
        names: names of the sums that the census makes, which stand first in a row.
    """

    raw: NDArray[np.float64]
    names: tuple[str, ...]

    def total(self, name: str) -> NDArray[np.float64]:
        """Return a sum of the census (quarters,)."""
        return self.raw[:, self.names.index(name)]

    def mean(self, name: str, heads: str) -> NDArray[np.float64]:
        """Return a sum of the census per head (or whatever ``heads`` counts); absent where there is none."""
        number = self.total(heads)
        absent = np.full(len(number), np.nan)
        means: NDArray[np.float64] = np.divide(self.total(name), number, out=absent, where=number > 0)
        return means

    def logged(self, what: Moved) -> NDArray[np.float64]:
        """Return how many entries of a kind each quarter's log has."""
        return self.raw[:, len(self.names) + what]

    def flows(self) -> NDArray[np.float64]:
        """Return what flowed: (quarters, flows, channels)."""
        first = len(self.names) + len(Moved)
        channels = (self.raw.shape[1] - first) // (len(Flow) + 1)
        return self.raw[:, first : first + len(Flow) * channels].reshape(len(self.raw), len(Flow), channels)

    def ties(self) -> NDArray[np.float64]:
        """Return the lasting ties of each link: (quarters, channels - 1)."""
        return self.raw[:, len(self.names) + len(Moved) + self.flows()[0].size + 1 :]

    def flow(self, *flows: Flow) -> NDArray[np.float64]:
        """Return what flowed through all channels (quarters,)."""
        totals: NDArray[np.float64] = self.flows()[:, list(flows)].sum(axis=(1, 2))
        return totals


Read = Callable[[Counts], NDArray[np.float64]]


@dataclass(frozen=True)
class Outcome:
    """What a plug-in of the group ``ecosim.indicators`` is: an indicator and how it is read from counts.

    Attributes:
        indicator: what it is; its name is that of the entry point and has no dot.
        read: float64 (quarters,) from the counts of some quarters.
    """

    indicator: Indicator
    read: Read
