"""Where runs are kept: one row per run in an SQLite file, committed as soon as it is finished.

The key of a row is (digest of the resolved scenario, seed, replication, model version), so that a
row never needs to be changed, any number of designs can share a file, and whatever is missing
after an interruption is simply what has no row. Write-ahead logging keeps finished rows whatever
happens to the process, and lets several processes use one file. A seal over key and series tells a row that was
damaged or moved, which then counts as missing.
"""

from __future__ import annotations

import hashlib
import io
import sqlite3
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from ecosim.errors import StoreError

FILE = "runs.sqlite"
_FORMAT = 1
_WAIT = 60.0  # seconds to wait for another process that is writing

_SCHEMA = """
CREATE TABLE IF NOT EXISTS runs (
    scenario TEXT NOT NULL, seed INTEGER NOT NULL, replication INTEGER NOT NULL, model TEXT NOT NULL,
    series BLOB, checksum BLOB, error TEXT,
    PRIMARY KEY (scenario, seed, replication, model))
"""
# A run that another process has finished meanwhile is never replaced by a failure.
_PUT = """
INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET series = excluded.series, checksum = excluded.checksum, error = excluded.error
WHERE excluded.series IS NOT NULL OR runs.series IS NULL
"""


@dataclass(frozen=True)
class Record:
    """One finished run, as it is kept.

    Attributes:
        scenario: digest of the resolved scenario.
        replication: number of the replication.
        series: packed series, or None when the run failed.
        error: what went wrong, in its first line; or an empty string.
    """

    scenario: str
    replication: int
    series: bytes | None
    error: str = ""


def pack(series: NDArray[np.float64]) -> bytes:
    """Return a series as compressed bytes of ``np.save``, without pickle."""
    buffer = io.BytesIO()
    np.save(buffer, np.asfortranarray(series), allow_pickle=False)  # indicator by indicator: what follows is more alike
    return zlib.compress(buffer.getvalue(), level=1)


def unpack(packed: bytes) -> NDArray[np.float64]:
    """Return the series that `pack` made."""
    return np.ascontiguousarray(np.load(io.BytesIO(zlib.decompress(packed)), allow_pickle=False))


def collections_in(directory: Path) -> list[tuple[int, str]]:
    """Return seed and version of the model of the runs that a results directory holds.

    Raises:
        StoreError: it cannot be read.
    """
    with Store(directory, 0, "") as store:
        return store.collections()


class Store:
    """The runs of one results directory, for one seed and one version of the model.

    Use it as a context manager; opening makes the directory and the file where they are missing.

    Raises:
        StoreError: the file cannot be made, read or written; runs finished before stay kept.
    """

    def __init__(self, directory: Path, seed: int, model: str) -> None:
        self.path = directory / FILE
        self._seed, self._model = seed, model
        try:
            directory.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{directory}: cannot make the results directory: {error.strerror}") from error
        with self._explained():
            self._connection = sqlite3.connect(self.path, timeout=_WAIT, isolation_level=None)
            try:
                self._prepare()
            except BaseException:
                self._connection.close()
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._connection.close()

    def put(self, records: Iterable[Record]) -> None:
        """Keep finished runs, all in one commit."""
        rows = [
            (r.scenario, self._seed, r.replication, self._model, r.series, self._seal(r), r.error)
            for r in records
        ]
        with self.exclusive():
            self._connection.executemany(_PUT, rows)

    def finished(self, scenario: str) -> set[int]:
        """Return the replications of a scenario whose runs are kept and undamaged."""
        return {replication for replication, _ in self._packed(scenario)}

    def series(self, scenario: str, replications: Iterable[int]) -> dict[int, NDArray[np.float64]]:
        """Return the series (quarters, indicators) of finished runs by replication, in ascending order."""
        wanted = set(replications)
        return {replication: unpack(packed) for replication, packed in self._packed(scenario) if replication in wanted}

    def records(self) -> Iterator[Record]:
        """Yield every run of this seed and model, finished or failed, but those that are damaged."""
        with self._explained():
            rows = self._connection.execute(
                "SELECT scenario, replication, series, checksum, error FROM runs WHERE seed = ? AND model = ?"
                " ORDER BY scenario, replication",
                (self._seed, self._model),
            )
            for scenario, replication, series, seal, error in rows:
                record = Record(scenario, replication, series, error)
                if seal == self._seal(record):
                    yield record

    def collections(self) -> list[tuple[int, str]]:
        """Return every seed with a version of the model of which there are runs."""
        with self._explained():
            return self._connection.execute("SELECT DISTINCT seed, model FROM runs ORDER BY seed, model").fetchall()

    def count(self) -> int:
        """Return how many runs of this seed and model there are, finished, failed or damaged."""
        with self._explained():
            counted = self._connection.execute(
                "SELECT count(*) FROM runs WHERE seed = ? AND model = ?", (self._seed, self._model)
            )
            return int(counted.fetchone()[0])

    def failures(self, scenario: str) -> Mapping[int, str]:
        """Return what went wrong by replication, for the runs of a scenario that failed."""
        with self._explained():
            rows = self._connection.execute(
                "SELECT replication, error FROM runs WHERE scenario = ? AND seed = ? AND model = ? AND series IS NULL"
                " ORDER BY replication",
                (scenario, self._seed, self._model),
            ).fetchall()
        return dict(rows)

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Keep every other process from writing to this directory for the length of a block."""
        with self._explained():
            self._connection.execute("BEGIN IMMEDIATE")
        try:
            with self._explained():
                yield
                self._connection.execute("COMMIT")
        finally:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def _packed(self, scenario: str) -> Iterator[tuple[int, bytes]]:
        with self._explained():
            rows = self._connection.execute(
                "SELECT replication, series, checksum FROM runs"
                " WHERE scenario = ? AND seed = ? AND model = ? AND series IS NOT NULL ORDER BY replication",
                (scenario, self._seed, self._model),
            ).fetchall()
        # A damaged row counts as missing: it is run again and replaced.
        return (
            (replication, series)
            for replication, series, seal in rows
            if isinstance(series, bytes) and seal == self._seal(Record(scenario, replication, series))
        )

    def _seal(self, run: Record) -> bytes | None:
        """Return a digest of key and series; None of a run that failed."""
        if run.series is None:
            return None
        key = repr((run.scenario, self._seed, run.replication, self._model)).encode()
        return hashlib.blake2b(key + b"\0" + run.series, digest_size=16).digest()

    def _prepare(self) -> None:
        self._switch_to_write_ahead_logging()
        version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, _FORMAT):
            raise StoreError(f"{self.path}: written by another version of ecosim (format {version}, known: {_FORMAT})")
        with self.exclusive():
            self._connection.execute(_SCHEMA)
            self._connection.execute(f"PRAGMA user_version = {_FORMAT}")

    def _switch_to_write_ahead_logging(self) -> None:
        # The one statement that SQLite refuses at once, instead of waiting, while another process does the same.
        deadline = time.monotonic() + _WAIT
        while True:
            try:
                self._connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    raise
                time.sleep(0.02)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(f"{self.path}: {error}. {_cure(error)}") from error


def _cure(error: sqlite3.Error) -> str:
    if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return "The file is damaged; move it away, and the same command makes its runs again"
    return "Finished runs are kept; when the cause is removed, the same command continues where it stopped"
