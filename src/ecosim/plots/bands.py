"""From the series of runs to what a curve shows: median and bands by calendar year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ecosim.results.results import Results

if TYPE_CHECKING:
    import pandas as pd

#: Ends of the 90 % band, of the 50 % band, and the median.
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
_QUARTERS = 4
_AT_ONCE = 16  # indicators read together: one alone takes nearly as long, all of many runs much memory


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
    summed = cumulative and _is_flow(results, indicator)
    return _bands(_years(results, [indicator], summed), indicator, _is_flow(results, indicator) and not summed)


def each_yearly_bands(results: Results, indicators: Sequence[str]) -> Iterator[dict[str, pd.DataFrame]]:
    """Yield the `yearly_bands` of each indicator."""
    for first in range(0, len(indicators), _AT_ONCE):
        some = indicators[first : first + _AT_ONCE]
        years = _years(results, some, False)
        for indicator in some:
            yield _bands(years, indicator, _is_flow(results, indicator))


def _is_flow(results: Results, indicator: str) -> bool:
    return results.indicator(indicator)["kind"] == "flow"


def _years(results: Results, indicators: Sequence[str], summed: bool) -> Any:
    """Return the series of some indicators, or their sums from the start, grouped by run and calendar year."""
    names = list(indicators)
    series = results.to_pandas("series", columns=["cell", "replication", "year", *names])
    if summed:
        series[names] = series.groupby(["cell", "replication"], sort=False)[names].cumsum()
    series["calendar"] = series["year"].astype(int)
    return series.groupby(["cell", "replication", "calendar"], sort=False)


def _bands(years: Any, indicator: str, rate: bool) -> dict[str, pd.DataFrame]:
    """Return quantiles of a rate per year, or of what there is at the end of each year."""
    if rate:
        values, place = years[indicator].mean() * _QUARTERS, years["year"].mean() + 0.5 / _QUARTERS
    else:
        values, place = years[indicator].last(), years["year"].last() + 1 / _QUARTERS
    table = values.to_frame("value").assign(place=place)
    quantiles = table.groupby(["cell", "place"])["value"].quantile(np.array(QUANTILES)).unstack()
    return {str(cell): rows.droplevel("cell") for cell, rows in quantiles.groupby("cell", sort=False)}
