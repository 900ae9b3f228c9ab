"""What a scenario says of itself stays text: on a terminal, in HTML, in SVG, and in tables that others open."""

from __future__ import annotations

from pathlib import Path

import injections
import pytest

import toy
from ecosim.catalogue import Scenario
from ecosim.errors import ScenarioError
from ecosim.scenario import load_text


def test_there_are_sixty_names_of_every_kind() -> None:
    kinds = (injections.HTML, injections.SVG, injections.FORMULAS, injections.ESCAPES)
    assert len(set(injections.NAMES)) >= 60
    assert min(map(len, kinds)) >= 10


@pytest.mark.parametrize("name", [name for number, name in enumerate(injections.NAMES) if number % 5 == 0])
def test_text_stays_text(name: str) -> None:
    outputs, found = injections.live(name)
    assert outputs >= 2
    assert not found


@pytest.mark.slow
@pytest.mark.parametrize("name", injections.NAMES)
def test_any_text_stays_text(name: str) -> None:
    assert not injections.live(name)[1]


@pytest.mark.parametrize("name", ["\\e[31mred", "\\a", "\\0", "\\x9b31m", "\\r\\nX: y"])
def test_control_characters_are_refused_where_they_stand(name: str) -> None:
    with pytest.raises(ScenarioError, match="control character"):
        load_text(injections.text_of(name), Scenario)


@pytest.mark.parametrize("name", ["=1+1", "+A1", "-2+3", "@SUM(1)"])
def test_a_unit_that_a_spreadsheet_takes_for_a_formula_is_refused(name: str) -> None:
    with pytest.raises(ScenarioError, match="takes for a formula"):
        load_text(injections.text_of(name, ("unit: million RUB",)), Scenario)


def test_a_picture_and_a_page_that_act_are_told(tmp_path: Path) -> None:
    picture = tmp_path / "a.svg"
    for inside in ("<script>x</script>", "<foreignObject/>", '<text onload="x"/>', '<text href="javascript:x"/>'):
        picture.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>')
        assert not injections.svg_is_plain(picture), inside
    picture.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text>&lt;script&gt;</text></svg>')
    assert injections.svg_is_plain(picture)


def test_tables_hold_no_text_of_a_scenario_that_a_spreadsheet_could_take_for_a_formula(tmp_path: Path) -> None:
    from ecosim.experiments.design import Design, single
    from ecosim.results.study import carry_out

    text = toy.TEXT.replace("title: A toy", "title: '=1+1'").replace("title: Less", "title: '@SUM(1)'")
    scenario = toy.scenario(text=text)
    results = carry_out(Design("toy", single(scenario), 1, range(2)), tmp_path, 1, None, toy.simulate)
    for name in ("series", "outcomes", "flows"):
        table = results.to_pandas(name)
        texts = {str(one) for column in table.select_dtypes(exclude="number") for one in table[column]}
        assert not [text for text in texts if text.startswith(("=", "+", "-", "@", "\t", "\r"))]
