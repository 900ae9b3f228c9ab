"""``--dry-run``: what would be run is told, and nothing is run or written."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import ecosim.simulation
import toy
from ecosim.cli import main
from ecosim.cli.options import dry_run_option
from ecosim.cli.simulate import simulated

SIMULATING = [
    (["run", "toy.yaml"], "toy: 20 runs to make"),
    (["run", "toy.yaml", "--only", "7"], "toy: 1 runs to make"),
    (["compare", "toy.yaml"], "toy: 500 runs to make"),
    (["compare", "toy.yaml", "--factorial", "--replications", "3"], "toy: 24 runs to make"),
    (["knockout", "toy.yaml", "--only", "wage"], "toy-knockout: "),
    (["sensitivity", "toy.yaml", "--parameter", "links.spin_off.*", "--size", "2"], "toy-morris: "),
    (["robustness", "toy.yaml", "--parameter", "links.spin_off.*"], "toy-robustness: "),
    (["sweep", "toy.yaml", "--over", "links.spin_off.drive=0.02:0.1:3"], "3 points; toy-sweep: 150 runs to make"),
    (["calibrate", "toy.yaml", "--parameters", "links.spin_off.drive", "--trials", "5"], "toy: at most "),
    (["calibrate", "toy.yaml", "--posterior", "--trials", "5"], "toy-posterior: at most 110 runs to make"),
    (["reproduce", "march1991", "--runs", "2"], "march1991: "),
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder of its own, with the toy engine."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(ecosim.simulation, "simulate", toy.simulate)
    Path("toy.yaml").write_text(toy.TEXT)


@pytest.mark.parametrize(("arguments", "line"), SIMULATING, ids=lambda value: value[0] if type(value) is list else None)
def test_it_tells_how_many_runs_and_makes_none(arguments: list[str], line: str) -> None:
    result = CliRunner().invoke(main, [*arguments, "--dry-run", "--jobs", "2"])
    assert (result.exit_code, result.stderr) == (0, "")
    assert line in result.stdout
    assert result.stdout.rstrip().endswith("Nothing was run.")
    assert [path.name for path in Path().iterdir()] == ["toy.yaml"]


def test_what_is_kept_does_not_count_again() -> None:
    CliRunner().invoke(main, ["run", "toy.yaml", "--replications", "3", "--jobs", "1"])
    result = CliRunner().invoke(main, ["run", "toy.yaml", "--replications", "5", "--dry-run", "--json"])
    assert json.loads(result.stdout)["runs"] == 2


def test_a_scenario_that_cannot_be_run_is_refused_all_the_same() -> None:
    result = CliRunner().invoke(main, ["run", "toy.yaml", "--set", "nmae=x", "--dry-run"])
    assert (result.exit_code, result.stdout) == (2, "")
    result = CliRunner().invoke(main, ["compare", "toy.yaml", "--replications", "auto", "--dry-run"])
    assert "declares no precision" in result.stderr


def test_a_command_that_cannot_tell_refuses_instead_of_running() -> None:
    @click.command()
    @dry_run_option
    def command() -> None:
        simulated(lambda progress: pytest.fail("it ran"), quiet=True)

    result = CliRunner().invoke(command, ["--dry-run"])
    assert (result.exit_code, "cannot tell beforehand" in result.stderr) == (2, True)
