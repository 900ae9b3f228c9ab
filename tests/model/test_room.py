"""What a run holds no longer than it is needed: scratch rows, the log of a run that passes, and whole worlds."""

from __future__ import annotations

import gc
import pickle
import weakref
from typing import Any

import cases
import numpy as np
import pytest
from numpy.typing import NDArray

from ecosim.compiled import Kernel
from ecosim.memory import Rows
from ecosim.simulation import Counted, Passing, simulate, warm_up
from ecosim.world.world import World


def advanced(kind: type[Counted], quarters: int) -> Counted:
    simulation = kind(cases.scenario(), seed=1, replication=0)
    simulation.advance(simulation.world.quarter + quarters)
    return simulation


def garbage(dtype: Any, capacity: int) -> NDArray[Any]:
    return np.frombuffer(b"\x7f" * (np.dtype(dtype).itemsize * capacity), dtype).copy()


def test_no_rule_reads_what_another_left_in_its_scratch(monkeypatch: pytest.MonkeyPatch) -> None:
    shared = advanced(Counted, 24).world
    own, asked = World.scratch, list[str]()

    def foul(world: World, name: str, dtype: Any) -> Rows:
        asked.append(name)
        rows = own(world, f"{name} of call {len(asked)}", dtype)
        rows._move(garbage(dtype, 4096))
        return rows

    monkeypatch.setattr(World, "scratch", foul)
    assert not cases.differing(shared, advanced(Counted, 24).world)
    assert len(set(asked)) < len(asked)  # some share


def test_scratch_goes_with_no_copy_but_as_much_is_ready_there() -> None:
    world = advanced(Counted, 12).world
    turns, twin = world.scratch("turns", None), world.copy()
    there = twin.scratch("turns", None)
    assert len(turns.rows) == len(there.rows) > 0 == len(there)
    assert not np.shares_memory(turns.rows, there.rows)
    assert not pickle.loads(pickle.dumps(world))._scratch


def test_a_run_that_forgets_its_events_counts_as_one_that_keeps_them() -> None:
    keeping, passing = advanced(Counted, 32), advanced(Passing, 32)
    assert keeping.series.tobytes() == passing.series.tobytes()
    assert keeping.series.any()
    last = keeping.world.log.view[keeping.world.log.view["quarter"] == keeping.world.tick - 1]
    assert 0 < len(last) < len(keeping.world.log)
    assert last.tobytes() == passing.world.log.view.tobytes()


def test_whoever_is_warm_has_nothing_left_to_compile(monkeypatch: pytest.MonkeyPatch) -> None:
    entry, entered, scenario = Kernel.entry, set[tuple[object, ...]](), cases.scenario()

    def noted(kernel: Kernel[..., Any], kinds: Any) -> int:
        entered.add((kernel.__name__, kinds))
        return entry(kernel, kinds)

    monkeypatch.setattr(Kernel, "entry", noted)
    warm_up(scenario, backwards=False)
    warm = set(entered)
    entered.clear()
    simulate({"one": scenario}, seed=1, replication=0)
    assert entered and entered <= warm


def test_a_world_goes_with_the_last_that_holds_it() -> None:
    """Else worlds of hundreds of runs would wait for the search of garbage."""
    simulation = advanced(Counted, 12)
    world = simulation.world
    seen = [weakref.ref(held) for held in (world, world.orgs.rows, world.log.rows, world.knowledge)]
    enabled = gc.isenabled()
    gc.disable()
    try:
        del simulation, world
        assert [one() for one in seen] == [None] * 4
    finally:
        if enabled:
            gc.enable()
