"""What is worked out of a scenario once; scenarios never change, and every run needs it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from ecosim.scenario.document import ScenarioBase

Value = TypeVar("Value")


def cached_by_identity(function: Callable[[ScenarioBase], Value]) -> Callable[[ScenarioBase], Value]:
    """Remember what was worked out for a scenario object."""
    known: dict[int, tuple[ScenarioBase, Value]] = {}

    def remembered(scenario: ScenarioBase) -> Value:
        if id(scenario) not in known:
            if len(known) >= 256:  # a search makes thousands, each of which is the root of a whole timeline
                known.clear()
            known[id(scenario)] = (scenario, function(scenario))
        return known[id(scenario)][1]

    return remembered
