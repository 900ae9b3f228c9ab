"""Files on disk: one scenario and those it extends.

``extends: other.yaml`` names one file, relative to the file that says it. A file may extend only
what lies in the folder of the scenario that was asked for, or below it: a scenario taken from
somebody else cannot reach the rest of the disk, links followed.
"""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from pathlib import Path as FilePath

from ecosim.errors import Problem
from ecosim.scenario.node import Mark, Node
from ecosim.scenario.sources import attribute
from ecosim.scenario.text import found, near
from ecosim.scenario.yaml_source import parse

MAX_BYTES = 192 * 1024
MAX_CHAIN = 8


class _Unreadable(Exception):
    """A file has no text that could be a scenario; the message says why."""


def read_layers(path: str | os.PathLike[str], problems: list[Problem]) -> list[Node]:
    """Return the trees of a file and of all it extends, the most basic first; problems are added to the list."""
    shown, asked_at, prefix = os.fspath(path), Mark(os.fspath(path)), ""
    root = FilePath(shown).absolute().parent
    layers: list[Node] = []
    chain: list[FilePath] = []
    while shown:
        try:
            file = _step(shown, root, chain)
            node = parse(_read(file), shown, problems)
        except _Unreadable as error:
            problems.append(asked_at.problem(("extends",) if chain else (), f"{prefix}{error}"))
            break
        if node is None:
            break
        chain.append(file)
        layers.insert(0, attribute(_without_extends(node), problems))
        if (extends := node.child("extends")) is None:
            break
        shown, asked_at, prefix = _extended(extends, shown, problems), extends.mark, f"{found(extends.value)} "
    return layers


def parse_layer(text: str, file: str, problems: list[Problem]) -> list[Node]:
    """Return the tree of a text that is no file and therefore extends nothing."""
    node = parse(text, file, problems)
    if node is None:
        return []
    if (extends := node.child("extends")) is not None:
        problems.append(extends.key.problem(("extends",), "only a file can extend another file"))
    return [attribute(_without_extends(node), problems)]


def with_more_events(node: Node, base: Node | None) -> Node:
    """Return a file's tree with its ``more_events`` after the events of the file that it extends (or after its own)."""
    more = node.child("more_events")
    if not isinstance(node.value, dict) or more is None or not isinstance(more.value, list):
        return node
    before = node.child("events") or (base.child("events") if base else None)
    events = replace(more, value=[*(before.items() if before else []), *more.items()])
    rest = {key: below for key, below in node.value.items() if key not in ("events", "more_events")}
    return replace(node, value={**rest, "events": events})


def _without_extends(node: Node) -> Node:
    if not isinstance(node.value, dict):
        return node
    return replace(node, value={key: below for key, below in node.value.items() if key != "extends"})


def _extended(extends: Node, shown: str, problems: list[Problem]) -> str:
    """Return the path of the file that another one extends, empty where it names none."""
    if isinstance(extends.value, str) and extends.value:
        return os.path.normpath(FilePath(shown).parent / extends.value)
    message = f"found {found(extends.value)}; allowed: the name of one scenario file"
    problems.append(extends.mark.problem(("extends",), message))
    return ""


def _step(shown: str, root: FilePath, chain: list[FilePath]) -> FilePath:
    """Return the real file, if the chain of extensions may go on with it."""
    try:
        file = FilePath(shown).resolve()
    except (OSError, ValueError, RuntimeError):
        raise _Unreadable("cannot be found") from None
    if not chain:
        return file
    if not file.is_relative_to(root.resolve()):
        raise _Unreadable(f"lies outside of the scenario's folder {found(root.name)}; extend a file in it or below")
    if file in chain:
        raise _Unreadable("extends itself in the end: " + " -> ".join(part.name for part in [*chain, file]))
    if len(chain) >= MAX_CHAIN:
        raise _Unreadable(f"is one too many; at most {MAX_CHAIN} files may extend each other")
    return file


def _read(file: FilePath) -> str:
    try:
        mode = file.stat().st_mode
        if stat.S_ISDIR(mode):
            raise _Unreadable("is a directory; name a scenario file")
        if not stat.S_ISREG(mode):
            raise _Unreadable("is not a regular file")
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise _Unreadable("no such file" + _neighbour(file)) from None
    except OSError as error:
        raise _Unreadable(f"cannot be read: {error.strerror}") from None
    if len(data) > MAX_BYTES:
        cure = "a population describes many organisations in few lines"
        raise _Unreadable(f"is larger than {MAX_BYTES // 1024} KiB; {cure}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _Unreadable(f"is not UTF-8 text (line {line}); save it as UTF-8") from None


def _neighbour(file: FilePath) -> str:
    try:
        return near(file.name, [entry.name for entry in file.parent.glob("*.yaml")][:200])
    except OSError:
        return ""
