"""The cells that a scenario names itself: what `compare` sets beside it in place of cutting links."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from ecosim.errors import Problem, ScenarioError, did_you_mean
from ecosim.experiments.design import Cell
from ecosim.experiments.variation import varied
from ecosim.scenario.document import Alternative, ScenarioBase
from ecosim.scenario.node import Mark, tree
from ecosim.scenario.timeline import timeline

S = TypeVar("S", bound=ScenarioBase)


def alternatives(scenario: ScenarioBase) -> tuple[Cell, ...]:
    """Return the scenario as it stands and each of its cells, in their order in the file; nothing if it has none.

    Raises:
        ScenarioError: a cell changes what is not there, or makes the scenario invalid; all problems are told.
    """
    if not scenario.cells:
        return ()
    problems: list[Problem] = []
    names = {name: _title(name, one) for name, one in scenario.cells.items()}
    plain = scenario.model_copy(update={"cells": {}})
    cells = [Cell(scenario.baseline, plain)]
    for name, one in scenario.cells.items():
        for key, other in (("against", one.against), ("like", one.like)):
            if other is not None and (other == name or other not in names):
                message = f"no other cell {other!r}{did_you_mean(other, [each for each in names if each != name])}"
                problems.append(Mark("scenario").problem(("cells", name, key), message))
        whole = _with_what_it_is_like(one, scenario.cells)
        against = names.get(one.against or "", "")
        cells.append(Cell(names[name], _changed(plain, name, whole, problems), against=against))
    if len({cell.slug for cell in cells}) < len(cells):
        problems.append(Mark("scenario").problem(("cells",), "two cells have the same title"))
    if problems:
        raise ScenarioError(problems)
    return tuple(cells)


def _changed(scenario: S, name: str, said: Alternative, problems: list[Problem]) -> S:
    """Return a scenario with the changes of a cell; what is wrong with them is added to the problems."""
    here = tree(said.set, Mark("scenario")).entries()
    changed = varied(scenario, here, ("cells", name, "set"), problems)
    changed = changed.model_copy(update={"events": [*changed.events, *said.events]})
    if said.events:
        try:
            timeline(changed)
        except ScenarioError as error:
            problems += error.problems
    return changed  # type: ignore[return-value]


def _with_what_it_is_like(said: Alternative, cells: Mapping[str, Alternative]) -> Alternative:
    """Return a cell with the changes of the one that it is like, which itself is like no other, before its own."""
    other = cells.get(said.like or "")
    if other is None:
        return said
    return said.model_copy(update={"set": other.set | said.set, "events": [*other.events, *said.events]})


def _title(name: str, said: Alternative) -> str:
    return said.title or name.replace("_", " ")
