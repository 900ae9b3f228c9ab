"""Merging results directories: the runs of all of them in one, such as those of the shards of a design."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from ecosim.errors import StoreError
from ecosim.experiments.store import FILE, Record, Store, collections_in, unpack

_AT_ONCE = 200  # runs in one commit


@dataclass(frozen=True)
class Merged:
    """What a merger found.

    Attributes:
        runs: finished runs in the directories.
        added: those that were not in the merged directory yet.
        failed: runs recorded as failed, which are taken over where no directory has finished them.
        damaged: runs whose seal is broken, which are left out.
    """

    runs: int
    added: int
    failed: int
    damaged: int


def merge(directories: Sequence[Path], into: Path) -> Merged:
    """Take the runs of results directories over into one, which is made where it is missing.

    Raises:
        StoreError: a directory has no runs, two of them have other numbers for the same run, or one cannot be read or
            written; what was taken over stays.
    """
    for directory in directories:
        if not (directory / FILE).is_file():
            raise StoreError(f"{directory}: no runs here; merge takes results directories of run or compare")
    counts = [_take_over(directory, into, *key) for directory in directories for key in collections_in(directory)]
    return Merged(*(sum(column) for column in zip(*counts, strict=True))) if counts else Merged(0, 0, 0, 0)


def _take_over(directory: Path, into: Path, seed: int, model: str) -> tuple[int, int, int, int]:
    runs = added = failed = 0
    with Store(directory, seed, model) as source, Store(into, seed, model) as target:
        kept = source.records()
        while records := list(islice(kept, _AT_ONCE)):
            finished = [record for record in records if record.series is not None]
            new = [record for record in finished if not _known(record, target, directory)]
            target.put(chain(new, (record for record in records if record.series is None)))
            runs, added, failed = runs + len(finished), added + len(new), failed + len(records) - len(finished)
        return runs, added, failed, source.count() - runs - failed


def _known(record: Record, target: Store, directory: Path) -> bool:
    """Return whether the target has a run already, with the same numbers."""
    kept = target.series(record.scenario, [record.replication]).get(record.replication)
    if kept is None:
        return False
    assert record.series is not None
    if kept.tobytes() != unpack(record.series).tobytes():
        raise StoreError(
            f"{directory}: replication {record.replication} of scenario {record.scenario} has other numbers than the "
            "same run taken over before; `ecosim verify` on each directory tells which is wrong"
        )
    return True

