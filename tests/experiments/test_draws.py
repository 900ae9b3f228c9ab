"""Designs whose parameters are uncertain: a draw for each replication, the same in all cells."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import ecosim
import toy
from ecosim.cli import main
from ecosim.experiments.design import links_on
from ecosim.experiments.draws import Draws, draws_text, read_draws, uncertain
from ecosim.experiments.execute import digests
from ecosim.results.again import resolved_scenario
from ecosim.results.study import carry_out
from ecosim.scenario import digest
from ecosim.scenario.document import ScenarioBase
from model import cases

PATHS = ("processes.patenting.apply", "links.spin_off.drive", "processes.patenting.lag")
DRAWS = Draws(PATHS, ((0.5, 0.02, 4.0), (0.6, 0.03, 5.0), (0.7, 0.05, 6.0)))


class Engine:
    """Counts in every quarter of a run what its scenario says of the parameters, and how many links are on."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, float]] = []

    def __call__(self, scenarios: Mapping[str, ScenarioBase], *, seed: int, replication: int) -> dict[str, toy.Run]:
        runs = {}
        for name, one in scenarios.items():
            apply, drive = one.processes.patenting.apply, one.links.spin_off.drive  # type: ignore[attr-defined]
            self.asked.append((replication, apply))
            value = 100 * apply * len(links_on(one)) + drive
            runs[name] = toy.Run(np.full((one.time.quarters, len(toy.NAMES)), value))
        return runs


def test_every_cell_of_a_replication_takes_the_same_draw(tmp_path: Path) -> None:
    engine = Engine()
    results = carry_out(uncertain(toy.design(4), DRAWS), tmp_path, 1, simulate=engine)
    cells = len(results.cells)
    assert [apply for _, apply in engine.asked] == [value for value in (0.5, 0.6, 0.7, 0.5) for _ in range(cells)]
    found = results.effects("completions").set_index("cell")
    one_link = 100 * 20 * np.array([0.5, 0.6, 0.7, 0.5])  # of 20 quarters
    assert found.loc["without science_industry", "difference"] == pytest.approx(one_link.mean())
    low, high = found.loc["without science_industry", ["interval_low", "interval_high"]]
    assert low < one_link.mean() < high, "an interval that holds nothing but the parameters"


