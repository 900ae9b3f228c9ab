"""When an effect shows: dates, areas and leads are those of paths that are known."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

import toy
from ecosim.experiments.design import Cell, Design, links_on, triangle
from ecosim.results import Results, study
from ecosim.results.timing import PARTS, Paths, paths, simultaneous_band, timing_tables
from ecosim.scenario.document import ScenarioBase

LINK = "science_industry"
COMPLETIONS = toy.NAMES.index("completions")


def late(scenarios: Mapping[str, ScenarioBase], *, seed: int, replication: int) -> dict[str, toy.Run]:
    """Let 2 products come a quarter, and one more from 2002Q1 on with the link; three agreements in any case."""
    runs = toy.simulate(scenarios, seed=seed, replication=replication)
    for name, scenario in scenarios.items():
        runs[name].series[:, COMPLETIONS] = 2
        runs[name].series[8:, COMPLETIONS] += LINK in links_on(scenario)
        runs[name].series[:, toy.NAMES.index("agreements")] = 3
    return runs


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    design = Design("toy", triangle(toy.scenario()), 1, range(4))
    return study.carry_out(design, tmp_path_factory.mktemp("results"), 1, simulate=late)


def contrast(results: Results) -> dict[str, str]:
    return next(one for one in results.summary["contrasts"] if one["cell"] == f"without {LINK}")


def test_paths_are_summed_up_and_levels_are_parts_of_the_baseline(results: Results) -> None:
    found = paths(results, contrast(results), "completions")
    assert found.minuend.shape == (4, 20)
    assert (found.minuend[0, -1], found.subtrahend[0, -1]) == (52, 40)
    assert found.levels == (13, 26, 39, 47)
    assert len(PARTS) == 4


def test_it_shows_from_the_quarter_in_which_the_sums_part(results: Results) -> None:
    since, _ = timing_tables(results, contrast(results))
    assert [row[1] for row in since.rows] == ["2002Q1", "never"]
    area = sum(range(1, 13)) / 4  # one product more a quarter, and one more each
    assert since.rows[0][2:] == ["+12.0", f"+{area:.1f}", f"[+{area:.1f}, +{area:.1f}]"]
    assert since.rows[1][2:] == ["0", "0", "[0, 0]"]


def test_levels_are_reached_earlier_and_runs_that_never_do_are_counted(results: Results) -> None:
    _, levels = timing_tables(results, contrast(results))
    first = [row for row in levels.rows if row[0].endswith("transfers completed")]
    assert first[0][1:] == ["2001Q3", "2001Q3", "0", "[0, 0]", "0"]
    assert first[2][1:] == ["2003Q4", "2004Q4", "+1.00", "[+1.00, +1.00]", "0"]
    assert first[3][1:] == ["2004Q3", "not by then", ">= +0.50", "[+0.50, +0.50]", "0 and 4 of 4"]


def test_side_by_side_the_first_that_comes_is_earlier_too(tmp_path: Path) -> None:
    slow = toy.scenario(f"links.{LINK}.enabled=false")
    cells = (Cell("slow", slow), Cell("fast", toy.scenario()))
    both = study.carry_out(Design("toy", cells, 1, range(3)), tmp_path, 1, simulate=late)
    _, levels = timing_tables(both, both.summary["contrasts"][0])
    assert levels.heading[1:3] == ["fast", "slow"]
    assert levels.rows[3][3] == "+0.75"  # 36 of the 40 that the slow one has by the end


def test_one_pair_has_no_interval(tmp_path: Path) -> None:
    one = study.carry_out(Design("toy", triangle(toy.scenario()), 1, range(1)), tmp_path, 1, simulate=late)
    since, levels = timing_tables(one, contrast(one))
    assert since.rows[0][1:] == ["never", "+12.0", "+19.5", "-"]
    assert levels.rows[3][4] == "-"


def test_the_band_is_wider_than_that_of_a_single_quarter_and_the_same_for_the_same_seed() -> None:
    paths_of = np.random.default_rng(3).normal(size=(50, 40)).cumsum(axis=1)
    low, high = simultaneous_band(paths_of, 1)
    half = (high - low) / 2
    errors = half / (paths_of.std(axis=0, ddof=1) / np.sqrt(50))
    assert errors == pytest.approx(np.full(40, errors[0]))
    assert 2.4 < errors[0] < 3.6  # 2.0 of a single quarter
    assert np.array_equal(simultaneous_band(paths_of, 1)[0], low)


def test_paths_without_an_effect_seldom_show_one() -> None:
    rng = np.random.default_rng(4)
    shown = 0
    for _ in range(60):
        path = rng.normal(size=(20, 40)).cumsum(axis=1)
        shown += Paths("completions", ("",) * 40, path, np.zeros_like(path), (1,)).since is not None
    assert shown <= 6  # 5 % at most; more than 6 of 60 happens once in thirty


def test_a_band_holds_most_paths_as_a_whole() -> None:
    rng, held = np.random.default_rng(5), 0
    for _ in range(40):
        low, high = simultaneous_band(rng.normal(size=(60, 40)).cumsum(axis=1), 1)
        held += bool(((low <= 0) & (high >= 0)).all())
    assert held >= 33
