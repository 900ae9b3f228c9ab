"""The command line: what it prints where, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import ecosim.plots
import ecosim.report.page
import ecosim.report.seen
import ecosim.simulation
import toy
from ecosim.cli import COMMANDS, main
from ecosim.experiments.glance import Glance
from ecosim.results import open_results, study

ONE_PROCESS = ("--jobs", "1", "--replications", "3")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder of its own, with the toy engine."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(ecosim.simulation, "simulate", toy.simulate)
    monkeypatch.setattr(ecosim.report.seen, "glance_at", lambda design: None)  # toys leave nothing to look at
    Path("toy.yaml").write_text(toy.TEXT)
    return tmp_path


@pytest.fixture(autouse=True)
def drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw nothing, which takes no time, and write which indicators were asked for."""

    def draw(*arguments: object) -> None:
        [path] = [one for one in arguments if isinstance(one, Path)]
        asked = [name for names in arguments if isinstance(names, list) for name in names]
        path.write_text(" ".join(["picture", *asked]))

    for name in ("curves", "forest", "flows", "shapley", "interactions"):
        monkeypatch.setattr(ecosim.plots, name, draw)


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_help_shows_an_example(command: str) -> None:
    result = call(command, "--help")
    assert result.exit_code == 0
    assert f"  ecosim {command}" in result.stdout


