"""What pictures show of one run beyond its numbers: small arrays that travel between processes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecosim.patterns.alliances import tie_lives
from ecosim.patterns.dependence import dependence_by_year, industry_by_year
from ecosim.patterns.diary import by_year
from ecosim.patterns.finished import Finished
from ecosim.patterns.lags import lags
from ecosim.patterns.passages import Passages, passages
from ecosim.patterns.returns import returns
from ecosim.patterns.sizes import sizes
from ecosim.patterns.survival import Lives, closures, lives
from ecosim.world.codes import Origin

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Portrait:
    """One run in arrays.

    Attributes:
        lags: (products,), years from discovery to product.
        returns: (products,), five years' sales owed to each, ascending.
        sizes: (firms,), heads at the end, ascending.
        start_ups, spin_offs, ties: lives.
        closures, industry, dependence, disclosures: (years,), yearly closures of spin-offs (NaN while there are
            none), industry's share of money for research, share of sales owed to transfers, discoveries per
            researcher; the last whole years of the calendar.
        parks: by technopark (whole years of the calendar, 3): firms that are or were residents and their heads at the
            end of the year, and their sales of the year.
        institutes: (quarters,), heads of all institutes.
        passages: of technologies from science to a firm.
    """

    lags: Floats
    returns: Floats
    sizes: Floats
    start_ups: Lives
    spin_offs: Lives
    ties: Lives
    closures: Floats
    industry: Floats
    dependence: Floats
    disclosures: Floats
    parks: dict[str, Floats]
    institutes: Floats
    passages: Passages


def portray(run: Finished) -> Portrait:
    """Return the portrait of a run."""
    closed, alive = closures(run, run.begun)
    rates = np.divide(closed, alive, out=np.full(len(alive), np.nan), where=alive > 0)
    return Portrait(
        lags(run), returns(run), sizes(run), lives(run, Origin.START_UP), lives(run, Origin.SPIN_OFF), tie_lives(run),
        rates, industry_by_year(run), dependence_by_year(run),
        by_year(run.whole("disclosures")) / np.maximum(by_year(run.whole("researchers")) / 4.0, 1e-12), _parks(run),
        np.array(run.diary.institute_staff, float), passages(run),
    )  # fmt: skip


def _parks(run: Finished) -> dict[str, Floats]:
    names = run.world.names["organisations"]
    found: dict[str, Floats] = {}
    for park in run.world.parks.tolist():
        quarters = np.array([quarter[park] for quarter in run.diary.parks], float)
        ends = quarters[3 : len(quarters) // 4 * 4 : 4, :2]
        found[names[park].removeprefix("technoparks.")] = np.column_stack([ends, by_year(quarters[:, 2])])
    return found
