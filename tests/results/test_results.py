"""A results directory: complete, the same for the same design, and readable without the engine."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import ecosim
import toy
from ecosim.errors import StoreError, UsageError
from ecosim.experiments.design import Design, single, triangle
from ecosim.experiments.execute import Simulate
from ecosim.results import Results, open_results, study
from ecosim.results.report import headline_tables
from ecosim.scenario.document import ScenarioBase


def carry_out(
    out: Path | None, design: Design | None = None, simulate: Simulate = toy.simulate, jobs: int = 1
) -> Results:
    return study.carry_out(design or toy.design(), out, jobs, simulate=simulate)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return carry_out(tmp_path_factory.mktemp("results"))


def files(directory: Path) -> dict[str, bytes]:
    """Return the content of every file but the store's, by path."""
    paths = (path for path in directory.rglob("*") if path.is_file() and not path.name.startswith("runs.sqlite"))
    return {str(path.relative_to(directory)): path.read_bytes() for path in paths}


def test_the_directory_holds_what_is_promised(results: Results) -> None:
    assert set(files(results.directory)) == {
        "summary.json", "series.parquet", "outcomes.parquet", "flows.parquet", "effects.parquet",
        "scenarios/all-links.json", "scenarios/without-science_education.json",
        "scenarios/without-education_industry.json", "scenarios/without-science_industry.json",
        "scenarios/without-the-triangle.json",
    }  # fmt: skip


def test_the_same_design_gives_the_same_bytes_whatever_workers_and_interruptions(tmp_path: Path) -> None:
    carry_out(tmp_path / "one")
    carry_out(tmp_path / "two", toy.design(2), jobs=2)
    carry_out(tmp_path / "two", jobs=2)
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_effects_are_known_of_the_toy(results: Results) -> None:
    table = results.effects("completions").set_index("cell")
    assert table["difference"].tolist() == [20, 20, 20, 60]
    assert table["interval_low"].tolist() == [20, 20, 20, 60]
    assert table["share_positive"].tolist() == [1, 1, 1, 1]
    assert table["contrast"].iloc[0].endswith("= all links minus without science_education")
    written = results.to_pandas("effects").query("indicator == 'completions'").set_index("cell")
    pd.testing.assert_frame_equal(written, table)


def test_an_effect_on_a_flow_by_channel_can_be_asked_for(results: Results) -> None:
    channel = next(name for name in toy.NAMES if "." in name)
    assert results.effects(channel)["indicator"].tolist() == [channel] * 4
    assert not results.to_pandas("effects")["indicator"].str.contains(".", regex=False).any()


def test_verdicts_are_in_tables_summary_and_headline(tmp_path: Path) -> None:
    scenario = toy.scenario("judgement={completions: {smallest: 30}, lag: {smallest: 90}}")
    results = carry_out(tmp_path, Design("toy", triangle(scenario), 1, range(12)))
    found = results.to_pandas("effects").dropna(subset="verdict")
    assert set(found["indicator"]) == {"completions", "agreements", "lag"}
    table = results.effects("completions")
    assert table["verdict"].tolist() == ["equivalent to none"] * 3 + ["effect"]
    said = [entry["indicators"]["completions"].get("verdict") for entry in results.summary["headline"]]
    assert said == [None, *table["verdict"]]
    assert results.summary["judgement"]["completions"] == {"smallest": 30, "precision": None}
    text = headline_tables(results.summary)[0].text()
    assert "equivalent to none*" in text
    assert "* not zero, but surely smaller than what counts" in text
    assert "counts as none: less than 30 products either way" in text
    assert "Verdicts hold for all 12 differences together" in headline_tables(results.summary)[2].text()
    assert max(map(len, text.splitlines())) <= 120
    assert "<td>equivalent to none*</td>" in results._repr_html_()


def test_no_p_value_is_kept(results: Results) -> None:
    assert not [name for name in results.to_pandas("effects") if name in ("p", "p_value", "pvalue", "chance")]


