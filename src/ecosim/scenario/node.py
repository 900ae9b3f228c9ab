"""The tree that a scenario file is read into: every value with the place where it was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeGuard

from ecosim.errors import Problem
from ecosim.scenario.text import printable

Scalar = str | int | float | bool | None
Path = tuple[str | int, ...]
_LONGEST_PATH = 200


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file; line and column count from 1, and are 0 where there is none."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{printable(self.file)}:{self.line}" if self.line else printable(self.file)

    def problem(self, path: Path, message: str) -> Problem:
        """Return a problem found here, safe to print."""
        return Problem(printable(self.file), self.line, self.column, dotted(path)[:_LONGEST_PATH], printable(message))


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it comes from.

    Attributes:
        value: a scalar, a mapping of nodes or a list of nodes.
        mark: where the value begins.
        key: where its key stands; the same as ``mark`` where it has none.
        source: the ``source`` text that holds for it, empty where there is none.
    """

    value: Scalar | dict[str, Node] | list[Node]
    mark: Mark
    key: Mark
    source: str = ""

    def entries(self) -> dict[str, Node]:
        """Return the entries of a mapping; none for anything else."""
        return self.value if isinstance(self.value, dict) else {}

    def items(self) -> list[Node]:
        """Return the items of a list; none for anything else."""
        return self.value if isinstance(self.value, list) else []

    def child(self, key: str | int) -> Node | None:
        """Return one entry or item, if it is there."""
        if isinstance(key, str):
            return self.entries().get(key)
        return self.items()[key] if 0 <= key < len(self.items()) else None

    def nearest(self, path: Path) -> tuple[Node, bool]:
        """Return the deepest node on the way to a path, and whether it is the path itself."""
        node = self
        for key in path:
            below = node.child(key)
            if below is None:
                return node, False
            node = below
        return node, True

    def plain(self) -> object:
        """Return the values alone."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value


def tree(value: object, mark: Mark) -> Node:
    """Return plain values as a tree in which everything stands at one place."""
    if isinstance(value, Mapping):
        return Node({str(key): tree(below, mark) for key, below in value.items()}, mark, mark)
    if isinstance(value, list | tuple):
        return Node([tree(below, mark) for below in value], mark, mark)
    return Node(value if isinstance(value, Scalar) else str(value), mark, mark)


def is_number(value: object) -> TypeGuard[int | float]:
    """Return whether a value is a number; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def dotted(path: Path) -> str:
    """Return a path as people write it: ``events[0].title``."""
    text = "".join(f"[{key}]" if isinstance(key, int) else f".{printable(key)}" for key in path)
    return text.removeprefix(".")


def leaves(value: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    """Yield every value without parts, with its path, in order; an empty mapping or list is one."""
    if isinstance(value, Mapping) and value:
        for key, below in value.items():
            yield from leaves(below, (*path, str(key)))
    elif isinstance(value, list | tuple) and value:
        for index, below in enumerate(value):
            yield from leaves(below, (*path, index))
    else:
        yield path, value


def merge(base: Node | None, top: Node, problems: list[Problem], path: Path = ()) -> Node:
    """Lay one tree over another: mappings merge, anything else replaces, ``null`` deletes an entry of the base.

    A ``null`` that has nothing to delete is a problem: `science_industry:` with nothing behind it
    would read as a link with its defaults, yet mean that there is none.
    """
    if not isinstance(top.value, dict):
        return top
    merged = dict(base.entries()) if base else {}
    for key, node in top.value.items():
        if node.value is not None:
            merged[key] = merge(merged.get(key), node, problems, (*path, key))
        elif merged.pop(key, None) is None:
            problems.append(node.key.problem((*path, key), _NOTHING_TO_DELETE))
    return replace(top, value=merged)


_NOTHING_TO_DELETE = (
    "found nothing; null deletes an inherited entry and here none is inherited: "
    "leave the key out, or write {} for a section with its defaults"
)
