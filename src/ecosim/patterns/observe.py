"""What one run shows of the quantities that targets are known of.

A measure reads a finished run: rows are never reused, so the tables hold the whole life of everything that existed.
Rates are taken over the last ten years of the horizon, when the ecosystem is mature. Each family of measures has a
file; here they come together, with the rows that cannot be measured and why.
"""

from __future__ import annotations

from collections.abc import Iterable

from ecosim.patterns import alliances, cooperation, dependence, facility_use, funnel, lags, returns, sizes, survival
from ecosim.patterns.finished import MATURE, Finished, finish
from ecosim.patterns.measure import Measure

__all__ = ["MATURE", "MEASURES", "UNMEASURED", "Finished", "finish", "observe"]

#: Measures by the id of their target.
MEASURES: dict[str, Measure] = (
    funnel.MEASURES | lags.MEASURES | returns.MEASURES | sizes.MEASURES | survival.MEASURES | alliances.MEASURES
    | cooperation.MEASURES | dependence.MEASURES | facility_use.MEASURES
)  # fmt: skip

#: Targets without a measure, by id, and why.
UNMEASURED: dict[str, str] = {
    "facility_effect": (
        "a session counts as so much work of research, so that it raises inputs and no productivity by construction"
    ),
    "distance_decay": (
        "partners, advisers and staff are sought within a region, so what spills over ends at its border "
        "by construction and not by distance"
    ),
}


def observe(run: Finished, ids: Iterable[str] | None = None) -> dict[str, float]:
    """Return what a run shows of each quantity, by the id of its target; NaN where it cannot be had.

    Args:
        run: the run.
        ids: the quantities wanted; all that are known by default.
    """
    return {name: float(MEASURES[name](run)) for name in (MEASURES if ids is None else ids)}
