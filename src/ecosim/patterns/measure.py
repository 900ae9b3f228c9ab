"""What a measure is: how one run shows a quantity of which a published number is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from ecosim.patterns.finished import Finished

Statistic = Literal["mean", "median"]
NONE = float("nan")


@dataclass(frozen=True)
class Measure:
    """A measure of finished runs; calling it returns a number, NaN where it cannot be had.

    Attributes:
        read: what reads a run.
        counts: what is counted, over which time.
        differs: how that differs from the published quantity; empty if only in place and time.
        statistic: what sums up replications: the mean, or the median where single runs may be far off.
        absent: why it is NaN, where it is in every run.
        above: for a statement without a number: it holds where the measure lies above this.
    """

    read: Callable[[Finished], float]
    counts: str
    differs: str = ""
    statistic: Statistic = "mean"
    absent: str = "nothing to count in any run"
    above: float | None = None

    def __call__(self, run: Finished) -> float:
        """Return what a run shows."""
        return float(self.read(run))


def ratio(part: float, whole: float) -> float:
    """Return a ratio, NaN of nothing."""
    return float(part / whole) if whole > 0 else NONE
