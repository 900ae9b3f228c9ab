"""Executing a design: only what is missing is simulated, and what fails does not stop the rest."""

from __future__ import annotations

import pickle
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from pydantic import create_model

import toy
from ecosim.catalogue import Scenario
from ecosim.errors import UsageError
from ecosim.experiments.design import Cell, Design, single
from ecosim.experiments.execute import Simulate, digests, execute
from ecosim.experiments.store import Record, Store
from ecosim.scenario import load_text
from ecosim.scenario.document import ScenarioBase


def carry_out(directory: Path, design: Design, simulate: Simulate, jobs: int = 1) -> list[tuple[int, int]]:
    """Execute a design and return what its progress reported."""
    told: list[tuple[int, int]] = []
    with Store(directory, design.seed, "m") as store:
        execute(design, store, toy.KINDS, jobs, lambda done, total: told.append((done, total)), simulate)
    return told


def test_one_unit_of_work_is_a_replication_with_all_its_cells(tmp_path: Path) -> None:
    counting = toy.Counting()
    told = carry_out(tmp_path, toy.design(3), counting)
    assert counting.asked == [(0, 5), (1, 5), (2, 5)]
    assert told == [(0, 15), (5, 15), (10, 15), (15, 15)]


def test_cells_that_go_together_are_a_unit_of_their_own(tmp_path: Path) -> None:
    counting, cells = toy.Counting(), toy.design(1).cells
    repeated = (*cells, Cell("once more", cells[0].scenario))
    carry_out(tmp_path, Design("toy", repeated, 1, range(2), together=2), counting)
    assert counting.asked == [(0, 2), (1, 2), (0, 2), (1, 2), (0, 1), (1, 1)]


def test_only_what_is_missing_is_simulated(tmp_path: Path) -> None:
    carry_out(tmp_path, toy.design(2), toy.simulate)
    again, longer = toy.Counting(), toy.Counting()
    assert carry_out(tmp_path, toy.design(2), again) == [(10, 10)]
    carry_out(tmp_path, toy.design(4), longer)
    assert (again.asked, longer.asked) == ([], [(2, 5), (3, 5)])


def test_another_design_finds_the_cells_it_shares(tmp_path: Path) -> None:
    design, counting = toy.design(2), toy.Counting()
    carry_out(tmp_path, Design("toy", design.cells[:2], 1, range(2)), toy.simulate)
    carry_out(tmp_path, design, counting)
    assert counting.asked == [(0, 3), (1, 3)]


def test_equal_scenarios_are_simulated_once(tmp_path: Path) -> None:
    counting = toy.Counting()
    cells = (Cell("a", toy.scenario()), Cell("b", toy.scenario()))
    carry_out(tmp_path, Design("toy", cells, 1, range(2)), counting)
    assert counting.asked == [(0, 1), (1, 1)]


def test_the_number_of_workers_and_the_order_change_nothing(tmp_path: Path) -> None:
    design = toy.design(4)
    carry_out(tmp_path / "one", design, toy.simulate)
    carry_out(tmp_path / "two", design, toy.simulate, jobs=2)
    carry_out(tmp_path / "back", Design("toy", design.cells[::-1], 1, range(3, -1, -1)), toy.simulate)
    one, two, back = (toy.kept(tmp_path / name, design) for name in ("one", "two", "back"))
    assert one == two == back


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_that_raises_is_recorded_and_the_rest_goes_on(tmp_path: Path, jobs: int) -> None:
    design = toy.design(3)
    carry_out(tmp_path, design, toy.Failing("science_industry", replication=1), jobs)
    runs = {cell: set(by_number) for cell, by_number in toy.kept(tmp_path, design).items()}
    everything, all_but_one = {0, 1, 2}, {0, 2}
    assert runs == {
        "all links": everything,
        "without science_education": everything,
        "without education_industry": everything,
        "without science_industry": all_but_one,
        "without the Triangle": all_but_one,
    }
    with Store(tmp_path, 1, "m") as store:
        (number, error), *others = store.failures(digests(design)["without the Triangle"]).items()
    assert (number, others) == (1, [])
    assert "ArithmeticError: money was lost" in error


