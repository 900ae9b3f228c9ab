"""An effect told in full: what changed, what took its place, and when."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

import toy
from ecosim.errors import UsageError
from ecosim.experiments.design import Design, attributing, factorial, links_on, single, triangle
from ecosim.results import Results, study
from ecosim.results.explained import cells_of, explained
from ecosim.scenario.document import ScenarioBase

PAIR = {"science_education", "science_industry"}


def together(scenarios: Mapping[str, ScenarioBase], *, seed: int, replication: int) -> dict[str, toy.Run]:
    """Let two links bring 3 completions a quarter together and none apart, from the second year on."""
    runs = toy.simulate(scenarios, seed=seed, replication=replication)
    for name, scenario in scenarios.items():
        if set(links_on(scenario)) >= PAIR:
            runs[name].series[4:, toy.NAMES.index("completions")] += 3
    return runs


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    design = Design("toy", factorial(toy.scenario()), 1, range(6))
    return study.carry_out(design, tmp_path_factory.mktemp("results"), 1, simulate=together)


def test_levels_differ_by_what_the_link_brings(results: Results) -> None:
    levels, *_ = explained(results, "science_industry")
    completions = next(row for row in levels.rows if row[0].startswith("transfers completed"))
    assert completions[3] == "+68.0"  # 20 quarters of its own one, and 16 of three together


def test_flows_that_do_not_differ_are_left_out(results: Results) -> None:
    flows = explained(results, "education_industry")[1]
    assert flows.rows  # the toy adds one to every flow for every link
    assert all(row[3] == "+4.00" for row in flows.rows)


def test_the_date_is_that_from_which_on_the_sums_differ(results: Results) -> None:
    dates = explained(results, "science_industry")[2]
    assert [row[1] for row in dates.rows] == ["2000Q1", "2000Q1"]


def test_a_cell_is_known_by_its_name_or_its_links(results: Results) -> None:
    assert cells_of(results, ("science_industry", "without science_industry")) == ["without science_industry"] * 2
    assert cells_of(results, ()) == list(results.cells[1:])


def test_of_very_many_cells_those_without_a_single_link_are_told(tmp_path: Path) -> None:
    links = ("science_education", "education_industry", "science_industry", "spin_off")
    many = study.carry_out(attributing(toy.scenario(), links, None, 1, 2), tmp_path, 1, simulate=toy.simulate)
    assert cells_of(many, ()) == [f"without {link}" for link in links]


def test_cells_whose_runs_all_failed_are_left_out(tmp_path: Path) -> None:
    failing = toy.Failing("science_industry", replication=0)
    some = study.carry_out(Design("toy", triangle(toy.scenario()), 1, range(1)), tmp_path, 1, simulate=failing)
    assert cells_of(some, ()) == ["without science_education", "without education_industry"]
    with pytest.raises(UsageError, match="every run of 'without science_industry' failed"):
        explained(some, "science_industry")


def test_an_unknown_cell_is_told_with_the_nearest(results: Results) -> None:
    with pytest.raises(UsageError, match="did you mean 'science_industry'"):
        explained(results, "science_indusry")


def test_results_of_one_cell_have_nothing_to_explain(tmp_path: Path) -> None:
    alone = study.carry_out(Design("toy", single(toy.scenario()), 1, range(2)), tmp_path, 1, simulate=toy.simulate)
    with pytest.raises(UsageError, match="one cell only"):
        explained(alone, "science_industry")
