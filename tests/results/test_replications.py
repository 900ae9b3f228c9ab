"""How intervals shrink with replications, and what shared luck saves."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from test_stopping import JUDGING, grown, noisy

import toy
from ecosim import plots
from ecosim.cli import main
from ecosim.errors import UsageError
from ecosim.experiments.design import Design, single
from ecosim.plots.replications import replications
from ecosim.results import Results, study
from ecosim.results.luck import shared_luck
from ecosim.results.replications import chosen, curve, curve_tables, steady


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return grown(tmp_path_factory.mktemp("noisy"), JUDGING)


def test_the_curve_ends_with_the_intervals_of_the_effects(results: Results) -> None:
    found = curve(results, "completions")
    effects = results.effects("completions")
    assert found.cells == tuple(effects["cell"])
    assert found.halves[-1].tolist() == pytest.approx(((effects["t_high"] - effects["t_low"]) / 2).tolist())
    assert found.counts[-1] == results.summary["replications"] == max(one for one in found.enough if one)
    assert found.precision == 7


def test_the_indicator_with_a_precision_is_shown_first(results: Results) -> None:
    assert chosen(results, None) == "completions"
    assert chosen(results, "patents") == "patents"
    with pytest.raises(UsageError, match="did you mean 'patents'"):
        chosen(results, "patent")


def test_without_a_precision_there_is_a_curve_all_the_same(results: Results) -> None:
    found = curve(results, "patents")
    assert (found.precision, set(found.enough), set(found.estimate)) == (None, {None}, {None})
    assert "declares no judgement.patents.precision" in curve_tables(found, results)[0].text()


def test_the_rule_of_the_coefficient_of_variation_stops_where_it_first_rests() -> None:
    values = np.concatenate([np.tile([1.0, 3.0], 10), [20.0] * 10, np.tile([1.0, 3.0], 10)])
    assert steady(np.tile([1.0, 3.0], 10)) is None  # 0.527 and 0.513: not yet
    assert steady(np.tile([1.0, 3.0], 20)) == 20
    assert steady(values) is None
    assert steady(np.zeros(40)) is None


def test_few_runs_make_no_curve(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="10 replications make no curve"):
        curve(grown(tmp_path, at_most=None, first=10), "completions")


def test_shared_luck_is_the_ratio_of_variances(tmp_path: Path) -> None:
    found = shared_luck(grown(tmp_path, at_most=None, first=40)).set_index(["cell", "indicator"])["ratio"]
    table = pd.read_parquet(tmp_path / "outcomes.parquet").pivot(index="replication", columns="cell", values="patents")
    first, second = table["all links"], table["without the Triangle"]
    expected = (first.var() + second.var()) / (first - second).var()
    assert found["without the Triangle", "patents"] == pytest.approx(expected)


def test_the_command_shows_tables_and_draws(results: Results, tmp_path: Path) -> None:
    shown = CliRunner().invoke(main, ["replications", str(results.directory), "--out", str(tmp_path)])
    assert shown.exit_code == 0
    assert "precision wanted: 7" in shown.stdout
    assert shown.stdout.rstrip().endswith(f"Plot: {tmp_path}/replications-completions.svg")
    assert (tmp_path / "replications-completions.svg").read_text().startswith("<?xml")
    luck = CliRunner().invoke(main, ["replications", str(results.directory), "--shared-luck"])
    assert luck.stdout.startswith("Variance with independent seeds over variance with shared luck")
    plain = CliRunner().invoke(main, ["replications", str(results.directory), "--json", "--out", str(tmp_path)])
    assert json.loads(plain.stdout)["precision"] == 7


def test_the_picture_has_a_curve_for_each_difference_and_the_precision(results: Results) -> None:
    found = curve(results, "completions")
    axes = replications(results, found).axes[0]
    drawn = [line for line in axes.lines if len(line.get_xdata()) == len(found.counts)]
    assert [list(line.get_ydata()) for line in drawn] == found.halves.T.tolist()
    assert "precision wanted: 7" in [text.get_text() for text in axes.texts]
    assert isinstance(replications(results, curve(results, "firms")), plots.Picture)


def test_a_single_scenario_has_the_curve_of_its_mean(tmp_path: Path) -> None:
    design = Design("toy", single(toy.scenario()), 1, range(30))
    alone = study.carry_out(design, tmp_path, 1, simulate=noisy)
    found = curve(alone, "completions")
    assert found.cells == ("toy",)
    assert replications(alone, found).axes
    with pytest.raises(UsageError, match="difference of two cells"):
        from ecosim.results.luck import shared_luck_tables

        shared_luck_tables(alone)
