"""What a method of sensitivity analysis is: where it samples, and which indices it reads from the outputs there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
#: Change of the output from the low to the high end of a factor's range; known of every method, with its sign.
CHANGE = "change"
CONFIDENCE = 0.95


class Index(NamedTuple):
    """One index of all factors.

    Attributes:
        value: (factors,).
        low, high: its 95 % interval, which shows the sample of points and the luck in it; NaN where there is none.
    """

    value: Array
    low: Array
    high: Array


@dataclass(frozen=True)
class Method:
    """A method.

    Attributes:
        name: on the command line.
        title: for people.
        sample: (factors, size, seed) -> points in the unit cube.
        indices: (points, outputs, seed) -> indices by name; outputs vary.
        floors: (points, outputs by replication, seed) -> by name what the index of each factor stays below in 95 % of
            studies in which there is nothing but luck. An index without floors is told by its interval.
        main: the index by which factors are ranked.
        size, meaning: default size of a sample, and what it counts.
        columns: what tables call each index.
    """

    name: str
    title: str
    sample: Callable[[int, int, int], Array]
    indices: Callable[[Array, Array, int], dict[str, Index]]
    floors: Callable[[Array, Array, int], dict[str, Array]]
    main: str
    size: int
    meaning: str
    columns: dict[str, str]


def problem(factors: int) -> dict[str, Any]:
    """Return what SALib calls a problem: names and ranges of factors, here the unit cube."""
    return {"num_vars": factors, "names": [f"x{i}" for i in range(factors)], "bounds": [[0.0, 1.0]] * factors}


def thirds(shares: Array, outputs: Array) -> Index:
    """Return the mean output in the highest third of each factor's range minus the lowest's, with Welch's interval."""
    from scipy.stats import ttest_ind

    ends = []
    for column in shares.T:
        found = ttest_ind(outputs[column >= 2 / 3], outputs[column <= 1 / 3], equal_var=False)
        value = float(outputs[column >= 2 / 3].mean() - outputs[column <= 1 / 3].mean())
        ends.append((value, *found.confidence_interval(CONFIDENCE)))
    return Index(*np.array(ends).T)
