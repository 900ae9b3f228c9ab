"""``ecosim reproduce``: what it prints where, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ecosim.cli import main
from ecosim.published.catalogue import PUBLISHED

SMALL = ("--runs", "2", "--jobs", "1")


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["reproduce", *arguments])


def test_the_list_names_every_model() -> None:
    assert [line.split()[0] for line in call("--list").stdout.splitlines()] == list(PUBLISHED)
    assert json.loads(call("--list", "--json").stdout) == PUBLISHED


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["march91"], "no published model 'march91'; did you mean 'march1991'?"),
        ([], "which published model?"),
        (["march1991", "--runs", "1"], "1 is not in the range"),
        (["march1991", "--run", "9"], "--runs"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_is_written(
    arguments: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = call(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert not list(tmp_path.iterdir())


def test_a_model_prints_its_verdicts_and_leaves_figure_and_numbers(tmp_path: Path) -> None:
    result = call("march1991", *SMALL, "--out", str(tmp_path))
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[1].split() == ["quantity", "published", "ours", "95%", "interval", "verdict"]
    assert lines[-2:] == [str(tmp_path / "published-march1991.png"), str(tmp_path / "published-march1991.json")]
    assert (tmp_path / "published-march1991.png").read_bytes().startswith(b"\x89PNG")


def test_json_is_one_object_and_the_same_that_is_stored(tmp_path: Path) -> None:
    result = call("march1991", *SMALL, "--out", str(tmp_path), "--json", "--quiet")
    printed = json.loads(result.stdout)
    assert printed.pop("files") == [str(tmp_path / f"published-march1991.{kind}") for kind in ("png", "json")]
    assert json.loads((tmp_path / "published-march1991.json").read_text()) == printed
