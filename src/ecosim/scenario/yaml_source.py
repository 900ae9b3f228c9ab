"""Text of a scenario file to a tree: YAML 1.2 without anything that could surprise.

Refused: duplicate keys, anchors, aliases, merge keys, tags, directives, several documents, keys
that are not text, more than `MAX_DEPTH` levels, more than `MAX_VALUES` values. Nothing is evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.reader import ReaderError

from ecosim.errors import Problem
from ecosim.scenario.node import Mark, Node, Path
from ecosim.scenario.scalars import plain_scalar, quoted_scalar
from ecosim.scenario.text import found

MAX_DEPTH = 20
MAX_VALUES = 10_000
MAX_PROBLEMS = 100
_DIRECTIVE = re.compile(r"^%(?!YAML 1\.2\s)", re.MULTILINE)
_TUPLE = re.compile(r"\('(<[^>]+>)',\)")  # how the parser writes a kind of token


def parse(text: str, file: str, problems: list[Problem]) -> Node | None:
    """Return the tree of a text, or None where it cannot be read to its end; problems are added to the list.

    Args:
        text: YAML.
        file: the name that problems give.
        problems: every problem found is appended.
    """
    reader = _Reader(text, file, problems)
    try:
        return reader.document()
    except _Stop:
        return None


class _Stop(Exception):
    """Reading cannot go on; the problem is noted."""


class _Reader:
    """Builds the tree from the parser's events, one method per kind of event."""

    def __init__(self, text: str, file: str, problems: list[Problem]) -> None:
        self.text, self.file, self.problems = text, file, problems
        self.values = 0
        self.here = Mark(file, 1, 1)
        self.events = self._events(text)

    def _events(self, text: str) -> Iterator[Any]:
        try:
            yield from YAML(typ="safe", pure=True).parse(text)
        except MarkedYAMLError as error:
            where = error.problem_mark or error.context_mark
            mark = Mark(self.file, where.line + 1, where.column + 1) if where else self.here
            what = _TUPLE.sub(r"\1", error.problem or error.context or "unreadable")
            self.stop(mark, (), f"not valid YAML: {what}")
        except ReaderError as error:
            lines = text[: error.position].split("\n")
            self.stop(
                Mark(self.file, len(lines), len(lines[-1]) + 1), (), "not valid YAML: a character that YAML forbids"
            )
        # The scanner meets some malformed input with errors of its own, such as ValueError for \U7FFFFFFF.
        except (ValueError, LookupError, AttributeError, AssertionError, TypeError, ArithmeticError):
            self.stop(self.here, (), "not valid YAML near here")

    def note(self, mark: Mark, path: Path, message: str) -> None:
        self.problems.append(mark.problem(path, message))
        if len(self.problems) >= MAX_PROBLEMS:
            raise _Stop

    def stop(self, mark: Mark, path: Path, message: str) -> None:
        self.note(mark, path, message)
        raise _Stop

    def next(self) -> tuple[str, Any]:
        """Return the next event and the kind it is of, such as ``Scalar``."""
        event = next(self.events)
        self.here = Mark(self.file, event.start_mark.line + 1, event.start_mark.column + 1)
        return type(event).__name__.removesuffix("Event"), event

    def document(self) -> Node | None:
        self.next()
        kind, event = self.next()
        if kind == "StreamEnd":
            self.stop(Mark(self.file), (), "is empty; write a scenario into it")
        unknown = _DIRECTIVE.search(self.text[: event.start_mark.index])
        if event.version not in (None, (1, 2)) or event.tags or unknown:
            self.note(self.here, (), "directives are not allowed; the file is read as YAML 1.2")
        node = self.value((), *self.next())
        self.next()
        if self.next()[0] != "StreamEnd":
            self.stop(self.here, (), "a second document begins; one file holds one scenario")
        return node

    def value(self, path: Path, kind: str, event: Any) -> Node:
        mark = self.here
        self.values += 1
        if len(path) > MAX_DEPTH:
            self.stop(mark, path[:3], f"nested deeper than {MAX_DEPTH} levels; no scenario needs so many")
        if self.values > MAX_VALUES:
            self.stop(
                mark, (), f"more than {MAX_VALUES} values; a population describes many organisations in few lines"
            )
        if kind == "Alias":
            self.note(mark, path, f"alias *{event.anchor} is not allowed; write the value out")
            return Node("", mark, mark)
        self.plainness(mark, path, event)
        if kind == "Scalar":
            return Node(self.scalar(path, event), mark, mark)
        return Node(self.mapping(path) if kind == "MappingStart" else self.sequence(path), mark, mark)

    def plainness(self, mark: Mark, path: Path, event: Any) -> None:
        if event.anchor is not None:
            self.note(mark, path, f"anchor &{event.anchor} is not allowed; use extends to share values")
        if event.tag is not None:
            self.note(mark, path, f"tag {event.tag} is not allowed; write the value alone")

    def scalar(self, path: Path, event: Any) -> str | int | float | bool | None:
        try:
            return quoted_scalar(event.value) if event.style else plain_scalar(event.value)
        except ValueError as error:
            self.note(self.here, path, str(error))
            return ""

    def sequence(self, path: Path) -> list[Node]:
        items: list[Node] = []
        while (step := self.next())[0] != "SequenceEnd":
            items.append(self.value((*path, len(items)), *step))
        return items

    def mapping(self, path: Path) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        while (step := self.next())[0] != "MappingEnd":
            key = self.value((*path, "?"), *step)
            name = self.name(path, key, step[1])
            node = self.value((*path, name), *self.next())
            if name in entries:
                first = entries[name].key.line
                self.note(key.mark, (*path, name), f"key given twice; first in line {first}; keep one of them")
            else:
                entries[name] = Node(node.value, node.mark, key.mark)
        return entries

    def name(self, path: Path, key: Node, event: Any) -> str:
        if not isinstance(key.value, str):
            self.note(key.mark, path, f"a key must be text, not {found(key.value)}; put it in quotes")
        elif key.value == "<<" and not event.style:
            self.note(key.mark, path, "merge key << is not allowed; use extends to share values")
        return str(key.value) if not isinstance(key.value, dict | list) else "?"
