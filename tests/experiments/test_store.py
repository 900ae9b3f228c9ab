"""The store keeps what is finished, exactly, whatever happens next."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from threading import Timer

import numpy as np
import pytest

from ecosim.errors import StoreError
from ecosim.experiments.store import FILE, Record, Store, pack, unpack

SERIES = np.array([[1.5, np.nan], [-0.0, 1e300]])


def open_store(directory: Path, seed: int = 1, model: str = "m") -> Store:
    return Store(directory, seed, model)


def done(replication: int, scenario: str = "a") -> Record:
    return Record(scenario, replication, pack(SERIES))


def test_a_series_comes_back_bit_for_bit(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.put([done(3)])
    with open_store(tmp_path) as store:
        assert store.series("a", [3, 4])[3].tobytes() == SERIES.tobytes()


def test_no_pickle_goes_in_or_out() -> None:
    with pytest.raises(ValueError, match="Object arrays cannot be saved"):
        pack(np.array([object()]))
    assert unpack(pack(SERIES)).shape == (2, 2)


@pytest.mark.parametrize(("seed", "model", "scenario"), [(2, "m", "a"), (1, "n", "a"), (1, "m", "b")])
def test_runs_of_another_design_do_not_mix(tmp_path: Path, seed: int, model: str, scenario: str) -> None:
    with open_store(tmp_path) as store:
        store.put([done(0)])
        assert store.finished("a") == {0}
    with open_store(tmp_path, seed, model) as store:
        assert store.finished(scenario) == set()


def test_a_failure_is_replaced_by_success_but_never_the_other_way_round(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.put([Record("a", 0, None, "first"), Record("a", 1, None, "other")])
        assert store.failures("a") == {0: "first", 1: "other"}
        store.put([done(0)])
        store.put([Record("a", 0, None, "late")])
        assert (store.finished("a"), store.failures("a")) == ({0}, {1: "other"})


def test_a_damaged_run_counts_as_missing_and_can_be_replaced(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.put([done(0), done(1)])
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("UPDATE runs SET series = substr(series, 2) WHERE replication = 1")
    connection.close()
    with open_store(tmp_path) as store:
        assert store.finished("a") == {0}
        store.put([done(1)])
        assert store.finished("a") == {0, 1}


def test_what_ends_in_an_error_leaves_nothing_behind_and_nobody_locked_out(tmp_path: Path) -> None:
    with open_store(tmp_path) as store, open_store(tmp_path) as other:
        with pytest.raises(ArithmeticError), store.exclusive():
            raise ArithmeticError
        other.put([done(0)])
        store.put([done(1)])
        assert store.finished("a") == {0, 1}


def test_opening_waits_for_another_process_that_opens_it_too(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / FILE, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")  # with this SQLite refuses write-ahead logging at once, whatever its patience
    ending = Timer(0.3, other.close)
    ending.start()
    with open_store(tmp_path) as store:
        store.put([done(0)])
        assert store.finished("a") == {0}
    ending.join()


def test_a_full_disk_is_told_and_what_is_finished_stays(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.put([done(0)])
        store._connection.execute("PRAGMA max_page_count = 8")
        big = Record("a", 1, np.random.default_rng(0).bytes(100_000))
        with pytest.raises(StoreError, match=r"disk is full.*the same command continues"):
            store.put([big])
        assert store.finished("a") == {0}


def test_a_directory_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot make the results directory"):
        open_store(tmp_path / "file" / "results")


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("not a database at all, but long enough to be looked at" * 20)
    with pytest.raises(StoreError, match="not a database"):
        open_store(tmp_path)


def test_a_file_of_a_later_version(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreError, match="format 99, known: 1"):
        open_store(tmp_path)


WRITER = """
import sys
from pathlib import Path
import numpy as np
from ecosim.experiments.store import Record, Store, pack
with Store(Path(sys.argv[1]), 1, "m") as store:
    for replication in range(int(sys.argv[2]), int(sys.argv[3])):
        store.put([Record("a", replication, pack(np.full((50, 50), float(replication))))])
        print(replication, flush=True)
"""


def writer(directory: Path, first: int, last: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(directory), str(first), str(last)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_a_killed_process_loses_no_finished_run(tmp_path: Path) -> None:
    process = writer(tmp_path, 0, 100_000)
    assert process.stdout is not None
    told = [int(process.stdout.readline()) for _ in range(20)]
    process.send_signal(signal.SIGKILL)
    told += [int(line) for line in process.stdout.read().splitlines()]
    process.wait()
    process.stdout.close()
    with open_store(tmp_path) as store:
        assert store.finished("a") >= set(told)
        assert all((series == replication).all() for replication, series in store.series("a", told).items())


def test_two_processes_share_a_directory(tmp_path: Path) -> None:
    processes = [writer(tmp_path, 0, 60), writer(tmp_path, 30, 90)]
    for process in processes:
        process.communicate()
    assert [process.returncode for process in processes] == [0, 0]
    with open_store(tmp_path) as store:
        assert store.finished("a") == set(range(90))
