"""Pictures show the numbers of the results, the same bytes every time, and survive odd results."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
import pytest
from matplotlib.colors import to_rgb

import toy
from ecosim import plots
from ecosim.errors import UsageError
from ecosim.experiments.design import Cell, Design, factorial, single, triangle
from ecosim.plots.bands import yearly_bands
from ecosim.plots.style import PALETTE, Picture, colour, dashes
from ecosim.results import Results
from ecosim.results.study import carry_out

DRAW = {"curves": plots.curves, "forest": plots.forest, "flows": plots.flows}


def made(folder: Path, cells: tuple[Cell, ...], replications: int = 4, simulate: Any = toy.simulate) -> Results:
    """Return results of the toy engine."""
    return carry_out(Design("toy", cells, 1, range(replications)), folder, 1, None, simulate)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return made(tmp_path_factory.mktemp("toy"), triangle(toy.scenario()))


@pytest.fixture(autouse=True)
def no_warnings() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def texts(picture: Picture) -> list[str]:
    """Return everything written on a picture, without line breaks."""
    found = [text.get_text() for text in picture.texts]
    for axes in picture.axes:
        labels = [*axes.texts, *axes.get_xticklabels(), *axes.get_yticklabels()]
        found += [text.get_text() for text in labels] + [axes.get_title(loc="left")]
    return [text.replace("\n", " ") for text in found if text]


def test_a_year_of_a_flow_is_the_sum_of_its_quarters(results: Results) -> None:
    series = results.to_pandas("series")
    mine = series[(series["cell"] == "all links") & (series["year"].astype(int) == 2001)]
    sums = mine.groupby("replication")["completions"].sum()
    bands = yearly_bands(results, "completions")["all links"]
    assert list(bands.index) == [2000.5, 2001.5, 2002.5, 2003.5, 2004.5]
    assert bands.loc[2001.5].tolist() == pytest.approx(np.quantile(sums, [0.05, 0.25, 0.5, 0.75, 0.95]).tolist())


def test_a_level_and_a_cumulated_flow_stand_at_the_end_of_the_year(results: Results) -> None:
    outcomes = results.to_pandas("outcomes").query("cell == 'all links'")
    for indicator, cumulative in (("firms", False), ("completions", True)):
        bands = yearly_bands(results, indicator, cumulative)["all links"]
        assert bands.index[-1] == 2005.0
        assert bands.loc[2005.0, 0.5] == outcomes[indicator].median()


def test_an_incomplete_year_counts_at_its_rate(tmp_path: Path) -> None:
    whole = made(tmp_path / "whole", single(toy.scenario()))
    part = made(tmp_path / "part", single(toy.scenario("time.start=2000Q3")))
    assert yearly_bands(part, "completions")["toy"].index[0] == 2000.75
    first = [yearly_bands(one, "completions")["toy"].iloc[0].tolist() for one in (whole, part)]
    assert first[0] == first[1]  # the toy's quarters are all alike


def test_curves_draw_the_medians_of_every_cell_in_its_colour(results: Results) -> None:
    picture = plots.curves(results)
    bands = yearly_bands(results, "completions")
    lines = [line for line in picture.axes[0].lines if len(line.get_xdata()) > 2]
    assert len(lines) == len(results.cells)
    for index, (cell, line) in enumerate(zip(results.cells, lines, strict=True)):
        assert np.array_equal(line.get_ydata(), bands[cell][0.5])
        assert line.get_color() == PALETTE[index]


def test_curves_say_what_is_seen(results: Results) -> None:
    said = texts(plots.curves(results))
    assert {"Transfers completed per year", "A toy: products per year.", "without science–industry"} <= set(said)
    assert any("4 paired replications · seed 1 · ecosim" in text and text.endswith("· toy") for text in said)
    assert "Transfers completed since 2000Q1" in texts(plots.curves(results, cumulative=True))
    assert "Firms at the end of each year" in texts(plots.curves(results, "firms"))
    assert "A toy: million RUB per year." in texts(plots.curves(results, "revenue"))


def test_dated_events_are_marked_and_explained(results: Results) -> None:
    picture = plots.curves(results)
    for axes in picture.axes:
        dates = {line.get_xdata()[0] for line in axes.lines if len(line.get_xdata()) == 2}
        assert dates == {event["year"] for event in results.events}
    said = texts(picture)
    assert {"1", "2", " 1  Less (2002Q3)", " 2  Town becomes a science city (2003Q1)"} <= set(said)


def test_each_cell_stands_against_the_baseline_on_one_scale(results: Results) -> None:
    main, *sides = plots.curves(results).axes
    assert [side.get_title(loc="left").replace("\n", " ") for side in sides] == [
        "without science–education", "without education–industry", "without science–industry", "without the Triangle",
    ]  # fmt: skip
    assert {side.get_ylim() for side in sides} == {main.get_ylim()}
    assert all(len(side.collections) == 4 for side in sides)  # two bands of each of two cells


def test_forest_tells_verdicts_apart_and_shows_what_counts_as_none(tmp_path: Path) -> None:
    cells = triangle(toy.scenario("judgement={completions: {smallest: 30}}"))
    axes = plots.forest(made(tmp_path, cells, 12)).axes[0]
    assert [text.get_text() for text in axes.texts][1::2] == ["equivalent to none"] * 3 + ["effect"]
    markers = [line.get_marker() for line in axes.lines if len(line.get_xdata()) == 1]
    assert markers == ["s", "s", "s", "o"]
    (zone,) = axes.patches
    assert (zone.get_x(), zone.get_width()) == (-30, 60)


def test_forest_shows_the_effects_and_says_them(results: Results) -> None:
    picture = plots.forest(results)
    effects = results.effects("completions", "agreements")
    for axes, indicator in zip(picture.axes, ("completions", "agreements"), strict=True):
        rows = effects[effects["indicator"] == indicator]
        points = [line.get_xdata()[0] for line in axes.lines if line.get_marker() == "o"]
        assert points == rows["difference"].tolist()
        said = [label.get_text() for label in axes.texts]
        assert said[::2] == ["+20.0  [+20.0, +20.0]"] * 3 + ["+60.0  [+60.0, +60.0]"]
        assert said[1::2] == ["undecided: no smallest effect declared"] * 4  # four pairs
    assert {"Science–education", "The Triangle", "Positive = the link adds: all links minus without the link."} <= set(
        texts(picture)
    )


def test_an_interval_that_holds_zero_is_hollow(tmp_path: Path) -> None:
    cells = (Cell("first", toy.scenario()), Cell("second", toy.scenario("title=Another")))
    picture = plots.forest(made(tmp_path, cells))
    assert [line.get_markerfacecolor() for line in picture.axes[0].lines if line.get_marker() == "o"] == ["white"]
    assert "Positive = more than first." in texts(picture)


def test_flows_stack_the_means_of_channels_up_to_their_sum(results: Results) -> None:
    picture = plots.flows(results, names=("contracts",))
    outcomes = results.to_pandas("outcomes").groupby("cell").mean()
    names = [name for name in outcomes if str(name).startswith("contracts.")]
    drawn = np.zeros(len(results.cells))
    for bar in picture.axes[0].patches:
        row = round(bar.get_y() + bar.get_height() / 2)
        assert bar.get_x() == pytest.approx(drawn[row])  # begins where the last channel ends
        drawn[row] += bar.get_width()
    assert drawn.tolist() == pytest.approx((outcomes.loc[list(results.cells), names].sum(axis=1) * 4 / 20).tolist())
    assert picture.axes[0].texts[0].get_text() == f"{drawn[0]:.0f}"
    assert picture.axes[0].texts[1].get_text() == f"{drawn[1]:.0f} (−44.0)"  # eleven channels, four quarters


@pytest.mark.parametrize("kind", ["svg", "png", "pdf"])
@pytest.mark.parametrize("name", sorted(DRAW))
def test_the_same_results_give_the_same_bytes(results: Results, tmp_path: Path, name: str, kind: str) -> None:
    DRAW[name](results, path=tmp_path / f"a.{kind}")
    with matplotlib.rc_context({"font.size": 20, "svg.hashsalt": "other", "savefig.dpi": 30, "axes.grid": True}):
        DRAW[name](results, path=tmp_path / f"b.{kind}")
    assert (tmp_path / f"a.{kind}").read_bytes() == (tmp_path / f"b.{kind}").read_bytes()


def test_nobody_elses_settings_change(results: Results) -> None:
    before = dict(matplotlib.rcParams)
    plots.curves(results)._repr_png_()
    assert dict(matplotlib.rcParams) == before


def test_pictures_show_themselves_in_a_notebook(results: Results) -> None:
    said = [one.get_text() for one in results.plot.forest(indicators=["patents"]).texts]
    assert "Patents granted" in said
    assert results.plot.forest()._repr_png_().startswith(b"\x89PNG")


def test_another_kind_of_file_is_refused(results: Results, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no picture of kind 'pnf'; did you mean 'png'\?; known: svg, png, pdf"):
        plots.curves(results, path=tmp_path / "a.pnf")
    assert not list(tmp_path.iterdir())


class FailingWhere:
    """An engine that fails for chosen scenarios."""

    def __init__(self, links: int) -> None:
        self.links = links

    def __call__(self, scenarios: Any, *, seed: int, replication: int) -> Any:
        """Simulate, or raise for scenarios with as many links."""
        if any(len(toy.links_on(one)) == self.links for one in scenarios.values()):
            raise ArithmeticError("money was lost")
        return toy.simulate(scenarios, seed=seed, replication=replication)


@pytest.mark.parametrize("name", sorted(DRAW))
@pytest.mark.parametrize("links", [4, 3, 1])
def test_cells_without_runs_are_no_numbers(tmp_path: Path, name: str, links: int) -> None:
    results = made(tmp_path, triangle(toy.scenario()), 2, FailingWhere(links))
    picture = DRAW[name](results)
    assert picture._repr_png_()
    assert any("0 to 2 paired replications" in text for text in texts(picture))
    if name == "flows":
        assert any(text.startswith("−") for text in texts(picture)[1:])


def test_without_the_baseline_nothing_is_compared_with_it(tmp_path: Path) -> None:
    results = made(tmp_path, triangle(toy.scenario()), 2, FailingWhere(4))
    assert len(plots.curves(results).axes) == 1


@pytest.mark.parametrize("name", sorted(DRAW))
def test_one_replication_and_many_cells_can_be_drawn(tmp_path: Path, name: str) -> None:
    results = made(tmp_path, factorial(toy.scenario()), 1)
    picture = DRAW[name](results)
    assert picture._repr_png_()
    if name == "forest":
        assert "+20.0  (no interval)" in texts(picture)


def test_what_no_font_has_a_sign_for_is_left_out_of_a_picture(tmp_path: Path) -> None:
    picture = Picture(1, "a\tname\u2066 of\u2069\ntwo lines", ())
    picture.save(tmp_path / "picture.svg")
    assert [text.get_text() for text in picture.texts] == ["a name of\ntwo lines"]


def test_titles_are_taken_literally(tmp_path: Path) -> None:
    picture = plots.curves(made(tmp_path, single(toy.scenario("title=From $5 to $6"))))
    title = next(text for text in picture.texts if "From $5 to $6" in text.get_text())
    assert not title.get_parse_math()


@pytest.mark.parametrize("shade", PALETTE)
def test_every_colour_is_seen_on_white(shade: str) -> None:
    parts = np.array(to_rgb(shade))
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    assert 1.05 / (linear @ [0.2126, 0.7152, 0.0722] + 0.05) > 2.0  # ratio of luminances as WCAG defines it


def test_cells_of_the_same_colour_differ_in_their_dashes() -> None:
    looks = [(colour(index), dashes(index)) for index in range(22)]
    assert len(set(looks)) == 22
    assert [colour(index) for index in range(8)] == list(PALETTE)
