"""The search: finds what is known, goes on where it stopped, and does not depend on who works."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import synthetic
from synthetic import PATHS, TARGETS, TRUTH, Formula, Interrupted, carried_out, target

import ecosim
from ecosim.calibration.outcome import Calibration
from ecosim.experiments.demand import Unit

FILES = ("parameters.yaml", "report.txt")


def without_place(found: Calibration) -> Calibration:
    return replace(found, directory=Path())


def test_known_parameters_are_recovered(tmp_path: Path) -> None:
    found = carried_out(tmp_path, Formula(), trials=20)
    assert found.loss_after < 0.2 < 10 < found.loss_before
    for path, truth in zip(PATHS[:2], TRUTH, strict=False):
        assert found.values[path] == pytest.approx(truth, abs=0.03)
    assert all(row.within(row.after) and not row.within(row.before) for row in found.rows)


def test_the_first_trial_is_the_declared_defaults(tmp_path: Path) -> None:
    seen = Interrupted(10_000)
    found = carried_out(tmp_path, seen, trials=1)
    assert [unit.values for unit in seen.asked[:3]] == [tuple(one.default for one in found.parameters)] * 3
    assert found.objectives == (found.loss_before,)


def test_a_step_from_the_best_trial_is_taken_where_it_is_better(tmp_path: Path) -> None:
    found = carried_out(tmp_path, Formula(), trials=3)
    assert found.objective < min(found.objectives) / 2
    assert found.parameters[2].value == found.parameters[2].default  # no target sees it


class Misleading:
    """Slopes that lead nowhere: every value but those of the first trial misses the targets by far."""

    def __init__(self) -> None:
        self.first: tuple[float, ...] = ()

    def __call__(self, unit: Unit) -> tuple[float, ...] | str:
        self.first = self.first or unit.values
        away = 0.0 if unit.values == self.first else 100.0 * (1.5 + unit.values[0])
        return tuple(50.0 + away + unit.replication for _ in unit.ids)


def test_a_step_that_is_worse_is_not_taken(tmp_path: Path) -> None:
    found = carried_out(tmp_path, Misleading(), trials=3)
    assert found.values == {one.path: one.default for one in found.parameters}
    assert found.objective == found.objectives[0]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Calibration:
    """The calibration that nothing interrupts: 14 trials of 3 runs."""
    return carried_out(tmp_path_factory.mktemp("whole"))


@pytest.mark.parametrize("runs", [0, 17, 36, 41, 45])
def test_an_interrupted_search_ends_as_one_that_was_not(tmp_path: Path, whole: Calibration, runs: int) -> None:
    stopped, going_on = Interrupted(runs), Interrupted(10_000)
    with pytest.raises(KeyboardInterrupt):
        carried_out(tmp_path / "parts", stopped)
    found = carried_out(tmp_path / "parts", going_on)
    assert without_place(found) == without_place(whole)
    for name in FILES:
        assert (tmp_path / "parts" / name).read_bytes() == (whole.directory / name).read_bytes()
    kept = stopped.asked[: min(len(stopped.asked), 42) // 3 * 3]  # whole trials of three runs
    trials = 42 - len(kept)
    assert not {unit.values for unit in kept} & {unit.values for unit in going_on.asked[:trials]}


def test_more_trials_add_to_those_that_are_there(tmp_path: Path, whole: Calibration) -> None:
    assert carried_out(tmp_path, trials=6).objectives == whole.objectives[:6]
    assert carried_out(tmp_path).objectives == whole.objectives
    assert carried_out(tmp_path, trials=6).objectives == whole.objectives[:6]


def test_the_number_of_workers_does_not_matter(tmp_path: Path, whole: Calibration) -> None:
    two = carried_out(tmp_path, jobs=2)
    assert without_place(two) == without_place(whole)
    assert (tmp_path / "parameters.yaml").read_bytes() == (whole.directory / "parameters.yaml").read_bytes()


def test_another_seed_tries_other_values(tmp_path: Path, whole: Calibration) -> None:
    other = carried_out(tmp_path, trials=5, seed=2)
    assert whole.objectives[0] == other.objectives[0]
    assert not set(whole.objectives[1:]) & set(other.objectives[1:])


def test_all_trials_share_replications_and_checks_are_measured_on_others(tmp_path: Path) -> None:
    seen = Interrupted(10_000)
    carried_out(tmp_path, seen, checks=[target("funnel_products", 7, 1, "check")])
    assert {unit.replication for unit in seen.asked if unit.ids == ("applications", "patents")} == set(range(7))
    assert {unit.replication for unit in seen.asked[:42]} == {0, 1, 2}
    first = next(index for index, unit in enumerate(seen.asked) if "funnel_products" in unit.ids)
    assert {unit.replication for unit in seen.asked[first:]} == {3, 4, 5, 6}


def test_a_study_of_another_question_is_refused(tmp_path: Path) -> None:
    carried_out(tmp_path, trials=2)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(ecosim.UsageError, match="differs in: seed, replications"):
        carried_out(tmp_path, trials=2, seed=2, replications=4)
    with pytest.raises(ecosim.UsageError, match="differs in: targets"):
        carried_out(tmp_path, trials=2, targets=(replace(TARGETS[0], value=51.0), TARGETS[1]))
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


class Breaking:
    """Fails wherever the first parameter exceeds what is allowed."""

    def __init__(self, most: float) -> None:
        self.most = most

    def __call__(self, unit: Unit) -> tuple[float, ...] | str:
        return "it broke" if unit.values[0] > self.most else Formula()(unit)


def test_a_run_that_fails_makes_a_bad_trial(tmp_path: Path) -> None:
    found = carried_out(tmp_path, Breaking(0.7))
    assert found.failed and found.failed % 3 == 0
    assert sum(one >= 200 for one in found.objectives) == found.failed // 3  # two targets, ten half widths away each
    assert "runs of the trials failed" in (tmp_path / "report.txt").read_text()


def test_a_scenario_that_cannot_run_at_all_is_told(tmp_path: Path) -> None:
    with pytest.raises(ecosim.UsageError, match="declared defaults: it broke"):
        carried_out(tmp_path, Breaking(0.5))


def test_a_study_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "study.sqlite").write_text("not a database, and long enough to be seen as none")
    with pytest.raises(ecosim.StoreError, match=r"study\.sqlite: file is not a database"):
        carried_out(tmp_path)


def test_two_searches_on_one_study_are_refused(tmp_path: Path) -> None:
    class Meddling(Formula):
        def __call__(self, unit: Unit) -> tuple[float, ...] | str:
            if unit.replication == 2 and not (tmp_path / "meddled").exists():
                (tmp_path / "meddled").touch()
                synthetic.carried_out(tmp_path, trials=1)
            return Formula(noise=1.0)(unit)

    with pytest.raises(ecosim.StoreError, match="let only one work on it"):
        carried_out(tmp_path, Meddling(), trials=3)
