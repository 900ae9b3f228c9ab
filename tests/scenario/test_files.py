"""Files: what cannot be read, and what extends what."""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path

import pytest
from scenario_sample import TEXT, Scenario

from ecosim.errors import ScenarioError
from ecosim.scenario import entries, load, resolve


def write(folder: Path, **files: str) -> Path:
    """Write files and return the one named a.yaml."""
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder / "a.yaml"


def problems(path: Path) -> list[str]:
    """Return what is wrong with a file, without the folder's name."""
    with pytest.raises(ScenarioError) as caught:
        load(path, Scenario)
    return [str(problem).replace(f"{path.parent}/", "") for problem in caught.value.problems]


def test_a_missing_file(tmp_path: Path) -> None:
    write(tmp_path, tiny=TEXT)
    assert problems(tmp_path / "tinny.yaml") == ["tinny.yaml: no such file; did you mean 'tiny.yaml'?"]


def test_what_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    assert problems(tmp_path / "folder") == ["folder: is a directory; name a scenario file"]
    assert problems(tmp_path / "pipe") == ["pipe: is not a regular file"]
    assert problems(tmp_path / "a\0b") == ["a\\x00b: cannot be found"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a: 1\nb: \xff\n", "a.yaml: is not UTF-8 text (line 2); save it as UTF-8"),
        (b"#" * 200_000, "a.yaml: is larger than 192 KiB; a population describes many organisations in few lines"),
        (b"", "a.yaml: is empty; write a scenario into it"),
    ],
)
def test_what_is_no_text(tmp_path: Path, data: bytes, message: str) -> None:
    (tmp_path / "a.yaml").write_bytes(data)
    assert problems(tmp_path / "a.yaml") == [message]


def test_byte_order_mark_is_no_character(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    assert load(tmp_path / "a.yaml", Scenario).name == "tiny"


def test_a_child_changes_adds_and_deletes(tmp_path: Path) -> None:
    child = "extends: b.yaml\nname: child\nmoney: {wage: 0.5}\n"
    child += "links: {science_industry: null}\nfields: [biology, physics]\n"
    scenario = load(write(tmp_path, a=child, b=TEXT), Scenario)
    assert (scenario.name, scenario.money.unit, scenario.money.wage) == ("child", "million", 0.5)
    assert scenario.links.science_industry is None
    assert scenario.fields == ["biology", "physics"]


def test_grandparents_count(tmp_path: Path) -> None:
    path = write(tmp_path, a="extends: b.yaml\n", b="extends: c.yaml\nfrontier_growth: 0.01\n", c=TEXT)
    assert load(path, Scenario).frontier_growth == 0.01


def test_provenance_through_extends(tmp_path: Path) -> None:
    child = "extends: b.yaml\nmoney:\n  wage: 0.5\n"
    resolved = resolve(write(tmp_path, a=child, b=TEXT), Scenario)
    found = {entry.path: entry for entry in entries(resolved)}
    assert found["money.wage"].origin == f"{tmp_path}/a.yaml:3"
    assert found["money.unit"].origin == f"{tmp_path}/b.yaml:5"
    assert found["money.wage"].source == "", "the source of the number that was replaced does not hold"
    assert found["money.unit"].source == "assumed"


def test_problems_tell_the_file_they_are_in(tmp_path: Path) -> None:
    path = write(tmp_path, a="extends: b.yaml\nmoney: {wage: -1}\n", b=TEXT.replace("end: 2010Q4", "end: 2010Q9"))
    assert [problem.split(": ")[0] for problem in problems(path)] == ["a.yaml:2:15", "b.yaml:4:28"]


@pytest.mark.parametrize(
    ("extends", "message"),
    [
        ("c.yaml", "'c.yaml' no such file; did you mean 'a.yaml'?"),
        ("[b.yaml]", "found a list of 1; allowed: the name of one scenario file"),
        ("''", "found ''; allowed: the name of one scenario file"),
        ("../b.yaml", "lies outside of the scenario's folder 'sub'; extend a file in it or below"),
        ("/etc/hostname", "'/etc/hostname' lies outside of the scenario's folder 'sub'; extend a file in it or below"),
        ("link.yaml", "lies outside of the scenario's folder 'sub'; extend a file in it or below"),
        ("a.yaml", "extends itself in the end: a.yaml -> a.yaml"),
    ],
)
def test_what_cannot_be_extended(tmp_path: Path, extends: str, message: str) -> None:
    folder = tmp_path / "sub"
    folder.mkdir()
    write(tmp_path, b=TEXT)
    (folder / "link.yaml").symlink_to(tmp_path / "b.yaml")
    (problem,) = problems(write(folder, a=f"name: x\nextends: {extends}\n"))
    assert problem.startswith("a.yaml:2:10: extends: ")
    assert message in problem


def test_a_folder_below_may_be_extended(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    write(tmp_path / "sub", b=TEXT)
    assert load(write(tmp_path, a="extends: sub/b.yaml\n"), Scenario).name == "tiny"


def test_chains_and_circles_end(tmp_path: Path) -> None:
    circle = write(tmp_path, a="extends: b.yaml\n", b="extends: a.yaml\n")
    assert "extends itself in the end: a.yaml -> b.yaml -> a.yaml" in problems(circle)[0]
    names = "abcdefghij"
    chain = {name: f"extends: {after}.yaml\n" for name, after in pairwise(names)}
    assert "is one too many; at most 8 files" in problems(write(tmp_path, **chain, j=TEXT))[0]


def test_files_that_cannot_be_parsed_are_told_together(tmp_path: Path) -> None:
    path = write(tmp_path, a="extends: b.yaml\nx: yes\n", b="z: no\n")
    assert [problem.split(":")[0] for problem in problems(path)] == ["a.yaml", "b.yaml"]


def test_more_events_come_after_those_of_the_file_that_is_extended(tmp_path: Path) -> None:
    first = "events: [{date: 2001, title: first, set: {institutes.inp.researchers: 30}}]\n"
    more = "more_events: [{date: 2002, title: second, set: {institutes.inp.researchers: 20}}]\n"
    path = write(tmp_path, a="extends: b.yaml\n" + more, b=TEXT + first)
    assert [event.title for event in load(path, Scenario).events] == ["first", "second"]
    write(tmp_path, a="extends: b.yaml\n" + more.replace("more_events", "events"))
    assert [event.title for event in load(path, Scenario).events] == ["second"]
