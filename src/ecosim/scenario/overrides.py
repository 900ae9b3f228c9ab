"""Values given on the command line: ``path=value``, laid over the file."""

from __future__ import annotations

from collections.abc import Sequence

from ecosim.errors import Problem
from ecosim.scenario.node import Mark, Node, merge
from ecosim.scenario.route import follow
from ecosim.scenario.shape import Shape
from ecosim.scenario.text import found
from ecosim.scenario.yaml_source import parse

ORIGIN = "--set"


def override(root: Node, texts: Sequence[str], here: Shape, problems: list[Problem]) -> Node:
    """Return the tree with every ``path=value`` applied in order; problems are added to the list.

    A value is YAML: a scalar, ``[a list]`` or ``{a: mapping}``, which merges; ``null`` deletes.
    """
    mark = Mark(ORIGIN)
    for text in texts:
        path, equals, value = text.partition("=")
        steps = tuple(path.strip().split("."))
        if not equals or not value.strip() or not all(steps):
            problems.append(mark.problem((), f"found {found(text)}; allowed: path=value, such as time.burn_in=40"))
            continue
        try:
            follow(steps, root, here)
        except LookupError as error:
            problems.append(mark.problem(steps, str(error)))
            continue
        if (node := _value(value, steps, problems)) is not None:
            root = merge(root, node, problems)
    return root


def _value(text: str, steps: tuple[str, ...], problems: list[Problem]) -> Node | None:
    """Return a tree that holds one value at the end of a path."""
    mark, found_here = Mark(ORIGIN), list[Problem]()
    node = parse(text, ORIGIN, found_here)
    problems.extend(mark.problem(steps, problem.message) for problem in found_here)
    if node is None or found_here:
        return None
    node = _unplaced(node, mark)
    for step in reversed(steps):
        node = Node({step: node}, mark, mark)
    return node


def _unplaced(node: Node, mark: Mark) -> Node:
    """Return a tree without lines and columns, which a command line does not have."""
    if isinstance(node.value, dict):
        return Node({key: _unplaced(below, mark) for key, below in node.value.items()}, mark, mark)
    if isinstance(node.value, list):
        return Node([_unplaced(below, mark) for below in node.value], mark, mark)
    return Node(node.value, mark, mark)
