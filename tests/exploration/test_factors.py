"""Which parameters vary, over which ranges, and the scenarios at points of their space."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import toy
from ecosim.catalogue import Scenario
from ecosim.errors import UsageError
from ecosim.experiments.parameters import declared
from ecosim.exploration.factors import UNPINNED, current, factors, given_by, scenarios, values
from ecosim.exploration.plan import plan
from ecosim.exploration.sampling import space_filling
from ecosim.scenario import resolve

SEARCH = "processes.contracts.search"
STRENGTH = "links.science_industry.strength"


def test_without_a_name_every_parameter_varies_that_the_scenario_leaves_open() -> None:
    scenario = toy.scenario()
    found = factors(scenario, (), given=[SEARCH])
    assert {one.path for one in found} == set(declared(scenario)) - {SEARCH}
    assert len(found) > 100


def test_a_name_gives_the_plausible_range_a_range_another_and_a_star_many() -> None:
    scenario = toy.scenario()
    (search,) = factors(scenario, [SEARCH], given=[SEARCH])
    assert (search.low, search.high) == declared(scenario)[SEARCH].plausible
    (narrow,) = factors(scenario, [f"{SEARCH} = 0.1:0.2"])
    assert (narrow.low, narrow.high, narrow.logarithmic) == (0.1, 0.2, False)
    contracts = factors(scenario, ["processes.contracts.*"])
    assert [one.path for one in contracts] == [path for path in declared(scenario) if ".contracts." in path]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (["processes.contract.search"], "did you mean 'processes.contracts.search'"),
        (["nothing.*"], "no parameter matches 'nothing.*'"),
        (["time.burn_in"], "has no plausible range"),
        (["links.incubation.share"], "the scenario has no link incubation"),
        ([SEARCH, "processes.contracts.*"], f"{SEARCH} is named twice"),
        ([f"{SEARCH}=0.4:0.1"], "found 0.4 to 0.1; allowed: a below b, both within 0 to 1"),
        ([f"{SEARCH}=0.5:1.5"], "allowed: a below b, both within 0 to 1"),
        ([f"{SEARCH}=0.5"], "allowed: PATH, or PATH=a:b with numbers"),
        ([f"{SEARCH}=low:high"], "allowed: PATH, or PATH=a:b with numbers"),
        ([f"{SEARCH}=nan:1"], "both within 0 to 1"),
    ],
)
def test_what_cannot_vary_is_told(asked: list[str], message: str) -> None:
    with pytest.raises(UsageError) as error:
        factors(toy.scenario(), asked)
    assert message in str(error.value)


def test_a_scenario_that_gives_everything_leaves_nothing() -> None:
    scenario = toy.scenario()
    with pytest.raises(UsageError, match="no parameter is left to vary"):
        factors(scenario, (), given=declared(scenario))


def test_values_of_a_file_and_of_overrides_are_given_those_of_an_extended_file_are_not(tmp_path: Path) -> None:
    base, file = tmp_path / "base.yaml", tmp_path / "file.yaml"
    base.write_text(toy.TEXT + "processes: {offers: {attention: 0.2}}\n")
    file.write_text("extends: base.yaml\nname: file\nprocesses: {contracts: {search: 0.2}}\n")
    resolved = resolve(file, Scenario, ["processes.market.tax=0.2"])
    assert set(given_by(file, resolved)) == {SEARCH, "processes.market.tax"}


def test_points_hold_for_the_whole_run_and_whole_numbers_stay_whole() -> None:
    scenario = toy.scenario()
    assert any(STRENGTH in event.set for event in scenario.events)
    parameters = factors(scenario, [STRENGTH, "processes.education.years"])
    there = values(parameters, np.array([[0.0, 0.2], [1.0, 1.0]]))
    low, high = scenarios(scenario, parameters, there)
    assert [current(one, STRENGTH) for one in (low, high)] == [0.5, 1.0]
    assert [current(one, "processes.education.years") for one in (low, high)] == [4, 6]
    assert isinstance(current(low, "processes.education.years"), int)
    assert not any(STRENGTH in event.set for event in low.events)
    assert any("frontier_growth" in event.set for event in low.events)


def test_the_parameters_that_data_leave_open_exist() -> None:
    assert set(UNPINNED) <= set(declared(toy.scenario()))


def test_a_plan_has_the_cells_of_each_point_together() -> None:
    scenario = toy.scenario()
    made = plan("x", scenario, [scenario, scenario], (), 1, 2)
    assert made.effects == ("science_education", "education_industry", "science_industry", "Triangle")
    assert (made.points, len(made.design.cells), made.design.together) == (2, 10, 5)
    assert made.cells(1)[4].without == ("science_education", "education_industry", "science_industry")
    chosen = plan("x", scenario, [scenario], ("spin_off", "Triangle"), 1, 2)
    assert [cell.without for cell in chosen.cells(0)][:2] == [(), ("spin_off",)]
    for word in ("triangle", "spin_of", "incubation"):
        with pytest.raises(UsageError, match=f"no link '{word}' on; allowed: Triangle, science_education"):
            plan("x", scenario, [scenario], (word,), 1, 2)


@pytest.mark.parametrize("design", ["lhs", "sobol"])
def test_samples_fill_every_part_of_each_range(design: str) -> None:
    cube = space_filling(design, 40, 3, 1)  # type: ignore[arg-type]
    assert cube.shape == (40, 3)
    assert (np.histogram(cube[:, 1], 5, (0, 1))[0] >= 6).all()
    assert np.array_equal(cube, space_filling(design, 40, 3, 1))  # type: ignore[arg-type]
    longer = space_filling("sobol", 70, 3, 1)
    assert np.array_equal(longer[:40], space_filling("sobol", 40, 3, 1))
