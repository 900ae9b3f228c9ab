"""What a dated event may change, and how its values are read.

An event sets dotted paths to values. A value replaces the one in force; a mapping merges; ``null``
deletes; ``x0.8`` multiplies the number in force, and a whole number is rounded to the nearest.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from ecosim.errors import Problem
from ecosim.scenario.node import Node, Path, is_number
from ecosim.scenario.quarter import format_quarter
from ecosim.scenario.route import follow
from ecosim.scenario.shape import Shape
from ecosim.scenario.structure import Names, key_problem, quarter_of, structure
from ecosim.scenario.wording import schema_problems, validated

CHANGEABLE = (
    "links.*",
    "processes.*",
    "ministries.*.budget.*",
    "ministries.*.growth",
    "technoparks.*.capacity",
    "facilities.*.begins",
    "facilities.*.opens",
    "facilities.*.slots",
    "facilities.*.trained",
    "facilities.*.construction",
    "facilities.*.running",
    "regions.*.market.*",
    "regions.*.growth",
    "regions.*.entrants",
    "regions.*.amenity",
    "places.*.designated",
    "places.*.entry",
    "institutes.*.researchers",
    "universities.*.researchers",
    "universities.*.students",
    "frontier_growth",
)
"""Paths that an event may set, and everything below them; ``*`` stands for any one step."""

_FACTOR = re.compile(r"x([0-9]+(\.[0-9]*)?|\.[0-9]+)", re.ASCII)


def factor(value: object) -> float | None:
    """Return the number that a relative value such as ``x0.8`` multiplies by, or None for any other value."""
    match = _FACTOR.fullmatch(value) if isinstance(value, str) and len(value) <= 20 else None
    return float(match[1]) if match else None


def apply(data: dict[str, Any], path: str, value: object) -> None:
    """Change one value of a dumped scenario in place.

    Raises:
        LookupError: a relative value meets no number in force.
    """
    *way, last = path.split(".")
    for step in way:
        data[step] = data = data.get(step) or {}
    by = factor(value)
    if by is not None:
        value = _scaled(data.get(last), by, path)
    if isinstance(value, dict) and isinstance(data.get(last), dict):
        for key, below in value.items():
            apply(data[last], key, below)
    elif value is None:
        data.pop(last, None)
    else:
        data[last] = value


def event_problems(root: Node, here: Shape, names: Names) -> Iterator[Problem]:
    """Yield what is wrong with the events of a tree: dates, paths, values, conflicts."""
    seen: dict[tuple[int, str], tuple[bool, Node]] = {}
    events = root.child("events")
    for index, event in enumerate(events.items() if events else []):
        yield from _outside(event, root, ("events", index, "date"))
        date, changes = quarter_of(event.child("date")), event.child("set")
        for path, node in changes.entries().items() if changes else []:
            place = ("events", index, "set", path)
            wrong = list(_change(path, node, root, here, names, place))
            yield from wrong
            if date is not None and not wrong:
                yield from _conflict(path, node, date, seen, place)


def _scaled(number: object, by: float, path: str) -> float:
    if not is_number(number):
        raise LookupError(f"x{by:g} multiplies the number in force, and {path} has none")
    return math.floor(number * by + 0.5) if isinstance(number, int) else number * by


def _outside(event: Node, root: Node, place: Path) -> Iterator[Problem]:
    date = quarter_of(event.child("date"))
    start, end = (quarter_of(root.nearest(("time", key))[0]) for key in ("start", "end"))
    if date is not None and start is not None and end is not None and not start <= date <= end:
        allowed = f"{format_quarter(start)} to {format_quarter(end)}"
        yield event.entries()["date"].mark.problem(
            place, f"{format_quarter(date)} lies outside of the run; allowed: {allowed}"
        )


def _change(path: str, node: Node, root: Node, here: Shape, names: Names, place: Path) -> Iterator[Problem]:
    steps = tuple(path.split("."))
    try:
        below = follow(steps, root, here)
    except LookupError as error:
        yield node.key.problem(place, str(error))
        return
    if not any(_matches(steps, pattern.split(".")) for pattern in CHANGEABLE):
        yield node.key.problem(place, f"may not change in a run; an event may set {', '.join(CHANGEABLE)}")
    elif above := key_problem(steps[-1], _names_above(steps, here), names):
        yield node.key.problem(place, above)
    elif node.value is not None and not (below.is_number and factor(node.value) is not None):
        yield from _value_problems(node, below, names, place)


def _value_problems(node: Node, below: Shape, names: Names, place: Path) -> Iterator[Problem]:
    yield from structure(node, below, names, place)
    try:
        validated(below.annotation, node.plain())
    except ValidationError as error:
        yield from schema_problems(error, node, below, place)


def _names_above(steps: tuple[str, ...], here: Shape) -> Shape | None:
    above = here.at(steps[:-1])
    return above.names() if above else None


def _matches(steps: tuple[str, ...], pattern: list[str]) -> bool:
    return len(steps) >= len(pattern) and all(want in ("*", step) for want, step in zip(pattern, steps, strict=False))


def _conflict(
    path: str, node: Node, date: int, seen: dict[tuple[int, str], tuple[bool, Node]], place: Path
) -> Iterator[Problem]:
    """Yield a problem where two changes of one date set a path, or a path and a part of it."""
    steps = path.split(".")
    above = [".".join(steps[:length]) for length in range(1, len(steps))]
    clashes = [seen[date, part][1] for part in above if seen.get((date, part), (False,))[0]]
    clashes += [seen[date, path][1]] if (date, path) in seen else []
    if clashes:
        yield node.key.problem(place, f"set twice on {format_quarter(date)}; first in line {clashes[0].key.line}")
    for part in above:
        seen.setdefault((date, part), (False, node))
    seen[date, path] = (True, node)
