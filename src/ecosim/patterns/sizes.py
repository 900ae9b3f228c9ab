"""Sizes of firms: the exponent of their tail."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ecosim.patterns.finished import Finished
from ecosim.patterns.measure import NONE, Measure
from ecosim.world.codes import Kind

FEWEST_FIRMS = 200
TAIL = 0.1


def sizes(run: Finished) -> NDArray[np.float64]:
    """Return the heads of every firm alive at the end that has any, ascending (firms,)."""
    orgs = run.world.orgs.view
    heads = orgs["staff"][(orgs["kind"] == Kind.FIRM) & (orgs["died"] < 0) & (orgs["staff"] > 0)]
    ordered: NDArray[np.float64] = np.sort(heads).astype(float)
    return ordered


def hill(values: NDArray[np.float64], part: float = TAIL) -> float:
    """Return the exponent a of the tail P(S > s) ~ s^-a by the estimator of Hill (1975) over the largest values.

    Args:
        values: positive, at least two.
        part: share of the values that counts as the tail; a tenth is the rule of DuMouchel (1983).
    """
    ordered = np.sort(values)[::-1]
    count = max(1, round(part * len(ordered)))
    excess = np.log(ordered[:count] / ordered[count]).sum()
    return float(count / excess) if excess > 0 else NONE


def firm_size_tail(run: Finished) -> float:
    """Return `hill` of the firms alive at the end; NaN of fewer than two hundred."""
    heads = sizes(run)
    return hill(heads) if len(heads) >= FEWEST_FIRMS else NONE


MEASURES = {
    "firm_size_tail": Measure(
        firm_size_tail, "Hill's estimate over the largest tenth of firms at the end, by skilled heads",
        "all firms of a country and all their staff; the exponent there holds over the whole range of sizes",
        statistic="median", absent="fewer than 200 firms at the end of every run",
    ),
}  # fmt: skip
