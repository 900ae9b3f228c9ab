"""Cells that a scenario names itself, and the ranking of cells."""

from __future__ import annotations

from typing import Any

import cases
import numpy as np
import pytest

from ecosim.errors import ScenarioError
from ecosim.experiments.cells import alternatives
from ecosim.experiments.design import Design
from ecosim.results.effects import contrast
from ecosim.results.ranking import chances
from ecosim.scenario import digest
from ecosim.scenario.document import ScenarioBase


def named(**cells: dict[str, Any]) -> ScenarioBase:
    return cases.scenario(cases.small(cells=cells))


def test_a_scenario_without_cells_names_none() -> None:
    assert alternatives(cases.scenario()) == ()


def test_cells_stand_beside_the_scenario_in_the_order_of_the_file() -> None:
    late = {"links.science_industry.from": "2002Q1"}
    event = {"date": "2003Q1", "title": "fewer", "set": {"regions.r.entrants": 1}}
    cells = alternatives(named(late={"set": late}, fewer={"title": "few enter", "like": "late", "events": [event]}))
    assert [cell.name for cell in cells] == ["as it stands", "late", "few enter"]
    assert digest(cells[0].scenario) == digest(cases.scenario())
    links = [cell.scenario.links.science_industry.from_ for cell in cells]  # type: ignore[attr-defined]
    assert links == [None, 2002 * 4, 2002 * 4]
    assert [len(cell.scenario.events) for cell in cells] == [0, 0, 1]


def test_cells_change_no_run_of_the_scenario_itself() -> None:
    assert digest(named(late={"set": {"regions.r.entrants": 1}})) == digest(cases.scenario())


def test_a_cell_may_be_compared_with_another_than_the_first() -> None:
    cells = alternatives(named(one={"set": {"regions.r.entrants": 1}}, two={"like": "one", "against": "one"}))
    pairs = [contrast(*pair) for pair in Design("x", cells).pairs]
    assert [(pair.minuend, pair.subtrahend) for pair in pairs] == [("one", "as it stands"), ("two", "one")]


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ({"set": {"regions.r.entrant": 1}}, "did you mean 'entrants'?"),
        ({"against": "tow"}, "did you mean 'two'?"),
        ({"like": "one"}, "no other cell 'one'"),
        ({"events": [{"date": "2003Q1", "title": "x", "set": {"regions.r.practice": 0}}]}, "may not change in a run"),
    ],
    ids=str,
)
def test_what_is_wrong_with_a_cell_is_told(cell: dict[str, Any], told: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        alternatives(named(one=cell, two={}))
    assert told in str(caught.value)


def test_the_best_cell_is_surely_best_only_where_luck_cannot_turn_it() -> None:
    luck = np.random.default_rng(1).normal(size=(40, 1))
    own = np.random.default_rng(2).normal(size=(40, 3))
    best, worst = chances(luck + own * 0.1 + [2.0, 0.0, 1.0], seed=1)
    assert best.tolist() == [1, 0, 0] and worst.tolist() == [0, 1, 0]
    best, _ = chances(own, seed=1)
    assert best.sum() == pytest.approx(1) and best.max() < 1
