"""The search: finds what is known, is not fooled by luck, and does not depend on who works."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

import ecosim
from ecosim.cli import main
from ecosim.experiments.demand import Outcome, Unit
from ecosim.plots.front import front as picture
from ecosim.policy import Policy
from ecosim.policy.levers import levers
from ecosim.policy.report import verdicts
from ecosim.policy.search import front, search, spread
from ecosim.policy.study import Task, carry_out
from model import cases

GIVEN = levers(cases.scenario(), ["institutes", "projects", "subsidies", "incubation", "science_industry"])
TODAY = GIVEN.planned(GIVEN.today)
FILES = ("report.txt", "candidates.parquet", "tried.parquet", "scenarios/a.json")


@dataclass(frozen=True)
class Formula:
    """Institutes bring little for much, projects much, subsidies nothing; one link helps, another harms.

    Attributes:
        luck: standard deviation of what a replication adds to all mixes.
        own: standard deviation of what it adds to each mix alone.
        effect: what all levers are multiplied by.
    """

    luck: float = 5.0
    own: float = 0.5
    effect: float = 1.0

    def __call__(self, unit: Unit) -> Outcome:
        """Return completions, agreements, money, hours."""
        institutes, projects, _, industry, incubation = unit.values
        shared = np.random.default_rng([1, unit.replication]).normal()
        own = np.random.default_rng([2, unit.replication, *(int(1000 * one) for one in unit.values)]).normal()
        known = 20 * np.sqrt(projects) + 4 * np.sqrt(institutes) + 6 * industry - 8 * incubation
        money = GIVEN.planned(unit.values) * GIVEN.scenario.time.quarters / 4
        completions = 100 + self.effect * known + self.luck * shared + self.own * own
        return (float(completions), 1.0, float(money), 80.0)


@dataclass
class Counting:
    """The formula, which remembers what it was asked, and is interrupted as by Ctrl-C when asked once too often."""

    left: int = 100_000
    asked: list[Unit] = field(default_factory=list)

    def __call__(self, unit: Unit) -> Outcome:
        """Answer, or raise."""
        if not self.left:
            raise KeyboardInterrupt
        self.left -= 1
        self.asked.append(unit)
        return Formula()(unit)


def found(directory: Path, work: Callable[[Unit], Outcome] | None = None, jobs: int = 1, **changes: Any) -> Policy:
    task = Task(GIVEN, TODAY, 1, 72, 3, 20, 5, "ecosim optimise small.yaml --budget x1")
    return carry_out(replace(task, **changes), directory, jobs, None, work or Formula())


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    return found(tmp_path_factory.mktemp("whole"))


def test_the_known_best_is_found(whole: Policy) -> None:
    most = max(whole.candidates, key=lambda one: one.completions)
    institutes, projects, _, industry, incubation = most.mix
    assert projects > 1.6 and institutes < 1 and not incubation and industry
    assert most.more.mean == pytest.approx(20 * np.sqrt(projects) + 4 * np.sqrt(institutes) + 6 - 18 - 4, abs=0.6)
    assert most.more.low > 10 and most.clear and most.most and not whole.today.most
    assert most.more.low < most.more.mean < most.more.high


def test_no_mix_costs_more_than_the_budget(tmp_path: Path, whole: Policy) -> None:
    assert all(one.planned <= TODAY + 1e-9 for one in whole.candidates)
    poor = found(tmp_path, budget=0.8 * TODAY)
    assert all(one.planned <= 0.8 * TODAY + 1e-9 for one in poor.candidates[1:])
    assert poor.today.planned == pytest.approx(TODAY)
    assert poor.thrifty is not None and poor.thrifty.more.low > 0 > poor.thrifty.more_money.high


def test_luck_makes_ties_and_no_ranking(tmp_path: Path) -> None:
    lucky = found(tmp_path, Formula(own=5.0, effect=0.0), fresh=40)
    chosen = lucky.candidates[1:]
    best = max(chosen, key=lambda one: one.searched)
    assert best.searched - np.mean([more for _, more in lucky.tried]) > 5, "the search flatters what it chooses"
    assert best.more.low < 0 < best.more.high
    assert lucky.today.most and sum(one.most for one in chosen) >= len(chosen) - 1
    assert "ties: the runs cannot tell them apart" in verdicts(lucky)[0]


def test_single_levers_are_told_as_they_are(whole: Policy) -> None:
    moved = {one.name: one for one in whole.moved}
    assert set(moved) == set(GIVEN.starts())
    assert moved["projects x2"].completions.mean == pytest.approx(20 * (np.sqrt(2) - 1), abs=1.5)
    assert moved["projects x2"].money.mean == pytest.approx(100)
    assert moved["without incubation"].completions.mean == pytest.approx(8, abs=1.5)
    assert not moved["subsidies x0.5"].clear


def test_candidates_are_measured_on_runs_that_the_search_never_saw(tmp_path: Path) -> None:
    seen = Counting()
    policy = found(tmp_path, seen)
    fresh = [unit for unit in seen.asked if unit.replication >= 3]
    assert {unit.replication for unit in fresh} == set(range(3, 23))
    assert {unit.values for unit in fresh} == {one.mix for one in policy.candidates}
    assert len(seen.asked) == len(set(seen.asked))


@pytest.mark.slow
def test_the_number_of_workers_does_not_matter(tmp_path: Path, whole: Policy) -> None:
    assert replace(found(tmp_path, jobs=2), directory=whole.directory) == whole
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (whole.directory / name).read_bytes()


@pytest.mark.parametrize("runs", [0, 100, 225])
def test_interrupted_it_ends_as_if_it_had_not_been_and_makes_no_run_twice(
    tmp_path: Path, whole: Policy, runs: int
) -> None:
    stopped, going_on = Counting(runs), Counting()
    with pytest.raises(KeyboardInterrupt):
        found(tmp_path, stopped)
    assert replace(found(tmp_path, going_on), directory=whole.directory) == whole
    assert not set(stopped.asked) & set(going_on.asked)


def test_more_trials_add_to_those_that_are_there(tmp_path: Path, whole: Policy) -> None:
    few = found(tmp_path, trials=24)
    more = Counting()
    assert replace(found(tmp_path, more), directory=whole.directory) == whole
    assert few.tried == whole.tried[: few.trials]
    assert not [unit for unit in more.asked if unit.values == GIVEN.today and unit.replication < 3]


def test_another_seed_tries_other_mixes(tmp_path: Path, whole: Policy) -> None:
    other = found(tmp_path, seed=2)
    assert other.tried[0][1] == 0 == whole.tried[0][1]
    assert set(other.tried) != set(whole.tried)


def test_runs_that_fail_leave_their_mixes_out(tmp_path: Path) -> None:
    def breaking(unit: Unit) -> Outcome:
        return "it broke" if unit.values[1] > 1.5 else Formula()(unit)

    broken = found(tmp_path, breaking)
    assert broken.failed and all(one.mix[1] <= 1.5 for one in broken.candidates)
    assert f"{broken.failed} runs failed" in (tmp_path / "report.txt").read_text()


def test_a_scenario_that_cannot_run_is_told(tmp_path: Path) -> None:
    with pytest.raises(ecosim.UsageError, match="cannot be run as it is: it broke"):
        found(tmp_path, lambda unit: "it broke")


def test_fronts_and_choices_by_hand() -> None:
    tried = {(1.0,): (5.0, 1.0), (2.0,): (5.0, 3.0), (3.0,): (6.0, 2.0), (4.0,): (9.0, 4.0), (5.0,): (7.0, 3.5)}
    assert front(tried) == [(2.0,), (5.0,), (4.0,)]
    assert spread([(2.0,), (5.0,), (4.0,)], tried, 1) == [(2.0,), (4.0,)]
    assert spread([(2.0,), (5.0,), (4.0,)], tried, 3) == [(2.0,), (5.0,), (4.0,)]


def test_generations_are_asked_for_as_a_whole() -> None:
    asked: list[int] = []

    def weigh(mixes: Any) -> np.ndarray:
        asked.append(len(mixes))
        return np.array([[GIVEN.planned(mix), mix[1]] for mix in mixes])

    tried = search(GIVEN, TODAY, 30, 1, weigh)
    assert asked == [24, 24] and next(iter(tried)) == GIVEN.today


def test_the_picture_has_the_same_bytes_every_time(tmp_path: Path, whole: Policy) -> None:
    for name in ("one.svg", "two.svg"):
        drawn = picture(whole, tmp_path / name)
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()
    texts = " | ".join(one.get_text() for axes in drawn.axes for one in [*axes.texts, *axes.get_yticklabels()])
    for part in ("today", "A", "science–industry", "projects"):
        assert part in texts


def test_the_command_from_a_file_to_scenarios_that_can_be_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("small.yaml").write_text(json.dumps(cases.small()))
    few = "--over projects --over incubation --trials 5 --replications 1 --fresh 2 --candidates 1 --jobs 1 --quiet"
    call = ["optimise", "small.yaml", "--budget", "x0.95", *few.split()]
    result = CliRunner().invoke(main, call)
    assert result.exit_code == 0, result.output
    for part in ("Mixes of public money and links", "winner's curse", "What this cannot say", "without incubation"):
        assert part in result.stdout
    for name in (*FILES, "policy.json", "plots/front.svg", "scenarios/today.json"):
        assert Path("policies/small", name).stat().st_size
    told = json.loads(CliRunner().invoke(main, [*call, "--json"]).stdout)
    assert told["candidates"][0]["name"] == "today" and told["budget"] == pytest.approx(0.95 * told["planned"])
    runs = pd.read_parquet("policies/small/candidates.parquet").set_index(["mix", "replication"])
    again = ecosim.run("policies/small/scenarios/a.json", only=2, jobs=1).to_pandas("outcomes")
    assert again["completions"][0] == runs.loc[("A", 2), "completions"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--budget", "x0.1"], "is less than the"),
        (["--budget", "lots"], "budget 'lots'; allowed"),
        (["--budget", "x1", "--over", "bonds"], "no instrument or link 'bonds' to set"),
        (["--budget", "x1", "--between", "half"], "'half'; two factors such as 0.5:2"),
        (["--budget", "x1", "--between", "2:3"], "instruments between 2 and 3"),
        (["--budget", "x1", "--set", "links.spin_off.drve=1"], "did you mean"),
        ([], "Missing option '--budget'"),
    ],
)
def test_refusals(arguments: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("small.yaml").write_text(json.dumps(cases.small()))
    result = CliRunner().invoke(main, ["optimise", "small.yaml", *arguments])
    assert result.exit_code == 2
    assert message in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["small.yaml"]
