"""When an effect shows: how much earlier levels are reached, the area between curves, and since when they differ.

Everything is read from counts summed up since the start, in pairs of replications.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ecosim.results.effects import CONFIDENCE, RESAMPLES, intervals
from ecosim.results.report import COUNTS
from ecosim.results.table import Table, number, span
from ecosim.results.tables import QUARTERS_A_YEAR

if TYPE_CHECKING:
    from ecosim.results.results import Results

Floats = NDArray[np.float64]
#: Levels, as parts of what the baseline has on average by the horizon. The whole is none of them: by that quarter half
#: of the baseline's own runs are below their mean.
PARTS = (0.25, 0.5, 0.75, 0.9)


@dataclass(frozen=True)
class Paths:
    """A count of two cells, summed up since the start, in pairs.

    Attributes:
        name: the indicator.
        quarters: names of the quarters.
        minuend, subtrahend: (pairs, quarters).
        levels: what is to be reached; see `PARTS`.
    """

    name: str
    quarters: tuple[str, ...]
    minuend: Floats
    subtrahend: Floats
    levels: tuple[int, ...]

    @property
    def differences(self) -> Floats:
        """The first minus the second: (pairs, quarters)."""
        return self.minuend - self.subtrahend

    @cached_property
    def since(self) -> int | None:
        """The first quarter from which on the simultaneous band excludes zero to the end; None if it never does."""
        return first_clear(*simultaneous_band(self.differences, 1))

    @property
    def area(self) -> Floats:
        """The area between the two curves in each pair: (pairs,), units times years."""
        return np.asarray(self.differences.sum(axis=1) / QUARTERS_A_YEAR)

    def reached(self, values: Floats) -> NDArray[np.int64]:
        """Return the quarter in which each run reaches each level: (pairs, levels); the horizon's length for never."""
        there = values[:, :, None] >= np.array(self.levels)
        first: NDArray[np.int64] = np.where(there.any(axis=1), there.argmax(axis=1), values.shape[1])
        return first

    @property
    def earlier(self) -> Floats:
        """Years by which the first of a pair reaches each level earlier: (pairs, levels).

        A run that never does counts as if it did right after the horizon (restricted mean, Royston and Parmar 2013).
        """
        return (self.reached(self.subtrahend) - self.reached(self.minuend)) / QUARTERS_A_YEAR


def simultaneous_band(differences: Floats, seed: int) -> tuple[Floats, Floats]:
    """Return a band that holds the whole path of the mean with 95 % confidence, all quarters at once.

    Its half width is c standard errors, where c is the 95 % point of the largest standardised deviation of any quarter
    over bootstrap samples of pairs (sup-t band; Montiel Olea and Plagborg-Møller 2019, Simultaneous confidence bands,
    Journal of Applied Econometrics 34(1), 1-17), taken from the normal to Student's distribution, without which bands
    of few pairs are too narrow. Where all pairs agree the band is their value.

    Args:
        differences: (pairs, quarters), finite.
        seed: of the resampling.

    Returns:
        lower and upper ends, (quarters,); NaN of fewer than two pairs.
    """
    from scipy import stats

    pairs = len(differences)
    if pairs < 2:
        return np.full(differences.shape[1], np.nan), np.full(differences.shape[1], np.nan)
    mean, error = differences.mean(axis=0), differences.std(axis=0, ddof=1) / np.sqrt(pairs)
    varies = error > 1e-9 * np.abs(differences).max()
    if not varies.any():
        return mean, mean
    weights = np.random.default_rng(seed).multinomial(pairs, np.full(pairs, 1 / pairs), RESAMPLES) / pairs
    deviations = np.abs(weights @ differences[:, varies] - mean[varies]) / error[varies]
    normal = np.quantile(deviations.max(axis=1), CONFIDENCE)
    reach = stats.t.isf(stats.norm.sf(normal), pairs - 1)  # standard errors are estimates themselves
    half = reach * np.where(varies, error, 0.0)
    return mean - half, mean + half


def first_clear(low: Floats, high: Floats) -> int | None:
    """Return the first quarter from which on a band excludes zero to the end; None if it never does.

    Args:
        low, high: ends of the band, (quarters,).
    """
    unclear = np.flatnonzero(~((low > 0.0) | (high < 0.0)))
    first = int(unclear[-1]) + 1 if len(unclear) else 0
    return first if first < len(low) else None


