"""``ecosim verify``: what is as it was passes, and whatever was changed is found."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copytree

import numpy as np
import pytest
from click.testing import CliRunner, Result

import ecosim.simulation
import toy
from ecosim.cli import main
from ecosim.results import open_results
from ecosim.results.study import carry_out
from ecosim.results.verify import verify
from faults import tampering


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("made")
    carry_out(toy.design(3), directory, 1, None, toy.simulate)
    return directory


def found(directory: Path, sample: int | None = 1) -> tuple[str, ...]:
    return verify(open_results(directory), sample, 1, lambda done, total: None, None, toy.simulate).findings


def call(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Result:
    monkeypatch.setattr(ecosim.simulation, "simulate", toy.simulate)
    return CliRunner().invoke(main, ["verify", *arguments, "--jobs", "1"])


def test_results_that_nobody_touched_are_as_their_runs(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = call(monkeypatch, str(made))
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("15 runs are kept, 15 were made again\ndigest of the runs: ")
    assert result.stdout.endswith("nothing is wrong\n")
    told = json.loads(call(monkeypatch, str(made), "--sample", "1", "--json").stdout)
    assert (told["runs"], told["again"], told["findings"]) == (15, 5, [])
    assert told["digest"] in result.stdout


@pytest.mark.parametrize(("name", "tamper", "luck"), list(tampering.cases(len(tampering.KINDS))))
def test_what_was_changed_is_found(
    made: Path, tmp_path: Path, name: str, tamper: tampering.Tamper, luck: np.random.Generator
) -> None:
    directory = copytree(made, tmp_path / "copy")
    tamper(directory, luck)
    assert found(directory), name


def test_a_run_that_was_changed_everywhere_is_found_when_it_is_made_again(made: Path, tmp_path: Path) -> None:
    directory = copytree(made, tmp_path / "copy")
    tampering.value(directory, np.random.default_rng(1))
    carry_out(toy.design(3), directory, 1, None, toy.simulate)  # all files follow from the changed run
    (said,) = found(directory, None)
    assert said.endswith("made again, it has other numbers")


def test_findings_end_with_one(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    directory = copytree(made, tmp_path / "copy")
    tampering.removed(directory, np.random.default_rng(1))
    result = call(monkeypatch, str(directory))
    assert result.exit_code == 1
    assert "damaged or missing in runs.sqlite" in result.stdout
    assert result.stdout.endswith("1 findings\n")


def test_failed_runs_are_told_and_no_finding(tmp_path: Path) -> None:
    failing = toy.Failing("science_industry")
    carry_out(toy.design(3), tmp_path, 1, None, failing)
    assert verify(open_results(tmp_path), None, 1, lambda done, total: None, None, failing).findings == ()


def test_what_cannot_be_verified_is_refused(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    directory = copytree(made, tmp_path / "copy")
    summary = json.loads((directory / "summary.json").read_text())
    other = {
        "whose runs are other ones": summary | {"versions": {"model": "0.0"}},
        "give --posterior": summary | {"posterior": {}},
        "summary.json: is damaged": {"name": "toy"},
    }
    for message, content in other.items():
        (directory / "summary.json").write_text(json.dumps(content))
        result = call(monkeypatch, str(directory))
        assert (result.exit_code, message in result.stderr) == (2, True), result.output
    assert "leave out --posterior" in call(monkeypatch, str(made), "--posterior", "draws.csv").stderr
