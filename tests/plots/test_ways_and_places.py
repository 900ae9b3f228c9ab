"""Pictures of differences over time, ways of agreements, funnels, networks and maps show what the runs hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import cases
import numpy as np
import pytest
from click.testing import CliRunner

import toy
from ecosim import plots
from ecosim.cli import main
from ecosim.errors import UsageError
from ecosim.experiments.design import Design, factorial, single, triangle
from ecosim.patterns.climb import LEVELS, climb
from ecosim.patterns.finished import finish
from ecosim.plots.style import Picture
from ecosim.results import Results
from ecosim.results.funnel import funnel
from ecosim.results.snapshot import KINDS, snapshots
from ecosim.results.study import carry_out, compare
from ecosim.world.codes import Stage

SMALL = cases.scenario()


def made(folder: Path, cells: Any, replications: int = 12) -> Results:
    return carry_out(Design("toy", cells, 1, range(replications)), folder, 1, None, toy.simulate)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return made(tmp_path_factory.mktemp("toy"), triangle(toy.scenario()))


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return compare(SMALL, without=["science_industry"], replications=2, jobs=1, out=tmp_path_factory.mktemp("small"))


def texts(picture: Picture) -> list[str]:
    found = [text.get_text() for text in picture.texts]
    for axes in picture.axes:
        found += [text.get_text() for text in axes.texts] + [axes.get_title(loc="left")]
    return [text.replace("\n", " ") for text in found if text]


def test_a_difference_is_summed_up_and_told_from_zero(results: Results) -> None:
    picture = plots.difference(results)
    assert len(picture.axes) == len(results.summary["contrasts"])
    for axes, gain in zip(picture.axes, (1, 1, 1, 3), strict=True):
        path, zero = axes.lines
        assert path.get_ydata().tolist() == [gain * (quarter + 1) for quarter in range(20)]
        assert list(zero.get_ydata()) == [0, 0]
        assert axes.texts[-1].get_text() == f"+{20 * gain}.0"
    assert "told from zero since 2000Q1" in texts(picture)
    levels = plots.difference(results, "firms")
    assert levels.axes[0].lines[0].get_ydata().tolist() == [1.0] * 20


def test_nothing_to_compare_is_said(tmp_path: Path) -> None:
    alone = made(tmp_path, single(toy.scenario()))
    with pytest.raises(UsageError, match="nothing is compared"):
        plots.difference(alone)
    assert "How a mean settles as replications are added" in texts(plots.convergence(alone))
    with pytest.raises(UsageError, match="3 replications in all cells; at least 10 are needed"):
        plots.convergence(made(tmp_path / "few", triangle(toy.scenario()), 3))


def test_a_mean_settles_where_the_effects_are(results: Results) -> None:
    picture = plots.convergence(results)
    ends = [line.get_ydata()[-1] for line in picture.axes[0].lines if len(line.get_xdata()) > 2]
    assert ends == results.effects("completions")["difference"].tolist()


def test_ribbons_add_up_to_the_flows(results: Results) -> None:
    picture = plots.sankey(results)
    means = results.to_pandas("outcomes").groupby("cell").mean() * 4 / 20
    first = [text.get_text() for text in picture.axes[0].texts]
    names = [name for name in means if str(name).startswith("contracts.")]
    total = means.loc["all links", names].sum()
    assert f"research contracts\n{total:.0f}" in first
    assert any(text.startswith("arm's length\n") for text in first)
    assert {"All links", "Without the Triangle"} <= set(texts(picture))


def test_a_funnel_counts_what_the_runs_hold(real: Results) -> None:
    found = funnel(real, real.cells, 2, 1)
    plain = finish(SMALL, seed=1, replication=1)
    techs = plain.world.techs.view
    late = techs["found"] >= plain.begun
    assert found.counts[0][1].tolist() == climb(plain).tolist()
    assert climb(plain)[0] == late.sum()
    assert climb(plain)[-1] == (late & (techs["stage"] == Stage.PRODUCT)).sum() > 0
    assert (np.diff(climb(plain)) <= 0).all()
    picture = plots.funnel(real, found)
    assert len(picture.axes[0].patches) == 1 + len(LEVELS)
    assert "2 paired replications made again" in " ".join(texts(picture))


def test_a_snapshot_holds_the_living_and_their_ties(real: Results) -> None:
    early, late = snapshots(real, ["2005Q4", "2001"])
    assert (early.quarter, late.quarter) == ("2001Q1", "2005Q4")
    world = cases.Simulation(SMALL, seed=1, replication=0)
    while not world.finished:
        world.step()
    orgs, ties = world.world.orgs.view, world.world.ties.view
    living = (orgs["kind"] < len(KINDS)) & (orgs["died"] < 0)
    assert (len(late.kind), late.staff.sum()) == (living.sum(), orgs["staff"][living].sum())
    assert len(late.ties) == (ties["ended"] < 0).sum() > 0
    for a, b, link in late.ties:
        assert tuple(sorted((late.kind[a], late.kind[b]))) == tuple(sorted(late.joins[link]))


def test_dates_outside_of_the_calendar_are_refused(real: Results) -> None:
    with pytest.raises(UsageError, match="1999 lies outside of the calendar, 2000Q1 to 2005Q4"):
        snapshots(real, ["1999"])
    with pytest.raises(UsageError, match="is not a date"):
        snapshots(real, ["soon"])


def test_network_and_map_say_how_much_there_is(real: Results) -> None:
    (one,) = snapshots(real, ["2005Q4"])
    network, place = (draw(real, [one], "all links") for draw in (plots.network, plots.map_of))
    counts = np.bincount(one.ties[:, 2], minlength=len(one.links))
    assert [f"{count} ties" for count in counts] == [text for text in texts(network) if text.endswith(" ties")]
    there = one.place == 1  # places stand by name, and the partner region's comes first
    firms = int(one.staff[there & (one.kind == KINDS.index("firms"))].sum())
    assert any(text.startswith("campus") and f"/ {firms} people" in text for text in texts(place))


def test_names_on_a_map_stay_on_the_page(real: Results) -> None:
    (one,) = snapshots(real, ["2005Q4"])
    crowded = replace(one, staff=100 * one.staff)  # numbers of five digits make names long
    picture = plots.map_of(real, [crowded, crowded], "all links")
    for axes in picture.axes:
        room = axes.get_position().transformed(picture.transFigure)
        for text in axes.texts:
            seen = text.get_window_extent()
            assert room.x0 <= seen.x0 and seen.x1 <= room.x1, text.get_text()


DRAW: dict[str, Callable[[Results, Path], Any]] = {
    "network": lambda real, path: real.plot.network(path, ["2003"]),
    "map": lambda real, path: real.plot.map(path, ["2003"]),
    "funnel": lambda real, path: real.plot.funnel(path, jobs=1),
    "sankey": lambda real, path: real.plot.sankey(path),
    "difference": lambda real, path: real.plot.difference(path=path),
}


@pytest.mark.parametrize("name", sorted(DRAW))
def test_the_same_results_give_the_same_bytes(real: Results, tmp_path: Path, name: str) -> None:
    for file in ("a.svg", "b.svg"):
        DRAW[name](real, tmp_path / file)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


def test_many_cells_and_one_replication_can_be_drawn(tmp_path: Path) -> None:
    many = made(tmp_path, factorial(toy.scenario()), 1)
    assert plots.difference(many)._repr_png_()
    assert plots.sankey(many)._repr_png_()


def test_the_command_draws_by_name(results: Results, tmp_path: Path) -> None:
    arguments = ["plot", str(results.directory), "difference", "sankey", "--indicator", "firms", "--out", str(tmp_path)]
    assert CliRunner().invoke(main, [*arguments, "--cell", "science_industry"]).exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["difference-firms.svg", "sankey.svg"]
    wrong = CliRunner().invoke(main, [*arguments, "--cell", "science_indusry"])
    assert (wrong.exit_code, "did you mean 'science_industry'?" in wrong.stderr) == (2, True)