def paths(results: Results, contrast: Mapping[str, Any], name: str) -> Paths:
    """Return a count of both cells of a contrast.

    Raises:
        StoreError: the results cannot be read.
    """
    table = results.to_pandas("series", ["cell", "replication", "quarter", name])
    sums = {
        cell: rows.pivot(index="replication", columns="quarter", values=name).cumsum(axis=1)
        for cell, rows in table[table["cell"].isin([contrast["minuend"], contrast["subtrahend"]])].groupby("cell")
    }
    first, second = sums[contrast["minuend"]], sums[contrast["subtrahend"]]
    pairs = first.index.intersection(second.index)
    whole = float(sums[results.baseline].iloc[:, -1].mean())
    levels = tuple(max(1, ceil(part * whole)) for part in PARTS)
    quarters = tuple(str(quarter) for quarter in first.columns)
    return Paths(name, quarters, first.loc[pairs].to_numpy(), second.loc[pairs].to_numpy(), levels)


def timing_tables(results: Results, contrast: Mapping[str, Any]) -> list[Table]:
    """Return since when a contrast shows and the area between its curves, and when levels are reached."""
    found = [paths(results, contrast, name) for name in COUNTS]
    columns = np.concatenate([np.column_stack([one.area, one.earlier]) for one in found], axis=1)
    bounds = intervals(columns, results.summary["seed"]).T.reshape(len(found), -1, 2).tolist()
    since, levels = [], []
    for one, (of_area, *of_levels) in zip(found, bounds, strict=True):
        since.append(_since(results, one, of_area))
        levels += _levels(results, one, of_levels)
    first, second = (contrast[side].replace("without ", "without\n") for side in ("minuend", "subtrahend"))
    return [
        Table("Since when it shows", ["count", "since", "effect at the end", "area between", "95 % interval"], since, [
            "from then on a band that holds the whole path at once with 95 % confidence excludes zero in every quarter",
            "with more replications it does so earlier: before, the effect cannot be told from none, which is not none",
            "area between the curves of both sums: units times the years that each is there earlier",
        ]),
        Table("When levels are reached", ["sum since the start", first, second, "earlier by, years", "95 % interval",
                                          "never reached"], levels, [
            "quarter of the median run; earlier by: mean of the pairs, positive if "
            f"{contrast['minuend']} comes first; BCa interval",
            f"levels: {', '.join(f'{part:.0%}' for part in PARTS)} of the mean of {results.baseline} at the end; a run "
            "that never reaches one counts as reaching it then (restricted mean; >=: the true lead is longer)",
        ]),
    ]  # fmt: skip


def _since(results: Results, one: Paths, bounds: list[float]) -> list[str]:
    quarter = "never" if one.since is None else one.quarters[one.since]
    end = float(one.differences[:, -1].mean()) if len(one.minuend) else float("nan")
    area = float(one.area.mean()) if len(one.minuend) else float("nan")
    title, interval = results.indicator(one.name)["title"], span(bounds[0], bounds[1], True)
    return [title, quarter, number(end, True), number(area, True), interval]


def _levels(results: Results, one: Paths, bounds: list[list[float]]) -> list[list[str]]:
    title = results.indicator(one.name)["title"]
    both = [one.reached(values) for values in (one.minuend, one.subtrahend)]
    rows = []
    for place, (level, ends) in enumerate(zip(one.levels, bounds, strict=True)):
        dates = [_date(one.quarters, reached[:, place]) for reached in both]
        never = [int((reached[:, place] == len(one.quarters)).sum()) for reached in both]
        said = f"{never[0]} and {never[1]} of {len(one.minuend)}" if any(never) else "0"
        lead = float(one.earlier[:, place].mean()) if len(one.minuend) else float("nan")
        bound = ">= " if never[1] and not never[0] else "<= " if never[0] and not never[1] else ""
        rows.append([f"{level:,} {title}", *dates, bound + number(lead, True), span(ends[0], ends[1], True), said])
    return rows


def _date(quarters: tuple[str, ...], reached: NDArray[np.int64]) -> str:
    """Return the quarter of the median run, the later of two in the middle."""
    if not len(reached):
        return "-"
    median = int(np.sort(reached)[len(reached) // 2])
    return quarters[median] if median < len(quarters) else "not by then"
