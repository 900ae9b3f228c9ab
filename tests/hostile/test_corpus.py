"""Every hostile file is refused with its place and its cure, and nothing that it says is done."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from ecosim.catalogue import Scenario
from ecosim.errors import ScenarioError
from ecosim.scenario import load, load_text
from hostile.corpus import BASE, Case, corpus

CASES = corpus()
#: What a cure says: what is allowed, or what to do.
CURE = re.compile(
    r"allowed|write|use |leave|did you mean|at most|put it|may set|missing: |keep one|save it|needs so many|"
    r"population describes|one file holds|must|extends? |name a scenario|"
    r"not valid YAML|no such file|cannot be (found|read)|is not a day|lies outside|is given twice"  # which say it all
)


def refused(case: Case, folder: Path) -> list[str]:
    """Return what is said of a case, with paths as they are in its folder."""
    path = case.write(folder)
    with pytest.raises(ScenarioError) as caught:
        load(path, Scenario)
    assert caught.value.problems
    if case.line:
        assert any(problem.line for problem in caught.value.problems), str(caught.value)
    return [str(problem).replace(f"{path.parent}/", "") for problem in caught.value.problems]


def test_the_base_is_valid_and_cases_are_many() -> None:
    assert load_text(BASE, Scenario).name == "toy"
    assert len({case.name for case in CASES}) == len(CASES) >= 200


@pytest.mark.parametrize("case", CASES, ids=lambda case: re.sub(r"[^ -Z^-z]", "?", case.name[:40]))
def test_it_is_refused_with_place_and_cure(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = refused(case, tmp_path)
    assert all(line.isprintable() and len(line) < 1000 for line in said)
    assert any(CURE.search(line) for line in said), said[0]
    assert not (tmp_path / "unpickled").exists()


def test_nothing_is_unpickled_evaluated_or_started(tmp_path: Path) -> None:
    seen: list[str] = []
    watching = True

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if watching and event in (
            "pickle.find_class",
            "exec",
            "compile",
            "os.system",
            "subprocess.Popen",
            "socket.connect",
        ):
            seen.append(event)

    sys.addaudithook(watch)  # stays until the process ends
    try:
        for number, case in enumerate(CASES):
            (tmp_path / str(number)).mkdir()
            refused(case, tmp_path / str(number))
    finally:
        watching = False
    assert not seen
