"""The parameters that a scenario has, and a scenario with other values for some of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ecosim.catalogue import PROCESSES, types_of
from ecosim.parameter import Declaration
from ecosim.scenario.document import ScenarioBase


def declared(scenario: ScenarioBase) -> dict[str, Declaration]:
    """Return what is declared of each parameter of a scenario's processes and of the links it names, by dotted path."""
    links = {
        f"links.{name}": kind.Params
        for name, kind in types_of(scenario).items()
        if getattr(scenario.links, name, None) is not None  # type: ignore[attr-defined]
    }
    sections = links | {f"processes.{kind.stage.value}": kind.Params for kind in PROCESSES}
    return {f"{at}.{one.name}": one for at, group in sections.items() for one in group.declarations()}


def with_values(scenario: ScenarioBase, values: Mapping[str, float]) -> ScenarioBase:
    """Return the scenario with values, which must be admissible, for parameters that it has.

    Args:
        scenario: a valid scenario.
        values: by dotted path, such as ``links.spin_off.drive``; a whole number where the parameter takes only those.
    """
    groups: dict[str, dict[str, dict[str, Any]]] = {}
    for path, value in values.items():
        group, section, name = path.split(".")
        groups.setdefault(group, {}).setdefault(section, {})[name] = value
    update = {}
    for group, sections in groups.items():
        whole: Any = getattr(scenario, group)
        changed = {name: getattr(whole, name).model_copy(update=given) for name, given in sections.items()}
        update[group] = whole.model_copy(update=changed)
    return scenario.model_copy(update=update)
