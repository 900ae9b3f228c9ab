"""What is worked out of a scenario once; scenarios never change, and every run needs it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, TypeVarTuple

from ecosim.scenario.document import ScenarioBase

Value = TypeVar("Value")
More = TypeVarTuple("More")


def cached_by_identity(function: Callable[[ScenarioBase, *More], Value]) -> Callable[[ScenarioBase, *More], Value]:
    """Remember what was worked out for a scenario object, and for what else is given, which can be hashed."""
    known: dict[tuple[object, ...], tuple[ScenarioBase, Value]] = {}

    def remembered(scenario: ScenarioBase, *more: *More) -> Value:
        key = (id(scenario), *more)
        if key not in known:
            if len(known) >= 256:  # a search makes thousands, each of which is the root of a whole timeline
                known.clear()
            known[key] = (scenario, function(scenario, *more))
        return known[key][1]

    return remembered
