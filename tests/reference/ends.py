"""Every parameter at both ends of what is allowed, one at a time, and whether the plain model reads it at all."""

from __future__ import annotations

from collections.abc import Iterator

from ecosim.experiments.parameters import declared, with_values
from ecosim.scenario.document import ScenarioBase
from reference.model import Ecosystem
from reference.oracle import Comparison, Oracle

LARGEST_TEAM = 100  # a start-up of a thousand would make a small region one of hundreds of thousands


def changed(scenario: ScenarioBase) -> Iterator[tuple[str, ScenarioBase]]:
    """Yield the scenario with each parameter at the lowest and at the highest value allowed."""
    for path, one in declared(scenario).items():
        for value in (one.low, min(one.high, LARGEST_TEAM) if path.endswith("entry.team") else one.high):
            value = round(value) if isinstance(one.default, int) else value
            yield f"{path}={value:g}", with_values(scenario, {path: value})


def together(scenario: ScenarioBase) -> tuple[int, Comparison]:
    """Compare both models at all these ends; return how many there are, and what was found in all of them."""
    total, runs = Comparison(), 0
    for name, one in changed(scenario):
        found = Oracle(one, each_rule=False).run()
        runs += 1
        for count in ("quarters", "rules", "columns", "numbers", "events"):
            setattr(total, count, getattr(total, count) + getattr(found, count))
        total.largest = max(total.largest, found.largest)
        for difference in found.differences:
            difference.column = f"{difference.column} ({name})"
            total.differences.append(difference)
    return runs, total


def unread(scenarios: list[ScenarioBase]) -> set[str]:
    """Return the parameters that the plain model could do without: no value of them makes it differ from the engine."""
    return {path for path in declared(scenarios[0]) if not any(_is_felt(one, path) for one in scenarios)}


def _is_felt(scenario: ScenarioBase, path: str) -> bool:
    one = declared(scenario)[path]
    for value in (*one.plausible[::-1], one.low, one.high):
        oracle = Oracle(scenario, each_rule=False)
        value = round(value) if isinstance(one.default, int) else value
        oracle.reference = Ecosystem(with_values(scenario, {path: value}), seed=oracle.seed)
        if oracle.run().differences:
            return True
    return False
