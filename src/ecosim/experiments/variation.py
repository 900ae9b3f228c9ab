"""Scenarios made from a scenario by setting dotted paths for the whole run."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from ecosim.errors import Problem
from ecosim.scenario.changes import apply, factor
from ecosim.scenario.document import ScenarioBase
from ecosim.scenario.node import Mark, Node, Path, is_number, tree
from ecosim.scenario.route import follow
from ecosim.scenario.shape import Shape, shape
from ecosim.scenario.text import found, listed, near
from ecosim.scenario.wording import schema_problems, validated

_ANY = "*"
Steps = tuple[str, ...]


def varied(scenario: ScenarioBase, changes: Mapping[str, Node], place: Path, problems: list[Problem]) -> ScenarioBase:
    """Return a scenario in which values hold for the whole run; problems are added to the list.

    A value replaces what the scenario and its events set; a factor such as ``x0.5`` multiplies both. A path that
    leads into a link that the scenario does not have changes nothing.

    Args:
        scenario: a valid scenario.
        changes: dotted path, in which ``*`` stands for any one step, and value.
        place: where the changes stand in their file.
        problems: everything wrong is appended, with file and line.
    """
    data = scenario.model_dump(mode="json", by_alias=True)
    root, here, before = tree(data, Mark("scenario")), shape(type(scenario)), len(problems)
    for path, node in changes.items():
        try:
            for steps in _expanded(tuple(path.split(".")), root, here):
                problems += _value_problems(node, here.at(steps), (*place, path))
                apply(data, ".".join(steps), node.plain())
                _change_events(data["events"], steps, node.plain())
        except LookupError as error:
            problems.append(node.key.problem((*place, path), str(error)))
    if len(problems) > before:
        return scenario
    try:
        changed: ScenarioBase = validated(type(scenario), data)
    except ValidationError as error:
        wrong = list(schema_problems(error, tree(data, Mark("")), here))
        problems += [_blamed(one, changes, place) for one in wrong]
        return scenario
    return changed


def _expanded(steps: Steps, root: Node, here: Shape) -> list[Steps]:
    """Return every path that a pattern stands for.

    Raises:
        LookupError: a step leads nowhere.
    """
    if _ANY not in steps:
        follow(steps, root, here)
    else:
        _follow_any(steps, root, here)
    return list(_matches(steps, root, exact=_ANY not in steps))


def _matches(steps: Steps, node: Node | None, path: Steps = (), *, exact: bool) -> Iterator[Steps]:
    """Yield the paths of a tree that fit, none below an absent section; an exact path may end in a new key."""
    if not steps:
        yield path
    elif node is not None and isinstance(node.value, dict):
        for key in node.value if steps[0] == _ANY else steps[:1]:
            if key in node.value or (exact and len(steps) == 1):
                yield from _matches(steps[1:], node.child(key), (*path, key), exact=exact)


def _follow_any(steps: Steps, root: Node, here: Shape) -> None:
    """Make sure that a pattern could lead somewhere in some scenario.

    Raises:
        LookupError: a step leads nowhere.
    """
    shapes, nodes = [here], [root]
    for key in steps:
        words = _words(shapes, nodes)
        keys = words if key == _ANY else [key]
        below = [one for each in shapes for name in keys or [_ANY] if (one := each.child(name)) is not None]
        if not below:
            raise LookupError(f"unknown {found(key)}; allowed: {listed(words)}{near(key, words)}")
        nodes = [part for node in nodes for name in keys if (part := node.child(name)) is not None]
        shapes = below


def _words(shapes: Iterable[Shape], nodes: Iterable[Node]) -> list[str]:
    fields = [name for each in shapes for name in each.fields()]
    return list(dict.fromkeys(fields or [name for node in nodes for name in node.entries()]))


def _value_problems(node: Node, below: Shape | None, place: Path) -> Iterator[Problem]:
    if below is None or (below.is_number and factor(node.value) is not None):
        return
    try:
        validated(below.annotation, node.plain())
    except ValidationError as error:
        yield from schema_problems(error, node, below, place)


def _change_events(events: list[dict[str, Any]], steps: Steps, value: object) -> None:
    """Let a change hold after dated changes of the same path too: they go, or are multiplied along."""
    for event in events:
        for path in list(event["set"]):
            way = tuple(path.split("."))
            if way[: len(steps)] == steps:
                _change_entry(event["set"], path, value)
            elif steps[: len(way)] == way:
                _change_below(event["set"][path], steps[len(way) :], value)


def _change_below(entry: Any, steps: Steps, value: object) -> None:
    for step in steps[:-1]:
        entry = entry.get(step) if isinstance(entry, dict) else None
    if isinstance(entry, dict) and steps[-1] in entry:
        _change_entry(entry, steps[-1], value)


def _change_entry(entries: dict[str, Any], key: str, value: object) -> None:
    by, amount = factor(value), entries[key]
    if by is None:
        del entries[key]
    elif is_number(amount):
        entries[key] = math.floor(amount * by + 0.5) if isinstance(amount, int) else amount * by


def _blamed(problem: Problem, changes: Mapping[str, Node], place: Path) -> Problem:
    """Return a problem of the changed scenario, told at the change that fits best."""

    def akin(path: str) -> int:
        pairs = zip(path.split("."), problem.path.split("."), strict=False)
        return sum(a in (b, _ANY) for a, b in pairs)

    path = max(changes, key=akin)
    return changes[path].key.problem((*place, path), f"makes {problem.path} invalid: {problem.message}")
