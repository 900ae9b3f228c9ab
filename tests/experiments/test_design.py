"""Cells: which links are cut, what they are called, what cannot be compared."""

from __future__ import annotations

import pytest

import toy
from ecosim.catalogue import TRIANGLE
from ecosim.errors import UsageError
from ecosim.experiments.design import (
    Design,
    attributing,
    cut,
    factorial,
    links_on,
    sampled,
    side_by_side,
    single,
    triangle,
    without,
)
from ecosim.scenario import digest


def test_triangle_cuts_each_link_and_all_of_them() -> None:
    cells = triangle(toy.scenario())
    assert [(cell.name, cell.without) for cell in cells] == [
        ("all links", ()),
        ("without science_education", ("science_education",)),
        ("without education_industry", ("education_industry",)),
        ("without science_industry", ("science_industry",)),
        ("without the Triangle", TRIANGLE),
    ]
    for cell in cells:
        assert set(links_on(cell.scenario)) == {*TRIANGLE, "spin_off"} - set(cell.without)


def test_a_link_that_is_off_is_not_cut_again() -> None:
    cells = triangle(toy.scenario("links.science_education.enabled=false", "links.education_industry.enabled=false"))
    assert [cell.name for cell in cells] == ["all links", "without science_industry"]


def test_nothing_to_cut() -> None:
    off = [f"links.{link}.enabled=false" for link in TRIANGLE]
    with pytest.raises(UsageError, match="toy has none of the Triangle's links on"):
        triangle(toy.scenario(*off))


def test_cutting_leaves_the_original_alone_and_takes_dated_changes_of_the_link_with_it() -> None:
    whole = toy.scenario()
    before = digest(whole)
    part = cut(whole, ["science_industry"])
    assert digest(whole) == before != digest(part)
    assert whole.events[0].set.keys() == {"links.science_industry.strength", "frontier_growth"}
    assert part.events[0].set.keys() == {"frontier_growth"}
    assert cut(whole, ["spin_off"]).events == whole.events


def test_factorial_has_every_combination_once() -> None:
    cells = factorial(toy.scenario())
    assert len({cell.without for cell in cells}) == len({cell.slug for cell in cells}) == 8
    assert [cell.name for cell in cells[::7]] == ["all links", "without the Triangle"]
    assert cells[4].name == "without science_education and education_industry"
    assert len({digest(cell.scenario) for cell in cells}) == 8


def test_factorial_of_chosen_links_leaves_the_others_alone() -> None:
    cells = factorial(toy.scenario(), ["spin_off", "science_industry", "spin_off"])
    assert [cell.name for cell in cells] == [
        "all links", "without spin_off", "without science_industry", "without spin_off and science_industry",
    ]  # fmt: skip
    assert set(links_on(cells[-1].scenario)) == {"science_education", "education_industry"}
    with pytest.raises(UsageError, match=r"did you mean 'spin_off'\?"):
        factorial(toy.scenario(), ["spin_of"])


def test_too_many_links_are_refused_with_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ecosim.experiments.design.MOST_LINKS", 2)
    with pytest.raises(UsageError, match=r"3 links have 8 combinations; all are run of at most 2 links.*`orders`"):
        factorial(toy.scenario())
    assert len(sampled(toy.scenario(), (), 4, 1)) <= 8


def test_sampled_orders_pass_from_all_links_to_none() -> None:
    links = ("science_education", "education_industry", "science_industry", "spin_off")
    cells = sampled(toy.scenario(), links, 3, 1)  # three are made four
    sizes = [len(cell.without) for cell in cells]
    assert (sizes[0], sizes[-1], sorted(sizes)) == (0, 4, sizes)
    assert 8 <= len(cells) <= 2 + 4 * 3
    again = sampled(toy.scenario(), links[::-1], 4, 1)
    assert {frozenset(cell.without) for cell in again} == {frozenset(cell.without) for cell in cells}


def test_one_link_has_nothing_to_share() -> None:
    with pytest.raises(UsageError, match="fewer than two links"):
        attributing(toy.scenario(), ["spin_off"], None, 1, 2)


def test_without_names_links_beyond_the_triangle() -> None:
    cells = without(toy.scenario(), ["spin_off", "science_industry", "spin_off"])
    assert [cell.name for cell in cells] == ["all links", "without spin_off", "without science_industry"]


def test_without_an_unknown_link_names_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"no link 'spin_of' .* did you mean 'spin_off'\?"):
        without(toy.scenario(), ["spin_of"])


def test_without_a_link_that_is_off() -> None:
    with pytest.raises(UsageError, match="no link 'spin_off'"):
        without(toy.scenario("links.spin_off.enabled=false"), ["spin_off"])


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("time.end=2003Q4", "b.yaml: the calendar is 2000Q1 to 2003Q4, but 2000Q1 to 2004Q4 in a.yaml"),
        ("money.unit=million USD", "b.yaml: the unit of money is million USD, but million RUB in a.yaml"),
    ],
)
def test_scenarios_that_cannot_be_compared(override: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        side_by_side([toy.scenario(), toy.scenario(override)], ["a.yaml", "b.yaml"])


def test_side_by_side_takes_own_names_where_they_differ() -> None:
    first, second = toy.scenario(), toy.scenario("name=other")
    assert [cell.name for cell in side_by_side([first, second], ["a", "b"])] == ["toy", "other"]
    assert [cell.name for cell in side_by_side([first, first], ["a", "b"])] == ["a", "b"]
    with pytest.raises(UsageError, match="given twice"):
        side_by_side([first, first], ["a", "a"])


def test_the_first_cell_is_the_baseline() -> None:
    assert toy.design().baseline.name == "all links"
    assert Design("toy", single(toy.scenario())).baseline.name == "toy"