def test_runs_are_kept_by_their_draws(tmp_path: Path) -> None:
    carry_out(uncertain(toy.design(4), DRAWS), tmp_path, 1, simulate=Engine())
    again, more, other, plain = Engine(), Engine(), Engine(), Engine()
    carry_out(uncertain(toy.design(4), DRAWS), tmp_path, 1, simulate=again)
    carry_out(uncertain(toy.design(5), DRAWS), tmp_path, 1, simulate=more)
    carry_out(uncertain(toy.design(4), Draws(PATHS, DRAWS.values[::-1])), tmp_path, 1, simulate=other)
    carry_out(toy.design(4), tmp_path, 1, simulate=plain)
    assert not again.asked
    assert {replication for replication, _ in more.asked} == {4}
    assert [apply for _, apply in other.asked][:: len(other.asked) // 4] == [0.7, 0.6, 0.5, 0.7]
    assert len(plain.asked) == len(other.asked)


def test_a_cell_without_the_link_goes_without_its_value() -> None:
    scenario = toy.scenario("links.spin_off=null")
    given = DRAWS.given(scenario, 1)
    assert given.processes.patenting.apply == 0.6  # type: ignore[attr-defined]
    assert given.processes.patenting.lag == 5 and isinstance(given.processes.patenting.lag, int)  # type: ignore[attr-defined]
    assert given.links.spin_off is None  # type: ignore[attr-defined]


def test_a_scenario_with_a_draw_is_that_scenario() -> None:
    overrides = ("processes.patenting.apply=0.6", "links.spin_off.drive=0.03", "processes.patenting.lag=5")
    assert digest(DRAWS.given(toy.scenario(), 1)) == digest(toy.scenario(*overrides))


def test_names_of_runs_differ_by_cell_and_draws() -> None:
    one, other = uncertain(toy.design(), DRAWS), uncertain(toy.design(), Draws(PATHS, DRAWS.values[:2]))
    names = [*digests(toy.design()).values(), *digests(one).values(), *digests(other).values()]
    assert len(set(names)) == len(names)
    assert digests(one) == digests(uncertain(toy.design(), DRAWS))
    assert one.name == "toy-posterior"


def test_parameters_that_there_are_not_are_told() -> None:
    with pytest.raises(ecosim.UsageError, match=r"no parameter 'processes\.patenting\.aply'.*did you mean"):
        uncertain(toy.design(), Draws(("processes.patenting.aply",), ((0.5,),)))


def test_files_are_read_as_they_were_written(tmp_path: Path) -> None:
    (tmp_path / "draws.csv").write_text(draws_text(DRAWS))
    assert read_draws(tmp_path / "draws.csv", toy.scenario()) == DRAWS


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "draws.csv:1:0: no draws; a line of dotted paths"),
        ("processes.patenting.apply\n", "draws.csv:1:0: no draws"),
        ("processes.patenting.aply\n0.5\n", "draws.csv:1:1: processes.patenting.aply: the scenario has no such param"),
        ("links.spin_off.drive,links.spin_off.drive\n0.1,0.1\n", "draws.csv:1:2: links.spin_off.drive: stands there"),
        ("links.spin_off.drive\n0.1\nfast\n", "draws.csv:3:1: links.spin_off.drive: 'fast' is no number"),
        ("processes.patenting.apply\n1.5\n", "draws.csv:2:1: processes.patenting.apply: 1.5; allowed: 0 to 1"),
        ("processes.patenting.apply\nnan\n", "nan; allowed: 0 to 1"),
        ("processes.patenting.lag\n4.5\n", "4.5; allowed: whole numbers"),
        ("processes.patenting.lag\n4,5\n", "draws.csv:2:0: 2 values; allowed: 1, one for each column"),
    ],
)  # fmt: skip
def test_wrong_files_are_told_with_their_line(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "draws.csv").write_text(text)
    with pytest.raises(ecosim.ScenarioError) as told:
        read_draws(tmp_path / "draws.csv", toy.scenario())
    assert message in str(told.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ecosim.ScenarioError, match="cannot be read"):
        read_draws(tmp_path / "nowhere.csv", toy.scenario())


def test_compare_takes_draws_from_a_file_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("small.yaml").write_text(json.dumps(cases.small()))
    Path("draws.csv").write_text("processes.research.discovery\n0.02\n0.2\n")
    few = ["--without", "spin_off", "--replications", "2", "--jobs", "1", "--quiet"]
    result = CliRunner().invoke(main, ["compare", "small.yaml", "--posterior", "draws.csv", *few])
    assert result.exit_code == 0, result.output
    assert "each replication has its own draw of 1 parameters (2 draws)" in result.stdout
    results = ecosim.open_results("results/small-posterior")
    found = results.to_pandas("outcomes").set_index(["cell", "replication"])["disclosures"]
    for number, value in enumerate(("0.02", "0.2")):
        alone = ecosim.run("small.yaml", only=number, jobs=1, overrides=[f"processes.research.discovery={value}"])
        assert found["all links", number] == alone.to_pandas("outcomes")["disclosures"][0]
    with pytest.raises(ecosim.UsageError, match="own draw of parameters"):
        resolved_scenario(results, results.baseline)
    again = ecosim.compare("small.yaml", without=["spin_off"], replications=2, jobs=1, posterior="draws.csv")
    assert again.to_pandas("outcomes").equals(results.to_pandas("outcomes"))


def test_a_file_of_draws_that_does_not_fit_is_refused_before_anything_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("small.yaml").write_text(json.dumps(cases.small()))
    Path("draws.csv").write_text("processes.research.discovry\n0.02\n")
    result = CliRunner().invoke(main, ["compare", "small.yaml", "--posterior", "draws.csv"])
    assert result.exit_code == 2 and "did you mean 'processes.research.discovery'" in result.stderr
    assert not Path("results").exists()
