"""Every name of the case lives where the documents say, and its effect can be switched off and compared."""

from __future__ import annotations

import math
import re
import shutil
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
import yaml
from numpy.typing import NDArray

from ecosim import agents
from ecosim.catalogue import LINKS, Scenario
from ecosim.experiments.cells import alternatives
from ecosim.experiments.design import cut
from ecosim.scenario import load
from ecosim.scenario.document import ScenarioBase
from ecosim.scenario.organisations import Population
from ecosim.simulation import simulate

ROOT = Path(__file__).parents[2]
SCENARIOS = ROOT / "scenarios"
PAGES = sorted((ROOT / "docs" / "cases").glob("[a-z]*.md"))
Values = NDArray[np.float64]
AS_IT_IS = "as it is"
SECTIONS = {
    "Institute": "institutes", "University": "universities", "Technopark": "technoparks", "Facility": "facilities",
    "Ministry": "ministries",
}  # fmt: skip
#: The year to which a run is cut: by then what the case has has happened, and only whether runs differ is asked here.
LAST = {
    "novosibirsk": 2011, "koltsovo": 2020, "skif": 2027, "exchange": 2032, "kazakhstan": 2028, "shock": 1992,
    "tsukuba": 1987,
}  # fmt: skip


class Row(NamedTuple):
    """A row of the table: a name of the case, what it is, in which scenario, and what switches it off."""

    name: str
    what: str
    scenario: str
    off: str

    @property
    def links(self) -> list[str]:
        return [one for one in re.findall(r"`(\w+)`", self.what) if one in {link.name for link in LINKS}]

    @property
    def kinds(self) -> list[str]:
        return [one for one in re.findall(r"`(\w+)`", self.what) if hasattr(agents, one)]

    @property
    def entities(self) -> list[str]:
        return [one for one in re.findall(r"`(\w+)`", self.what) if one not in [*self.links, *self.kinds]]


def rows() -> list[Row]:
    text = (ROOT / "docs" / "cases" / "README.md").read_text(encoding="utf-8")
    lines = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")][2:]
    return [
        Row(name, what, re.findall(r"\[(\w+)\.yaml\]\(../../scenarios/\1\.yaml\)", where)[0], off)
        for name, what, where, off in lines
    ]


ROWS = rows()
SWITCHES = [
    (row.scenario, kind, said)
    for row in ROWS
    for kind, pattern in (("without", r"`--without (\S+?)`"), ("set", r"`--set (\S+?)`"), ("cell", r"\*(.+?)\*"))
    for said in re.findall(pattern, row.off)
]
#: Of how many runs a switch has to change one, where not every run needs it: who is trained without it suffices there.
SOMETIMES = {("skif", "cell", "without trained users"): 3}


@cache
def whole(name: str, *changes: str) -> ScenarioBase:
    return load(SCENARIOS / f"{name}.yaml", Scenario, changes)


@cache
def cells(name: str) -> dict[str, ScenarioBase]:
    return {cell.name: cell.scenario for cell in alternatives(whole(name))}


def shortened(scenario: ScenarioBase) -> ScenarioBase:
    last = 4 * LAST[scenario.name] + 3
    time = scenario.time.model_copy(update={"end": last, "burn_in": 4})
    events = [event for event in scenario.events if event.date <= last]
    return scenario.model_copy(update={"time": time, "events": events})


@cache
def runs(name: str, replication: int = 0) -> dict[str, Values]:
    """Return a run of a scenario and of all that is switched in it: they share the past in which they are alike."""
    switches = {f"{kind} {said}": switched(name, kind, said) for where, kind, said in SWITCHES if where == name}
    cells = {one: shortened(scenario) for one, scenario in {AS_IT_IS: whole(name), **switches}.items()}
    return {one: run.series for one, run in simulate(cells, seed=1, replication=replication).items()}


def switched(scenario: str, kind: str, said: str) -> ScenarioBase:
    if kind == "cell":
        return cells(scenario)[said]
    return cut(whole(scenario), (said,)) if kind == "without" else whole(scenario, said)


