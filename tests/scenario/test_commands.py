"""The commands `validate`, `show` and `schema`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from click.testing import CliRunner, Result
from scenario_sample import TEXT, Scenario, with_event

from ecosim.cli import main

PLAN = [("funding", "public_funding", "grants", "Pay grants."), ("market", "market", "sell", "Sell products.")]


@pytest.fixture(autouse=True)
def sample_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the commands read scenarios of the sample's class."""
    fakes: dict[str, Any] = {
        "ecosim.catalogue": SimpleNamespace(Scenario=Scenario),
        "ecosim.plan": SimpleNamespace(describe_plan=lambda scenario: PLAN),
    }
    for name, fake in fakes.items():
        monkeypatch.setitem(sys.modules, name, fake)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a good and two bad scenarios, to work in."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.yaml").write_text(with_event("frontier_growth: x2"), encoding="utf-8")
    (tmp_path / "bad.yaml").write_text(
        TEXT.replace("wage: 0.3", "wage: -1").replace("place: p", "place: q"), encoding="utf-8"
    )
    (tmp_path / "worse.yaml").write_text("a: 1\na: 2\n", encoding="utf-8")
    return tmp_path


def run(*arguments: str) -> Result:
    """Call ecosim."""
    return CliRunner().invoke(main, arguments)


def test_validate_says_what_a_valid_file_holds(here: Path) -> None:
    result = run("validate", "good.yaml")
    assert result.exit_code == 0
    assert result.stdout == (
        "good.yaml: valid\n  Tiny; 2000Q1 to 2010Q4; institutes: 1, universities: 1, ministries: 1, events: 1\n"
    )


def test_validate_tells_all_problems_of_all_files(here: Path) -> None:
    result = run("validate", "worse.yaml", "good.yaml", "bad.yaml", "none.yaml")
    assert result.exit_code == 2
    assert result.stdout.startswith("good.yaml: valid\n")
    starts = [line.split(": ")[0] for line in result.stderr.splitlines()]
    assert starts == ["bad.yaml:5:30", "bad.yaml:12:40", "bad.yaml:14:35", "none.yaml", "worse.yaml:2:1"]


def test_validate_with_overrides(here: Path) -> None:
    assert run("validate", "good.yaml", "--set", "money.wage=2", "--quiet").output == ""
    result = run("validate", "good.yaml", "--set", "money.wag=2")
    assert result.exit_code == 2
    assert result.stderr == "--set: money.wag: unknown 'wag'; allowed: unit, wage; did you mean 'wage'?\n"


def test_validate_as_json(here: Path) -> None:
    result = run("validate", "good.yaml", "bad.yaml", "--json")
    report = json.loads(result.stdout)
    assert result.exit_code == 2
    assert list(report["valid"]) == ["good.yaml"]
    assert report["problems"][0]["path"] == "money.wage"
    assert len(report["problems"]) == 3


def test_show_lines(here: Path) -> None:
    lines = run("show", "good.yaml", "--set", "time.burn_in=4").stdout.splitlines()
    assert "money.wage = 0.3  money/(head quarter)  [good.yaml:5]  assumed" in lines
    assert "time.burn_in = 4  quarters  [--set]" in lines
    assert "processes.research.rho = 0.0009  1/quarter  [default]  Somebody 2001" in lines
    assert 'events[0].set.frontier_growth = "x2"  1/quarter  [good.yaml:20]  assumed' in lines


def test_show_as_json(here: Path) -> None:
    shown = json.loads(run("show", "good.yaml", "--json", "--sources", "--plan").stdout)
    assert set(shown) == {"file", "plan", "sources"}
    assert shown["plan"][1] == {"stage": "market", "owner": "market", "rule": "sell", "doc": "Sell products."}
    values = json.loads(run("show", "good.yaml", "--json").stdout)["values"]
    assert {"path": "time.start", "value": "2000Q1"}.items() <= values[3].items()


def test_show_plan(here: Path) -> None:
    assert run("show", "good.yaml", "--plan").stdout.splitlines() == [
        "funding  public_funding  grants  Pay grants.",
        "market   market          sell    Sell products.",
    ]


def test_show_sources(here: Path) -> None:
    (here / "half.yaml").write_text(TEXT.replace("source: assumed\n", ""), encoding="utf-8")
    assert run("show", "good.yaml", "--sources").stdout.splitlines()[1:] == [
        "numbers marked as assumed: 14 (100%)",
        "numbers without either:    0",
    ]
    assert "  money.wage = 0.3  money/(head quarter)  [half.yaml:4]" in run("show", "half.yaml", "--sources").stdout


def test_show_refuses_what_validate_refuses(here: Path) -> None:
    result = run("show", "bad.yaml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "money.wage: found -1" in result.stderr


def test_terminals_get_no_orders(here: Path) -> None:
    text = TEXT.replace("title: Tiny", 'title: "a\\nb\\u202ec"')
    (here / "evil.yaml").write_text(text, encoding="utf-8")
    for command in ("validate", "show"):
        assert "\u202e" not in run(command, "evil.yaml").output
        assert "\\u202e" in run(command, "evil.yaml").output


def test_schema_to_stdout_and_to_a_file(here: Path) -> None:
    printed = run("schema").stdout
    jsonschema.Draft202012Validator.check_schema(json.loads(printed))
    assert run("schema", "--out", "s.json").output == ""
    assert (here / "s.json").read_text(encoding="utf-8") == printed
    result = run("schema", "--out", "no/s.json")
    assert (result.exit_code, result.stderr) == (2, "Error: no/s.json: cannot be written: No such file or directory\n")


@pytest.mark.parametrize("command", ["validate", "show", "schema"])
def test_help_shows_an_example(command: str) -> None:
    assert f"ecosim {command} " in run(command, "--help").stdout.split("Example")[1]
