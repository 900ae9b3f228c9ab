"""The pool does all the work, and survives what happens to its workers."""

from __future__ import annotations

import multiprocessing
import operator
import os
import subprocess
import sys
from collections import deque
from functools import partial
from pathlib import Path

import pytest

import toy
from ecosim.experiments.pool import processors, spread

SQUARE = partial(pow, exp=2)


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_unit_is_done_once(jobs: int) -> None:
    assert sorted(spread(SQUARE, range(7), jobs)) == [(n, n * n) for n in range(7)]


def test_the_global_start_method_stays_untouched() -> None:
    before = multiprocessing.get_start_method(allow_none=True)
    list(spread(SQUARE, range(2), 2))
    assert multiprocessing.get_start_method(allow_none=True) == before


def test_work_lost_with_a_worker_is_taken_up_again(tmp_path: Path) -> None:
    deadly = toy.Deadly(unit=3, times=2, folder=tmp_path)
    assert sorted(spread(deadly, range(6), 2)) == [(n, n * n) for n in range(6)]


def test_a_unit_that_always_kills_is_given_up_and_nobody_else(tmp_path: Path) -> None:
    deadly = toy.Deadly(unit=3, times=99, folder=tmp_path)
    outcomes = dict(spread(deadly, range(6), 2))
    assert outcomes == {n: None if n == 3 else n * n for n in range(6)}
    assert len(list(tmp_path.iterdir())) == 3  # once with others, twice alone


def test_stopping_early_leaves_no_process_behind() -> None:
    units = spread(toy.endless, range(100), 2)
    assert next(units) == (0, 0)
    units.close()
    assert not multiprocessing.active_children()


def test_a_script_without_a_guard_is_told_so(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from ecosim.experiments.pool import spread\nimport operator\nprint(list(spread(operator.neg, [1], 2)))"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    said = [line for line in done.stderr.splitlines() if "UsageError: worker processes cannot start" in line]
    assert len(said) == 1  # Python's resource tracker, a process of its own, may speak after it


def test_there_is_at_least_one_processor() -> None:
    assert processors() >= 1
    assert list(spread(operator.neg, [], processors())) == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_work_added_while_outcomes_are_taken_is_done_by_the_same_workers(jobs: int) -> None:
    units = deque([1])
    found = []
    for unit, outcome in spread(process, units, jobs):
        found.append((unit, outcome))
        if unit < 4:
            units.append(unit + 1)
    assert [unit for unit, _ in found] == [1, 2, 3, 4]
    assert len({outcome for _, outcome in found}) <= jobs


def process(unit: int) -> int:
    return os.getpid()