def test_help_lists_the_commands_and_imports_nothing_heavy() -> None:
    code = (
        "import sys; from ecosim.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: print(sorted({'numpy', 'pandas', 'pydantic', 'rich', 'mesa', 'numba'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert all(f"  {command} " in done.stdout for command in COMMANDS)


def test_the_version_is_that_of_the_model() -> None:
    from ecosim.version import model_version

    assert call("--version").stdout == f"ecosim {model_version()}\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["comapre"], "no command 'comapre'; did you mean 'compare'?"),
        (["compare", "toy.yaml", "--replication", "2"], "--replications"),
        (["compare"], "Missing argument"),
        (["compare", "toy.yaml", "--replications", "0"], "0 is not in the range"),
        (["compare", "toy.yaml", "--orders", "8"], "--orders samples the combinations of --factorial"),
        (["compare", "toy.yaml", "toy.yaml", "--factorial"], "cut the links of one scenario"),
        (["compare", "toy.yaml", "--factorial", "--without", "spin_off"], "fewer than two links; toy gives 1"),
        (["compare", "toy.yaml", "--without", "spin_of"], "did you mean 'spin_off'?"),
        (["compare", "toy.yaml", "toy.yaml"], "the same scenario is given twice"),
        (["run", "toy.yaml", "--set", "nmae=x"], "nmae"),
        (["run", "gone.yaml"], "gone.yaml"),
        (["plot", "gone"], "no finished results here"),
        (["run", "toy.yaml", "--out", "toy.yaml/out"], "cannot make the results directory"),
    ],
)
def test_what_cannot_be_done_is_told_without_a_traceback(arguments: list[str], message: str) -> None:
    result = call(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert not Path("results").exists()


def test_an_invalid_scenario_is_refused_with_all_its_problems_and_nothing_written() -> None:
    Path("bad.yaml").write_text(toy.TEXT.replace("wage: 1", "wage: -1").replace("burn_in: 0", "burn_in: x"))
    result = call("compare", "bad.yaml", *ONE_PROCESS)
    assert result.exit_code == 2
    assert [line.partition(": ")[0].rpartition(":")[0] for line in result.stderr.splitlines()] == [
        "bad.yaml:3",
        "bad.yaml:4",
    ]
    assert sorted(path.name for path in Path().iterdir()) == ["bad.yaml", "toy.yaml"]


def test_compare_prints_both_counts_channels_flows_and_where_everything_is() -> None:
    result = call("compare", "toy.yaml", *ONE_PROCESS)
    assert (result.exit_code, result.stderr) == (0, "")
    titles = tuple(f"{name.capitalize()} by 2004Q4" for name in _titles("completions", "agreements"))
    titles += ("Agreements by channel by 2004Q4", "Flows a year")
    assert sum(line.startswith(titles) for line in result.stdout.splitlines()) == 4
    row = next(line for line in result.stdout.splitlines() if line.startswith("without science_industry"))
    assert row.endswith("+20.0  [+20.0, +20.0]      -  undecided: no smallest effect declared")
    assert "15 runs: cells 5, replications 3, seed 1" in result.stdout
    assert Path("results/toy/plots/curves-agreements.svg").exists()
    assert result.stdout.rstrip().endswith("Plot: results/toy/plots/flows.svg")


def test_a_scenario_that_comes_with_ecosim_is_compared_and_run_by_its_name() -> None:
    for command in ("compare", "run"):
        result = call(command, "nineties", *ONE_PROCESS)
        assert (result.exit_code, result.stderr) == (0, "")
    assert open_results("results/nineties").summary["cells"]


def test_replications_can_be_left_to_the_precision() -> None:
    precise = ("--set", "judgement={completions: {smallest: 20, precision: 9}}", "--jobs", "1")
    for command, runs in (("compare", 200), ("run", 40)):
        result = call(command, "toy.yaml", "--replications", "auto", "--at-most", "40", *precise)
        assert (result.exit_code, result.stderr) == (0, "")
        assert f"{runs} runs: cells {runs // 40}, replications 40, seed 1" in result.stdout
        assert "precision of completions: +-" in result.stdout


def test_what_auto_needs_is_told() -> None:
    result = call("compare", "toy.yaml", "--replications", "auto", "--jobs", "1")
    assert result.exit_code == 2
    assert "toy declares no precision" in result.stderr
    result = call("compare", "toy.yaml", "--replications", "many")
    assert "'many' is neither a whole number nor 'auto'" in result.stderr
    result = call("compare", "toy.yaml", "--replications", "auto", "--at-most", "20")
    assert (result.exit_code, "20 is not in the range" in result.stderr) == (2, True)
    assert not Path("results").exists()


def _titles(*names: str) -> list[str]:
    results = open_results("results/toy")
    return [results.indicator(name)["title"] for name in names]


def test_the_same_command_prints_the_same_and_simulates_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    first = call("compare", "toy.yaml", *ONE_PROCESS)
    counting = toy.Counting()
    monkeypatch.setattr(ecosim.simulation, "simulate", counting)
    assert call("compare", "toy.yaml", *ONE_PROCESS).stdout == first.stdout
    assert counting.asked == []


def test_json_is_one_object() -> None:
    result = call("compare", "toy.yaml", "--json", "--out", "here", *ONE_PROCESS)
    found = json.loads(result.stdout)
    assert (found["directory"], found["seed"], len(found["headline"])) == ("here", 1, 5)
    assert found["plots"] == [
        f"here/plots/{name}.svg" for name in ("curves-completions", "curves-agreements", "forest", "flows")
    ]
    assert json.loads(call("run", "toy.yaml", "--json", *ONE_PROCESS).stdout)["cells"][0]["runs"] == 3


def test_without_factorial_and_files_choose_the_cells() -> None:
    call("compare", "toy.yaml", "--without", "spin_off", "--out", "one", *ONE_PROCESS)
    assert open_results("one").cells == ("all links", "without spin_off")
    call("compare", "toy.yaml", "--factorial", "--out", "all", *ONE_PROCESS)
    assert len(open_results("all").cells) == 8
    Path("other.yaml").write_text(toy.TEXT.replace("name: toy", "name: other"))
    result = call("compare", "toy.yaml", "other.yaml", *ONE_PROCESS)
    assert open_results("results/toy-vs-other").cells == ("toy", "other")
    assert "difference = scenario minus toy" in result.stdout


def test_the_report_of_a_factorial_gets_what_was_seen_when_runs_were_made(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing, given = Glance(toy.simulate, frozenset(), frozenset()), []  # type: ignore[arg-type]
    monkeypatch.setattr(ecosim.report.seen, "glance_at", lambda design: nothing)
    carry_out = study.carry_out
    monkeypatch.setattr(
        study, "carry_out", lambda *args, **named: given.append(named["glance"]) or carry_out(*args, **named)
    )
    monkeypatch.setattr(ecosim.report.page, "write_report", lambda *_, **named: given.append(named["glance"]))
    call("compare", "toy.yaml", "--factorial", "--without", "spin_off", "--without", "science_industry", *ONE_PROCESS)
    assert given == [nothing, nothing]
    call("compare", "toy.yaml", "--out", "plain", *ONE_PROCESS)
    assert given[2:] == [None]


def test_factorial_says_first_who_brings_how_much() -> None:
    command = ("compare", "toy.yaml", "--factorial", "--without", "spin_off", "--without", "science_industry")
    result = call(*command, *ONE_PROCESS)
    assert (result.exit_code, result.stderr) == (0, "toy: 12 runs to make, less than a minute with 1 process\n")
    lines = result.stdout.splitlines()
    assert lines[0] == "Who brings how much of transfers completed by 2004Q4"
    assert next(line for line in lines if line.startswith("spin_off ")).split()[1:4] == ["+20.0", "[+20.0,", "+20.0]"]
    assert any(line.startswith("spin_off + science_industry") and "none" in line for line in lines)
    assert "without spin_off and science_industry" in result.stdout
    assert result.stdout.endswith("Plot: results/toy/plots/interactions.svg\nReport: results/toy/report.html\n")
    assert Path("results/toy/report.html").exists()
    found = json.loads(call(*command, "--json", "--quiet", *ONE_PROCESS).stdout)
    assert {row["measure"] for row in found["attribution"]} >= {"whole", "beyond", "share", "alone", "average"}


def test_many_cells_are_not_listed_one_by_one() -> None:
    four = [f"--without={link}" for link in ("spin_off", "science_industry", "education_industry", "science_education")]
    result = call("compare", "toy.yaml", "--factorial", *four, *ONE_PROCESS)
    assert "48 runs: cells 16" in result.stdout
    assert "Flows a year" not in result.stdout
    assert [line for line in result.stdout.splitlines() if line.startswith("Plot: ")] == [
        "Plot: results/toy/plots/shapley.svg", "Plot: results/toy/plots/interactions.svg",
    ]  # fmt: skip
    told = json.loads(call("effects", "results/toy", "--json").stdout)
    assert list(json.loads(call("effects", "results/toy", "--shares", "--json").stdout)) == ["together"]
    assert list(told) == ["together", *(f"without {link.partition('=')[2]}" for link in four)]
    sampled = call("compare", "toy.yaml", "--factorial", "--orders", "4", *four, *ONE_PROCESS)
    assert "error of" in sampled.stdout
    assert "interactions.svg" not in sampled.stdout


def test_shares_are_told_alone_where_there_are_any() -> None:
    call("compare", "toy.yaml", *ONE_PROCESS)
    assert "`ecosim compare --factorial` runs them" in call("effects", "results/toy", "--shares").stderr
    both = call("effects", "results/toy", "--shares", "--cell", "science_industry")
    assert (both.exit_code, "give one" in both.stderr) == (2, True)


def test_plot_draws_one_picture_where_it_can() -> None:
    call("compare", "toy.yaml", *ONE_PROCESS)
    assert call("plot", "results/toy", "forest").stdout.split() == ["results/toy/plots/forest.svg"]
    assert "'shaply' is not one of" in call("plot", "results/toy", "shaply").stderr


def test_run_prints_one_cell_without_effects() -> None:
    result = call("run", "toy.yaml", "--seed", "5", "--set", "links.spin_off.enabled=false", *ONE_PROCESS)
    assert result.exit_code == 0
    assert "effect" not in result.stdout
    assert "3 runs: cells 1, replications 3, seed 5" in result.stdout
    assert '"spin_off":' in Path("results/toy/scenarios/toy.json").read_text()


def test_some_failed_runs_end_with_one_and_the_command_told_repeats_the_failure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ecosim.simulation, "simulate", toy.Failing("science_industry", replication=2))
    result = call("compare", "toy.yaml", *ONE_PROCESS)
    assert result.exit_code == 1
    assert "2 runs failed; the same command tries them again. In results/toy:" in result.stderr
    assert "without science_industry, replication 2: ArithmeticError: money was lost between" in result.stderr
    command = next(line.split() for line in result.stderr.splitlines() if line.strip().startswith("ecosim run"))
    monkeypatch.chdir("results/toy")
    again = call(*command[1:], "--jobs", "1")
    assert again.exit_code == 1
    assert "1 runs failed" in again.stderr
    monkeypatch.setattr(ecosim.simulation, "simulate", toy.simulate)
    assert "1 runs: cells 1, replications 1 (number 2), seed 1" in call(*command[1:], "--jobs", "1").stdout


def test_plot_draws_what_is_asked() -> None:
    call("compare", "toy.yaml", *ONE_PROCESS)
    result = call("plot", "results/toy", "--indicator", "patents", "--format", "png", "--out", "pictures")
    assert result.stdout.split() == ["pictures/curves-patents.png", "pictures/forest.png", "pictures/flows.png"]
    assert Path("pictures/forest.png").read_text() == "picture patents"
    wrong = call("plot", "results/toy", "--indicator", "patent")
    assert (wrong.exit_code, "did you mean 'patents'?" in wrong.stderr) == (2, True)


SLOW = """
import sys
import ecosim.simulation, toy
ecosim.simulation.simulate = toy.slow
if __name__ == "__main__":
    from ecosim.cli import main
    main(sys.argv[1:])
"""


def slow(*arguments: str) -> subprocess.Popen[str]:
    """Start a command with the slow toy engine, in a process group of its own."""
    Path("slow.py").write_text(SLOW)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(Path(toy.__file__).parent), *sys.path])}
    return subprocess.Popen(
        [sys.executable, "slow.py", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=environment, start_new_session=True, preexec_fn=_hear_interrupts,
    )  # fmt: skip


def _hear_interrupts() -> None:
    # A test run in the background of a shell has Ctrl-C ignored, and children inherit that.
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def kept(directory: str) -> int:
    """Return how many runs the store of a directory holds."""
    import sqlite3

    try:
        with closing(sqlite3.connect(f"file:{directory}/runs.sqlite?mode=ro", uri=True)) as connection:
            count = connection.execute("SELECT count(*) FROM runs").fetchone()[0]
    except sqlite3.Error:
        return 0
    return int(count)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_interrupted_it_keeps_what_is_finished_and_says_how_to_go_on(jobs: str) -> None:
    command = ("compare", "toy.yaml", "--replications", "500", "--jobs", jobs)
    process = slow(*command)
    while kept("results/toy") < 10 and process.poll() is None:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: the whole group
    stdout, stderr = process.communicate(timeout=20)
    assert (process.returncode, stdout) == (130, "")
    done = kept("results/toy")
    assert 10 <= done < 2500
    assert stderr == f"Interrupted: {done} of 2500 runs are kept; the same command continues.\n"
    assert not Path("results/toy/summary.json").exists()
    assert call("compare", "toy.yaml", *ONE_PROCESS).exit_code == 0


def test_killed_it_leaves_no_process_and_the_same_command_continues(monkeypatch: pytest.MonkeyPatch) -> None:
    process = slow("compare", "toy.yaml", "--replications", "8", "--jobs", "2")
    while kept("results/toy") < 10 and process.poll() is None:
        time.sleep(0.05)
    process.kill()
    process.communicate(timeout=20)  # ends when nobody holds the pipes any more
    counting = toy.Counting()
    monkeypatch.setattr(ecosim.simulation, "simulate", counting)
    before = kept("results/toy")
    assert call("compare", "toy.yaml", "--replications", "8", "--jobs", "1").exit_code == 0
    assert 10 <= before < 40
    assert sum(cells for _, cells in counting.asked) == 40 - before


def test_a_reader_that_stops_reading_is_no_error() -> None:
    process = slow("run", "toy.yaml", "--replications", "1", "--jobs", "1")
    assert process.stdout is not None
    process.stdout.close()
    assert process.wait(timeout=20) == 0
    assert process.stderr is not None
    assert process.stderr.read() == ""
    process.stderr.close()


def test_progress_goes_to_a_terminal_on_stderr_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from ecosim.cli.simulate import simulated

    results = simulated(lambda progress: _reporting(progress), quiet=False)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    simulated(lambda progress: _reporting(progress), quiet=True)
    assert capsys.readouterr().err == ""
    simulated(lambda progress: _reporting(progress), quiet=False)
    captured = capsys.readouterr()
    assert (captured.out, "3/4" in captured.err) == ("", True)
    assert results.cells == ("toy",)


def _reporting(progress: object) -> ecosim.Results:
    from ecosim.results import study

    assert callable(progress)
    progress(3, 4)
    return study.run(toy.scenario(), replications=1, jobs=1, out="reported")


@pytest.mark.parametrize("width", [200, 40])
def test_a_terminal_gets_a_table_with_lines_where_it_fits(
    width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from ecosim.cli.output import print_table
    from ecosim.results.table import Table

    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    print_table(Table("Title", ["cell", "median"], [["[bold]all\x1b links[/bold]" + "x" * 30, "1.0"]]))
    out = capsys.readouterr().out
    assert "[bold]all? links[/bold]" in out
    assert ("━" in out) == (width == 200)


def test_shards_merged_are_the_comparison() -> None:
    for part in ("1/2", "2/2"):
        result = call("compare", "toy.yaml", *ONE_PROCESS, "--shard", part, "--out", f"part{part[0]}")
        assert result.exit_code == 0 and f"Shard {part}: {10 if part == '1/2' else 5} runs are kept" in result.stdout
        assert not Path(f"part{part[0]}", "summary.json").exists()
    merged = call("merge", "part1", "part2", "--out", "whole")
    assert (merged.exit_code, merged.stdout) == (0, "15 runs in 2 directories, 15 of them new in whole\n")
    assert json.loads(call("merge", "part1", "--out", "whole", "--json").stdout)["added"] == 0
    whole = call("compare", "toy.yaml", *ONE_PROCESS, "--out", "whole").stdout
    assert whole.replace("whole", "once") == call("compare", "toy.yaml", *ONE_PROCESS, "--out", "once").stdout


def test_a_shard_of_nobody_knows_how_many_is_refused() -> None:
    precise = "judgement.completions={smallest: 1, precision: 5}"
    result = call("run", "toy.yaml", "--replications", "auto", "--shard", "1/2", "--set", precise)
    assert result.exit_code == 2 and "--shard parts a number of replications" in result.stderr
    assert call("run", "toy.yaml", "--shard", "3/2").exit_code == 2


def test_runs_of_a_shard_that_fail_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ecosim.simulation, "simulate", toy.Failing("spin_off", 1))
    result = call("compare", "toy.yaml", *ONE_PROCESS, "--shard", "2/2", "--without", "spin_off")
    assert result.exit_code == 1 and "1 of them failed; the same command tries them again" in result.stderr


@pytest.mark.parametrize("command", ["run", "compare"])
def test_an_executor_that_nobody_knows_is_refused(command: str) -> None:
    result = call(command, "toy.yaml", *ONE_PROCESS, "--executor", "slurm")
    assert result.exit_code == 2 and "allowed: processes, dask, or the address" in result.stderr
    assert not Path("results").exists()
