"""Keys that no section knows and names that nobody bears, checked on the tree.

This needs no valid document, so that everything wrong with a file is told at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ecosim.errors import Problem
from ecosim.scenario.node import Node, Path
from ecosim.scenario.quarter import parse_quarter
from ecosim.scenario.reference import Refers
from ecosim.scenario.shape import Shape
from ecosim.scenario.text import found, listed, near

Names = Mapping[str, list[str]]


def names_of(root: Node) -> dict[str, list[str]]:
    """Return the names that each top-level section gives; sections that cannot be used are left out."""
    names = {key: list(node.entries()) for key, node in root.entries().items() if isinstance(node.value, dict)}
    for key, node in root.entries().items():
        if node.items():
            names[key] = [str(item.value) for item in node.items()]
    return names


def structure(node: Node, here: Shape, names: Names, path: Path = ()) -> Iterator[Problem]:
    """Yield unknown keys and unknown names in a tree."""
    if here.is_model:
        yield from _unknown_keys(node, here, path)
    if here.is_mapping and (refers := _reference(here.names())):
        for key, below in node.entries().items():
            yield from _unknown_name(below, key, refers, names, (*path, key), at_key=True)
    elif (refers := _reference(here)) and isinstance(node.value, str):
        yield from _unknown_name(node, node.value, refers, names, path)
    steps: list[tuple[str | int, Node]] = [*node.entries().items(), *enumerate(node.items())]
    for step, below in steps:
        if (child := here.child(step)) is not None:
            yield from structure(below, child, names, (*path, step))


def key_problem(key: str, names: Shape | None, known: Names) -> str:
    """Say why a word cannot be a key of a mapping, or return an empty text."""
    if names is None or not (choices := names.choices or known.get(_reference(names), ())) or key in choices:
        return ""
    return f"unknown {found(key)}; allowed: {listed(choices)}{near(key, choices)}"


def quarter_of(node: Node | None) -> int | None:
    """Return the quarter that a node gives, if it gives one."""
    try:
        return None if node is None else parse_quarter(node.value)
    except ValueError:
        return None


def _unknown_keys(node: Node, here: Shape, path: Path) -> Iterator[Problem]:
    fields = list(here.fields())
    for key, below in node.entries().items():
        if key not in fields:
            yield below.key.problem((*path, key), f"unknown key; allowed: {listed(fields)}{near(key, fields)}")


def _reference(here: Shape | None) -> str:
    marks = [part.section for part in here.metadata if isinstance(part, Refers)] if here else []
    return marks[0] if marks else ""


def _unknown_name(
    node: Node, name: str, section: str, names: Names, path: Path, *, at_key: bool = False
) -> Iterator[Problem]:
    if section in names and name not in names[section]:
        known = names[section]
        message = f"{found(name)} is not in {section}; allowed: {listed(known)}{near(name, known)}"
        yield (node.key if at_key else node.mark).problem(path, message)