def test_the_summary_agrees_with_the_outcomes(results: Results) -> None:
    outcomes = results.to_pandas("outcomes")
    for entry in results.summary["headline"]:
        values = outcomes.loc[outcomes["cell"] == entry["cell"], "agreements"]
        assert entry["indicators"]["agreements"]["median"] == values.median()
    assert [cell["runs"] for cell in results.summary["cells"]] == [4] * 5
    assert results.summary["failures"] == []


def test_dated_events_are_named(results: Results) -> None:
    assert results.events == [
        {"date": "2002Q3", "year": 2002.5, "title": "Less"},
        {"date": "2003Q1", "year": 2003.0, "title": "Town becomes a science city"},
    ]


def test_what_lies_before_the_calendar_is_no_event(tmp_path: Path) -> None:
    cells = single(toy.scenario("places.town.designated=1990"))
    assert [event["title"] for event in carry_out(tmp_path, Design("toy", cells, 1, range(1))).events] == ["Less"]


def test_opened_results_are_the_same(results: Results) -> None:
    opened = open_results(results.directory)
    assert opened.summary == json.loads(json.dumps(results.summary))
    assert (opened.cells, opened.baseline) == (results.cells, "all links")
    assert opened.indicator("completions")["kind"] == "flow"


def test_resolved_scenarios_load_again_as_the_same(results: Results) -> None:
    from ecosim.scenario import digest

    for cell in results.summary["cells"]:
        assert digest(ecosim.load(results.directory / cell["scenario"])) == cell["digest"]


def test_only_some_columns_of_a_table(results: Results) -> None:
    assert list(results.to_pandas("series", ["cell", "year", "completions"])) == ["cell", "year", "completions"]


def test_unknown_names_are_told_with_the_nearest(results: Results) -> None:
    with pytest.raises(UsageError, match=r"no table 'flow'; did you mean 'flows'\?"):
        results.to_pandas("flow")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match=r"no indicator 'completion'; did you mean 'completions'\?"):
        results.effects("completion")


