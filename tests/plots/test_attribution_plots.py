"""Waterfall, matrix and survival curves show the numbers of the tables, and the same bytes every time."""

from __future__ import annotations

from pathlib import Path

import cases
import matplotlib
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

import toy
from ecosim import plots
from ecosim.errors import UsageError
from ecosim.experiments.design import attributing
from ecosim.plots.style import Picture, colour
from ecosim.plots.survival import survival as draw_survival
from ecosim.results import Results
from ecosim.results.study import carry_out, run
from ecosim.results.survival import survival
from teamwork import FOUR, made, noisy


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return made(tmp_path_factory.mktemp("luck"), simulate=noisy)


def said(picture: Picture) -> str:
    texts = [text.get_text() for text in picture.texts]
    texts += [text.get_text() for axes in picture.axes for text in [*axes.texts, *axes.get_yticklabels()]]
    return "\n".join(texts)


def test_the_waterfall_climbs_from_none_to_all(results: Results) -> None:
    picture = plots.shapley(results)
    means = results.to_pandas("outcomes").groupby("cell")[["completions", "agreements"]].mean()
    for axes, name in zip(picture.axes, means, strict=True):
        bars = [bar for bar in axes.patches if isinstance(bar, Rectangle)]
        assert len(bars) == 3
        assert bars[0].get_x() == pytest.approx(means.loc["without the Triangle", name])
        assert bars[-1].get_x() + bars[-1].get_width() == pytest.approx(means.loc["all links", name])
    assert {"None of them", "Science–industry", "All of them"} <= set(said(picture).split("\n"))
    assert "12 paired replications · seed 1 · ecosim" in said(picture)


def test_a_share_that_could_be_nothing_is_grey(results: Results) -> None:
    shares = results.attribution("agreements").query("measure == 'share'")
    colours = [bar.get_facecolor()[:3] for bar in plots.shapley(results, indicators=["agreements"]).axes[0].patches]
    for told, shade in zip(shares["word"], colours, strict=True):
        assert (shade == pytest.approx(to_rgb(colour(1)))) == (told == "adds")


def test_the_matrix_has_every_pair_once_and_undecided_ones_are_grey(results: Results) -> None:
    picture = plots.interactions(results)
    for axes, name in zip(picture.axes, ("completions", "agreements"), strict=True):
        pairs = results.attribution(name).query("measure == 'average' and size == 2")
        shades = [to_rgb(patch.get_facecolor()) for patch in axes.patches]
        assert len(shades) == len(pairs) == 3
        for (red, _, blue), word in zip(shades, pairs["word"], strict=True):
            assert {"complements": blue > red, "substitutes": red > blue}.get(word, red == blue)
    assert "complements" in said(picture)


def test_of_many_links_only_numbers_stand_in_the_cells(tmp_path: Path) -> None:
    many = made(tmp_path, FOUR)
    picture = plots.interactions(many, indicators=["completions"])
    assert picture._repr_png_()
    assert "Groups of three that can be told to go beyond their pairs: 1 of 4." in said(picture)
    sampled = made(tmp_path / "sampled", FOUR, orders=4)
    assert "±" in said(plots.shapley(sampled))
    with pytest.raises(UsageError, match="interactions need every combination"):
        plots.interactions(sampled)


@pytest.mark.parametrize("name", ["shapley", "interactions"])
@pytest.mark.parametrize("kind", ["svg", "png", "pdf"])
def test_the_same_results_give_the_same_bytes(results: Results, tmp_path: Path, name: str, kind: str) -> None:
    draw = getattr(results.plot, name)
    draw(path=tmp_path / f"a.{kind}")
    with matplotlib.rc_context({"font.size": 20, "svg.hashsalt": "other"}):
        draw(path=tmp_path / f"b.{kind}")
    assert (tmp_path / f"a.{kind}").read_bytes() == (tmp_path / f"b.{kind}").read_bytes()


def test_survival_curves_are_those_of_the_table(tmp_path: Path) -> None:
    small = run(cases.scenario(cases.small(time={"end": "2012Q4"})), replications=2, jobs=1, out=tmp_path)
    found = survival(small, jobs=1)
    picture = draw_survival(found)
    for axes, clock in zip(picture.axes, ("discovery", "agreement"), strict=True):
        table = found.curves[found.curves["clock"] == clock]
        drawn = [line.get_ydata() for line in axes.lines]
        kept = [rows["share"].to_numpy() for _, rows in table.groupby("group", sort=False)]
        assert len(drawn) == len(kept)
        assert all(np.array_equal(line, rows) for line, rows in zip(drawn, kept, strict=True))
    assert {"Any channel", "Arm's length"} <= set(said(picture).split("\n"))


@pytest.mark.parametrize("name", ["shapley", "interactions"])
@pytest.mark.parametrize("replications", [1, 2])
def test_a_cell_without_runs_and_a_single_run_can_be_drawn(tmp_path: Path, name: str, replications: int) -> None:
    simulate = toy.Failing("spin_off", replication=0)  # with one run, a cell has none
    design = attributing(toy.scenario(), ("spin_off", "science_industry"), None, 1, replications)
    results = carry_out(design, tmp_path, 1, simulate=simulate)
    assert results.attribution("completions")["word"].unique().tolist() == ["undecided"]
    picture = getattr(plots, name)(results)
    assert picture._repr_png_()
    assert "Spin-off" in said(picture)
