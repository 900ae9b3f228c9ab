"""Which ``source`` text holds for which number.

Any mapping may carry ``source``: a text that holds for everything in it and below, or a mapping
from key to text, where a key may name a number or a whole part. The nearest one counts. A text
that begins with ``assumed`` marks numbers without a source.

Sources are attributed file by file, before files are merged: a number that a file changes does
not inherit the source of the number it replaced.
"""

from __future__ import annotations

from dataclasses import replace

from ecosim.errors import Problem
from ecosim.scenario.node import Node, Path
from ecosim.scenario.text import found, near

KEY = "source"
ASSUMED = "assumed"


def attribute(node: Node, problems: list[Problem], path: Path = (), inherited: str = "") -> Node:
    """Return the tree without its ``source`` entries, each node with the text that holds for it."""
    if isinstance(node.value, list):
        items = [attribute(below, problems, (*path, index), inherited) for index, below in enumerate(node.value)]
        return replace(node, value=items, source=inherited)
    if not isinstance(node.value, dict):
        return replace(node, source=inherited)
    parts = {key: below for key, below in node.value.items() if key != KEY}
    texts = _texts(node.value.get(KEY), parts, (*path, KEY), problems)
    own = texts.get("", inherited)
    entries = {key: attribute(below, problems, (*path, key), texts.get(key, own)) for key, below in parts.items()}
    return replace(node, value=entries, source=own)


def _texts(node: Node | None, parts: dict[str, Node], path: Path, problems: list[Problem]) -> dict[str, str]:
    """Return the source text by key; the empty key holds for all."""
    if node is None:
        return {}
    texts = {}
    for key, below in node.value.items() if isinstance(node.value, dict) else [("", node)]:
        if not isinstance(below.value, str) or not below.value.strip():
            message = f"found {found(below.value)}; allowed: a text that names the source, or '{ASSUMED}'"
            problems.append(below.mark.problem((*path, key) if key else path, message))
        elif key and key not in parts:
            message = f"no such key beside it in this file{near(key, list(parts))}"
            problems.append(below.key.problem((*path, key), message))
        else:
            texts[key] = below.value
    return texts