def test_no_results_here(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no finished results here"):
        open_results(tmp_path)
    (tmp_path / "summary.json").write_text("{")
    with pytest.raises(StoreError, match="cannot be read"):
        open_results(tmp_path)


def test_a_notebook_shows_the_headline_escaped(tmp_path: Path) -> None:
    scenario = toy.scenario()
    cell = single(scenario)[0].__class__("<script>", scenario)
    html = carry_out(tmp_path, Design("toy", (cell,), 1, range(1)))._repr_html_()
    assert "<td>&lt;script&gt;</td>" in html
    assert html.count("<table>") == 3
    assert repr(open_results(tmp_path)) == f"<Results of toy: 1 cells in {tmp_path}>"


def test_a_notebook_shows_a_small_picture_too(results: Results, tmp_path: Path) -> None:
    for shown in (results, carry_out(tmp_path, Design("toy", single(toy.scenario()), 1, range(1)))):
        bundle = shown._repr_mimebundle_()
        assert bundle["text/html"].startswith(shown._repr_html_())
        assert bundle["text/html"].count("data:image/png;base64,") == 1


def test_a_failed_run_is_named_with_the_command_that_repeats_it(tmp_path: Path) -> None:
    results = carry_out(tmp_path, simulate=toy.Failing("science_industry", replication=2))
    assert [(failure["cell"], failure["replication"]) for failure in results.failures] == [
        ("without science_industry", 2),
        ("without the Triangle", 2),
    ]
    assert results.failures[0]["error"] == "ArithmeticError: money was lost between two <accounts>"
    command = "ecosim run scenarios/without-science_industry.json --seed 1 --only 2 --out again"
    assert results.failures[0]["command"] == command
    assert results.effects("completions")["pairs"].tolist() == [4, 4, 3, 3]


def test_a_design_whose_baseline_failed_says_nothing_of_effects(tmp_path: Path) -> None:
    def failing(scenarios: Mapping[str, ScenarioBase], *, seed: int, replication: int) -> dict[str, toy.Run]:
        return {name: toy.Run(np.zeros((1, 1))) for name in scenarios}

    results = carry_out(tmp_path, simulate=failing)
    assert len(results.failures) == 20
    assert results.to_pandas("effects").empty
    assert results.to_pandas("series").empty
    assert results.summary["headline"][0]["indicators"]["completions"]["median"] is None
    assert "all links" in results._repr_html_()


def test_another_design_in_the_same_directory_leaves_nothing_stale(tmp_path: Path) -> None:
    carry_out(tmp_path)
    plots = tmp_path / "plots"
    plots.mkdir()
    (plots / "forest.svg").touch()
    (plots / "my-own.svg").touch()
    results = carry_out(tmp_path, Design("toy", single(toy.scenario()), 1, range(2)))
    left = {name for name in files(tmp_path) if "/" in name}
    assert left == {"scenarios/toy.json", "plots/my-own.svg"}
    assert results.to_pandas("effects").empty
    counting = toy.Counting()
    carry_out(tmp_path, simulate=counting)
    assert counting.asked == []


def test_tables_that_cannot_be_written_leave_the_directory_unfinished(tmp_path: Path) -> None:
    carry_out(tmp_path)
    (tmp_path / "flows.parquet").unlink()
    (tmp_path / "flows.parquet").mkdir()
    with pytest.raises(StoreError, match=r"flows\.parquet: cannot be written.*the same command continues"):
        carry_out(tmp_path)
    with pytest.raises(UsageError, match="no finished results"):
        open_results(tmp_path)
    assert not list(tmp_path.glob(".*"))


def test_without_a_directory_results_live_as_long_as_they_are_held() -> None:
    results = carry_out(None, toy.design(1))
    directory = results.directory
    assert not results.to_pandas("outcomes").empty
    del results
    assert not directory.exists()


def test_a_temporary_directory_does_not_outlive_an_interruption(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(scenarios: Mapping[str, ScenarioBase], *, seed: int, replication: int) -> dict[str, toy.Run]:
        raise KeyboardInterrupt

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(KeyboardInterrupt):
        carry_out(None, simulate=interrupted)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"jobs": 0}, "jobs must be at least 1, not 0"),
        ({"replications": 0}, "at least one replication"),
        ({"only": -1}, "at least one replication"),
        ({"seed": -1}, "seed must lie between 0 and"),
        ({"overrides": ["name=x"]}, "overrides change a file while it is loaded"),
    ],
)
def test_arguments_out_of_range_are_refused_before_anything_is_written(
    tmp_path: Path, arguments: dict[str, object], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        study.run(toy.scenario(), out=tmp_path / "out", **arguments)  # type: ignore[arg-type]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("count", "cut", "every", "message"),
    [
        (0, (), False, "no scenario given"),
        (2, ("spin_off",), False, "of one scenario"),
        (2, (), True, "of one scenario"),
    ],
)
def test_comparisons_that_make_no_sense(count: int, cut: tuple[str, ...], every: bool, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        study.comparison([toy.scenario()] * count, (), cut, every, 1, 1)


def test_scenarios_side_by_side_are_named_after_each_other(tmp_path: Path) -> None:
    design = study.comparison(
        [toy.scenario(), toy.scenario("name=other", "links.spin_off.enabled=false")], (), (), False, 1, 2
    )
    assert design.name == "toy-vs-other"
    table = carry_out(tmp_path, design).effects("completions")
    assert table[["contrast", "difference"]].to_numpy().tolist() == [["other minus toy", -20.0]]


def test_reading_and_drawing_results_imports_neither_mesa_nor_numba(results: Results) -> None:
    code = (
        "import sys, ecosim; results = ecosim.open_results(sys.argv[1]); results._repr_html_();"
        "results.effects('completions'); print(sorted({'mesa', 'numba', 'matplotlib'} & set(sys.modules)));"
        "results.plot.curves(); print(sorted({'mesa', 'numba'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, results.directory], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["[]", "[]"]


def test_the_package_itself_imports_nothing_heavy() -> None:
    code = (
        "import sys, ecosim; assert 'compare' in dir(ecosim); "
        "print(sorted({'numpy', 'pandas', 'pydantic', 'mesa', 'numba'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    with pytest.raises(AttributeError, match="has no attribute 'nonsense'"):
        ecosim.nonsense  # noqa: B018 - the access is what is tested
