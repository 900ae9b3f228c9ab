"""What a transfer more costs, and when it pays: the table of the page on exchange, from made-up series."""

from __future__ import annotations

from types import ModuleType, SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from scripts import script

QUARTERS, PAIRS = 8, 5


@pytest.fixture(scope="module")
def payback() -> ModuleType:
    return script("payback")


def series(sales: float, products: float) -> pd.DataFrame:
    """Return two cells of which one costs 1 a quarter, sells so much more, and has so many products more at the end."""
    rows = [
        {
            "cell": cell, "replication": replication, "quarter": quarter, "agreements": 10.0,
            "completions": luck + products * (cell == "both") * (quarter == QUARTERS - 1),
            "revenue_transferred": luck + sales * (cell == "both"),
            "public_money.expert_exchange": 0.75 * (cell == "both"),
            "public_money.joint_assessment": 0.25 if cell == "both" else np.nan,
        }
        for cell in ("neither", "both")
        for replication, luck in enumerate(np.arange(PAIRS))
        for quarter in range(QUARTERS)
    ]  # fmt: skip
    return pd.DataFrame(rows).sample(frac=1.0, random_state=1)


def test_a_product_more_costs_what_was_paid_over_both_links_beyond_the_other_cell(payback: ModuleType) -> None:
    _, cost, product, agreement, net, even, surely = payback.row(series(1.5, 4.0), "both", "neither", 1)
    assert cost == "8.00" and product == "2.00 [2.00, 2.00]"
    assert agreement == "no gain to tell"
    assert net == "+4.00 [+4.00, +4.00]" and even == surely == "0.2"


def test_what_sells_less_than_it_costs_does_not_pay(payback: ModuleType) -> None:
    *_, net, even, surely = payback.row(series(0.5, 4.0), "both", "neither", 1)
    assert net.startswith("-4.00") and even == surely == payback.NEVER


def test_a_gain_that_may_be_none_has_no_price(payback: ModuleType) -> None:
    assert payback.price(10.0, 1.0, -1.0, 3.0) == "no gain to tell"
    assert payback.price(10.0, -2.0, -3.0, -1.0) == "a loss"
    assert payback.price(10.0, 2.0, 1.0, 4.0) == "5.00 [2.50, 10.0]"


def test_it_is_even_only_where_it_stays_so(payback: ModuleType) -> None:
    assert payback.even_after(np.array([1.0, -1.0, -1.0, 2.0, 3.0])) == "1.0"
    assert payback.even_after(np.array([1.0, 1.0, -1.0])) == payback.NEVER


def test_a_row_for_each_pair_of_cells(payback: ModuleType) -> None:
    results = SimpleNamespace(
        to_pandas=lambda *_: series(1.5, 4.0),
        summary={
            "seed": 1, "calendar": {"end": "2027Q4"}, "money": "million", "replications": PAIRS,
            "contrasts": [{"minuend": "both", "subtrahend": "neither"}],
        },
        baseline="neither",
    )  # fmt: skip
    assert [row[0] for row in payback.table(results).rows] == ["both"]
