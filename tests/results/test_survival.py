"""Time to product: censored as defined, known where nothing is censored, and printed from end to end."""

from __future__ import annotations

import json
from pathlib import Path

import cases
import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from ecosim.cli import main
from ecosim.errors import UsageError
from ecosim.patterns.passages import End, Passages
from ecosim.results import Results, open_results
from ecosim.results.study import compare
from ecosim.results.survival import EVERY, _curve, from_agreement, from_discovery, survival
from ecosim.results.survival_report import curve_of, median_years, survival_tables


def some(*rows: tuple[int, int, int, End, bool]) -> Passages:
    """Return passages: found, agreed, ended, end, first."""
    found, agreed, ended, end, first = (np.array(column) for column in zip(*rows, strict=True))
    return Passages(np.zeros(len(rows), int), np.ones(len(rows), int), found, agreed, ended, end, first.astype(bool))


SOME = some(
    (0, 2, 10, End.PRODUCT, True),
    (1, 4, 7, End.GIVEN_UP, True),
    (2, 12, 15, End.PRODUCT, True),  # passes late
    (3, 4, 30, End.PRODUCT, True),  # is finished late
    (12, 13, 20, End.PRODUCT, True),  # found late
    (-4, 3, 6, End.PRODUCT, True),  # found before reporting
    (0, 6, 9, End.CLOSED, False),  # came back
)


def test_from_the_agreement_all_count_and_all_but_products_are_censored() -> None:
    lives = from_agreement(SOME)
    assert lives.quarters.tolist() == [8, 3, 3, 26, 7, 3, 3]
    assert lives.ended.tolist() == [True, False, True, True, True, True, False]


def test_from_the_discovery_only_what_can_be_watched_counts() -> None:
    lives = from_discovery(SOME, followed=8, quarters=20)
    assert lives.quarters.tolist() == [8, 6, 8]
    assert lives.ended.tolist() == [False, False, False]
    longer = from_discovery(SOME, followed=10, quarters=20)
    assert longer.quarters.tolist() == [10, 6, 10, 10]
    assert longer.ended.tolist() == [True, False, False, False]


def test_without_censoring_a_curve_is_the_share_that_is_done() -> None:
    runs = [from_agreement(some(*((0, 0, end, End.PRODUCT, True) for end in ends))) for ends in ([1, 2, 3, 4], [2, 2])]
    curve = _curve("agreement", "x", runs, 5, 1)
    assert curve["share"].tolist() == [0, 0.125, 0.75, 0.875, 1, 1]
    assert curve["runs"].tolist() == [2] * 6
    assert median_years(curve) == 0.5


def test_a_censored_passage_counts_as_long_as_it_was_seen_and_no_longer() -> None:
    three = some((0, 0, 1, End.GIVEN_UP, True), (0, 0, 2, End.PRODUCT, True), (0, 0, 3, End.UNDER_WAY, True))
    curve = _curve("agreement", "x", [from_agreement(three)], 5, 1)
    assert curve["share"].tolist() == [0, 0, 0.5, 0.5]  # one of the two that are left; nothing is seen after 3
    assert np.isnan(median_years(curve.assign(share=0.4)))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a comparison of a small scenario, three runs of two cells."""
    folder = tmp_path_factory.mktemp("small")
    small = cases.scenario(cases.small(time={"end": "2012Q4"}))
    compare(small, without=["science_industry"], replications=3, jobs=1, out=folder)
    return folder


@pytest.fixture(scope="module")
def results(made: Path) -> Results:
    return open_results(made)


def call(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["survival", *map(str, arguments)])


def test_it_prints_tables_and_leaves_table_and_picture(made: Path) -> None:
    result = call(made, "--jobs", 1)
    assert (result.exit_code, result.stderr) == (0, "")
    titles = ("From discovery to product, all links", "From agreement to product, all links", "How passages ended")
    assert all(title in result.stdout for title in titles)
    assert "3 replications of all links · seed 1" in result.stdout
    picture = made / "plots" / "survival.svg"
    first = picture.read_bytes()
    assert call(made, "--jobs", 1).stdout == result.stdout
    assert picture.read_bytes() == first
    assert set(pd.read_parquet(made / "survival.parquet")["clock"]) == {"discovery", "agreement"}


def test_json_is_one_object_and_a_cell_is_known_by_its_link(made: Path) -> None:
    found = json.loads(call(made, "--json", "--cell", "science_industry", "--jobs", 1).stdout)
    assert (found["cell"], found["replications"]) == ("without science_industry", 3)
    groups = {one["group"] for one in found["ends"]}
    assert "arm's length" in groups
    assert "science_industry" not in groups  # what is cut carries nothing
    wrong = call(made, "--cell", "science_indusry")
    assert (wrong.exit_code, "did you mean 'science_industry'?" in wrong.stderr) == (2, True)


def test_curves_rise_within_their_bands_and_ends_sum_to_one(results: Results) -> None:
    found = survival(results, by="kind", jobs=1)
    assert {EVERY, "licence", "spin-off"} <= set(found.groups)
    for group in found.groups:
        assert found.ends[group].sum() == pytest.approx(1)
        curve = curve_of(found, "agreement", group)
        assert (curve["share"].diff().dropna() >= -1e-12).all()
        known = curve.dropna()
        assert (known["low"] <= known["share"] + 1e-12).all()
        assert (known["share"] <= known["high"] + 1e-12).all()
    parts = [found.passages[group] for group in found.groups if group != EVERY]
    assert sum(parts) == pytest.approx(found.passages[EVERY])


@pytest.mark.slow
def test_one_worker_or_two_give_the_same(results: Results) -> None:
    one, two = survival(results, jobs=1), survival(results, jobs=2)
    pd.testing.assert_frame_equal(one.curves, two.curves, check_exact=True)


def test_one_run_has_no_interval(results: Results) -> None:
    found = survival(results, replications=1, jobs=1)
    assert [row[2] for row in survival_tables(found)[1].rows] == ["-"] * len(found.groups)


def test_no_run_is_refused(results: Results) -> None:
    with pytest.raises(UsageError, match="at least 1"):
        survival(results, replications=0, jobs=1)
