"""Every table of results opens in pandas, polars and DuckDB: same rows, same columns, same values, plain types."""

from __future__ import annotations

from pathlib import Path

import cases
import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest

from ecosim.results import Results
from ecosim.results.study import compare

TABLES = ("series", "outcomes", "flows", "effects", "attribution")


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    links = ["science_industry", "spin_off"]
    return compare(
        cases.scenario(), without=links, factorial=True, replications=2, jobs=1, out=tmp_path_factory.mktemp("tables")
    )


@pytest.fixture(params=TABLES)
def file(request: pytest.FixtureRequest, results: Results) -> Path:
    return results.directory / f"{request.param}.parquet"


def test_there_is_no_other_table(results: Results) -> None:
    assert {path.stem for path in results.directory.glob("*.parquet")} == set(TABLES)


def texts(column: pd.Series[str]) -> list[str]:
    """Return what stands there, and nothing where nothing does: a verdict on what is not judged."""
    return ["" if missing else str(text) for text, missing in zip(column, column.isna(), strict=True)]


def same(ours: pd.DataFrame, theirs: pd.DataFrame) -> None:
    """Hold values, not the types in which a library keeps them."""
    assert list(theirs.columns) == list(ours.columns)
    for name in ours:
        if pd.api.types.is_numeric_dtype(ours[name]):
            there = theirs[name].to_numpy(dtype=float, na_value=np.nan)
            assert np.array_equal(ours[name].to_numpy(dtype=float, na_value=np.nan), there, equal_nan=True), name
        else:
            assert texts(ours[name]) == texts(theirs[name]), name


def test_a_table_is_the_same_in_all_three(file: Path, results: Results) -> None:
    ours = pd.read_parquet(file)
    assert len(ours) and not ours.columns.duplicated().any()
    if file.stem != "attribution":  # which in Python is had with `Results.attribution`
        same(results.to_pandas(file.stem), ours)
    polars = pl.read_parquet(file)
    assert not {str(kind) for kind in polars.dtypes} & {"Object", "Binary", "Null"}
    same(ours, pd.DataFrame(polars.to_dict(as_series=False)))
    found = duckdb.execute("select * from read_parquet(?)", [str(file)])
    same(ours, pd.DataFrame(found.fetchall(), columns=[column[0] for column in found.description or ()]))


def test_a_table_written_as_csv_for_other_programs_loses_nothing(file: Path, tmp_path: Path) -> None:
    path, ours = tmp_path / "table.csv", pd.read_parquet(file)
    ours.to_csv(path, index=False)
    there = pd.read_csv(path, dtype=str, keep_default_na=False)
    for name in ours.select_dtypes("number"):
        there[name] = [float(text) if text else np.nan for text in there[name]]
    same(ours, there)
