"""The command and the call: on the model itself, from files to a file that a scenario can extend."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import ecosim
from ecosim.calibration.goals import goals
from ecosim.cli import main
from ecosim.patterns import targets as patterns
from ecosim.scenario import entries, resolve
from model import cases

FEW = ("--trials", "3", "--replications", "1", "--jobs", "1", "--quiet")
PATHS = "processes.patenting.apply,links.spin_off.stake"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder of its own, with a small scenario and the targets of the package."""
    monkeypatch.chdir(tmp_path)
    Path("small.yaml").write_text(json.dumps(cases.small()))
    Path("targets.csv").write_text(patterns.TARGETS.read_text(encoding="utf-8"))
    return tmp_path


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["calibrate", *arguments])


def few(**changes: Any) -> ecosim.calibration.Calibration:  # type: ignore[name-defined]
    arguments: dict[str, Any] = dict(targets="targets.csv", parameters=PATHS.split(","), trials=3, replications=1)
    return ecosim.calibrate("small.yaml", **arguments | dict(fresh=1, jobs=1) | changes)


def rewrite(change: Callable[[dict[str, str]], None], name: str = "targets.csv") -> None:
    with Path(name).open(newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        change(row)
    with Path(name).open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_checks_change_nothing_of_what_is_found() -> None:
    found = few()

    def otherwise(row: dict[str, str]) -> None:
        if row["role"] == "check":
            row |= {"low": "100", "value": "200", "high": "300", "quantity": "something else"}

    rewrite(otherwise)
    again = few(out="again")
    for name in ("objectives", "parameters", "direction", "loss_after", "fresh_after"):
        assert getattr(again, name) == getattr(found, name)
    assert [row for row in again.rows if row.role == "calibrate"] == [
        row for row in found.rows if row.role == "calibrate"
    ]
    assert again.rows != found.rows
    assert Path("again/parameters.yaml").read_bytes() == Path("calibrations/small/parameters.yaml").read_bytes()
    assert few(out="calibrations/small").objectives == found.objectives  # the study goes on: it is the same question


def test_a_target_that_becomes_a_check_is_seen_no_more() -> None:
    def fewer(row: dict[str, str]) -> None:
        row["role"] = "check" if row["id"] == "funnel_products" else row["role"]

    rewrite(fewer)
    assert "funnel_products" not in {target.id for target in goals(Path("targets.csv"))}
    rows = {row.id: row for row in few().rows}
    assert rows["funnel_products"].role == "check"
    assert rows["funnel_products"].after is not None


def test_nothing_reads_checks_before_the_search_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    from ecosim.calibration import goals as fitting
    from ecosim.calibration import search, study

    told: list[str] = []

    def reading(path: Path, role: str | None = None) -> tuple[patterns.Target, ...]:
        told.append(str(role))
        return patterns.read_targets(path, role)  # type: ignore[arg-type]

    tell = search.Search.tell
    monkeypatch.setattr(fitting, "read_targets", reading)
    monkeypatch.setattr(study, "read_targets", reading)
    monkeypatch.setattr(search.Search, "tell", lambda *arguments: told.append("trial") or tell(*arguments))
    few()
    assert told == ["calibrate", "trial", "trial", "trial", "check"]


def test_a_scenario_extends_the_file() -> None:
    found = few()
    text = found.directory.joinpath("parameters.yaml").read_text()
    Path("parameters").mkdir()
    Path("parameters/calibrated.yaml").write_text(text)
    data = cases.small() | {"extends": "parameters/calibrated.yaml"}
    data["links"]["spin_off"]["stake"] = 0.4
    Path("extending.yaml").write_text(json.dumps(data))
    resolved = resolve("extending.yaml", ecosim.catalogue.Scenario)
    shown = {entry.path: entry for entry in entries(resolved)}
    apply = shown["processes.patenting.apply"]
    line = next(number for number, one in enumerate(text.splitlines(), 1) if one.strip().startswith("apply:"))
    assert apply.value == found.values["processes.patenting.apply"]
    assert apply.origin == f"parameters/calibrated.yaml:{line}"
    assert "docs/calibration.md" in apply.source
    assert shown["links.spin_off.stake"].value == 0.4
    assert shown["links.spin_off.stake"].origin.startswith("extending.yaml")
    assert CliRunner().invoke(main, ["validate", "extending.yaml"]).exit_code == 0


@pytest.mark.slow
def test_calibrating_again_with_the_file_extended_finds_the_same() -> None:
    found = few()
    Path("calibrated.yaml").write_text(found.directory.joinpath("parameters.yaml").read_text())
    Path("small.yaml").write_text(json.dumps(cases.small() | {"extends": "calibrated.yaml"}))
    assert few().objectives == few(out="anew").objectives == found.objectives


def test_the_command_prints_both_tables_and_where_the_files_are() -> None:
    result = call("small.yaml", "--parameters", PATHS, *FEW)
    assert result.exit_code == 0, result.output
    for part in ("Targets, to which", "funnel_patents", "Parameters (3 trials of 1 runs, seed 1)", "pinned down"):
        assert part in result.stdout
    for name in ("parameters.yaml", "report.txt", "calibration.json", "plots/calibration.png", "plots/calibration.svg"):
        assert Path("calibrations/small", name).stat().st_size
    head = Path("calibrations/small/parameters.yaml").read_text()
    command = f"ecosim calibrate small.yaml --parameters processes.patenting.apply --parameters {PATHS.split(',')[1]}"
    assert f"{command} --trials 3" in " ".join(head.replace("#", " ").split())


def test_json_is_one_object() -> None:
    result = call("small.yaml", "--parameters", PATHS, "--json", *FEW)
    found = json.loads(result.stdout)
    assert found["trials"] == 3 and len(found["rows"]) == len(patterns.read_targets())
    assert found["parameters"][0]["verdict"] in ("pinned down", "narrowed", "left open")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--parameters", "processes.patenting.aply"], "did you mean 'processes.patenting.apply'?"),
        (["--parameters", "frontier_growth"], "frontier_growth has no plausible range"),
        (["--parameters", "links.science_industry.help"], "has no plausible range"),
        (["--parameters", "links.spin_off"], "no parameter 'links.spin_off'"),
        (["--parameters", "links.spin_off.drive"], "given by the scenario itself"),
        (["--parameters", "links.spin_off.stake", "--set", "links.spin_off.stake=0.4"], "given by the scenario itself"),
        (["--parameters", "links.spin_off.stake,links.spin_off.stake"], "twice"),
        (["--parameters", "links.spin_off.stake", "--set", "links.spin_off=null"], "has no link spin_off"),
        (["--targets", "nowhere.csv"], "nowhere.csv: cannot be read"),
        (["--trials", "0"], "0 is not in the range"),
    ],
)
def test_refusals(arguments: list[str], message: str, folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    result = call("small.yaml", *FEW[2:], *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("id", "funnel_patent", "targets.csv:3:0: id: nothing measures 'funnel_patent'; did you mean 'funnel_pat"),
        ("role", "calibrated", "targets.csv:3:0: role: 'calibrated'; allowed: calibrate, check; did you mean"),
        ("low", "40", "targets.csv:3:0: low, value, high: [40.0, 26.4, 33.0]"),
        ("low", "", "targets.csv:3:0: low, value, high"),
    ],
)
def test_wrong_targets_are_told_with_their_line(column: str, value: str, message: str, folder: Path) -> None:
    rewrite(lambda row: row.update({column: value} if row["id"] == "funnel_patents" else {}))
    before = sorted(folder.rglob("*"))
    result = call("small.yaml", "--targets", "targets.csv", *FEW)
    assert result.exit_code == 2
    assert message in result.stderr
    assert sorted(folder.rglob("*")) == before


def test_targets_without_numbers_or_to_fit_to_are_told() -> None:
    rewrite(lambda row: row.update({"low": "", "value": "", "high": ""} if row["id"] == "funnel_patents" else {}))
    with pytest.raises(ecosim.ScenarioError, match=r"targets\.csv:3:0: .*needs a band"):
        few()
    rewrite(lambda row: row.update({"role": "check"}))
    with pytest.raises(ecosim.ScenarioError, match="no row is marked 'calibrate'"):
        few()


def test_interrupted_it_says_that_the_same_command_continues(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ecosim.calibration.study._found", interrupted)
    result = call("small.yaml", "--parameters", PATHS, *FEW)
    assert result.exit_code == 130
    assert result.stderr == "Interrupted: finished trials are kept; the same command continues.\n"
