"""The scenarios in force one after the other, as dated events change them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TypeVar

from pydantic import ValidationError

from ecosim.errors import Problem, ScenarioError
from ecosim.scenario.changes import apply, event_problems
from ecosim.scenario.document import ScenarioBase
from ecosim.scenario.node import Mark, Node, Path, tree
from ecosim.scenario.shape import shape
from ecosim.scenario.structure import names_of
from ecosim.scenario.wording import schema_problems, validated

D = TypeVar("D", bound=ScenarioBase)


def timeline(document: D) -> list[tuple[int, D]]:
    """Return the scenarios in force, each with the first quarter it holds for, in order of date.

    The first holds from the beginning of burn-in. Events of one date act together, so that their
    order does not matter.

    Raises:
        ScenarioError: an event cannot act; never for a scenario that was loaded.
    """
    root = tree(document.model_dump(mode="json", by_alias=True), Mark("scenario"))
    here = shape(type(document))
    problems = list(event_problems(root, here, names_of(root))) if document.events else []
    if problems:
        raise ScenarioError(problems)
    return list(stages(document, root))


def stages(document: D, root: Node) -> Iterator[tuple[int, D]]:
    """Yield the scenarios in force; see `timeline`.

    Args:
        document: a valid scenario whose events may act.
        root: the tree it was read from, to tell where an event that cannot act stands.

    Raises:
        ScenarioError: the scenario after an event is not valid.
    """
    yield document.time.start - document.time.burn_in, document
    data = document.model_dump(mode="json", by_alias=True)
    order = sorted(range(len(document.events)), key=lambda index: document.events[index].date)
    for date, group in groupby(order, key=lambda index: document.events[index].date):
        indices = list(group)
        problems = [problem for index in indices for problem in _act(document, index, data, root)]
        try:
            changed = validated(type(document), data)
        except ValidationError as error:
            problems += _blame(error, data, indices, root, type(document))
        if problems:
            raise ScenarioError(problems)
        yield date, changed


def _act(document: ScenarioBase, index: int, data: dict[str, object], root: Node) -> Iterator[Problem]:
    for path, value in document.events[index].set.items():
        try:
            apply(data, path, value)
        except LookupError as error:
            place = ("events", index, "set", path)
            yield root.nearest(place)[0].mark.problem(place, str(error))


def _blame(
    error: ValidationError, data: object, indices: list[int], root: Node, document: type[ScenarioBase]
) -> list[Problem]:
    """Return what is wrong after changes, told at the changes."""
    problems = schema_problems(error, tree(data, Mark("")), shape(document))
    return [_at_change(problem, indices, root) for problem in problems]


def _at_change(problem: Problem, indices: list[int], root: Node) -> Problem:
    changes: list[Path] = [("events", index, "set", path) for index in indices for path in _paths(root, index)]
    fitting = [place for place in changes if _akin(str(place[-1]), problem.path)] or [("events", indices[0])]
    return root.nearest(fitting[0])[0].mark.problem(fitting[0], f"makes {problem.path} invalid: {problem.message}")


def _paths(root: Node, index: int) -> list[str]:
    node, there = root.nearest(("events", index, "set"))
    return list(node.entries()) if there else []


def _akin(one: str, other: str) -> bool:
    return f"{one}.".startswith(f"{other}.") or f"{other}.".startswith(f"{one}.")