def test_the_names_of_the_case_are_all_there() -> None:
    names = " ".join(row.name for row in ROWS)
    for name in (
        "Lavrentyev Triangle", "Siberian Branch", "Novosibirsk State University", "technoparks", "Koltsovo", "Vector",
        "SKIF", "ministries", "expert exchange", "joint assessment", "Kazakh science city",
    ):  # fmt: skip
        assert name in names


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_what_a_name_is_stands_in_its_scenario(row: Row) -> None:
    scenario = whole(row.scenario)
    documents = [scenario, *(cells(row.scenario).values() if scenario.cells else ())]
    for link in row.links:
        assert any(getattr(one.links, link) is not None for one in documents), link
    for kind in row.kinds:
        assert getattr(scenario, SECTIONS[kind]), kind
    known = {name for section in (*SECTIONS.values(), "places") for name in getattr(scenario, section)}
    assert set(row.entities) <= known
    assert row.links or row.kinds or row.what in ("dated events", "one file")
    if row.what == "dated events":
        assert scenario.events


def test_numbers_in_words_are_those_of_the_scenario() -> None:
    scenario = whole("novosibirsk")
    assert f"{len(scenario.institutes)} agents" in next(row.what for row in ROWS if "Branch" in row.name)
    for row in (row for row in ROWS if row.name.startswith("the five ministries")):
        assert sorted(row.entities) == sorted(whole(row.scenario).ministries) and len(row.entities) == 5


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_every_name_can_be_switched_off(row: Row) -> None:
    assert re.search(r"`--(without|set) |\*.+\*", row.off)


@pytest.mark.parametrize(("scenario", "kind", "said"), SWITCHES, ids=lambda part: part)
def test_a_switch_changes_the_run(scenario: str, kind: str, said: str) -> None:
    found = [runs(scenario, replication) for replication in range(SOMETIMES.get((scenario, kind, said), 1))]
    assert not all(np.array_equal(run[f"{kind} {said}"], run[AS_IT_IS], equal_nan=True) for run in found)


def test_the_file_of_two_lines_is_a_scenario(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "cases" / "README.md").read_text(encoding="utf-8")
    said = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)[0]
    shutil.copytree(SCENARIOS, tmp_path / "scenarios")
    path = tmp_path / "scenarios" / "mine.yaml"
    path.write_text(said, encoding="utf-8")
    assert load(path, Scenario).universities["nsu"].students == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_has_question_answer_figure_command_and_what_is_assumed(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    answer = text.partition("**Answer.**")[2].partition("\n\n![")[0]
    assert "**Question.**" in text and re.search(r"\d \[.*?\d, .*?\d\]", answer)
    assert f"](../figures/case-{page.stem}.png)" in text
    assert f"ecosim compare scenarios/{page.stem}.yaml" in text and "\n## What is assumed\n" in text
    assert "95 % interval" in text.partition(f"<!-- study:case-{page.stem}:begin -->")[2]


def test_another_country_is_one_short_file_in_part_from_sources() -> None:
    text = (SCENARIOS / "tsukuba.yaml").read_text(encoding="utf-8")
    assert len(text.splitlines()) < 100
    assert yaml.safe_load(text)["extends"] == "parameters/calibrated.yaml"  # of no other country


def expected(one: Population) -> float:
    """Return the researchers of a population to be expected: a log-normal mean for each organisation."""
    return one.count * one.staff.median * math.exp(one.staff.sigma**2 / 2)


def test_kazakhstan_is_as_large_as_its_sources_say() -> None:
    scenario = whole("kazakhstan")
    named = [*scenario.institutes.values(), *scenario.universities.values()]
    drawn = [one for one in scenario.populations.values() if one.kind != "firm"]
    assert len(named) + sum(one.count for one in drawn) == 423
    heads = [(one.place, one.researchers) for one in named] + [(one.place, expected(one)) for one in drawn]
    researchers = sum(count for _, count in heads)
    assert researchers == pytest.approx(27_100, rel=0.06)  # 28 600, as the page says
    almaty = sum(count for place, count in heads if place in ("almaty", "alatau"))
    assert 0.39 < almaty / researchers < 0.44  # of researchers 39 %, of spending 43 %
    spent = [ministry.budget for ministry in scenario.ministries.values()]
    science = sum(budget.get(part, 0.0) for budget in spent for part in ("institutes", "universities", "projects"))
    assert science == pytest.approx(202, rel=0.05)  # thousand million KZT: 0.16 % of the product
