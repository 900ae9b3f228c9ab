"""Every value of a scenario with its unit, the line it comes from and the source of its number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from ecosim.scenario.changes import factor
from ecosim.scenario.document import ScenarioBase
from ecosim.scenario.load import Resolved
from ecosim.scenario.node import Path, dotted, is_number, leaves
from ecosim.scenario.overrides import ORIGIN
from ecosim.scenario.shape import Shape, shape
from ecosim.scenario.sources import ASSUMED

D = TypeVar("D", bound=ScenarioBase)
DEFAULT = "default"


@dataclass(frozen=True)
class Entry:
    """One value of a scenario.

    Attributes:
        path: dotted path.
        value: the value in force at the start; dates as text.
        unit: its unit; ``"1"`` or empty for none.
        origin: ``file:line``, ``default`` or ``--set``.
        source: where the number comes from; empty where nothing is said.
        is_number: whether it is a number, dates apart.
    """

    path: str
    value: object
    unit: str
    origin: str
    source: str
    is_number: bool


@dataclass(frozen=True)
class Tally:
    """How many numbers of a scenario's files have a source, are marked as assumed, or have neither.

    Attributes:
        sourced, assumed: how many.
        unsourced: the numbers without either.
    """

    sourced: int
    assumed: int
    unsourced: tuple[Entry, ...]

    @property
    def share_assumed(self) -> float:
        """Share of all numbers that are assumed; 0 where there are none."""
        total = self.sourced + self.assumed + len(self.unsourced)
        return self.assumed / total if total else 0.0


def entries(resolved: Resolved[D]) -> list[Entry]:
    """Return every value of a scenario, defaults included, in the order of the document."""
    data = resolved.document.model_dump(mode="json", by_alias=True)
    here = shape(type(resolved.document))
    return [_entry(path, value, resolved, here) for path, value in leaves(data)]


def tally(listed: Iterable[Entry]) -> Tally:
    """Count the numbers that files give, by whether they have a source; defaults and ``--set`` do not count."""
    given = [entry for entry in listed if entry.is_number and entry.origin not in (DEFAULT, ORIGIN)]
    kinds = Counter(_kind(entry) for entry in given)
    unsourced = tuple(entry for entry in given if not entry.source)
    return Tally(kinds["sourced"], kinds["assumed"], unsourced)


def _entry(path: Path, value: object, resolved: Resolved[D], root: Shape) -> Entry:
    node, there = resolved.tree.nearest(path)
    here, free = root.at(path), path[0] == "events" and "set" in path
    if free and len(path) > 3:
        here = root.at((*str(path[3]).split("."), *path[4:]))
    extra = here.extra if here else {}
    source = node.source if there else str(extra.get("source", ""))
    origin = str(node.mark) if there else DEFAULT
    number = is_number(value) or (free and factor(value) is not None)
    return Entry(dotted(path), value, str(extra.get("unit", "")), origin, source, number)


def _kind(entry: Entry) -> str:
    if entry.source.strip().lower().startswith(ASSUMED):
        return "assumed"
    return "sourced" if entry.source else "unsourced"
