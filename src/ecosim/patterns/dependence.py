"""What academic research and industry owe each other: money one way, products the other."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ecosim.patterns.diary import by_year
from ecosim.patterns.finished import MATURE, Finished
from ecosim.patterns.measure import Measure, ratio


def contract_money(run: Finished) -> NDArray[np.float64]:
    """Return what firms paid science for contracts, over all channels, in each reported quarter."""
    columns = [column for name, column in run.columns.items() if name.startswith("contract_money.")]
    money: NDArray[np.float64] = run.series[:, columns].sum(axis=1)
    return money


def industry_funding(run: Finished) -> float:
    """Return contract money over itself plus public money for research, last ten years."""
    industry = float(contract_money(run)[-MATURE:].sum())
    return ratio(industry, industry + math.fsum(run.diary.public_research[-MATURE:]))


def industry_by_year(run: Finished) -> NDArray[np.float64]:
    """Return the same for each reported year (years,)."""
    industry = by_year(contract_money(run))
    return industry / np.maximum(industry + by_year(run.diary.public_research), 1e-12)


def academic_dependence(run: Finished) -> float:
    """Return the share of firms' sales owed to quality from transferred technologies, last ten years."""
    return ratio(float(run.mature("revenue_transferred").sum()), float(run.mature("revenue").sum()))


def dependence_by_year(run: Finished) -> NDArray[np.float64]:
    """Return the same for each reported year (years,)."""
    sales = by_year(run.whole("revenue"))
    return by_year(run.whole("revenue_transferred")) / np.maximum(sales, 1e-12)


MEASURES = {
    "industry_funding": Measure(
        industry_funding, "money of contracts over itself and public money for research, last ten years",
        "institutes are counted with universities; grants of foundations and own funds do not exist",
        absent="no money for research in the last ten years",
    ),
    "academic_dependence": Measure(
        academic_dependence, "share of firms' sales owed to quality from transferred technologies, last ten years",
        "a share of sales, not of new products: in the model every product event rests on science, and what firms "
        "find themselves is a steady rise of quality",
        absent="no sales in the last ten years",
    ),
}  # fmt: skip
