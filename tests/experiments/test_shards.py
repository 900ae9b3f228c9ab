"""Shards of a design, and their merger: every run once, the same bits, and nothing hidden."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
import pytest

import toy
from ecosim.errors import StoreError, UsageError
from ecosim.experiments.execute import digests, execute
from ecosim.experiments.merge import Merged, merge
from ecosim.experiments.shard import Shard
from ecosim.experiments.store import FILE, Record, Store, pack


def made(directory: Path, part: str = "1/1", replications: int = 5) -> Path:
    """Make the runs of a shard and return the directory."""
    design = Shard.parse(part).part(toy.design(replications))
    with Store(directory, design.seed, "m") as store:
        execute(design, store, toy.KINDS, 1, lambda done, total: None, toy.simulate)
    return directory


@pytest.mark.parametrize("parts", [1, 2, 3, 7, 12])
def test_shards_part_the_replications(parts: int) -> None:
    design = toy.design(7)
    numbers = [list(Shard(one, parts).part(design).replications) for one in range(1, parts + 1)]
    assert sorted(number for part in numbers for number in part) == list(range(7))
    assert max(map(len, numbers)) - min(map(len, numbers)) <= 1


@pytest.mark.parametrize("text", ["0/3", "4/3", "1", "1/0", "-1/3", "1/3/5", "a/b", "1 / 2", "1/12345678"])
def test_what_is_no_shard_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="allowed: NUMBER/PARTS, such as 3/40"):
        Shard.parse(text)


def test_merged_shards_are_the_whole(tmp_path: Path) -> None:
    parts = [made(tmp_path / str(number), f"{number}/3") for number in (1, 2, 3)]
    assert merge(parts, tmp_path / "whole") == Merged(runs=25, added=25, failed=0, damaged=0)
    assert toy.kept(tmp_path / "whole", toy.design(99)) == toy.kept(made(tmp_path / "at once"), toy.design(99))
    assert merge(parts, tmp_path / "whole") == Merged(runs=25, added=0, failed=0, damaged=0)


def test_a_damaged_run_is_left_out_and_said(tmp_path: Path) -> None:
    made(tmp_path / "one")
    with sqlite3.connect(tmp_path / "one" / FILE) as connection:
        connection.execute("UPDATE runs SET replication = 77 WHERE replication = 2")
    connection.close()
    assert merge([tmp_path / "one"], tmp_path / "whole") == Merged(runs=20, added=20, failed=0, damaged=5)


def test_other_numbers_for_the_same_run_are_refused(tmp_path: Path) -> None:
    made(tmp_path / "one")
    design = toy.design(1)
    with Store(tmp_path / "two", design.seed, "m") as store:
        store.put([Record(digests(design)["all links"], 0, pack(np.ones((20, len(toy.KINDS)))))])
    with pytest.raises(StoreError, match=r"two: replication 0 of scenario \w+ has other numbers"):
        merge([tmp_path / "one", tmp_path / "two"], tmp_path / "whole")


def test_a_failed_run_never_replaces_a_finished_one(tmp_path: Path) -> None:
    made(tmp_path / "one")
    digest = digests(toy.design(1))["all links"]
    with Store(tmp_path / "two", 1, "m") as store:
        store.put([Record(digest, 0, None, "out of luck"), Record(digest, 50, None, "out of luck")])
    assert merge([tmp_path / "two", tmp_path / "one"], tmp_path / "whole").failed == 2
    with Store(tmp_path / "whole", 1, "m") as store:
        assert dict(store.failures(digest)) == {50: "out of luck"}


def test_seeds_and_versions_are_kept_apart(tmp_path: Path) -> None:
    for seed, model in ((1, "m"), (2, "m"), (1, "n")):
        with Store(tmp_path / "one", seed, model) as store:
            store.put([Record("s", 0, pack(np.full((2, 2), seed + len(model) / 2)))])
    assert merge([tmp_path / "one"], tmp_path / "whole").added == 3
    with Store(tmp_path / "whole", 2, "m") as store:
        assert store.series("s", [0])[0][0, 0] == 2.5
        assert store.collections() == [(1, "m"), (1, "n"), (2, "m")]


def test_a_directory_without_runs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no runs here"):
        merge([tmp_path], tmp_path / "whole")
    assert not (tmp_path / "whole").exists()
