"""Survival of young firms and of ties: curves of Kaplan and Meier (1958), and yearly closures of spin-offs.

Whatever still lives at the end of a run is censored on the right: it has lived at least so long.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecosim.patterns.finished import Finished
from ecosim.patterns.measure import NONE, Measure, ratio
from ecosim.world.codes import Origin

FIVE_YEARS = 20  # quarters


class Lives(NamedTuple):
    """How long some things lived.

    Attributes:
        quarters: float64 (things,), length of life up to its end or that of the run.
        ended: bool (things,), whether it ended; the others are censored.
    """

    quarters: NDArray[np.float64]
    ended: NDArray[np.bool_]


def lives(run: Finished, origin: Origin) -> Lives:
    """Return the lives of firms of an origin founded since reporting began."""
    orgs = run.world.orgs.view
    firms = orgs[(orgs["origin"] == origin) & (orgs["born"] >= run.begun)]
    return between(firms["born"], firms["died"], run.world.tick - 1)


def between(begun: NDArray[np.int64], ended: NDArray[np.int64], last: int) -> Lives:
    """Return lives from first and last quarters; -1 stands for no end by the quarter ``last``."""
    over = ended >= 0
    return Lives((np.where(over, ended, last) - begun).astype(float), over)


def kaplan_meier(found: Lives) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the curve of survival: quarters at which it falls, and the share that lives longer than each."""
    from scipy.stats import CensoredData, ecdf

    data = CensoredData(uncensored=found.quarters[found.ended], right=found.quarters[~found.ended])
    curve = ecdf(data).sf
    return np.asarray(curve.quantiles, float), np.asarray(curve.probabilities, float)


def alive_after(found: Lives, quarters: int) -> float:
    """Return the share that lives longer than some quarters; NaN if nothing was seen for so long."""
    if not len(found.quarters) or found.quarters.max() < quarters:
        return NONE
    times, shares = kaplan_meier(found)
    passed = int(np.searchsorted(times, quarters, side="right"))
    return float(shares[passed - 1]) if passed else 1.0


def spinoff_survival_5y(run: Finished) -> float:
    """Return the share of spin-offs alive after five years."""
    return alive_after(lives(run, Origin.SPIN_OFF), FIVE_YEARS)


def startup_survival_5y(run: Finished) -> float:
    """Return the share of ordinary start-ups alive after five years."""
    return alive_after(lives(run, Origin.START_UP), FIVE_YEARS)


def closures(run: Finished, since: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return closures of spin-offs in each whole year from a tick on, and spin-offs alive at the end of the year.

    Years are counted back from the end of the run, the first may be left out as incomplete.
    """
    orgs, last = run.world.orgs.view, run.world.tick
    firms = orgs[orgs["origin"] == Origin.SPIN_OFF]
    ends = np.arange(last, since + 3, -4)[::-1]  # first tick after each year
    died = firms["died"][:, None]
    closed = ((died >= ends - 4) & (died < ends)).sum(axis=0)
    alive = ((firms["born"][:, None] < ends) & ((died < 0) | (died >= ends))).sum(axis=0)
    return closed, alive


def startup_closure(run: Finished) -> float:
    """Return closures of spin-offs over those operating at the ends of the same years, last ten years."""
    closed, alive = closures(run, run.ripe)
    return ratio(float(closed.sum()), float(alive.sum()))


_NO_SPIN_OFF = "no spin-off was seen for five years"

MEASURES = {
    "spinoff_survival_5y": Measure(
        spinoff_survival_5y, "Kaplan-Meier estimate at five years, spin-offs founded since reporting began",
        "the American number is a share alive after up to twenty years", absent=_NO_SPIN_OFF,
    ),
    "startup_survival_5y": Measure(
        startup_survival_5y, "Kaplan-Meier estimate at five years, ordinary start-ups founded since reporting began",
        "Swiss start-ups are of all trades, these of technology", absent="no start-up was seen for five years",
    ),
    "startup_closure": Measure(
        startup_closure, "closures of spin-offs over spin-offs alive at the end of the same years, last ten years",
        "the survey counts start-ups of universities alone", absent="no spin-off in the last ten years",
    ),
}  # fmt: skip
