"""Locale, time zone, directory, hashes, workers, their order, a moved clock and the executor change no byte."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from ecosim.cli.simulate import _Bar
from faults.surroundings import USUAL, VARIED, YEARS, carried_out, combinations, jump


@pytest.mark.slow
def test_the_same_bytes_in_the_oddest_surroundings(tmp_path: Path) -> None:
    odd = {name: values[-1] for name, values in VARIED.items()} | {"directory": "\u0436 b", "jobs": 2}
    assert carried_out(odd, tmp_path) == carried_out(USUAL, tmp_path)


def test_every_value_of_surroundings_has_its_turn() -> None:
    drawn = list(combinations(24))
    assert {name: {one[name] for one in drawn} for name in VARIED} == {k: set(v) for k, v in VARIED.items()}
    assert len({str(one) for one in drawn}) == 24


@pytest.mark.parametrize("by", [YEARS, -YEARS])
def test_a_moved_clock_does_not_make_progress_absurd(by: float, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("time", "time_ns"):
        monkeypatch.setattr(time, name, getattr(time, name))  # puts them back after the jump
    move = jump(by)
    bar = _Bar()
    try:
        for done in range(1, 6):
            bar(done, 10)
            time.sleep(0.01)
            move()
        task = bar._progress.tasks[0]
        assert task.elapsed is not None and 0 <= task.elapsed < 60
        assert task.time_remaining is None or 0 <= task.time_remaining < 60
    finally:
        bar.close()


def test_the_clock_is_moved() -> None:
    before = time.time
    try:
        move = jump(YEARS)
        move()
        assert time.time() - before() > YEARS - 60
    finally:
        time.time = before
