"""How rules are compiled: garbage is not looked for meanwhile, and whole numbers have one width."""

from __future__ import annotations

import gc
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


@pytest.mark.parametrize("before", [True, False])
def test_garbage_is_not_looked_for_while_rules_compile_and_then_as_before(before: bool) -> None:
    @inline
    def twice(x: int) -> int:
        return 2 * x

    @numba.njit  # not kept on disk, so that it is compiled each time
    def rule(x: int) -> int:
        return int(twice(x) + 1)

    watching = Watching()
    (gc.enable if before else gc.disable)()
    try:
        with install_listener("numba:run_pass", watching):
            assert rule(20) == 41
        assert watching.seen and not any(watching.seen)
        assert gc.isenabled() == before
    finally:
        gc.enable()


def test_inline_functions_are_compiled_for_one_width_of_whole_numbers() -> None:
    types = numba.types
    assert [_widened(one) for one in (types.int32, types.int64, types.literal(3))] == [types.int64] * 3
    assert [_widened(one) for one in (types.uint64, types.float64)] == [types.uint64, types.float64]


def test_kernels_are_compiled_without_fast_math() -> None:
    @kernel
    def rule(x: float) -> float:
        return x

    assert not rule.targetoptions.get("fastmath")  # type: ignore[attr-defined]
