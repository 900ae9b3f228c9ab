"""The estimate of memory: of the right order, and what cannot fit is refused before anything is written."""

from __future__ import annotations

from pathlib import Path

import cases
import numpy as np
import pytest

import toy
from ecosim.errors import UsageError
from ecosim.experiments import memory
from ecosim.experiments.memory import available, needed, organisations, refuse_what_cannot_fit
from ecosim.results.study import carry_out
from ecosim.simulation import Simulation
from ecosim.world.tables import Table


def crowd(count: int) -> cases.Data:
    """Return the small scenario with so many firms more."""
    firms = {
        "place": "town", "count": count, "fields": {"physics": 1}, "staff": {"median": 8, "sigma": 1.0},
        "knowledge": {"median": 0.6, "sigma": 0.3},
    }  # fmt: skip
    return cases.small(populations={"crowd": firms})


def held(simulation: Simulation) -> int:
    """Return the bytes in use in all tables of a world."""
    parts = vars(simulation.world).values()
    return sum(
        one.view.nbytes if isinstance(one, Table) else one.nbytes
        for one in parts if isinstance(one, Table | np.ndarray)
    )  # fmt: skip


@pytest.mark.parametrize("count", [300, 3000])
def test_the_estimate_is_of_the_right_order(count: int) -> None:
    simulation = cases.begun(crowd(count))
    while not simulation.finished:
        simulation.step()
    said = needed(cases.scenario(crowd(count))) - memory._PROGRAM
    assert 1 <= said / (memory._AT_ONCE * held(simulation)) <= 4


def test_more_needs_more() -> None:
    sizes = [needed(cases.scenario(crowd(count))) for count in (10, 1000, 100_000)]
    assert sizes == sorted(sizes) and sizes[2] > sizes[1] + 90 * (sizes[1] - sizes[0])


def test_start_ups_of_the_whole_run_are_counted() -> None:
    scenario = cases.scenario(crowd(7))
    assert organisations(scenario) == memory.at_the_start(scenario) + 2 * 32


def test_what_cannot_fit_is_refused_at_once_with_the_estimate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "available", lambda: 2**30)
    million = cases.scenario(crowd(999_000))
    with pytest.raises(UsageError, match=r"with 999,\d+ organisations a process needs about [\d.]+ GiB .*1\.0 GiB are"):
        refuse_what_cannot_fit([cases.scenario(crowd(3)), million], 1)
    with pytest.raises(UsageError, match="use --jobs 3"):
        carry_out(toy.design(9), tmp_path / "new", 40)
    assert not (tmp_path / "new").exists()


def test_what_fits_is_not_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_what_cannot_fit([toy.scenario()], 1)
    monkeypatch.setattr(memory, "available", lambda: None)
    refuse_what_cannot_fit([cases.scenario(crowd(999_000))], 100)


def test_free_memory_is_known_here() -> None:
    assert (available() or 2**30) > 2**26
