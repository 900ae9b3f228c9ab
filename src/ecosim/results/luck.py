"""What shared luck saves: the variance of a difference with independent seeds over that of the pairs."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from ecosim.errors import UsageError
from ecosim.results.effects import Contrast
from ecosim.results.table import Table, number

if TYPE_CHECKING:
    import pandas as pd

    from ecosim.results.results import Results


def shared_luck(results: Results) -> pd.DataFrame:
    """Return what shared luck saves: variance of a difference with independent seeds over that of the pairs.

    With independent seeds it would be the sum of the variances of the two cells, which the paired runs show as well. A
    ratio of 10 means that independent seeds would need ten times as many replications for the same interval.

    Returns:
        One row per contrast and indicator whose difference varies: ``cell``, ``indicator``, ``ratio``.
    """
    import pandas as pd

    table = results.to_pandas("outcomes")
    names = [name for name in table.columns[2:] if "." not in name]
    cells = {cell: rows.set_index("replication")[names] for cell, rows in table.groupby("cell", sort=False)}
    rows = []
    for one in (Contrast(**contrast) for contrast in results.summary["contrasts"]):
        if not {one.minuend, one.subtrahend} <= set(cells):
            continue
        first, second = cells[one.minuend].align(cells[one.subtrahend], join="inner")
        both = first.notna() & second.notna()
        first, second = first.where(both), second.where(both)
        ratios = (first.var() + second.var()) / (first - second).var()
        rows += [(one.cell, name, value) for name, value in ratios.items() if isfinite(value)]
    return pd.DataFrame(rows, columns=["cell", "indicator", "ratio"])


def shared_luck_tables(results: Results) -> list[Table]:
    """Return for each contrast median and least ratio, and the ratio of every indicator.

    Raises:
        UsageError: there is nothing to compare, or a single pair.
    """
    found = shared_luck(results)
    if found.empty:
        raise UsageError(f"{results.directory}: shared luck shows in the difference of two cells, in two pairs or more")
    rows = [_summed(cell, part) for cell, part in found.groupby("cell", sort=False)]
    rows.append(_summed("all", found))
    heading = ["cell", "indicators", "median", "least", "of", "below 1"]
    ratios = found.pivot(index="indicator", columns="cell", values="ratio")
    ratios = ratios.loc[found["indicator"].unique(), found["cell"].unique()]
    every = [[str(name), *map(number, row)] for name, row in zip(ratios.index, ratios.to_numpy().tolist(), strict=True)]
    note = "independent seeds would need so many times the replications; below 1 sharing luck would cost some"
    return [
        Table("Variance with independent seeds over variance with shared luck", heading, rows, [note]),
        Table("The same of every indicator", ["indicator", *(_narrow(str(cell)) for cell in ratios.columns)], every),
    ]


def _summed(cell: Any, part: pd.DataFrame) -> list[str]:
    least = part.sort_values("ratio").iloc[0]
    below = int((part["ratio"] < 1 - 1e-9).sum())
    return [str(cell), str(len(part)), number(part["ratio"].median()), number(least["ratio"]),
            str(least["indicator"]), str(below)]  # fmt: skip


def _narrow(cell: str) -> str:
    return cell.replace(" ", "\n")
