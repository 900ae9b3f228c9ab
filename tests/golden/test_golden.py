"""Numbers are held exactly: run alone, and stopped and resumed; whoever changes them says so in the changelog."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import held
import numpy as np
import pytest

from ecosim.catalogue import types_of
from ecosim.experiments.design import Cell, Design
from ecosim.experiments.execute import digests, execute
from ecosim.experiments.store import Store
from ecosim.indicators import catalogue
from ecosim.simulation import simulate

SCENARIOS = held.scenarios()
HELD = held.held()
ROOT = Path(__file__).resolve().parent.parent.parent
CORE = "numpy.core" if np.__version__ < "2" else "numpy._core"


def test_there_are_sixty_at_least_and_all_differ() -> None:
    assert set(HELD) == set(SCENARIOS), "run: python tests/golden/write.py"
    assert len(HELD) >= 60
    assert len(set(HELD.values())) > 0.9 * len(HELD)


def test_the_changelog_speaks_of_these_numbers() -> None:
    assert held.line() in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SCENARIOS)
def test_numbers_are_exact(name: str) -> None:
    assert held.measured({name: SCENARIOS[name]})[name] == HELD[name]


def test_numbers_are_the_same_on_a_processor_that_can_do_less() -> None:
    core = import_module(f"{CORE}._multiarray_umath")
    able = [name for name in core.__cpu_dispatch__ if core.__cpu_features__[name]]
    some = ("all links", "novosibirsk")
    code = (
        f"import held, json; from {CORE} import _multiarray_umath as core; chosen = held.scenarios(); "
        f"print(json.dumps(held.measured({{name: chosen[name] for name in {some!r}}})), "
        f"[name for name in {able!r} if core.__cpu_features__[name]])"
    )
    settings = {"PYTHONPATH": os.pathsep.join(sys.path), "NPY_DISABLE_CPU_FEATURES": " ".join(able)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | settings, capture_output=True, text=True, check=True
    )
    numbers, left = done.stdout.strip().rsplit(" ", 1)
    assert left == "[]"
    assert json.loads(numbers) == {name: HELD[name] for name in some}


def test_numbers_are_exact_when_runs_are_made_together_stopped_and_resumed(tmp_path: Path) -> None:
    cells = tuple(Cell(f"{number}", scenario) for number, scenario in enumerate(SCENARIOS.values()))
    design = Design("golden", cells, held.SEED, range(1), together=5)
    kinds = [one.kind for one in catalogue(types_of(design.baseline.scenario))]
    calls = 0

    def stopping(scenarios: Any, *, seed: int, replication: int) -> Any:
        nonlocal calls
        calls += 1
        if calls % 4 == 0:
            raise KeyboardInterrupt
        return simulate(scenarios, seed=seed, replication=replication)

    stops = 0
    while True:
        try:
            with Store(tmp_path, design.seed, "golden") as store:
                execute(design, store, kinds, 1, lambda done, total: None, stopping)
                keys = digests(design)
                found = [held.digest(store.series(keys[cell.name], [0])[0]) for cell in cells]
            break
        except KeyboardInterrupt:
            stops += 1
    assert stops >= 4
    assert dict(zip(SCENARIOS, found, strict=True)) == HELD
