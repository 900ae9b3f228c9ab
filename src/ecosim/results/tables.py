"""Tidy tables of a design's runs: series, outcomes by the horizon, and flows by channel.

A *flow* indicator is a number per quarter and is summed up to the horizon; every other one is a
level, and its value in the last quarter counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ecosim.results.files import replacing
from ecosim.scenario.quarter import decimal_year, format_quarter

if TYPE_CHECKING:
    import pandas as pd

BAND = (0.05, 0.5, 0.95)
TOTAL = "total"
QUARTERS_A_YEAR = 4
Runs = Mapping[int, NDArray[np.float64]]


def write_series(path: Path, runs: Iterator[tuple[str, Runs]], indicators: Sequence[str], start: int) -> None:
    """Write one row per cell, replication and quarter, and one column per indicator, cell by cell.

    Args:
        path: the Parquet file.
        runs: for each cell its runs by replication, arrays (quarters, indicators).
        indicators: names of the columns.
        start: the first quarter.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = [("cell", pa.string()), ("replication", pa.int32()), ("quarter", pa.string()), ("year", pa.float64())]
    schema = pa.schema(kinds + [(name, pa.float64()) for name in indicators])
    keys = [name for name, _ in kinds]
    with (
        replacing(path) as temporary,
        pq.ParquetWriter(temporary, schema, compression="zstd", use_dictionary=keys) as writer,
    ):
        for cell, by_replication in runs:
            if by_replication:
                writer.write_table(pa.table(_series_columns(cell, by_replication, indicators, start), schema))


def _series_columns(cell: str, runs: Runs, indicators: Sequence[str], start: int) -> dict[str, Any]:
    stacked = np.stack(list(runs.values()))
    replications, quarters, _ = stacked.shape
    calendar = range(start, start + quarters)
    columns = stacked.reshape(replications * quarters, -1)
    return {
        "cell": [cell] * len(columns),
        "replication": np.repeat(np.array(list(runs), dtype=np.int32), quarters),
        "quarter": [format_quarter(quarter) for quarter in calendar] * replications,
        "year": [decimal_year(quarter) for quarter in calendar] * replications,
        **{name: columns[:, i] for i, name in enumerate(indicators)},
    }


def outcomes(runs: Iterator[tuple[str, Runs]], kinds: Mapping[str, str]) -> pd.DataFrame:
    """Return one row per cell and replication: totals of flows, final values of levels, by the horizon.

    Args:
        runs: for each cell its runs by replication, arrays (quarters, indicators).
        kinds: kind of each indicator, in the order of the columns.
    """
    import pandas as pd

    is_flow = np.array([kind == "flow" for kind in kinds.values()])
    keys: list[tuple[str, int]] = []
    rows: list[NDArray[np.float64]] = []
    for cell, by_replication in runs:
        for replication, series in by_replication.items():
            keys.append((cell, replication))
            rows.append(np.where(is_flow, series.sum(axis=0), series[-1]))
    values = np.array(rows).reshape(len(rows), len(kinds))
    table = pd.DataFrame(values, columns=list(kinds))
    table.insert(0, "cell", [cell for cell, _ in keys])
    table.insert(1, "replication", np.array([replication for _, replication in keys], dtype=np.int32))
    return table


def flows(
    outcomes: pd.DataFrame, baseline: str, indicators: Sequence[Mapping[str, str]], quarters: int
) -> pd.DataFrame:
    """Return what flows a year in each cell, by channel, over the whole horizon.

    Args:
        outcomes: table of `outcomes`.
        baseline: the cell that ``change`` refers to.
        indicators: name, unit and kind of every indicator.
        quarters: length of the horizon.

    Returns:
        One row per cell, flow and channel (``total`` for a flow as a whole): the unit, median
        and 5-95 % band over replications, and ``change``: mean paired difference from the baseline
        (negative for what vanished, positive for what took its place).
    """
    import pandas as pd

    names = [indicator["name"] for indicator in indicators if indicator["kind"] == "flow"]
    units = {indicator["name"]: f"{indicator['unit'].removesuffix('/quarter')}/year" for indicator in indicators}
    yearly = outcomes.set_index("replication")[names] * (QUARTERS_A_YEAR / quarters)
    of_cell = outcomes["cell"].to_numpy()
    cells = {cell: yearly[of_cell == cell] for cell in outcomes["cell"].unique()}
    reference = yearly[of_cell == baseline]
    rows = [
        (cell, flow, channel or TOTAL, units[name], median, low, high, change)
        for cell, values in cells.items()
        for name, low, median, high, change in _bands(values, reference)
        for flow, _, channel in [name.partition(".")]
    ]
    columns = ["cell", "flow", "channel", "unit", "median", "low", "high", "change"]
    return pd.DataFrame(rows, columns=columns)


def _bands(values: pd.DataFrame, reference: pd.DataFrame) -> Iterator[tuple[str, float, float, float, float]]:
    """Yield for each column its name, low, median, high and mean paired difference from the reference."""
    quantiles = values.quantile(list(BAND)).to_numpy().T.tolist()
    change = (values - reference).mean().tolist()
    for name, (low, median, high), mean in zip(values.columns, quantiles, change, strict=True):
        yield str(name), low, median, high, mean
