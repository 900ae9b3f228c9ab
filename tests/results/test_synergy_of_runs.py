"""Synergy of runs: who took part is what the log says, known values come out, and the command says what T is not."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import cases
import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from ecosim.cli import main
from ecosim.errors import UsageError
from ecosim.patterns.presence import Presence, presence
from ecosim.plots.synergy import synergy as draw
from ecosim.results import Results, open_results
from ecosim.results.study import compare
from ecosim.results.synergy import SECTORS, Synergy, synergy_of, table_of, valued
from ecosim.results.synergy_report import synergy_tables
from ecosim.synergy import synergy
from ecosim.world import layouts
from ecosim.world.codes import Kind, Moved

S, E, F, MINISTRY, FAR = range(5)  # rows: an institute, a university, a firm, a ministry, a university elsewhere
CONTRAST = {"cell": "without x", "minuend": "all", "subtrahend": "without x", "title": "effect of link x"}
ALONE = [(S,), (E,), (F,)] * 4


def run(technologies: list[tuple[int, ...]], begun: int = 0, counted: tuple[int, int] = (1, 1)) -> Any:
    """Return a run with technologies found by the first of those named; events of the log name the others, in turn
    as who acts and as the other."""
    orgs = np.zeros(5, layouts.ORGANISATION.dtype)
    orgs["kind"] = [Kind.INSTITUTE, Kind.UNIVERSITY, Kind.FIRM, Kind.MINISTRY, Kind.UNIVERSITY]
    orgs["region"][FAR] = 1
    techs = np.zeros(len(technologies), layouts.TECHNOLOGY.dtype)
    techs["origin"], techs["found"] = [one[0] for one in technologies], np.arange(len(technologies))
    events = []
    for row, (origin, *others) in enumerate(technologies):
        events.append((row, Moved.DISCOVERED, row, origin, -1, 0))
        for place, other in enumerate(others):
            named = (other, -1) if place % 2 else (-1, other)
            events.append((row, Moved.LICENSED, row, *named, 0))
    log = np.array(events, layouts.EVENT.dtype)
    world = SimpleNamespace(
        orgs=SimpleNamespace(view=orgs), techs=SimpleNamespace(view=techs), log=SimpleNamespace(view=log),
        names={"regions": ["near", "far"]}, regions={"counted": np.array(counted)},
    )  # fmt: skip
    return SimpleNamespace(world=world, begun=begun)


def records(*runs: list[tuple[int, ...]], cell: str = "all") -> dict[tuple[str, int], Presence]:
    return {(cell, number): presence(run(one)) for number, one in enumerate(runs)}


def value(values: pd.DataFrame, quantity: str, of: str = "", cell: str = "all") -> dict[str, Any]:
    return values.query("cell == @cell and quantity == @quantity and of == @of").to_dict("records")[0]


def test_those_took_part_who_found_it_or_are_named_by_its_log() -> None:
    found = presence(run([(S,), (S, F), (E, E), (E, F, S), (F, MINISTRY)]))
    assert found.present.astype(int).tolist() == [[1, 0, 0], [1, 0, 1], [0, 1, 0], [1, 1, 1], [0, 0, 1]]


def test_technologies_found_before_reporting_are_no_records_but_their_rows_stay() -> None:
    found = presence(run([(S,), (E,), (FAR, F)], begun=1))
    assert found.technology.tolist() == [1, 2]
    assert found.found.tolist() == [0, 1]
    assert found.region.tolist() == ["near", "far"]
    assert found.present.astype(int).tolist() == [[0, 1, 0], [0, 1, 1]]


def test_technologies_of_a_mere_partner_region_are_no_records() -> None:
    assert presence(run([(S,), (FAR,), (E, FAR)], counted=(1, 0))).technology.tolist() == [0, 2]


@pytest.mark.parametrize(
    ("technologies", "expected"),
    [
        (ALONE, -0.4150375),
        ([*ALONE, *[(S, E, F)] * 12], -0.8300750),
        ([(S, E, F)] * 5, 0.0),
        ([(S, E), (S, F), (E, F)], -0.4150375),
        ([(S, F), (E,)] * 3, 1.0),  # who found it tells all of industry
        ([(S, F), (S,), (E, F), (E,)], 0.0),  # and nothing
    ],
)
def test_known_values_come_out_of_a_log(technologies: list[tuple[int, ...]], expected: float) -> None:
    values = valued(table_of(records(technologies, technologies)), [], 1)
    total = value(values, "term", "T")
    assert total["value"] == pytest.approx(expected, abs=5e-8)
    assert (total["low"], total["high"]) == pytest.approx((expected, expected), abs=5e-8)
    pairs = sum(value(values, "term", name)["value"] for name in (
        "science and education", "science and industry", "education and industry",
    ))  # fmt: skip
    assert pairs - value(values, "term", "all three")["value"] == pytest.approx(expected, abs=5e-8)


def test_differences_are_of_pairs_and_shares_sum_to_one() -> None:
    apart, together = [(S,), (S, F), (E,), (E, F)], [(S, F), (E,)]
    seen = records(apart, apart, together) | records(together, apart, together, cell="without x")
    values = valued(table_of(seen), [CONTRAST], 1)
    row = value(values, "term", "T", "without x")
    assert (row["pairs"], row["contrast"]) == (3, "effect of link x")
    assert row["difference"] == pytest.approx(-1 / 3)
    assert row["difference_low"] < -1 / 3 < row["difference_high"]
    assert value(values, "term", "T")["pairs"] == 0
    for cell in ("all", "without x"):
        shares = values[(values["cell"] == cell) & (values["quantity"] == "share")]
        assert shares["value"].sum() == pytest.approx(1)
    assert value(values, "share", "science and industry")["value"] == pytest.approx((0.25 + 0.25 + 0.5) / 3)


def test_regions_and_what_is_between_them_add_up_in_every_mean() -> None:
    values = valued(table_of(records([(S,), (S, F), (FAR, F), (FAR, F)])), [], 1)
    parts = {name: value(values, "within", name)["value"] * value(values, "weight", name)["value"]
             for name in ("near", "far")}  # fmt: skip
    total = value(values, "term", "T")["value"]
    assert total == pytest.approx(value(values, "between")["value"] + sum(parts.values()))
    assert total > 0.3
    assert parts == {"near": 0.0, "far": 0.0}


def test_the_table_tells_regions_only_where_there_are_several(results: Results) -> None:
    several = synergy_tables(handed(results, records([(S,), (FAR, F)], cell="all links")))
    assert [row[1] for row in several[2].rows] == ["all regions", "between regions (T0)", "far", "near"]
    assert len(synergy_tables(handed(results, records([(S,), (E, F)], cell="all links")))) == 2


def test_where_science_and_education_meet_t_is_not_said_to_be_reduced(results: Results) -> None:
    for technologies, apart in (([(S, F), (E,)], True), ([(S, E, F), (E,)], False), ([(F,), (E,)], False)):
        found = handed(results, records(technologies, cell="all links"))
        assert found.apart is apart
        said = "\n".join(text.get_text() for text in draw(found).texts)
        assert ("cannot be negative" in said) is apart
        assert ("never negative" in synergy_tables(found)[0].text()) is apart
        assert "NOT MONOTONE" in said


def handed(results: Results, seen: dict[tuple[str, int], Presence]) -> Synergy:
    table = table_of(seen)
    return Synergy(results, ("all links",), table, valued(table, [], 1), 1, {})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a comparison of a small scenario, three runs of two cells."""
    folder = tmp_path_factory.mktemp("small")
    compare(cases.scenario(), without=["science_industry"], replications=3, jobs=1, out=folder)
    return folder


