"""``ecosim sensitivity``, ``robustness`` and ``sweep``: what they find, print and write, and how they go on and end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner, Result
from formula import ATTENTION, CONSULTANT, SEARCH, Formula

import ecosim.simulation
import toy
from ecosim.cli import main
from ecosim.exploration.axes import axes
from ecosim.exploration.factors import factors
from ecosim.exploration.outputs import Outputs, estimates
from ecosim.exploration.robustness import judge, verdict
from ecosim.exploration.robustness import study as robustness_study

QUICK = ("--jobs", "1", "--replications", "3")
SI = "science_industry"
QUARTERS = 20
MORRIS = ("sensitivity", "toy.yaml", "--unpinned", "--size", "4", *QUICK)
ROBUST = ("robustness", "toy.yaml", "--unpinned", "--points", "16", "--reference", "3", *QUICK)
SWEEP = ("sweep", "toy.yaml", "--over", f"{SEARCH}=0.1:0.4:4", *QUICK)


@pytest.fixture(autouse=True)
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Formula:
    """Work in a folder of its own, with the formula as engine."""
    monkeypatch.chdir(tmp_path)
    Path("toy.yaml").write_text(toy.TEXT)
    formula = Formula(common=1.0, own=0.02)
    monkeypatch.setattr(ecosim.simulation, "simulate", formula)
    return formula


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def written(name: str) -> dict[str, bytes]:
    folder = Path("results", name)
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def rows(path: str, **wanted: object) -> pd.DataFrame:
    table = pd.read_parquet(path)
    for column, value in wanted.items():
        table = table.loc[table[column] == value]
    return table


@pytest.mark.parametrize(("method", "main_index"), [("morris", "mu_star"), ("sobol", "ST"), ("pawn", "median")])
def test_each_method_finds_what_drives_the_level_and_the_effect(method: str, main_index: str) -> None:
    size = {"morris": "6", "sobol": "16", "pawn": "80"}[method]
    result = call("sensitivity", "toy.yaml", "--unpinned", "--method", method, "--size", size, *QUICK, "--effect", SI)
    assert result.exit_code == 0, result.output
    path = f"results/toy-{method}/sensitivity.parquet"
    level = rows(path, effect="all links", indicator="completions", index=main_index).set_index("parameter")
    effect = rows(path, effect=SI, indicator="completions", index=main_index).set_index("parameter")
    assert level["value"].idxmax() == SEARCH
    assert effect["value"].idxmax() == ATTENTION
    assert level.loc[SEARCH, "told"]
    assert effect["told"].to_dict() == {SEARCH: False, ATTENTION: True, CONSULTANT: False}
    change = rows(path, effect=SI, indicator="completions", index="change", parameter=ATTENTION)
    assert change["high"].item() < 0
    assert ("novosibirsk" in result.stdout, "What is noise" in result.stdout) == (False, True)


def test_morris_prints_tables_and_leaves_files() -> None:
    result = call(*MORRIS)
    assert result.exit_code == 0
    assert result.stderr.startswith("3 parameters, 16 points; toy-morris: ")
    assert result.stderr.endswith(" runs to make, less than a minute with 1 process\n")
    titles = ("What drives transfers completed", "What drives technology agreements", "Change from", "What is noise")
    assert sum(line.startswith(titles) for line in result.stdout.splitlines()) == 5
    assert "16 points of 5 cells and 3 replications · seed 1" in result.stdout
    assert set(written("toy-morris")) == {
        "runs.sqlite", "sensitivity.parquet", "sensitivity.json", "plots/drivers-completions.svg",
        "plots/drivers-agreements.svg", "plots/tornado-completions.svg", "plots/tornado-agreements.svg",
    }  # fmt: skip


def test_an_effect_of_one_parameter_has_its_own_size() -> None:
    call(*MORRIS, "--size", "16")  # of fewer the points could lie so that little of what differs is noise
    change = rows("results/toy-morris/sensitivity.parquet", effect=SI, indicator="completions", index="change")
    slope = change.set_index("parameter").loc[ATTENTION]
    assert slope["low"] - 1 < -2.5 * QUARTERS * 0.5 < slope["high"] + 1  # the range of attention is 0.1 to 0.6
    noise = json.loads(Path("results/toy-morris/sensitivity.json").read_text())["outputs"]
    level = noise[0]
    assert (level["effect"], level["indicator"]) == ("all links", "completions")
    assert level["noise_alone"] > 20 * level["noise"]  # luck that all points share drives nothing
    assert [one["noise_share"] > 0.5 for one in noise if one["effect"] == "science_education"] == [True, True]


@pytest.mark.parametrize(
    ("command", "name"), [(MORRIS, "toy-morris"), (ROBUST, "toy-robustness"), (SWEEP, "toy-sweep")]
)
def test_the_same_command_makes_no_run_twice_and_the_same_bytes(
    command: tuple[str, ...], name: str, engine: Formula
) -> None:
    first, made = call(*command), len(engine.asked)
    before = written(name)
    again = call(*command)
    assert (again.stdout, len(engine.asked)) == (first.stdout, made)
    assert "0 runs to make" in again.stderr
    after = written(name)
    assert {path for path in before if before[path] != after[path]} <= {"runs.sqlite"}


def test_more_points_find_the_runs_of_fewer(engine: Formula) -> None:
    call(*ROBUST)
    made = len(engine.asked)
    call(*ROBUST, "--points", "20")
    assert len(engine.asked) - made == made * 4 // 17


def test_interrupted_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Formula()
    count = 0

    def interrupted(*arguments: Any, **named: Any) -> Any:
        nonlocal count
        count += 1
        if count == 8:
            raise KeyboardInterrupt
        return engine(*arguments, **named)

    monkeypatch.setattr(ecosim.simulation, "simulate", interrupted)
    result = call(*SWEEP)
    assert (result.exit_code, result.stdout) == (130, "")
    assert "35 of 60 runs are kept" in result.stderr
    assert not Path("results/toy-sweep/sweep.json").exists()
    assert call(*SWEEP).exit_code == 0
    assert count == 8 + 5


@pytest.mark.slow
def test_results_do_not_depend_on_the_number_of_workers(tmp_path: Path) -> None:
    scenario = toy.scenario()
    asked = robustness_study(scenario, factors(scenario, [SEARCH, ATTENTION]), 4, (SI,), 1, 2, 3)
    found = [
        judge(asked, tmp_path / str(jobs), jobs, lambda done, total: None, Formula(common=1.0, own=0.3))
        for jobs in (1, 2)
    ]
    assert found[0].summary == found[1].summary
    assert found[0].points.equals(found[1].points)


def test_robustness_counts_where_the_sign_is_kept() -> None:
    result = call(*ROBUST, "--points", "64", "--effect", SI, "--reference", "20")
    assert result.exit_code == 0
    table = rows("results/toy-robustness/robustness.parquet", effect=SI, indicator="completions")
    summary = json.loads(Path("results/toy-robustness/robustness.json").read_text())
    found = summary["verdicts"][0]
    positive = (table[ATTENTION].iloc[1:] < 0.4).mean()  # the effect is 1 - 2.5 x attention
    assert found["keeps"] == pytest.approx(positive, abs=0.08)
    assert found["keeps_low"] < positive < found["keeps_high"]
    assert found["more"] + found["less"] + found["undecided"] == pytest.approx(1)
    assert found["small"] < 0 < found["median"] < found["large"]
    assert table[ATTENTION].isna().tolist() == [True] + [False] * 64
    assert table["point"].tolist() == list(range(65))
    assert table["runs"].tolist() == [20] + [3] * 64
    assert summary["reference"] == 20
    assert found["value"] == pytest.approx(QUARTERS * (1 - 2.5 * 0.3), abs=1.0)
    assert "keeps its sign  more  less" in result.stdout


def test_shares_are_told_at_every_point_with_their_luck() -> None:
    asked = ("--shares", "--effect", SI, "--effect", "spin_off", "--points", "32", "--reference", "20")
    result = call(*ROBUST, *asked)
    assert result.exit_code == 0, result.output
    table = "results/toy-robustness/robustness.parquet"
    share = rows(table, effect=f"share of {SI}", indicator="completions")
    assert len(share) == 33
    other, whole = (rows(table, effect=one, indicator="completions") for one in ("share of spin_off", "all of them"))
    sums = share["mean"].to_numpy() + other["mean"].to_numpy()
    assert sums == pytest.approx(whole["mean"].to_numpy(), abs=1e-9)  # shares sum to the whole
    luckless = QUARTERS * (1 - 2.5 * share[ATTENTION].iloc[1:])
    assert share["mean"].iloc[1:].to_numpy() == pytest.approx(luckless.to_numpy(), abs=1.0)
    summary = json.loads(Path("results/toy-robustness/robustness.json").read_text())
    assert (summary["cells"], summary["effects"]) == (4, [SI, "spin_off", "all of them"])
    assert summary["shares"] == [f"share of {SI}", "share of spin_off", "beyond each alone"]
    found = {(one["effect"], one["indicator"]): one for one in summary["verdicts"]}
    assert found[f"share of {SI}", "completions"]["luck"] < 0.01
    assert found["share of spin_off", "completions"]["luck"] > 0.5
    assert found["all of them", "completions"]["part_median"] == 1
    assert "Who brings how much of transfers completed" in result.stdout
    assert Path("results/toy-robustness/plots/shares.svg").exists()


def test_shares_of_links_that_change_nothing_are_none() -> None:
    class Flat(Formula):
        def __call__(self, scenarios: Any, *, seed: int, replication: int) -> Any:
            runs = super().__call__(scenarios, seed=seed, replication=replication)
            return dict.fromkeys(runs, next(iter(runs.values())))

    asked = robustness_study(toy.scenario(), factors(toy.scenario(), [SEARCH]), 2, (), 1, 2, 3, shares=True)
    found = judge(asked, Path("flat"), 1, lambda done, total: None, Flat(common=1.0))
    said = {tuple(one[name] for name in ("value", "more", "less", "luck")) for one in found.summary["verdicts"]}
    assert said == {(0, 0, 0, 0)}


def test_shares_need_links() -> None:
    for links, message in (((SI,), "nothing to share out"), ((SI, "spin_of"), "did you mean 'spin_off'")):
        result = call(*ROBUST, "--shares", *(word for link in links for word in ("--effect", link)))
        assert (result.exit_code, message in result.stderr) == (2, True), result.output


def test_all_parameters_vary_where_none_is_named() -> None:
    robust = call("robustness", "toy.yaml", "--points", "4", "--reference", "2", *QUICK, "--effect", SI)
    assert (robust.exit_code, "Warning" in robust.output) == (0, False)
    table = pd.read_parquet("results/toy-robustness/robustness.parquet")
    assert len(table.columns) > 100 + 7
    sensitive = call("sensitivity", "toy.yaml", "--size", "2", *QUICK, "--effect", SI)
    assert sensitive.exit_code == 0
    assert "parameters of lower rank are not shown" in sensitive.stdout


def test_a_verdict_counts_what_noise_hides_by_itself() -> None:
    mean, half = np.array([2.0, 3.0, -3.0, 0.5, 4.0]), 1.0
    found = verdict(mean, mean - half, mean + half)
    assert (found["keeps"], found["more"], found["less"], found["undecided"]) == (0.5, 0.5, 0.25, 0.25)
    assert found["keeps_low"] == pytest.approx(0.0676, abs=1e-4)  # Clopper and Pearson 1934, 2 of 4
    assert (found["small"], found["large"]) == pytest.approx((-2.475, 3.85))
    unsure = verdict(mean - 1.5, mean - 1.5 - half, mean - 1.5 + half)
    assert (unsure["keeps"], unsure["keeps_low"]) == (None, None)
    lost = verdict(np.array([2.0, np.nan]), np.array([1.0, np.nan]), np.array([3.0, np.nan]))
    assert (lost["undecided"], lost["median"]) == (1.0, None)


def test_estimates_are_those_of_students_t() -> None:
    values = np.array([1.0, 2.0, 4.0, np.nan]).reshape(1, 4, 1)
    mean, low, high = (float(part.item()) for part in estimates(values))
    assert (mean, low, high) == pytest.approx((7 / 3, 7 / 3 - 3.7946, 7 / 3 + 3.7946), abs=1e-4)
    _, low, _ = estimates(values[:, :1])
    assert np.isnan(low).all()


def test_a_sweep_is_tidy_and_has_the_values_of_the_formula() -> None:
    result = call(*SWEEP, "--over", "links.science_industry.enabled=true,false", "--set", f"{ATTENTION}=0.2")
    assert result.exit_code == 0, result.output
    table = pd.read_parquet("results/toy-sweep/sweep.parquet")
    enabled = "links.science_industry.enabled"
    assert list(table) == ["point", SEARCH, enabled, "effect", "indicator", "runs", "mean", "low", "high"]
    assert len(table) == 4 * 2 * 5 * 2
    assert sorted(set(table[SEARCH])) == [0.1, 0.2, 0.3, 0.4]
    effect = rows("results/toy-sweep/sweep.parquet", effect=SI, indicator="completions")
    assert effect.loc[effect[enabled], "mean"].to_numpy() == pytest.approx([10.0] * 4, abs=2.0)
    assert (effect.loc[~effect[enabled], ["mean", "low", "high"]] == 0).all(axis=None)
    level = rows("results/toy-sweep/sweep.parquet", effect="all links", indicator="completions")
    steps = np.diff(level.loc[level[enabled], "mean"])
    assert steps == pytest.approx([20 * 0.1 * QUARTERS] * 3, abs=2.0)


def test_a_sample_is_swept_as_well() -> None:
    sample = ("--over", f"{ATTENTION}=0.1:0.6:2", "--design", "lhs", "--points", "6")
    result = call(*SWEEP, *sample, "--effect", SI)
    assert result.exit_code == 0
    table = rows("results/toy-sweep/sweep.parquet", effect="all links", indicator="completions")
    assert len(set(table[SEARCH])) == len(set(table[ATTENTION])) == 6


def test_axes_read_numbers_whole_numbers_words_and_switches() -> None:
    texts = [f"{SEARCH}=0.1:0.3:3", "time.burn_in=0:2:9", "links.spin_off.enabled=true,false", "name=a, b"]
    read = axes(toy.scenario(), texts)
    assert [one.values for one in read] == [(0.1, 0.2, 0.3), (0, 1, 2), (True, False), ("a", "b")]
    assert [one.numeric for one in read] == [True, True, False, False]
    assert [one.at(0.99) for one in read] == [pytest.approx(0.298), 2, False, "b"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((*MORRIS, "--replications", "1"), "--replications: found 1; at least 2"),
        ((*MORRIS, "--parameter", "processes.offers.atention"), "did you mean 'processes.offers.attention'"),
        ((*MORRIS, "--effect", "spin_of"), "did you mean 'spin_off'"),
        ((*MORRIS, "--method", "sobol", "--size", "12"), "sobol needs a power of two, such as 8 or 16"),
        ((*MORRIS, "--size", "1"), "at least 2 trajectories are needed"),
        ((*MORRIS, "--method", "oat"), "'morris', 'sobol', 'pawn'"),
        ((*ROBUST, "--replications", "1"), "--replications: found 1; at least 2"),
        (("robustness", "gone.yaml"), "gone.yaml"),
        ((*SWEEP, "--over", f"{SEARCH}=0.1:0.2:3"), f"{SEARCH} is given twice"),
        ((*SWEEP, "--over", "processes.offers.atention=0.1:0.2:3"), "did you mean 'attention'"),
        ((*SWEEP, "--over", "processes.market.tax=0.1:7:3"), "--over: processes.market.tax: found 7"),
        ((*SWEEP, "--over", "processes.market.tax=0.2:0.1:3"), "with a below b and n at least 2"),
        ((*SWEEP, "--over", "processes.market.tax"), "allowed: PATH=a:b:n"),
        ((*SWEEP, "--over", "processes.market.tax=0.1:x:3"), "allowed: PATH=a:b:n"),
        ((*SWEEP, "--over", "processes.market.tax=0.1"), "at least two different values"),
        ((*SWEEP, "--over", "processes.market.tax=0.1,true"), "values of one kind"),
        ((*SWEEP, "--over", "links.incubation.share=0.1:0.2:2"), "links.incubation.share changes nothing: toy"),
        ((*SWEEP, "--over", "processes.market.tax=0:1:60", "--over", f"{ATTENTION}=0:1:50"), "12000 combinations, at"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_ends_with_two_and_writes_nothing(arguments: tuple[str, ...], message: str) -> None:
    result = call(*arguments)
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert not Path("results").exists()


@pytest.mark.parametrize("command", [MORRIS, ROBUST, SWEEP], ids=lambda command: command[0])
def test_json_is_one_object_and_quiet_is_silent(command: tuple[str, ...]) -> None:
    result = call(*command, "--json", "--quiet", "--out", "here", "--seed", "4", "--effect", SI, "--format", "png")
    found = json.loads(result.stdout)
    assert (result.stderr, found["directory"], found["seed"], found["effects"]) == ("", "here", 4, [SI])
    assert all(Path(path).suffix == ".png" and Path(path).exists() for path in found["plots"])


def test_failed_runs_end_with_one_and_leave_what_others_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Formula(common=1.0, own=0.02)

    def failing(scenarios: Any, *, seed: int, replication: int) -> Any:
        runs = engine(scenarios, seed=seed, replication=replication)
        if replication == 2 and engine.asked[-1][1] > 0.3:
            raise ArithmeticError("no such place")
        return runs

    monkeypatch.setattr(ecosim.simulation, "simulate", failing)
    result = call(*MORRIS)
    assert result.exit_code == 1
    assert "ArithmeticError: no such place" in result.stderr
    assert json.loads(Path("results/toy-morris/sensitivity.json").read_text())["used_replications"] == 2
    swept = call(*SWEEP)
    assert swept.exit_code == 1
    assert sorted(set(pd.read_parquet("results/toy-sweep/sweep.parquet")["runs"])) == [2, 3]
    few = call(*MORRIS[:-1], "2", "--seed", "2")
    assert few.exit_code == 0


def test_without_two_replications_at_all_points_nothing_is_told() -> None:
    values = np.array([[[1.0], [np.nan]], [[1.0], [2.0]]])
    with pytest.raises(ecosim.UsageError, match="1 replications finished at all points, at least 2 are needed"):
        Outputs((("all links", "completions"),), values, [], []).complete()
