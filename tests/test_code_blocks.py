"""What the documents tell people to type works.

Blocks of Python are executed, page by page, with fewer replications than they say. Lines of shell are carried out where
that costs next to nothing, those that simulate with `--dry-run`; those that read results are parsed.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from ecosim.cli import COMMANDS, main

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
CHEAP = ("new", "list", "explain", "show", "validate", "schema")
SLOW_PAGES = ("posterior.md", "published.md")  # their blocks read what hours have made


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def commands(page: Path) -> list[str]:
    """Return the lines of a page that call ecosim: those of shell blocks, and indented ones."""
    text = page.read_text(encoding="utf-8").replace("\\\n", " ")
    shell = [block.replace("\\\n", " ") for block in blocks(page, "sh")]
    indented = re.findall(r"^    (ecosim [^\n]*)", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.M), re.M)
    lines = [line.strip() for block in shell for line in block.splitlines() if line.startswith("ecosim ")]
    return [re.split(r"\s[|#]\s|\s#|\s&$", line)[0] for line in [*lines, *indented]]


def arguments(line: str) -> Iterator[list[str]]:
    """Yield the arguments of a line that names a command; one alone about the program itself names none."""
    words = shlex.split(line)[1:]
    if words and not words[0].startswith("-"):
        yield words


def simulates(command: click.Command) -> bool:
    return any("--dry-run" in option.opts for option in command.params)


@pytest.mark.parametrize("page", [page for page in PAGES if commands(page)], ids=lambda page: page.name)
def test_commands_can_be_typed(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scenarios").symlink_to(ROOT / "scenarios")
    for words in (words for line in commands(page) for words in arguments(line)):
        name, *rest = words
        assert name in COMMANDS, words
        command = main.get_command(click.Context(main), name)  # type: ignore[attr-defined]
        missing = [word for word in rest if word.endswith((".yaml", ".csv")) and not Path(word).exists()]
        if (simulates(command) or name in CHEAP) and (not missing or name == "new"):
            result = CliRunner().invoke(main, [*words, "--dry-run"] if simulates(command) else words)
            assert result.exit_code == 0, (words, result.stderr)
        else:
            command.make_context(name, rest, resilient_parsing=False)


@pytest.mark.parametrize(
    "page", [one for one in PAGES if blocks(one, "python") and one.name not in SLOW_PAGES], ids=lambda page: page.name
)
def test_python_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scenarios").symlink_to(ROOT / "scenarios")
    namespace: dict[str, object] = {"__name__": "a_page"}
    for number, block in enumerate(blocks(page, "python")):
        fewer = re.sub(r"replications=\d+", "replications=2, jobs=1", block).replace("jobs=1, jobs=1", "jobs=1")
        exec(compile(fewer, f"{page.name}, block {number}", "exec"), namespace)


def test_blocks_are_found() -> None:
    assert len(commands(ROOT / "README.md")) > 20
    assert len(blocks(ROOT / "docs" / "tables.md", "python")) == 4
