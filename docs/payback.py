"""What links that cost money come to for each transfer gained, and whether they pay.

Cost is what ministries paid over these links, gain what products and sales from transferred technologies a cell has
beyond the cell that it is compared with. Where the links do not exist the same money is spent otherwise, so that the
gain counts beyond what it would have brought there. Sales are no profits.

Fill docs/cases/exchange.md from the root of the project::

    python docs/payback.py results/exchange | python docs/build_studies.py exchange-cost
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ecosim.results import Results, open_results
from ecosim.results.effects import intervals
from ecosim.results.table import Table, number, span

LINKS = ("expert_exchange", "joint_assessment")
GAINS = ("completions", "agreements", "revenue_transferred")
NEVER = "not by then"


def cumulated(series: pd.DataFrame, cell: str, columns: list[str]) -> NDArray[np.float64]:
    """Return the sums to each quarter of the sum of some columns in a cell (replications, quarters)."""
    here = series[series["cell"] == cell].sort_values(["replication", "quarter"])
    values = here[columns].fillna(0.0).sum(axis=1).to_numpy()
    sums: NDArray[np.float64] = np.cumsum(values.reshape(here["replication"].nunique(), -1), axis=1)
    return sums


def even_after(balance: NDArray[np.float64]) -> str:
    """Return after how many years a balance (quarters,) is above zero and stays so."""
    below = np.flatnonzero(balance < 0.0)
    first = int(below[-1]) + 1 if len(below) else 0
    return NEVER if first == len(balance) else f"{(first + 1) / 4:.1f}"


def price(cost: float, gain: float, low: float, high: float) -> str:
    """Return the cost of one more, with its interval, or what can be said instead."""
    if low <= 0.0:
        return "a loss" if high < 0.0 else "no gain to tell"
    return f"{number(cost / gain)} {span(cost / high, cost / low)}"


def row(series: pd.DataFrame, cell: str, other: str, seed: int) -> list[str]:
    """Return what a cell costs and gains beyond another one."""
    paid = [f"public_money.{link}" for link in LINKS if f"public_money.{link}" in series]
    cost = cumulated(series, cell, paid) - cumulated(series, other, paid)
    gains = {name: cumulated(series, cell, [name]) - cumulated(series, other, [name]) for name in GAINS}
    spent = float(cost[:, -1].mean())
    priced = [
        price(spent, float(gain.mean()), *intervals(gain[:, None], seed).ravel().tolist())
        for gain in (gains["completions"][:, -1], 0.001 * gains["agreements"][:, -1])
    ]
    balance = gains["revenue_transferred"] - cost
    low, high = intervals(balance, seed)
    net = f"{number(float(balance[:, -1].mean()), sign=True)} {span(low[-1], high[-1], sign=True)}"
    return [cell, number(spent), *priced, net, even_after(balance.mean(axis=0)), even_after(low)]


def table(results: Results) -> Table:
    """Return a row for every cell that is compared with another."""
    columns = [*GAINS, *(f"public_money.{link}" for link in LINKS)]
    series = results.to_pandas("series", ["cell", "replication", "quarter", *columns])
    seed = results.summary["seed"]
    rows = [row(series, one["minuend"], one["subtrahend"], seed) for one in results.summary["contrasts"]]
    unit, end = results.summary["money"], results.summary["calendar"]["end"]
    heading = [
        "cell", "cost", "cost of a product\nmore", "cost of a thousand\nagreements more",
        "sales gained,\nless cost", "even after\nyears", "surely even\nafter years",
    ]  # fmt: skip
    notes = [
        f"{unit}, by {end}, beyond {results.baseline}; 95 % intervals, {results.summary['replications']} replications",
        "cost: public money over the links; it is there in every cell, and goes to institutes where nobody travels",
        "surely: the lower end of the interval of sales gained, less cost, is above zero from then on",
    ]
    return Table("What it costs, and whether it pays", heading, rows, notes)


if __name__ == "__main__":
    print(table(open_results(Path(sys.argv[1]))).text())