@pytest.fixture(scope="module")
def results(made: Path) -> Results:
    return open_results(made)


def call(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["synergy", *map(str, arguments)])


def test_it_prints_warning_and_tables_and_leaves_records_and_picture(made: Path) -> None:
    result = call(made, "--jobs", 1)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "NOT A MEASURE OF COLLABORATION" in result.stdout
    assert "effect of a link = all links minus without it" in result.stdout
    assert "3 replications each of 2 cells · seed 1" in result.stdout
    picture, table = made / "plots" / "synergy.svg", made / "synergy.parquet"
    first = picture.read_bytes(), table.read_bytes()
    assert call(made, "--jobs", 2).stdout == result.stdout  # whoever works
    assert (picture.read_bytes(), table.read_bytes()) == first
    kept = pd.read_parquet(table)
    assert set(kept["cell"]) == {"all links", "without science_industry"}
    one = kept[(kept["cell"] == "all links") & (kept["replication"] == 1)]
    printed = json.loads(call(made, "--json", "--jobs", 1).stdout)["values"]
    mean = next(row["value"] for row in printed if row["of"] == "T" and row["cell"] == "all links")
    runs = [synergy(run) for _, run in kept[kept["cell"] == "all links"].groupby("replication")]
    assert mean == pytest.approx(np.mean(runs))
    assert synergy(one) == runs[1]


def test_records_are_the_technologies_of_the_run(made: Path, results: Results) -> None:
    found = synergy_of(results, jobs=1)
    outcomes = results.to_pandas("outcomes").query("cell == 'all links'").set_index("replication")
    counted = found.records.groupby("replication").size()
    assert (counted == outcomes["disclosures"]).all()
    assert found.apart
    assert found.records[list(SECTORS)].any(axis=1).all()
    assert 0 < found.records["industry"].mean() < 1
    assert found.row("all links", "term", "T")["value"] >= 0


def test_a_cell_is_known_by_its_link_and_the_baseline_may_stand_alone(made: Path) -> None:
    both = json.loads(call(made, "--json", "--cell", "science_industry", "--replications", 1, "--jobs", 1).stdout)
    assert both["cells"] == ["all links", "without science_industry"]
    alone = json.loads(call(made, "--json", "--cell", "all links", "--replications", 1, "--jobs", 1).stdout)
    assert alone["cells"] == ["all links"]
    wrong = call(made, "--cell", "science_indusry")
    assert (wrong.exit_code, "did you mean 'science_industry'?" in wrong.stderr) == (2, True)


def test_no_run_is_refused(results: Results) -> None:
    with pytest.raises(UsageError, match="at least 1"):
        synergy_of(results, replications=0, jobs=1)
