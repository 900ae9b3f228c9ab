"""From the series of runs to what a curve shows: median and bands by calendar year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecosim.results.results import Results

if TYPE_CHECKING:
    import pandas as pd

#: Ends of the 90 % band, of the 50 % band, and the median.
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
_QUARTERS = 4


def yearly_bands(results: Results, indicator: str, cumulative: bool = False) -> dict[str, pd.DataFrame]:
    """Return for each cell with runs the quantiles over replications, one row per calendar year.

    A flow is the year's sum (of a year of which the calendar holds less than four quarters: the
    rate per year), placed at the middle of the year. A level is that of the year's last quarter,
    and so is a cumulated flow, placed where that quarter ends.

    Args:
        results: the results.
        indicator: name of an indicator.
        cumulative: sum a flow up from the start.

    Returns:
        columns `QUANTILES`, index decimal years.
    """
    flow = results.indicator(indicator)["kind"] == "flow"
    series = results.to_pandas("series", columns=["cell", "replication", "year", indicator])
    if flow and cumulative:
        series[indicator] = series.groupby(["cell", "replication"], sort=False)[indicator].cumsum()
    series["calendar"] = series["year"].astype(int)
    years = series.groupby(["cell", "replication", "calendar"], sort=False)
    if flow and not cumulative:
        values, place = years[indicator].mean() * _QUARTERS, years["year"].mean() + 0.5 / _QUARTERS
    else:
        values, place = years[indicator].last(), years["year"].last() + 1 / _QUARTERS
    table = values.to_frame("value").assign(place=place)
    quantiles = table.groupby(["cell", "place"])["value"].quantile(np.array(QUANTILES)).unstack()
    return {str(cell): rows.droplevel("cell") for cell, rows in quantiles.groupby("cell", sort=False)}
