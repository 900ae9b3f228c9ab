"""Numbers are held exactly: run alone, and stopped and resumed; whoever changes them says so in the changelog."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ecosim.experiments.design import Cell, Design
from ecosim.experiments.execute import digests, execute
from ecosim.experiments.store import Store
from ecosim.indicators import catalogue
from ecosim.simulation import simulate
from golden import golden

SCENARIOS = golden.scenarios()
HELD = golden.held()
ROOT = Path(__file__).resolve().parent.parent.parent


def test_there_are_sixty_at_least_and_all_differ() -> None:
    assert set(HELD) == set(SCENARIOS), "python tests/golden/golden.py"
    assert len(HELD) >= 60
    assert len(set(HELD.values())) > 0.9 * len(HELD)


def test_the_changelog_speaks_of_these_numbers() -> None:
    assert golden.line() in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SCENARIOS)
def test_numbers_are_exact(name: str) -> None:
    run = simulate({name: SCENARIOS[name]}, seed=golden.SEED, replication=0)[name]
    assert golden.digest(run.series) == HELD[name]


def test_numbers_are_exact_when_runs_are_stopped_and_resumed(tmp_path: Path) -> None:
    by_catalogue: dict[tuple[str, ...], list[Cell]] = {}
    for name, scenario in SCENARIOS.items():
        kinds = tuple(one.kind for one in catalogue(type(link) for link in ()))
        by_catalogue.setdefault(kinds, []).append(Cell(name, scenario))