def test_a_run_whose_worker_dies_each_time_is_recorded(tmp_path: Path) -> None:
    design = toy.design(3)
    carry_out(tmp_path, design, toy.deadly, jobs=2)
    assert set(toy.kept(tmp_path, design)["all links"]) == {0, 2}
    with Store(tmp_path, 1, "m") as store:
        errors = store.failures(digests(design)["all links"])
    assert list(errors) == [1]
    assert errors[1].startswith("the worker process died each time")


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("memory", "MemoryError"),
        ("absent", "quarter 0, indicator 0: found nan, which is no number"),
        ("infinite", "quarter 0, indicator 0: found inf, which is no number"),
        ("hang", "longer than 1 seconds at work"),
    ],
)
def test_a_run_that_does_something_odd_is_recorded_and_the_rest_goes_on(
    tmp_path: Path, how: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ECOSIM_LONGEST", "1")
    design = Design("toy", single(toy.scenario()), 1, range(4))
    carry_out(tmp_path, design, toy.Odd(how), jobs=2 if how == "hang" else 1)
    assert {cell: set(runs) for cell, runs in toy.kept(tmp_path, design).items()} == {"toy": {0, 2, 3}}
    with Store(tmp_path, 1, "m") as store:
        ((number, error),) = store.failures(digests(design)["toy"]).items()
    assert number == 1 and said in error


@pytest.mark.parametrize("said", ["soon", "-1", "nan"])
def test_how_long_a_run_may_take_is_a_number(tmp_path: Path, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ECOSIM_LONGEST", said)
    with pytest.raises(UsageError, match="allowed: a number of seconds"):
        carry_out(tmp_path, toy.design(1), toy.simulate)


def test_scenarios_can_be_sent_to_workers() -> None:
    scenario = pickle.loads(pickle.dumps(toy.scenario()))
    assert scenario == toy.scenario()


def test_a_scenario_of_a_class_that_workers_cannot_import_is_run_in_this_process(tmp_path: Path) -> None:
    local = create_model("Local", __base__=Scenario)
    own = load_text(toy.TEXT, local)
    counting = toy.Counting()
    carry_out(tmp_path, Design("toy", single(own), 1, range(2)), counting, jobs=2)
    assert counting.asked == [(0, 1), (1, 1)]


def test_what_failed_is_tried_again(tmp_path: Path) -> None:
    counting = toy.Counting()
    carry_out(tmp_path, toy.design(3), toy.Failing("science_industry", replication=1))
    carry_out(tmp_path, toy.design(3), counting)
    assert counting.asked == [(1, 2)]


def test_a_series_of_the_wrong_shape_is_a_failure(tmp_path: Path) -> None:
    def short(scenarios: Mapping[str, ScenarioBase], *, seed: int, replication: int) -> dict[str, toy.Run]:
        return {name: toy.Run(np.zeros((3, 2))) for name in scenarios}

    carry_out(tmp_path, toy.design(1), short)
    with Store(tmp_path, 1, "m") as store:
        assert "shape (3, 2), not (20, " in store.failures(digests(toy.design(1))["all links"])[0]


def test_an_interruption_keeps_what_is_finished(tmp_path: Path) -> None:
    def interrupted(scenarios: Mapping[str, ScenarioBase], *, seed: int, replication: int) -> dict[str, toy.Run]:
        if replication == 2:
            raise KeyboardInterrupt
        return toy.simulate(scenarios, seed=seed, replication=replication)

    with pytest.raises(KeyboardInterrupt):
        carry_out(tmp_path, toy.design(4), interrupted)
    counting = toy.Counting()
    carry_out(tmp_path, toy.design(4), counting)
    assert counting.asked == [(2, 5), (3, 5)]


def test_interrupted_just_after_runs_were_kept_it_tells_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put, told = Store.put, []

    def interrupted(store: Store, records: Sequence[Record]) -> None:
        put(store, records)
        if records[0].replication == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(Store, "put", interrupted)
    with Store(tmp_path, 1, "m") as store, pytest.raises(KeyboardInterrupt):
        execute(toy.design(4), store, toy.KINDS, 1, lambda done, total: told.append((done, total)), toy.simulate)
    assert told == [(0, 20), (5, 20), (10, 20), (15, 20)]
