"""Years from discovery to product."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ecosim.patterns.finished import Finished
from ecosim.patterns.measure import NONE, Measure
from ecosim.world.codes import Stage


def lags(run: Finished) -> NDArray[np.float64]:
    """Return the years from discovery to launch of every product launched in the last ten years (products,)."""
    techs = run.world.techs.view
    products = techs[(techs["stage"] == Stage.PRODUCT) & (techs["launched"] >= run.ripe)]
    years: NDArray[np.float64] = (products["launched"] - products["found"]) / 4.0
    return years


def product_lag(run: Finished) -> float:
    """Return the mean of `lags`.

    Taking products by the year of their launch avoids that slow ones, not launched yet, are missed; discoveries
    older than the run are not there to be launched, which cuts lags of many decades.
    """
    found = lags(run)
    return float(found.mean()) if len(found) else NONE


MEASURES = {
    "product_lag": Measure(
        product_lag, "years from discovery to launch, products launched in the last ten years",
        "the survey asks for the lag from the academic finding, which may precede a disclosure by years",
    ),
}  # fmt: skip
