"""Tables say what the series say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ecosim.results.tables import flows, outcomes, write_series

KINDS = {"licences": "flow", "licences.open": "flow", "firms": "stock"}
UNITS = [{"name": name, "unit": "number", "kind": kind} for name, kind in KINDS.items()]
ONE = np.array([[1.0, 0.0, 50.0], [3.0, 2.0, 60.0]])
RUNS = {"all": {0: ONE, 2: ONE * 3}, "cut": {0: ONE * 0}}


def test_flows_are_summed_and_levels_end() -> None:
    table = outcomes(iter(RUNS.items()), KINDS)
    assert table.to_dict("list") == {
        "cell": ["all", "all", "cut"],
        "replication": [0, 2, 0],
        "licences": [4.0, 12.0, 0.0],
        "licences.open": [2.0, 6.0, 0.0],
        "firms": [60.0, 180.0, 0.0],
    }


def test_flows_by_channel_are_per_year_and_paired() -> None:
    table = flows(outcomes(iter(RUNS.items()), KINDS), "all", UNITS, quarters=2)
    assert table[["cell", "flow", "channel"]].to_numpy().tolist() == [
        ["all", "licences", "total"],
        ["all", "licences", "open"],
        ["cut", "licences", "total"],
        ["cut", "licences", "open"],
    ]
    assert table["unit"].tolist() == ["number/year"] * 4
    assert table["median"].tolist() == [16.0, 8.0, 0.0, 0.0]
    assert table["low"].tolist()[0] == pytest.approx(8 + 0.05 * 16)
    assert table["change"].tolist() == [0.0, 0.0, -8.0, -4.0]


def test_no_baseline_leaves_the_change_open() -> None:
    table = flows(outcomes(iter([("cut", RUNS["cut"])]), KINDS), "all", UNITS, quarters=2)
    assert table["change"].isna().all()


def test_series_have_one_row_per_quarter(tmp_path: Path) -> None:
    path = tmp_path / "series.parquet"
    write_series(path, iter({**RUNS, "failed": {}}.items()), list(KINDS), start=2000 * 4 + 3)
    table = pd.read_parquet(path)
    assert table["quarter"].tolist() == ["2000Q4", "2001Q1"] * 3
    assert table["year"].tolist() == [2000.75, 2001.0] * 3
    assert table["replication"].tolist() == [0, 0, 2, 2, 0, 0]
    assert table["licences"].tolist() == [1.0, 3.0, 3.0, 9.0, 0.0, 0.0]
