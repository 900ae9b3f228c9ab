"""`ecosim patterns` from end to end, with the engine itself."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cases
import pandas as pd
import pytest
from click.testing import CliRunner, Result

import ecosim.patterns.finished
from ecosim.cli import main
from ecosim.patterns.finished import Finished, finish_together
from ecosim.patterns.targets import read_targets
from ecosim.results import open_results
from ecosim.results.patterns import patterns
from ecosim.results.study import compare, run


def call(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["patterns", *map(str, arguments)])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return results of three runs of a small scenario."""
    folder = tmp_path_factory.mktemp("small")
    run(cases.scenario(cases.small(time={"end": "2012Q4"})), replications=3, jobs=1, out=folder)
    return folder


def test_it_prints_every_row_and_leaves_table_and_picture(made: Path) -> None:
    result = call(made, "--jobs", 1)
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert all(any(line.startswith(target.quantity) for line in lines) for target in read_targets())
    assert "3 runs of small made again (replications 0 to 2, seed 1" in result.stdout
    assert "equal to those of the results" in result.stdout
    assert "NOT equal" not in result.stdout
    table = pd.read_parquet(made / "patterns.parquet")
    assert table["id"].tolist() == [target.id for target in read_targets()]
    picture = made / "plots" / "patterns.svg"
    first = picture.read_bytes()
    assert call(made, "--jobs", 1).stdout == result.stdout
    assert picture.read_bytes() == first


@pytest.mark.slow
def test_one_worker_or_two_give_the_same_bits(made: Path) -> None:
    results = open_results(made)
    one, two = patterns(results, jobs=1), patterns(results, jobs=2)
    pd.testing.assert_frame_equal(one.table, two.table, check_exact=True)
    assert [found.replication for found in two.seen] == [0, 1, 2]
    assert one.same is two.same is True


def test_json_is_one_object(made: Path) -> None:
    result = call(made, "--json", "--replications", 1, "--jobs", 1)
    found = json.loads(result.stdout)
    assert (found["replications"], found["same"], len(found["patterns"])) == ([0], True, len(read_targets()))
    lag = next(row for row in found["patterns"] if row["id"] == "product_lag")
    assert lag["value"] > 0
    assert lag["interval_low"] is None  # one run has no interval


def test_more_runs_than_the_results_have_are_made(made: Path) -> None:
    found = patterns(open_results(made), 4, jobs=1)
    assert (len(found.seen), found.same) == (4, True)


def test_results_that_do_not_agree_are_told(made: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(made, other)
    outcomes = pd.read_parquet(other / "outcomes.parquet")
    outcomes.loc[0, "patents"] += 1
    outcomes.to_parquet(other / "outcomes.parquet")
    assert "NOT equal to those of the results" in call(other, "--jobs", 1, "--replications", 1).stdout
    scenario = other / "scenarios" / "small.json"
    scenario.write_text(scenario.read_text().replace('"wage": 0.5', '"wage": 0.6'))
    result = call(other)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "not the scenario whose results these are" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["gone"], "no finished results here"),
        ([Path(__file__)], "no finished results here"),
        (["gone", "--replications", "0"], "0 is not in the range"),
        (["gone", "--format", "gif"], "'gif' is not one of"),
    ],
)
def test_what_is_no_results_directory_is_refused(arguments: list[object], message: str, tmp_path: Path) -> None:
    result = call(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_the_baseline_of_a_comparison_is_held(tmp_path: Path) -> None:
    scenario = cases.scenario(cases.small(time={"end": "2002Q4"}))
    compare(scenario, without=["spin_off"], replications=1, jobs=1, out=tmp_path)
    result = call(tmp_path, "--jobs", 1)
    assert result.exit_code == 0
    assert "1 run of all links made again" in result.stdout
    assert "equal to those of the results" in result.stdout


def test_a_run_that_fails_is_told_and_the_others_count(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*given: Any, replication: int, **more: Any) -> Iterator[tuple[str, Finished]]:
        if replication == 1:
            raise ArithmeticError("money was lost\nsomewhere")
        return finish_together(*given, replication=replication, **more)

    monkeypatch.setattr(ecosim.patterns.finished, "finish_together", failing)
    result = call(made, "--jobs", 1)
    assert result.exit_code == 1
    assert "1 runs failed; replication 1: ArithmeticError: money was lost somewhere" in result.stderr
    assert "2 runs of small made again (replications 0 to 2" in result.stdout
    only = call(made, "--jobs", 1, "--json")
    assert json.loads(only.stdout)["replications"] == [0, 2]
