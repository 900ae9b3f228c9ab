"""How long technologies take to become products, in tables for people and as records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ecosim.patterns.passages import End
from ecosim.results.survival import CLOCKS, Clock, Survival
from ecosim.results.table import Table, number

if TYPE_CHECKING:
    import pandas as pd

YEARS = (2, 5, 10)
_WAYS = {End.PRODUCT: "product", End.GIVEN_UP: "given up", End.CLOSED: "firm closed", End.UNDER_WAY: "under way"}


def survival_tables(found: Survival) -> list[Table]:
    """Return a table for each clock, and how passages ended."""
    return [*(_times(found, clock) for clock in CLOCKS), _ended(found)]


def _times(found: Survival, clock: Clock) -> Table:
    rows = []
    for group in found.groups:
        curve = curve_of(found, clock, group)
        half = [median_years(curve, column) for column in ("share", "high", "low")]
        shown = number(half[0]) if np.isfinite(half[0]) else f"over {curve['years'].max():g}" if len(curve) else "-"
        later = f"{half[2]:.2f}" if np.isfinite(half[2]) else "..."
        interval = f"[{half[1]:.2f}, {later}]" if np.isfinite(half[1]) else "-"
        rows.append([group, *(text for years in YEARS for text in _share(curve, years)), shown, interval])
    heading = ["passage over", *(text for years in YEARS for text in (f"by {years}\nyears", "95 % interval")),
               "half by,\nyears", "95 % interval"]  # fmt: skip
    notes = {
        "discovery": [
            f"discoveries that can be watched for {found.followed / 4:g} years, of those that pass to a firm in that "
            "time the first passage; given up, firm closed: censored",
        ],
        "agreement": ["all passages since reporting began; given up, firm closed, horizon: censored"],
    }[clock]
    notes.append(
        "share that is a product by then if nothing were given up (Kaplan-Meier), mean of "
        f"{found.runs} replications, interval: outer bounds of bootstrap and t"
    )
    return Table(f"From {clock} to product, {found.cell}", heading, rows, notes)


def _share(curve: pd.DataFrame, years: int) -> list[str]:
    at = curve.loc[curve["years"] == years]
    if not len(at):
        return ["-", "-"]
    row = at.iloc[0]
    known = np.isfinite([row["low"], row["high"]]).all()
    return [f"{row['share']:.0%}", f"[{row['low']:.0%}, {row['high']:.0%}]" if known else "-"]


def _ended(found: Survival) -> Table:
    rows = [
        [group, number(found.passages[group]), *(f"{found.ends[group][end]:.0%}" for end in _WAYS)]
        for group in found.groups
    ]
    heading = ["passage over", "passages\na run", *_WAYS.values()]
    notes = ["mean over replications; every agreement counts, of a technology that came back again, too"]
    return Table(f"How passages ended, {found.cell}", heading, rows, notes)


def curve_of(found: Survival, clock: Clock, group: str) -> pd.DataFrame:
    """Return the curve of a group, one row a quarter."""
    return found.curves[(found.curves["clock"] == clock) & (found.curves["group"] == group)]


def median_years(curve: pd.DataFrame, column: str = "share") -> float:
    """Return the years after which half are products; NaN if it is fewer for as long as they are watched."""
    there = curve.loc[curve[column] >= 0.5, "years"]
    return float(there.iloc[0]) if len(there) else float("nan")


def records(found: Survival) -> list[dict[str, Any]]:
    """Return how passages ended, by group, for programs."""
    return [
        {"group": group, "passages": found.passages[group]}
        | {end.name.lower(): float(found.ends[group][end]) for end in End}
        for group in found.groups
    ]
