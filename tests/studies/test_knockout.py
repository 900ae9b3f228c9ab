"""``ecosim knockout``: differences of differences, verdicts, what is printed and written, and going on."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner, Result

import ecosim.simulation
import toy
from ecosim.cli import main
from ecosim.experiments.knockout import BASE, Plan, cell_name, plan
from ecosim.experiments.study_file import read_study
from ecosim.results.knockout import Knockout, changes
from ecosim.results.knockout_report import _direction, _verdict, carriers, expectations, knockout_tables

STUDY = """\
title: A toy of a study
variants:
  no_spin_off: {about: links, set: {links.spin_off.enabled: false}, why: "one link less"}
  no_industry:
    about: links
    set: {links.science_industry.enabled: false}
    why: "no link of science and industry"
    expect: {indicator: completions, direction: down}
  park: {about: elsewhere, set: {links.incubation.space: false}, why: "there is no technopark"}
"""
ONCE = ("--study", "study.yaml", "--jobs", "1", "--replications", "3")
SI, SE = "science_industry", "science_education"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder of its own, with the toy engine."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(ecosim.simulation, "simulate", toy.simulate)
    Path("toy.yaml").write_text(toy.TEXT)
    Path("study.yaml").write_text(STUDY)
    return tmp_path


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["knockout", *arguments])


def planned(replications: int = 3) -> Plan:
    return plan(read_study("study.yaml"), toy.scenario(), (), 1, replications)


def hand_made() -> pd.DataFrame:
    """Return outcomes in which the effects of science-industry are (5, 7, 9) and, without spin-off, (4, 7, 7)."""
    whole = {BASE: [50.0, 60.0, 70.0], "no_spin_off": [40.0, 50.0, 55.0]}
    without = {BASE: [45.0, 53.0, 61.0], "no_spin_off": [36.0, 43.0, 48.0]}
    rows = []
    for row in whole:
        for cell in ("all links", f"without {SI}"):
            values = whole[row] if cell == "all links" else without[row]
            rows += [(cell_name(row, cell), number, value) for number, value in enumerate(values)]
    return pd.DataFrame(rows, columns=["cell", "replication", "completions"])


def test_the_change_of_an_effect_is_a_difference_of_differences_over_pairs() -> None:
    table = changes(hand_made(), planned(), ["completions"]).set_index(["variant", "effect"])
    base, gone = table.loc[(BASE, SI)], table.loc[("no_spin_off", SI)]
    assert (base["value"], base["change"], base["pairs"]) == (7, 0, 3)
    assert gone["value"] == 6
    assert gone["change"] == pytest.approx(np.mean([4 - 5, 7 - 7, 7 - 9]))
    assert gone["change_low"] < gone["change"] < gone["change_high"]
    assert table.loc[("no_spin_off", "all links")]["change"] == pytest.approx(np.mean([-10, -10, -15]))
    assert table.loc[(BASE, SE)]["pairs"] == 0
    assert "park" not in table.index


def test_pairs_are_matched_by_replication_also_where_runs_are_missing() -> None:
    lost = hand_made().query("not (cell == 'no_spin_off: without science_industry' and replication == 1)")
    gone = changes(lost, planned(), ["completions"]).set_index(["variant", "effect"]).loc[("no_spin_off", SI)]
    assert (gone["pairs"], gone["change"]) == (2, pytest.approx((4 - 5 + 7 - 9) / 2))


def test_the_interval_is_that_of_paired_differences() -> None:
    from ecosim.results.effects import intervals

    gone = changes(hand_made(), planned(), ["completions"]).set_index(["variant", "effect"]).loc[("no_spin_off", SI)]
    low, high = intervals(np.array([[-1.0], [0.0], [-2.0]]), 1)[:, 0]
    assert (gone["change_low"], gone["change_high"]) == (low, high)


@pytest.mark.parametrize(
    ("low", "high", "direction", "verdicts"),  # verdicts of up, down and none; none within 2
    [
        (3, 5, "up", ("agree", "disagree", "disagree")),
        (-5, -3, "down", ("disagree", "agree", "disagree")),
        (1, 5, "up", ("agree", "disagree", "undecided")),
        (0.5, 1.5, "up", ("agree", "disagree", "agree")),
        (-1, 1, "none", ("disagree", "disagree", "agree")),
        (-5, 5, "unclear", ("undecided", "undecided", "undecided")),
        (0, 0, "none", ("disagree", "disagree", "agree")),
        (float("nan"), float("nan"), "unclear", ("undecided", "undecided", "undecided")),
    ],
)
def test_verdicts(low: float, high: float, direction: str, verdicts: tuple[str, ...]) -> None:
    row = {"change_low": low, "change_high": high}
    assert _direction(row, 2.0) == direction
    assert tuple(_verdict(expected, row, 2.0) for expected in ("up", "down", "none")) == verdicts


def test_it_prints_tables_and_leaves_table_summary_and_pictures() -> None:
    result = call("toy.yaml", *ONCE)
    assert result.exit_code == 0
    assert result.stderr == "toy-study: 39 runs to make, less than a minute with 1 process\n"
    titles = ("Transfers completed by", "Technology agreements by", "What carries", "What changes nothing", "Expected")
    assert [line.startswith(titles) for line in result.stdout.splitlines()].count(True) == 5
    rows = {line.split()[0]: line.split() for line in result.stdout.splitlines() if line.startswith("  no_")}
    assert rows["no_spin_off"][1:4] == ["-20.0", "[-20.0,", "-20.0]*"]
    (park,) = [line.split() for line in result.stdout.splitlines() if line.startswith("park ")]
    assert park == ["park", "not", "in", "this", "scenario"]
    assert "agree 1, disagree 0, undecided 0" in result.stdout
    assert "60 runs: variants 3 and the scenario as it is, cells of each 5, replications 3, seed 1" in result.stdout
    written = {path.name for path in Path("results/toy-study").rglob("*") if path.is_file()}
    assert written == {
        "runs.sqlite", "knockout.parquet", "knockout.json", "knockout-completions.svg", "knockout-agreements.svg"
    }  # fmt: skip
    assert pd.read_parquet("results/toy-study/knockout.parquet")["variant"].nunique() == 4


def test_a_link_that_a_variant_lacks_has_no_effect_in_it() -> None:
    call("toy.yaml", *ONCE, "--quiet")
    rows = pd.read_parquet("results/toy-study/knockout.parquet").set_index(["variant", "effect", "indicator"])
    gone = rows.loc[("no_industry", SI, "completions")]
    assert (gone["value"], gone["change"]) == (0, -20)
    summary = json.loads(Path("results/toy-study/knockout.json").read_text())
    found = Knockout(Path("results/toy-study"), summary, rows.reset_index())
    assert list(carriers(found)) == [(SI, "completions", "no_industry", 0.0), (SI, "agreements", "no_industry", 0.0)]
    assert [(one["variant"], one["verdict"]) for one in expectations(found)] == [("no_industry", "agree")]
    assert "<table>" in found._repr_html_()
    assert len(knockout_tables(found)) == 5


def test_the_same_command_goes_on_and_prints_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    call("toy.yaml", *ONCE, "--only", "no_spin_off")
    counting = toy.Counting()
    monkeypatch.setattr(ecosim.simulation, "simulate", counting)
    first = call("toy.yaml", *ONCE)
    # In no_industry two cells equal others of its own; park equals the scenario as it is.
    assert counting.asked == [(number, 3) for number in range(3)]
    assert call("toy.yaml", *ONCE).stdout == first.stdout
    assert len(counting.asked) == 3


def test_interrupted_it_keeps_what_is_finished(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def interrupted(*arguments: object, **named: object) -> object:
        asked.append(1)
        if len(asked) == 5:
            raise KeyboardInterrupt
        return toy.simulate(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(ecosim.simulation, "simulate", interrupted)
    result = call("toy.yaml", *ONCE)
    assert (result.exit_code, result.stdout) == (130, "")
    assert "Interrupted: 20 of" in result.stderr
    assert not Path("results/toy-study/knockout.json").exists()
    assert call("toy.yaml", *ONCE).exit_code == 0


def test_quiet_json_out_seed_and_set() -> None:
    result = call("toy.yaml", *ONCE, "--quiet", "--json", "--out", "here", "--seed", "4", "--set", "name=other")
    found = json.loads(result.stdout)
    assert (result.stderr, found["directory"], found["seed"], found["name"]) == ("", "here", 4, "other-study")
    assert [one["name"] for one in found["variants"]] == ["no_spin_off", "no_industry", "park"]
    assert found["plots"][0] == "here/plots/knockout-completions.svg"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["toy.yaml", "--study", "bad.yaml"], "bad.yaml:3:31: variants.a.set.frontier_growt: unknown 'frontier_growt'"),
        (["toy.yaml", "--study", "gone.yaml"], "gone.yaml: no such file"),
        (["toy.yaml", "--study", "study.yaml", "--only", "no_spinoff"], "did you mean 'no_spin_off'?"),
        (["toy.yaml", "--study", "study.yaml", *[f"--set=links.{link}.enabled=false" for link in
          (SI, SE, "education_industry")]], "none of the Triangle's links"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_ends_with_two_and_writes_nothing(arguments: list[str], message: str) -> None:
    bad = "title: Bad\nvariants:\n  a: {about: x, why: z, set: {frontier_growt: 0}}\n"
    Path("bad.yaml").write_text(bad)
    result = call(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert not Path("results").exists()


def test_failed_runs_end_with_one_and_can_be_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ecosim.simulation, "simulate", toy.Failing("spin_off", replication=2))
    result = call("toy.yaml", *ONCE)
    assert result.exit_code == 1
    assert "no_spin_off: all links, replication 2: ArithmeticError" in result.stderr
    assert Path("results/toy-study/scenarios/no_spin_off-all-links.json").exists()


def test_the_picture_is_drawn_with_the_same_bytes_each_time() -> None:
    call("toy.yaml", *ONCE, "--quiet")
    first = Path("results/toy-study/plots/knockout-completions.svg").read_bytes()
    call("toy.yaml", *ONCE, "--quiet")
    assert Path("results/toy-study/plots/knockout-completions.svg").read_bytes() == first
