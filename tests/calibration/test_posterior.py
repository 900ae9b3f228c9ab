"""A posterior from a task to its files: right where it is known, the same whoever works, going on where it stopped."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from scipy import stats
from synthetic import TARGETS, TRUTH, Formula, Interrupted, target, task

import toy
from ecosim import plots
from ecosim.calibration import Posterior
from ecosim.calibration.posterior_report import warning
from ecosim.calibration.weighing import DRAWS, carry_out
from ecosim.cli import main
from ecosim.experiments.demand import Outcome, Unit
from ecosim.experiments.draws import read_draws
from ecosim.patterns.targets import Target
from model import cases

FILES = ("draws.csv", "trials.parquet", "report.txt", "posterior.json")


def found(
    directory: Path, work: Callable[[Unit], Outcome] | None = None, jobs: int = 1,
    checks: Callable[[], Sequence[Target]] = tuple, **changes: Any,
) -> Posterior:  # fmt: skip
    asked = task(**{"trials": 300, "replications": 2, "fresh": 40} | changes)
    return carry_out(asked, directory, checks, jobs, None, work or Formula(noise=1.0))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Posterior:
    return found(tmp_path_factory.mktemp("whole"))


def contents(directory: Path) -> dict[str, bytes]:
    return {name: (directory / name).read_bytes() for name in FILES if name != "posterior.json"}


def test_it_is_the_known_posterior(whole: Posterior) -> None:
    apply, grant, attention = whole.margins
    # 100 x apply is known up to a uniform band of 4 and the luck of two runs
    error = np.hypot(4 / np.sqrt(12), 1 / np.sqrt(2)) / 100
    wanted = np.array([0.05, 0.5, 0.95])
    reached = stats.norm(TRUTH[0], error).cdf(apply.values)
    assert np.all(np.abs(reached - wanted) <= 4 * np.sqrt(wanted * (1 - wanted) / whole.size))
    assert apply.left < 0.2 and apply.verdict == "pinned down"
    assert grant.values[0] < TRUTH[1] < grant.values[2] and grant.verdict == "pinned down"
    assert attention.left == pytest.approx(1, abs=0.1) and attention.verdict == "left open"
    assert np.mean(apply.density) == pytest.approx(1)
    assert whole.size > 30 and warning(replace(whole, size=50.0)) is None


def test_luck_is_told_against_the_band(whole: Posterior) -> None:
    assert whole.rows[0].luck == pytest.approx((1 / np.sqrt(2)) / (4 / np.sqrt(12)), rel=0.15)
    assert whole.rows[1].luck == pytest.approx((1 / np.sqrt(2)) / (2 / np.sqrt(12)), rel=0.15)


def test_predictions_hold_parameters_and_luck(whole: Posterior) -> None:
    low, middle, high = whole.rows[0].values or ()
    error = np.hypot(np.hypot(4 / np.sqrt(12), 1 / np.sqrt(2)), 1.0)
    assert middle == pytest.approx(100 * TRUTH[0], abs=1.2)
    assert high - low == pytest.approx(2 * 1.645 * error, rel=0.35)
    assert 0.5 < (whole.rows[0].within or 0) < 1


def test_draws_are_the_weighted_trials_and_can_be_read(whole: Posterior) -> None:
    draws = read_draws(whole.directory / "draws.csv", toy.scenario())
    assert draws.paths == tuple(one.path for one in whole.margins) and len(draws.values) == DRAWS
    columns = np.array(draws.values).T
    for column, margin in zip(columns, whole.margins, strict=True):
        near = 0.02 * (margin.high - margin.low)
        assert np.quantile(column, [0.05, 0.5, 0.95]).tolist() == pytest.approx(list(margin.values), abs=near)
    assert np.median(columns[0][:100]) == pytest.approx(np.median(columns[0]), abs=0.006)  # in random order
    trials = pd.read_parquet(whole.directory / "trials.parquet")
    assert len(trials) == 300 and trials["weight"].sum() == pytest.approx(1)
    assert set(columns[0]) <= set(trials["processes.patenting.apply"])
    assert list(trials["loss"]) != sorted(trials["loss"])


@pytest.mark.slow
def test_the_number_of_workers_does_not_matter(tmp_path: Path, whole: Posterior) -> None:
    assert replace(found(tmp_path, jobs=2), directory=whole.directory) == whole
    assert contents(tmp_path) == contents(whole.directory)


@pytest.mark.parametrize("runs", [0, 250, 601, 630])
def test_interrupted_it_ends_as_if_it_had_not_been_and_makes_no_run_twice(
    tmp_path: Path, whole: Posterior, runs: int
) -> None:
    stopped, going_on = Interrupted(runs), Interrupted(10_000)
    with pytest.raises(KeyboardInterrupt):
        found(tmp_path, stopped)
    assert replace(found(tmp_path, going_on), directory=whole.directory) == whole
    assert contents(tmp_path) == contents(whole.directory)
    assert len(stopped.asked) + len(going_on.asked) == 640
    assert not set(stopped.asked) & set(going_on.asked)


def test_more_trials_add_to_those_that_are_there(tmp_path: Path) -> None:
    found(tmp_path, trials=100, fresh=1)
    more = Interrupted(10_000)
    assert found(tmp_path, more, trials=150, fresh=1).trials == 150
    assert len(more.asked) == 2 * 50 + 1


def test_every_trial_has_luck_of_its_own_and_predictions_another(tmp_path: Path) -> None:
    seen = Interrupted(10_000)
    found(tmp_path, seen, trials=60, fresh=5)
    assert [unit.replication for unit in seen.asked] == list(range(2 * 60 + 5))


def test_checks_are_read_when_the_last_trial_has_been_weighed(tmp_path: Path) -> None:
    told: list[str] = []

    class Telling(Formula):
        def __call__(self, unit: Unit) -> Outcome:
            told.append("check" if "funnel_products" in unit.ids else "trial")
            return Formula(noise=1.0)(unit)

    def checks() -> Sequence[Target]:
        told.append("read")
        return [target("funnel_products", 7, 1, "check"), target("unknown", 1, 1, "check")]

    rows = {row.id: row for row in found(tmp_path, Telling(), checks=checks, trials=50, fresh=3).rows}
    assert told == ["trial"] * 100 + ["read"] + ["check"] * 3
    assert rows["funnel_products"].values == (7, 7, 7) and rows["funnel_products"].within == 1
    assert rows["unknown"].values is None


def test_few_trials_that_count_are_told(tmp_path: Path) -> None:
    few = found(tmp_path, trials=50, fresh=1)
    assert "too few to rely on" in (warning(few) or "")
    assert "too few to rely on" in " ".join((tmp_path / "report.txt").read_text().split())


def test_runs_that_fail_count_as_far_from_everything(tmp_path: Path) -> None:
    def breaking(unit: Unit) -> Outcome:
        return "it broke" if unit.values[0] > 0.55 else Formula(noise=1.0)(unit)

    broken = found(tmp_path, breaking, trials=200)
    assert broken.failed and broken.margins[0].values[2] <= 0.551
    assert f"{broken.failed} runs failed" in (tmp_path / "report.txt").read_text()


def test_a_target_no_value_meets_leaves_the_nearest(tmp_path: Path) -> None:
    far = (replace(TARGETS[0], low=88.0, value=90.0, high=92.0),)
    assert found(tmp_path, targets=far).margins[0].values[1] > 0.72
    assert found(tmp_path, targets=far).least > 40


def test_the_picture_names_everything_and_has_the_same_bytes_every_time(tmp_path: Path, whole: Posterior) -> None:
    for name in ("one.svg", "two.svg"):
        picture = plots.posterior(whole, tmp_path / name)
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()
    texts = " | ".join(text.get_text() for axes in picture.axes for text in [*axes.texts, *axes.get_yticklabels()])
    for part in ("patenting: apply", "pinned down", "left open", "applications", "in band"):
        assert part in texts


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("small.yaml").write_text(json.dumps(cases.small()))
    words = "calibrate small.yaml --posterior --trials 4 --replications 1 --jobs 1 --quiet"
    arguments = [*words.split(), "--parameters", "processes.patenting.apply,links.spin_off.stake"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    for part in ("posterior against prior (4 trials of 1 runs, seed 1)", "too few to rely on", "not measured:"):
        assert part in result.stdout
    for name in (*FILES, "plots/posterior.png", "plots/posterior.svg"):
        assert Path("calibrations/small-posterior", name).stat().st_size
    told = json.loads(CliRunner().invoke(main, [*arguments, "--json"]).stdout)
    assert told["trials"] == 4 and len(told["margins"]) == 2
