"""How rules are compiled and kept: garbage is not looked for meanwhile, and whole numbers have one width."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numba
import pytest
from numba.core.event import Listener, install_listener

from ecosim.compiled import _widened, inline, kernel


class Watching(Listener):  # type: ignore[misc]
    """Notes at each pass of the compiler whether garbage is looked for."""

    def __init__(self) -> None:
        self.seen: list[bool] = []

    def on_start(self, event: Any) -> None:
        self.seen.append(gc.isenabled())

    def on_end(self, event: Any) -> None:
        self.seen.append(gc.isenabled())


@pytest.fixture
def nothing_compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path))


def three_times(x: int) -> int:
    return x + twice(x)


@inline
def twice(x: int) -> int:
    return 2 * x


@pytest.mark.usefixtures("nothing_compiled")
@pytest.mark.parametrize("before", [True, False])
def test_garbage_is_not_looked_for_while_rules_compile_and_then_as_before(before: bool) -> None:
    watching = Watching()
    (gc.enable if before else gc.disable)()
    try:
        with install_listener("numba:run_pass", watching):
            assert kernel(three_times)(14) == 42
        assert watching.seen and not any(watching.seen)
        assert gc.isenabled() == before
    finally:
        gc.enable()


@pytest.mark.usefixtures("nothing_compiled")
def test_a_compiled_kernel_is_loaded_from_disk_and_says_the_same() -> None:
    first, second = kernel(three_times), kernel(three_times)
    assert (first(14), second(14)) == (42, 42)
    assert [sum(one.stats.cache_hits.values()) for one in (first, second)] == [0, 1]  # type: ignore[attr-defined]


def test_inline_functions_are_compiled_for_one_width_of_whole_numbers() -> None:
    types = numba.types
    assert [_widened(one) for one in (types.int32, types.int64, types.literal(3))] == [types.int64] * 3
    assert [_widened(one) for one in (types.uint64, types.float64)] == [types.uint64, types.float64]


def test_a_kernel_that_kernels_call_is_refused() -> None:
    called = kernel(three_times)

    @kernel
    def calling(x: int) -> int:
        return called(x)

    with pytest.raises(Exception, match="has to be `inline`"):
        calling(14)


def test_kernels_are_compiled_without_fast_math() -> None:
    @kernel
    def rule(x: float) -> float:
        return x

    assert not rule.targetoptions.get("fastmath")  # type: ignore[attr-defined]


def test_no_rule_reads_or_writes_beyond_its_tables(tmp_path: Path) -> None:
    """In rules a negative index does not count from the end: with bounds checked it is found, like one too large."""
    program = """
import numpy as np
from reference.varied import scenarios
from ecosim.compiled import kernel
from ecosim.indicators import count
from ecosim.simulation import Simulation

@kernel
def before_the_first(row):
    return row[row.shape[0] - 4]

try:
    before_the_first(np.zeros(3))
except IndexError:
    for name in ("all links", "no burn-in, two regions", "three fields, two facilities"):
        simulation = Simulation(scenarios()[name])
        for _ in range(12):
            simulation.step()
            count(simulation.world)
    print("within bounds")
"""
    (tmp_path / "program.py").write_text(program)
    checked = {"NUMBA_BOUNDSCHECK": "1", "NUMBA_CACHE_DIR": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, str(tmp_path / "program.py")]
    done = subprocess.run(command, env=os.environ | checked, capture_output=True, text=True, check=False)
    assert done.stdout == "within bounds\n", done.stderr
