"""A store that is cut short or has a bit turned over: what is read from it is right, missing, or refused by name."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from ecosim.errors import StoreError
from ecosim.experiments.store import FILE, Record, Store, pack

RUNS = 12


def series(replication: int) -> np.ndarray:
    """Return the series of a run."""
    return np.random.default_rng([6, replication]).normal(size=(4, 5))


def made(directory: Path) -> None:
    """Keep some runs and close the store, then keep more and leave these in the write-ahead log, as a kill does."""
    records = [Record("a" * 32, number, pack(series(number))) for number in range(RUNS)]
    with Store(directory / "open", 1, "m") as store:
        store.put(records[: RUNS // 2])
    with Store(directory / "open", 1, "m") as store:
        for record in records[RUNS // 2 :]:
            store.put([record])
        shutil.copytree(directory / "open", directory / "left")


def damages(directory: Path, every: int, last: int) -> Iterator[tuple[str, str, bytes]]:
    """Yield damaged contents of each file: at every so many offsets, and each of the last, cut off or a bit turned."""
    for name in (FILE, f"{FILE}-wal"):
        whole = (directory / "left" / name).read_bytes()
        for at in sorted({*range(0, len(whole), every), *range(len(whole) - last, len(whole))}):
            bit = 1 << random.Random(at).randrange(8)
            yield f"{name}, bit {bit} of byte {at}", name, whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :]
            yield f"{name}, cut to {at} bytes", name, whole[:at]


def wrong(directory: Path, what: str, name: str, content: bytes) -> Iterable[str]:
    """Yield what a damaged store gets wrong: a number that is another one, or an end without a name."""
    place = directory / "damaged"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(directory / "left", place)
    (place / name).write_bytes(content)
    try:
        with Store(place, 1, "m") as store:
            found = store.series("a" * 32, range(RUNS))
            if any(one.tobytes() != series(number).tobytes() for number, one in found.items()):
                yield f"{what}: another number"
            store.put([Record("a" * 32, number, pack(series(number))) for number in set(range(RUNS)) - set(found)])
            again = store.series("a" * 32, range(RUNS))
            if len(again) < RUNS or any(one.tobytes() != series(number).tobytes() for number, one in again.items()):
                yield f"{what}: {len(again)} runs after mending"
    except StoreError as error:
        if FILE not in str(error):
            yield f"{what}: no name in {error}"
    except Exception as error:
        yield f"{what}: {error!r}"


def tried(directory: Path, every: int, last: int = 0) -> tuple[int, list[str]]:
    """Return how many damages were done, and what went wrong; see `damages`."""
    made(directory)
    count, failed = 0, list[str]()
    for one in damages(directory, every, last):
        count += 1
        failed += wrong(directory, *one)
    return count, failed
