"""Ways to change what results claim: a value of a kept run, its key, its seal, a table, the summary, a scenario."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ecosim.experiments.store import FILE, Record, Store, pack
from ecosim.version import model_version

Tamper = Callable[[Path, np.random.Generator], None]
TABLES = ("series", "outcomes", "effects", "flows")


def _row(directory: Path, luck: np.random.Generator) -> tuple[str, int]:
    with closing(sqlite3.connect(directory / FILE)) as store:
        rows = store.execute("SELECT scenario, replication FROM runs ORDER BY scenario, replication").fetchall()
    scenario, replication = rows[luck.integers(len(rows))]
    return scenario, replication


def _changed(directory: Path, change: str, *values: Any) -> None:
    with closing(sqlite3.connect(directory / FILE)) as store, store:
        store.execute(change, values)


def byte(directory: Path, luck: np.random.Generator) -> None:
    """Change one byte of a kept series."""
    scenario, replication = _row(directory, luck)
    with closing(sqlite3.connect(directory / FILE)) as store:
        (packed,) = store.execute(
            "SELECT series FROM runs WHERE scenario = ? AND replication = ?", (scenario, replication)
        ).fetchone()
    at = luck.integers(len(packed))
    other = packed[:at] + bytes([packed[at] ^ (1 << luck.integers(8))]) + packed[at + 1 :]
    where = "WHERE scenario = ? AND replication = ?"
    _changed(directory, f"UPDATE runs SET series = ? {where}", other, scenario, replication)


def value(directory: Path, luck: np.random.Generator) -> None:
    """Change one number of a kept series, and seal it anew as only this program does."""
    scenario, replication = _row(directory, luck)
    with Store(directory, 1, model_version()) as store:
        (series,) = store.series(scenario, [replication]).values()
        series[luck.integers(len(series)), luck.integers(series.shape[1])] += 1
        store.put([Record(scenario, replication, pack(series))])


def swapped(directory: Path, luck: np.random.Generator) -> None:
    """Give a kept run the series, with its seal, of another one."""
    scenario, replication = _row(directory, luck)
    copied = "(SELECT {} FROM runs WHERE scenario = ?1 AND replication = ?3)"
    _changed(
        directory,
        f"UPDATE runs SET series = {copied.format('series')}, checksum = {copied.format('checksum')} "
        "WHERE scenario = ?1 AND replication = ?2",
        scenario, replication, (replication + 1) % 3,
    )  # fmt: skip


def removed(directory: Path, luck: np.random.Generator) -> None:
    """Take a kept run away."""
    _changed(directory, "DELETE FROM runs WHERE scenario = ? AND replication = ?", *_row(directory, luck))


def table(directory: Path, luck: np.random.Generator) -> None:
    """Change one number of a table."""
    path = directory / f"{TABLES[luck.integers(len(TABLES))]}.parquet"
    content = pd.read_parquet(path)
    columns = [name for name, kind in content.dtypes.items() if kind == np.float64 and content[name].notna().any()]
    name = columns[luck.integers(len(columns))]
    row = luck.choice(np.flatnonzero(content[name].notna()))
    content.loc[row, name] = content.loc[row, name] + 1
    content.to_parquet(path)


def summary(directory: Path, luck: np.random.Generator) -> None:
    """Change one number of the summary's headline."""
    path = directory / "summary.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    cell = content["headline"][luck.integers(len(content["headline"]))]
    name = sorted(cell["indicators"])[luck.integers(len(cell["indicators"]))]
    cell["indicators"][name]["median"] += 1
    path.write_text(json.dumps(content), encoding="utf-8")


def scenario(directory: Path, luck: np.random.Generator) -> None:
    """Change the wage in a scenario."""
    paths = sorted((directory / "scenarios").glob("*.json"))
    path = paths[luck.integers(len(paths))]
    content = json.loads(path.read_text(encoding="utf-8"))
    content["money"]["wage"] *= 1 + luck.uniform(0.001, 1)
    path.write_text(json.dumps(content), encoding="utf-8")


KINDS: tuple[Tamper, ...] = (byte, value, swapped, removed, table, summary, scenario)


def cases(count: int) -> Iterator[tuple[str, Tamper, np.random.Generator]]:
    """Yield so many cases, kind by kind, each with its own luck."""
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        yield f"{kind.__name__} {number // len(KINDS)}", kind, np.random.default_rng([8, number])
