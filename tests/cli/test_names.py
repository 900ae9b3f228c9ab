"""Commands about names: new, list, explain, network, completion, and scenarios found by name."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import networkx as nx
import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner, Result

import ecosim
from ecosim import glossary, shipped
from ecosim.catalogue import LINKS, PROCESSES, Scenario
from ecosim.cli import main
from ecosim.cli.hints import suggest
from ecosim.where_read import where_read


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def call(*arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(main, list(arguments), input=typed)


def refused(*arguments: str) -> str:
    result = call(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Traceback" not in result.stderr
    return result.stderr


def test_a_new_scenario_is_valid_has_sources_and_a_schema_and_is_never_overwritten() -> None:
    assert call("new", "my-city", "--title", 'A: "City" #1').exit_code == 0
    text = Path("my-city.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=scenario.schema.json\n")
    assert json.loads(Path("scenario.schema.json").read_text(encoding="utf-8"))
    assert ecosim.load("my-city.yaml").title == 'A: "City" #1'
    assert "numbers without either:    0" in call("show", "my-city.yaml", "--sources").stdout
    assert "is there already" in refused("new", "my-city")
    assert Path("my-city.yaml").read_text(encoding="utf-8") == text


def test_a_new_scenario_holds_what_was_asked_for_and_runs() -> None:
    counts = ("--institutes", "5", "--universities", "1", "--firms", "7")
    call("new", "town", *counts, "--link", "spin_off", "--end", "2001")
    scenario = ecosim.load("town.yaml", ["time.burn_in=4"])
    assert [len(scenario.institutes), len(scenario.universities)] == [5, 1]
    assert sum(one.count for one in scenario.populations.values()) == 7
    assert [name for name, one in scenario.links if one is not None] == ["spin_off"]
    model = ecosim.Ecosystem(scenario)
    while model.running:
        model.step()
    assert model.indicators()["firms"] > 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["new", "Bad City"], "cannot be the name of a scenario"),
        (["new", "town", "--link", "spin_of"], "did you mean 'spin_off'?"),
        (["new", "town", "--end", "soon"], "--end: 'soon' is not a date"),
        (["new", "town", "--end", "1990"], "end lies before start"),
        (["new", "town", "--from", "novosibirk"], "did you mean 'novosibirsk'?"),
        (["explain", "links.science_industry.contract_share"], "did you mean 'links.science_industry.contracts'?"),
        (["list", "lnks"], "'lnks' is not one of"),
        (["run", "novosibrsk"], "did you mean 'novosibirsk'?"),
        (["network", "novosibirsk", "--out", "x.gexff"], "did you mean 'gexf'?"),
        (["network", "novosibirsk", "--at", "2035", "--out", "x.gexf"], "lies outside of 2000Q1 to 2025Q4"),
    ],
)
def test_what_cannot_be_is_told(arguments: list[str], message: str) -> None:
    assert message in refused(*arguments)
    assert not list(Path().iterdir())


def test_a_scenario_can_begin_with_another_which_is_copied_with_all_that_it_extends() -> None:
    call("new", "mine", "--from", "nineties")
    assert sorted(str(path) for path in Path().rglob("*.yaml")) == [
        "mine.yaml", "nineties.yaml", "novosibirsk.yaml", "parameters/calibrated.yaml",
    ]  # fmt: skip
    mine, base = ecosim.load("mine.yaml"), ecosim.load("nineties")
    assert mine.name == "mine"
    assert mine.model_copy(update={"name": base.name, "title": base.title}) == base
    assert call("new", "other", "--from", "novosibirsk").exit_code == 0  # the copies that are there will do
    Path("novosibirsk.yaml").write_text("name: changed")
    assert "differs from that of ecosim" in refused("new", "third", "--from", "novosibirsk")


def test_questions_are_asked_on_a_terminal_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    from ecosim.cli import new

    assert new._asked("firms", asking=True) == 60  # pytest has no terminal
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr(new.click, "prompt", lambda *arguments, **options: 33)
    assert new._asked("firms", asking=True) == 33
    assert new._asked("firms", asking=False) == 60


def test_every_shipped_scenario_is_found_by_name_in_python_and_on_the_command_line() -> None:
    assert {"novosibirsk", "nineties"} <= set(shipped.scenarios())
    for name in shipped.scenarios():
        assert ecosim.load(name).name == name
    assert call("validate", "novosibirsk").stdout.startswith("novosibirsk: valid")


def test_a_file_wins_over_a_name_and_a_folder_does_not() -> None:
    Path("novosibirsk").mkdir()
    assert shipped.located("novosibirsk") == shipped.folder() / "novosibirsk.yaml"
    Path("nineties").write_text("name: mine")
    assert shipped.located("nineties") == Path("nineties")
    assert shipped.located("gone.yaml") == Path("gone.yaml")


@pytest.mark.parametrize("what", ["scenarios", "links", "indicators", "parameters"])
def test_lists_hold_everything_with_a_line_each_and_the_same_as_json(what: str) -> None:
    rows = json.loads(call("list", what, "--json").stdout)
    printed = call("list", what).stdout
    assert all(f"\n{row['name']} " in printed for row in rows if what == "parameters" or "." not in row["name"])
    if what == "parameters":
        assert all(row["unit"] and row["allowed"] and row["plausible"] and row["source"] for row in rows)


def test_alone_it_tells_how_many_there_are_of_each() -> None:
    counts = json.loads(call("list", "--json").stdout)
    for what, count in counts.items():
        assert count == len(json.loads(call("list", what, "--json").stdout))
        assert f"ecosim list {what}\n" in call("list").stdout


def test_a_list_can_be_narrowed_to_a_text() -> None:
    rows = json.loads(call("list", "parameters", "incubation", "--json").stdout)
    assert {row["name"].split(".")[1] for row in rows} == {"incubation"}


def test_a_parameter_is_explained_with_unit_range_source_value_and_readers() -> None:
    told = call("explain", "drive").stdout
    for line in ("links.spin_off.drive: parameter", "unit       1/quarter", "plausible  0.02 to 0.12"):
        assert line in told
    assert "in novosibirsk (calibrated.yaml:" in told
    assert "read by    links/spin_off.py: consider_founding" in told


def test_a_name_with_several_meanings_gets_all_of_them() -> None:
    found = json.loads(call("explain", "contracts", "--json").stdout)
    assert [term["kind"] for term in found] == ["stage", "indicator"]
    assert len(json.loads(call("explain", "search", "--json").stdout)) == 4


@pytest.mark.parametrize("name", ["science_city", "contracts.open", "time.burn_in", "regions.here.growth", "events"])
def test_links_indicators_and_sections_are_explained(name: str) -> None:
    assert glossary.explain(name)[0].doc


def test_everything_that_is_offered_can_be_explained_and_set() -> None:
    for name in glossary.names():
        assert glossary.explain(name), name
    known = set(glossary.settable())
    assert {term.path for term in glossary.parameters()} <= known
    assert {"time.burn_in", "links.spin_off.from"} <= known


def test_every_parameter_is_read_by_some_rule() -> None:
    sections = [(link.Params, link.name) for link in LINKS] + [(one.Params, one.stage.value) for one in PROCESSES]
    unread = [
        f"{name}.{one.name}" for kind, name in sections for one in kind.declarations()
        if not where_read(kind, name, one.name)
    ]  # fmt: skip
    assert not unread


@pytest.mark.parametrize(
    ("words", "begun", "offered"),
    [
        ([], "expl", "explain"),
        (["run"], "nov", "novosibirsk"),
        (["compare", "novosibirsk", "--without"], "spin", "spin_off"),
        (["run", "novosibirsk", "--set"], "links.spin_off.dr", "links.spin_off.drive="),
        (["plot", "results", "--indicator"], "patents", "patents"),
        (["sensitivity", "novosibirsk", "--parameter"], "processes.contracts.se", "processes.contracts.search"),
        (["explain"], "complet", "completions"),
        (["list"], "sc", "scenarios"),
        (["trace", "results", "--without"], "spin", "spin_off"),
        (["reproduce"], "mar", "march1991"),
        (["knockout", "novosibirsk", "--study"], "what", "what-ifs"),
    ],
)
def test_a_shell_completes_commands_scenarios_links_indicators_and_parameters(
    words: list[str], begun: str, offered: str
) -> None:
    found = ShellComplete(main, {}, "ecosim", "_ECOSIM_COMPLETE").get_completions(words, begun)
    assert offered in [item.value for item in found]


def test_hints_are_for_people_at_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    suggest("ecosim run x")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    suggest("ecosim run x", quiet=True)
    assert capsys.readouterr() == ("", "")
    suggest("ecosim run x", "ecosim plot y")
    assert capsys.readouterr() == ("", "Next: ecosim run x\n      ecosim plot y\n")


@pytest.mark.parametrize("ending", ["graphml", "gexf"])
def test_a_network_can_be_read_again_and_is_that_of_the_model(ending: str) -> None:
    short = ("--set", "time.burn_in=4", "--at", "2002Q2")
    result = call("network", "novosibirsk", "--out", f"a.{ending}", "--json", *short)
    again = call("network", "novosibirsk", "--out", f"b.{ending}", *short)
    assert (result.exit_code, again.exit_code) == (0, 0)
    assert Path(f"a.{ending}").read_bytes() == Path(f"b.{ending}").read_bytes()
    read = nx.read_graphml if ending == "graphml" else nx.read_gexf
    found, counted = read(f"a.{ending}"), json.loads(result.stdout)
    assert counted["quarter"] == "2002Q2"
    assert counted["organisations"]["institute"] == len(ecosim.load("novosibirsk").institutes)
    assert found.number_of_edges() == sum(counted["ties"].values()) > 0
    assert {node["kind"] for _, node in found.nodes(data=True)} == set(counted["organisations"])
    model = ecosim.Ecosystem(ecosim.load("novosibirsk", ["time.burn_in=4"]), seed=1)
    while model.quarter <= 2002 * 4 + 1:
        model.step()
    institute = next(one for one in model.agents if one.name == "institutes.catalysis")
    assert found.degree("institutes.catalysis") == len(institute.ties)


def test_facilities_stand_in_a_network_and_only_who_works_in_a_field_has_one() -> None:
    call("network", "skif", "--out", "a.graphml", "--set", "time.burn_in=0", "--at", "2000Q1")
    nodes = dict(nx.read_graphml("a.graphml").nodes(data=True))
    assert (nodes["facilities.skif"]["kind"], nodes["facilities.skif"]["place"]) == ("facility", "koltsovo")
    assert {node["kind"] for node in nodes.values() if "field" in node} == {"institute", "university", "firm"}


def test_scenario_is_the_document_of_all() -> None:
    assert type(ecosim.load("novosibirsk")) is Scenario
