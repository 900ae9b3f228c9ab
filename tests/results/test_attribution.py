"""Shares and interactions of links: known of a toy, with intervals, words only where they hold, and sampled orders."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import toy
from ecosim.errors import UsageError
from ecosim.experiments.design import Design, attributing, factorial, triangle
from ecosim.results import Results, study
from ecosim.results.attribution import COLUMNS, attribution, can_attribute, is_complete, word
from ecosim.results.attribution_report import attribution_tables
from ecosim.results.effects import intervals
from teamwork import FOUR, made, noisy, together


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return made(tmp_path_factory.mktemp("results"))


@pytest.fixture(scope="module")
def luck(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return made(tmp_path_factory.mktemp("luck"), simulate=noisy)


def term(results: Results, measure: str, links: str, indicator: str = "completions") -> pd.Series:
    found = attribution(results, indicator).set_index(["measure", "links"])
    return found.loc[(measure, links)]


def test_shares_and_interactions_are_those_of_the_toy(results: Results) -> None:
    # 20 of each link's own, 48 of the pair, 16 less of all three
    values = attribution(results, "completions").set_index(["measure", "links"])["value"]
    assert values["whole", "science_education + education_industry + science_industry"] == 60 + 48 - 16
    assert values["beyond", "science_education + education_industry + science_industry"] == 48 - 16
    assert values["share", "science_education"] == pytest.approx(20 + 24 - 16 / 3)
    assert values["share", "education_industry"] == pytest.approx(20 - 16 / 3)
    assert values["first", "science_industry"] == 20
    assert values["last", "science_industry"] == 52
    assert values["alone", "science_education + science_industry"] == 48
    assert values["average", "science_education + science_industry"] == 40
    assert values["alone", "education_industry + science_industry"] == 0
    assert values["average", "education_industry + science_industry"] == -8
    assert values["average", "science_education + education_industry + science_industry"] == -16


def test_shares_sum_to_the_whole_whatever_the_luck(luck: Results) -> None:
    found = attribution(luck, "completions", "agreements")
    for _, mine in found.groupby("indicator"):
        values = mine.set_index("measure")["value"]
        assert values["share"].sum() == pytest.approx(values["whole"], rel=1e-12)
        means = luck.to_pandas("outcomes").groupby("cell")[mine["indicator"].iloc[0]].mean()
        assert values["whole"] == pytest.approx(means["all links"] - means["without the Triangle"], rel=1e-12)


def test_a_cut_of_one_link_is_the_effect_that_compare_prints(luck: Results) -> None:
    effect = luck.effects("completions").set_index("cell").loc["without science_industry"]
    row = term(luck, "last", "science_industry")
    assert row[["value", "interval_low", "interval_high"]].tolist() == pytest.approx(
        effect[["difference", "interval_low", "interval_high"]].tolist(), rel=2e-3
    )  # means of samples that tie are rounded apart, which moves the interval a little


def test_an_interval_is_that_of_the_contrast_over_replications(luck: Results) -> None:
    wide = luck.to_pandas("outcomes").pivot(index="replication", columns="cell", values="completions")
    change = wide["all links"] - wide["without science_industry"] - wide["without science_education"]
    change += wide["without science_education and science_industry"]
    change += wide["without education_industry"] - wide["without education_industry and science_industry"]
    change += wide["without the Triangle"] - wide["without science_education and education_industry"]
    low, high = intervals(change.to_numpy()[:, None] / 2, 1)[:, 0]
    row = term(luck, "average", "science_education + science_industry")
    assert row[["value", "interval_low", "interval_high"]].tolist() == pytest.approx([change.mean() / 2, low, high])


def test_words_are_said_only_where_the_interval_excludes_zero(results: Results, luck: Results) -> None:
    assert term(results, "average", "science_education + science_industry")["word"] == "complements"
    assert term(results, "average", "education_industry + science_industry")["word"] == "substitutes"
    assert term(results, "average", "education_industry + science_industry", "agreements")["word"] == "none"
    assert term(luck, "average", "education_industry + science_industry", "agreements")["word"] == "undecided"
    assert [word(False, 1, 2), word(False, -2, -1), word(True, -1, 1), word(True, float("nan"), float("nan"))] == [
        "adds", "takes away", "undecided", "undecided",
    ]  # fmt: skip


def test_the_table_is_kept_and_read_again(results: Results) -> None:
    written = pd.read_parquet(results.directory / "attribution.parquet")
    assert list(written) == list(COLUMNS)
    mine = written[written["indicator"] == "completions"].reset_index(drop=True)
    pd.testing.assert_frame_equal(mine, results.attribution("completions"))
    (results.directory / "attribution.parquet").unlink()
    pd.testing.assert_frame_equal(mine, results.attribution("completions"))
    assert {"completions", "agreements", "contracts"} <= set(written["indicator"])


def test_another_design_takes_the_table_away(tmp_path: Path) -> None:
    made(tmp_path)
    study.carry_out(Design("toy", triangle(toy.scenario()), 1, range(2)), tmp_path, 1, simulate=together)
    assert not (tmp_path / "attribution.parquet").exists()


def test_replications_that_a_cell_lacks_are_left_out(tmp_path: Path) -> None:
    failing = toy.Failing("science_industry", replication=2)
    results = study.carry_out(Design("toy", factorial(toy.scenario()), 1, range(4)), tmp_path, 1, simulate=failing)
    assert attribution(results, "completions")["pairs"].unique().tolist() == [3]


@pytest.mark.parametrize("orders", [None, 4])
def test_without_a_replication_that_all_cells_have_nothing_is_known(tmp_path: Path, orders: int | None) -> None:
    design = attributing(toy.scenario(), FOUR, orders, 1, 1)
    results = study.carry_out(design, tmp_path, 1, simulate=toy.Failing("spin_off", replication=0))
    found = attribution(results, "completions")
    assert found["pairs"].unique().tolist() == [0]
    assert found["value"].isna().all()
    assert attribution_tables(results)[0].rows[0][1:3] == ["-", "-"]


def test_without_every_combination_nothing_is_shared_out(tmp_path: Path) -> None:
    results = study.carry_out(Design("toy", triangle(toy.scenario()), 1, range(2)), tmp_path, 1, simulate=together)
    assert not can_attribute(results)
    assert attribution_tables(results) == []
    with pytest.raises(UsageError, match="compare --factorial"):
        results.attribution("completions")


def test_sampled_orders_come_near_the_exact_shares_with_an_honest_error(tmp_path: Path) -> None:
    exact = attribution(made(tmp_path / "exact", FOUR), "completions").query("measure == 'share'").set_index("links")
    results = made(tmp_path / "sampled", FOUR, orders=6)
    assert can_attribute(results)
    assert not is_complete(results)
    assert len(results.cells) < 16
    found = attribution(results, "completions").query("measure == 'share'").set_index("links")
    assert found["value"].sum() == pytest.approx(80 + 48 - 16, rel=1e-12)
    off = (found["value"] - exact["value"]).abs()
    assert found.loc["spin_off", "sampling_error"] == off["spin_off"] == 0  # works with no other
    assert off["science_industry"] > 0
    assert (off <= 4 * found["sampling_error"] + 1e-9).all()
    shares, *rest = attribution_tables(results)
    assert shares.heading[-1] == "error of\nsampling"
    assert len(rest) == 1  # of the other count; no interactions


def test_more_orders_use_the_runs_of_fewer(tmp_path: Path) -> None:
    made(tmp_path, FOUR, orders=4)
    counting = toy.Counting()
    made(tmp_path, FOUR, orders=6, simulate=counting)
    assert sum(cells for _, cells in counting.asked) < 12 * 6


def test_tables_name_complements_and_sum_to_the_whole(results: Results) -> None:
    shares, interactions, *_ = attribution_tables(results)
    assert shares.rows[-1][:4] == ["all of them together", "+92.0", "[+92.0, +92.0]", "100%"]
    assert interactions.rows[1][0] == "science_education + science_industry"
    assert interactions.rows[1][1:4] == ["+40.0", "[+40.0, +40.0]", "complements"]
    assert len(interactions.rows) == 5
    assert interactions.rows[-1][0] == "all of them, beyond each alone"
    assert interactions.rows[-1][4:] == ["+32.0", "[+32.0, +32.0]", "complements"]
