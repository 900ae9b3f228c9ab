"""Commands name the ones that people go on with, and these can be typed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import ecosim.plots
import ecosim.simulation
import toy
from ecosim.cli import hints, main

ONCE = ("--jobs", "1", "--replications", "2")
AFTER = {
    ("list", "scenarios"): ["run"],
    ("explain", "links.spin_off.drive"): ["run"],
    ("new", "my-city"): ["validate", "compare"],
    ("validate", "toy.yaml"): ["compare"],
    ("run", "toy.yaml", *ONCE): ["plot", "compare"],
    ("compare", "toy.yaml", *ONCE): ["effects", "report", "trace"],
    ("effects", "results/toy"): ["report", "trace"],
    ("plot", "results/toy"): ["report"],
    ("knockout", "toy.yaml", "--only", "wage", *ONCE): ["sensitivity"],
    ("sweep", "toy.yaml", "--over", "links.spin_off.drive=0.02:0.1:2", *ONCE): ["sensitivity"],
    ("sensitivity", "toy.yaml", "--parameter", "links.spin_off.d*", "--size", "2", *ONCE): ["robustness"],
    ("robustness", "toy.yaml", "--parameter", "links.spin_off.d*", "--points", "2", "--reference", "2", *ONCE): [
        "knockout"
    ],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a scenario and its comparison."""
    made = tmp_path_factory.mktemp("hints")
    (made / "toy.yaml").write_text(toy.TEXT)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ecosim.simulation, "simulate", toy.simulate)
        ecosim.compare(made / "toy.yaml", replications=2, jobs=1, out=made / "results" / "toy")
    return made


@pytest.fixture(autouse=True)
def engine(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in that folder with the toy engine, and draw nothing."""
    monkeypatch.chdir(folder)
    monkeypatch.setattr(ecosim.simulation, "simulate", toy.simulate)

    def draw(*arguments: object) -> None:
        [path] = [one for one in arguments if isinstance(one, Path)]
        path.touch()

    for name in ("curves", "forest", "flows"):
        monkeypatch.setattr(ecosim.plots, name, draw)


def hinted(*arguments: str) -> list[str]:
    """Return the commands that a command names, whole."""
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code == 0, result.output
    assert "Next: " not in result.stdout
    said = re.search(r"^Next: (.+(?:\n {6}ecosim .+)*)", result.stderr, re.MULTILINE)
    return [line.strip() for line in said[1].split("\n")] if said else []


@pytest.mark.parametrize("words", AFTER, ids=lambda words: words[0])
def test_what_comes_next_is_named_and_can_be_typed(words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hints, "watched", lambda: True)
    found = [shlex.split(line) for line in hinted(*words)]
    assert [line[:2] for line in found] == [["ecosim", name] for name in AFTER[words]]
    for _, name, *rest in found:
        main.get_command(click.Context(main), name).make_context(name, rest)  # type: ignore[union-attr]


def test_nobody_who_reads_a_file_gets_hints() -> None:
    assert not hinted("compare", "toy.yaml", *ONCE)


def test_the_report_and_a_life_name_what_comes_next(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    for name in ("report", "trace"):
        monkeypatch.setattr(f"ecosim.cli.{name}.suggest", lambda *lines, quiet=False: said.extend(lines))
    monkeypatch.setattr("ecosim.report.page.write_report", lambda *_: Path("report.html"))
    monkeypatch.setattr("ecosim.lives.trace", lambda *_, **__: None)
    monkeypatch.setattr("ecosim.lives.report.told", lambda *_: "a life")
    monkeypatch.setattr("ecosim.lives.report.tables", lambda *_: [])
    monkeypatch.setattr("ecosim.plots.lives.lives", lambda *_: None)
    hinted("report", "results/toy")
    hinted("trace", "results/toy", "--random", "4")
    assert said == ["ecosim trace results/toy", "ecosim trace results/toy --random 5", "ecosim effects results/toy"]
