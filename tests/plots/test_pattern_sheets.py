"""The sheets of patterns and of history show what was found, and survive odd results."""

from __future__ import annotations

from pathlib import Path

import cases
import pytest

from ecosim.plots.history import history
from ecosim.plots.patterns import PANELS, sheet
from ecosim.plots.style import Picture
from ecosim.results.patterns import Patterns, patterns
from ecosim.results.study import run


def found(folder: Path, **changes: object) -> Patterns:
    return patterns(run(cases.scenario(cases.small(**changes)), replications=2, jobs=1, out=folder), jobs=1)


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Patterns:
    technoparks = {"park": None, "academpark": {"title": "P", "place": "campus", "opens": "1990Q1", "capacity": 9}}
    return found(
        tmp_path_factory.mktemp("grown"), time={"start": "2003Q1", "end": "2016Q4"}, technoparks=technoparks,
        money={"unit": "million RUB of 2020"},
    )  # fmt: skip


def texts(picture: Picture) -> str:
    return "\n".join(text.get_text() for text in picture.texts)


def test_a_panel_for_whatever_was_measured_with_its_verdict(grown: Patterns) -> None:
    picture, said = sheet(grown), texts(sheet(grown))
    measured = set(grown.table.loc[grown.table["value"].notna(), "id"])
    assert len(picture.axes) == sum(bool(measured & set(targets)) for _, targets, _ in PANELS)
    row = grown.table.set_index("id").loc["product_lag"]
    assert f"{row['verdict']}: {row['value']:.2f} [" in said
    assert "Not drawn: exponent of the tail of firm sizes" in said.replace("\n    ", " ")
    assert "2 replications of small · seed 1" in said


def test_what_was_not_measured_is_named(tmp_path: Path) -> None:
    young = found(tmp_path, time={"end": "2000Q2", "burn_in": 0})
    said = texts(sheet(young)).replace("\n    ", " ")
    for quantity in young.table.loc[young.table["value"].isna(), "quantity"]:
        assert quantity in said


def test_every_target_that_can_be_measured_has_a_panel(grown: Patterns) -> None:
    drawn = {target for _, targets, _ in PANELS for target in targets}
    assert set(grown.table.loc[grown.table["value"].notna(), "id"]) <= drawn


def test_facts_stand_before_the_runs(grown: Patterns) -> None:
    assert set(grown.history["id"]) == {"academpark_firms_2015", "academpark_staff_2012", "academpark_revenue_2015"}
    picture = history(grown)
    assert len(picture.axes) == 3
    points = [line.get_ydata()[0] for axes in picture.axes for line in axes.lines if line.get_marker() == "o"]
    assert sorted(points) == sorted(grown.history["fact"])


def test_the_bytes_of_a_picture_are_always_the_same(grown: Patterns, tmp_path: Path) -> None:
    for name in ("one.svg", "two.svg"):
        sheet(grown, tmp_path / name)
        history(grown, tmp_path / f"history-{name}")
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()
    assert (tmp_path / "history-one.svg").read_bytes() == (tmp_path / "history-two.svg").read_bytes()
