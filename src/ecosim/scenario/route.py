"""Dotted paths that people write: on the command line and in events."""

from __future__ import annotations

from ecosim.scenario.node import Node
from ecosim.scenario.shape import Shape
from ecosim.scenario.text import found, listed, near


def follow(path: tuple[str, ...], root: Node, here: Shape) -> Shape:
    """Return what is allowed at a path, which must exist up to its last step.

    Sections of the document exist even where the file leaves them out; members of a mapping, such
    as universities, exist where the file names them.

    Raises:
        LookupError: a step leads nowhere; the message says which, and what is near.
    """
    node: Node | None = root
    for index, key in enumerate(path):
        below, last = here.child(key), index == len(path) - 1
        known = list(here.fields()) or list(node.entries() if node else ())
        if not (here.is_model or here.is_mapping):
            raise LookupError(f"{found('.'.join(path[:index]))} has no parts; {found(key)} leads nowhere")
        if below is None or (here.is_mapping and not last and key not in known):
            raise LookupError(f"unknown {found(key)}; allowed: {listed(known)}{near(key, known)}")
        node, here = node.child(key) if node else None, below
    return here
