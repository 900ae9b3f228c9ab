"""Growing until differences are precise: the rule, and what a directory looks like afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import toy
from ecosim.errors import UsageError
from ecosim.experiments.design import links_on
from ecosim.results import Results, study
from ecosim.results.effects import Contrast
from ecosim.results.stopping import half_widths, looks, paired, settled
from ecosim.scenario.document import ScenarioBase

NOISE = np.random.default_rng(4).normal(1e6, 3, (80, 2))
JUDGING = "judgement={completions: {smallest: 20, precision: 7}}"


def noisy(scenarios: Mapping[str, ScenarioBase], *, seed: int, replication: int) -> dict[str, toy.Run]:
    """Add luck of its own to every cell of the toy: a standard deviation of some twenty products by the end."""
    return {
        name: toy.Run(run.series + np.random.default_rng([seed, replication, len(links_on(scenarios[name]))]).normal())
        for name, run in toy.simulate(scenarios, seed=seed, replication=replication).items()
    }


def grown(out: Path, *overrides: str, at_most: int | None = 300, first: int = 30) -> Results:
    return study.carry_out(toy.design(first, 1, *overrides), out, 1, simulate=noisy, at_most=at_most)


def test_looks_are_taken_from_thirty_on_and_at_the_end() -> None:
    assert looks(65).tolist() == [30, 40, 50, 60, 65]
    assert looks(30).tolist() == [30]


def test_half_widths_are_those_of_students_t_of_the_first_pairs() -> None:
    NOISE[5, 1] = np.nan
    found = half_widths(NOISE, [30, 80])
    for row, count in zip(found, (30, 80), strict=True):
        for value, column in zip(row, NOISE[:count].T, strict=True):
            known = column[np.isfinite(column)]
            low, high = stats.t.interval(0.95, len(known) - 1, known.mean(), stats.sem(known))
            assert value == pytest.approx((high - low) / 2, rel=1e-6)


def test_one_pair_has_no_half_width() -> None:
    assert np.isnan(half_widths(NOISE[:, :1], [1])).all()


def test_precision_counts_when_it_is_reached_twice_in_a_row() -> None:
    halves = np.array([2.0, 0.9, 1.1, 0.9, 0.8, 0.7])
    assert settled(halves, 1.0).tolist() == [False, False, False, False, True, True]
    assert settled(np.array([0.5, 0.5]), 1.0).tolist() == [False, True]


def test_differences_are_those_of_the_contrasts_by_replication() -> None:
    table = pd.DataFrame({"cell": ["a", "a", "b"], "replication": [0, 1, 1], "lag": [1.0, 5.0, 2.0]})
    found = paired(table, [Contrast("b", "a", "b", ""), Contrast("c", "a", "c", "")], "lag")
    assert list(found) == ["b"]
    assert found["b"].tolist()[1] == 3
    assert np.isnan(found["b"].tolist()[0])


def test_a_design_grows_until_every_difference_is_precise(tmp_path: Path) -> None:
    results = grown(tmp_path, JUDGING)
    count = results.summary["replications"]
    assert 40 < count < 300
    (precision,) = results.summary["precision"]
    assert precision["reached"]
    effects = results.effects("completions")
    assert precision["half_width"] == ((effects["t_high"] - effects["t_low"]) / 2).max() <= 7
    contrasts = [Contrast(**one) for one in results.summary["contrasts"]]
    differences = paired(results.to_pandas("outcomes"), contrasts, "completions").to_numpy()
    narrow = (half_widths(differences, looks(count)) <= 7).all(axis=1)
    assert narrow.tolist()[-2:] == [True, True]
    assert not (narrow[1:-1] & narrow[:-2]).any()


def test_growing_goes_on_after_an_interruption_with_the_runs_of_a_fixed_number(tmp_path: Path) -> None:
    whole = grown(tmp_path / "whole", JUDGING)
    grown(tmp_path / "part", JUDGING, at_most=40)
    grown(tmp_path / "part", JUDGING)
    grown(tmp_path / "fixed", JUDGING, at_most=None, first=whole.summary["replications"])
    for name in ("outcomes.parquet", "effects.parquet", "summary.json"):
        texts = {(tmp_path / place / name).read_bytes() for place in ("whole", "part", "fixed")}
        assert len(texts) == 1


def test_growing_ends_at_the_most_and_says_so(tmp_path: Path) -> None:
    results = grown(tmp_path, JUDGING, at_most=35)
    assert results.summary["replications"] == 35
    assert not results.summary["precision"][0]["reached"]


def test_of_a_single_scenario_it_is_the_mean_that_becomes_precise(tmp_path: Path) -> None:
    results = study.run(toy.scenario(JUDGING), replications=3, jobs=1, out=tmp_path)
    assert results.summary["precision"][0]["half_width"] is not None
    assert results.to_pandas("effects").empty


def test_without_a_precision_nothing_grows(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"toy declares no precision.*judgement\.completions\.precision"):
        study.compare(toy.scenario(), replications="auto", out=tmp_path / "out")
    with pytest.raises(UsageError, match="at_most must be at least 30, not 20"):
        study.compare(toy.scenario(JUDGING), replications="auto", at_most=20, out=tmp_path / "out")
    assert not (tmp_path / "out").exists()
