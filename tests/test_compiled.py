"""How rules are compiled and kept: garbage is not looked for meanwhile, and whole numbers have one width."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import cases
import numba
import numpy as np
import pytest
from numba.core.event import Listener, install_listener

from ecosim.compiled import _widened, function, inline, kernel
from ecosim.indicators import count
from ecosim.memory import Rows, number
from ecosim.simulation import Simulation
from ecosim.steps import Again, Ask, Call, Program, Room, when
from reference.varied import scenarios


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
    assert [sum(one._compiled.stats.cache_hits.values()) for one in (first, second)] == [0, 1]


def test_inline_functions_are_compiled_for_one_width_of_whole_numbers() -> None:
    types = numba.types
    assert [_widened(one) for one in (types.int32, types.int64, types.literal(3))] == [types.int64] * 3
    assert [_widened(one) for one in (types.uint64, types.float64)] == [types.uint64, types.float64]


@pytest.mark.parametrize(("mark", "said"), [(function, "has to be `inline`"), (kernel, "Kernel")])
def test_what_kernels_call_has_to_be_inline(mark: Any, said: str) -> None:
    called = mark(three_times)

    @kernel
    def calling(x: int) -> int:
        return int(called(x))

    with pytest.raises(Exception, match=said):
        calling(14)


@pytest.mark.usefixtures("nothing_compiled")
def test_a_kernel_is_handed_places_and_what_stands_there_when_its_turn_comes() -> None:
    @kernel
    def doubled(row: Any, factor: float, out: Any) -> int:
        for n in range(row.shape[0]):
            out[n] = factor * row[n]
        return int(row.shape[0])

    rows, out, count = Rows(np.float64, 1), np.zeros(8), np.zeros(1, np.int64)
    program = Program([Call(doubled, rows.at.view, 2.5, out, into=number(count))])
    program.run()
    assert (count[0], out.any()) == (0, False)
    rows.hold(3)  # stands elsewhere from now on
    rows.rows[:3], rows.size[0] = [1.0, 2.0, 3.0], 3
    program.run()
    assert (count[0], out[:4].tolist()) == (3, [2.5, 5.0, 7.5, 0.0])
    assert [np.array(one).tolist() for one in program.steps[0].given()][:2] == [[1.0, 2.0, 3.0], 2.5]  # type: ignore[attr-defined]


def steps_of(rows: Rows, seen: list[str], flag: Any) -> Program:
    wanted = number(np.array([5]))
    return Program([
        Room(rows, wanted, 2, also=(wanted, 1)), Ask(lambda: seen.append("asked")),
        *when(number(flag), [Ask(lambda: seen.append("left out")), Ask(lambda: seen.append("too"))]),
        Ask(lambda: seen.append("last")),
    ])  # fmt: skip


def test_room_is_made_and_steps_are_left_out() -> None:
    rows, seen, flag = Rows(np.int64, 4), list[str](), np.zeros(1, np.int64)
    program = steps_of(rows, seen, flag)
    rows.size[0] = 3
    program.run()
    assert (len(rows), rows.ready >= 3 + 15, seen) == (3, True, ["asked", "last"])
    flag[0] = 1
    program.run()
    assert seen[2:] == ["asked", "left out", "too", "last"]


def test_a_kernel_returns_whole_numbers_or_nothing() -> None:
    @kernel
    def half(x: float) -> float:
        return 0.5 * x

    with pytest.raises(TypeError, match="half returns float64; a kernel may return some whole numbers"):
        half(3.0)


def test_a_result_that_nobody_wants_goes_nowhere() -> None:
    @kernel
    def many(x: int) -> tuple[int, int, int]:
        return x, x, x

    rows = Rows(np.int64, 40)
    Program([Call(many, 7), Room(rows, number(np.array([2])), sets=True, beyond=False)]).run()
    assert len(rows) == 2


def test_steps_are_taken_again_until_a_number_is_large_enough() -> None:
    @kernel
    def count(at: Any) -> None:
        at[0] += 1

    at, end = np.zeros(1, np.int64), np.array([7])
    Program([Call(count, at), Again(number(at), number(end))]).run()
    assert at[0] == 7


def test_what_stands_in_a_place_keeps_its_kind() -> None:
    world = cases.begun().world
    with pytest.raises(ValueError, match=r"expected float64 .2 dimensions., found float32"):
        world.mix = world.mix.astype(np.float32)
    world.mix = 2.0 * world.mix
    assert (world.at.mix.now() == world.mix).all()


def test_a_kernel_takes_arrays_without_gaps_only() -> None:
    with pytest.raises(ValueError, match="without gaps"):
        kernel(three_times)(np.zeros((4, 4))[:, 1])


def test_kernels_are_compiled_without_fast_math() -> None:
    @kernel
    def rule(x: float) -> float:
        return x

    assert not rule._compiled.targetoptions.get("fastmath")


_CHECKED = ("all links", "no burn-in, two regions", "three fields, two facilities")


def in_the_end(name: str) -> str:
    """Return what tells runs of a varied scenario apart, after twelve quarters."""
    simulation = Simulation(scenarios()[name])
    for _ in range(12):
        simulation.step()
    return f"{simulation.world.orgs.view['cash'].sum()} {count(simulation.world).sum()}"


def test_no_rule_reads_or_writes_beyond_its_tables(tmp_path: Path) -> None:
    """In rules a negative index does not count from the end: with bounds checked it is found, like one too large.

    Small tables are asked for ahead here, too, as large ones are, which changes nothing.
    """
    program = f"""
from ecosim.kernels import prefetch
prefetch.MANY = 0

import numpy as np
from ecosim.compiled import kernel
from test_compiled import in_the_end

@kernel
def before_the_first(row):
    return row[row.shape[0] - 4]

try:
    before_the_first(np.zeros(3, np.int64))
except IndexError:
    for name in {_CHECKED}:
        print(in_the_end(name))
"""
    (tmp_path / "program.py").write_text(program)
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    checked = {"NUMBA_BOUNDSCHECK": "1", "NUMBA_CACHE_DIR": str(tmp_path), "PYTHONPATH": path}
    command = [sys.executable, str(tmp_path / "program.py")]
    done = subprocess.run(command, env=os.environ | checked, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == [in_the_end(name) for name in _CHECKED], done.stderr
