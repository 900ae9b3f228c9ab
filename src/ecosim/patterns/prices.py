"""Roubles of one year in roubles of 2020, by the yearly rise of Russian consumer prices."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

PRICES = Path(__file__).with_name("prices.csv")
BASE = 2020


@cache
def rises() -> dict[int, float]:
    """Return the rise of consumer prices in each year, mean over mean, in per cent."""
    with PRICES.open(encoding="utf-8", newline="") as file:
        return {int(row["year"]): float(row["rise"]) for row in csv.DictReader(file)}


def real(amount: float, year: int) -> float:
    """Return what an amount of a year is in roubles of 2020.

    Raises:
        KeyError: the rise of a year in between is not known.
    """
    for passed in range(year + 1, BASE + 1):
        amount *= 1.0 + rises()[passed] / 100.0
    for passed in range(BASE + 1, year + 1):
        amount /= 1.0 + rises()[passed] / 100.0
    return amount
