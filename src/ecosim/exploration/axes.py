"""What ``--over`` asks for: values of a path, and the points that they make together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from ecosim.errors import Problem, ScenarioError, UsageError
from ecosim.experiments.variation import varied
from ecosim.exploration.sampling import Design, space_filling
from ecosim.scenario.document import ScenarioBase
from ecosim.scenario.node import Mark, Node, is_number
from ecosim.scenario.shape import shape
from ecosim.scenario.text import found
from ecosim.scenario.yaml_source import parse

_OPTION = "--over"
_ALLOWED = "PATH=a:b:n, such as processes.contracts.search=0.05:0.4:8, or PATH=a,b,c"
_MOST = 10_000


@dataclass(frozen=True)
class Axis:
    """One path and its values.

    Attributes:
        path: dotted path.
        values: in the order given; evenly spaced numbers, or what was listed.
        spaced: whether they were given by their ends, so that values between make sense.
    """

    path: str
    values: tuple[Any, ...]
    spaced: bool

    @property
    def numeric(self) -> bool:
        """Whether all values are numbers."""
        return all(is_number(value) for value in self.values)

    def at(self, share: float) -> Any:
        """Return the value at a share of the range, or of the list."""
        if not self.spaced:
            return self.values[min(int(share * len(self.values)), len(self.values) - 1)]
        low, high = self.values[0], self.values[-1]
        value = low + share * (high - low)
        return round(value) if isinstance(low, int) else value


def axes(scenario: ScenarioBase, texts: Sequence[str]) -> tuple[Axis, ...]:
    """Return the axes of a sweep.

    Raises:
        UsageError: a text is none of what is allowed, a path is given twice, or leads into a link that there is not.
        ScenarioError: a path leads nowhere, or a value is not allowed there; ``problems`` holds everything found.
    """
    read = tuple(_axis(scenario, text) for text in texts)
    paths = [one.path for one in read]
    if twice := sorted({path for path in paths if paths.count(path) > 1}):
        raise UsageError(f"{_OPTION}: {twice[0]} is given twice; give it once")
    problems: list[Problem] = []
    idle = []
    for one in read:
        made = [varied(scenario, {one.path: _node(value)}, (), problems) for value in one.values]
        idle += [one.path] if made[0] == made[-1] else []
    if problems:
        raise ScenarioError(sorted(set(problems)))
    if idle:
        raise UsageError(f"{_OPTION}: {idle[0]} changes nothing: {scenario.name} has no such section")
    return read


def settings(read: Sequence[Axis], design: Design | None, points: int, seed: int) -> list[dict[str, Any]]:
    """Return for each point the values by path: every combination, or a sample of the space between the ends.

    Args:
        read: the axes.
        design: None for every combination.
        points: how many of a sample.
        seed: of a sample.

    Raises:
        UsageError: there are too many.
    """
    paths = [one.path for one in read]
    if design is not None:
        cube = space_filling(design, points, len(read), seed)
        return [{one.path: one.at(float(at)) for one, at in zip(read, row, strict=True)} for row in cube]
    count = 1
    for one in read:
        count *= len(one.values)
    if count > _MOST:
        raise UsageError(f"{_OPTION}: {count} combinations, at most {_MOST}; give fewer values, or --design lhs")
    return [dict(zip(paths, row, strict=True)) for row in product(*(one.values for one in read))]


def places(scenario: ScenarioBase, points: Sequence[dict[str, Any]]) -> Iterator[ScenarioBase]:
    """Yield the scenario at each point; values hold for the whole run.

    Raises:
        ScenarioError: values that are allowed singly do not go together.
    """
    for point in points:
        problems: list[Problem] = []
        changed = varied(scenario, {path: _node(value) for path, value in point.items()}, (), problems)
        if problems:
            raise ScenarioError(sorted(set(problems)))
        yield changed


def _axis(scenario: ScenarioBase, text: str) -> Axis:
    path, _, asked = (part.strip() for part in text.partition("="))
    if not (path and asked):
        raise UsageError(f"{_OPTION}: found {found(text)}; allowed: {_ALLOWED}")
    if ":" in asked:
        return Axis(path, _spaced(scenario, path, text, asked.split(":")), spaced=True)
    listed = tuple(_scalar(part, text) for part in asked.split(","))
    if len(set(map(repr, listed))) < max(len(listed), 2):
        raise UsageError(f"{_OPTION}: found {found(text)}; at least two different values are needed")
    if len({"number" if is_number(one) else type(one).__name__ for one in listed}) > 1:
        raise UsageError(f"{_OPTION}: found {found(text)}; allowed: values of one kind")
    return Axis(path, listed, spaced=False)


def _spaced(scenario: ScenarioBase, path: str, text: str, parts: Sequence[str]) -> tuple[Any, ...]:
    """Return evenly spaced numbers, whole ones where the path takes only such, each once."""
    here = shape(type(scenario)).at(tuple(path.split(".")))
    try:
        (low, high), count = map(float, parts[:2]), int(parts[2])
    except (ValueError, IndexError):
        raise UsageError(f"{_OPTION}: found {found(text)}; allowed: {_ALLOWED}") from None
    if len(parts) > 3 or count < 2 or not -1e300 < low < high < 1e300:
        raise UsageError(f"{_OPTION}: found {found(text)}; allowed: {_ALLOWED}, with a below b and n at least 2")
    spaced = [low + (high - low) * step / (count - 1) for step in range(count)]
    whole = here is not None and here.type is int
    return tuple(dict.fromkeys(round(value) if whole else float(f"{value:.12g}") for value in spaced))


def _scalar(part: str, text: str) -> Any:
    problems: list[Problem] = []
    node = parse(part.strip(), _OPTION, problems)
    if node is None or problems or isinstance(node.value, dict | list) or node.value is None:
        raise UsageError(f"{_OPTION}: found {found(text)}; allowed: {_ALLOWED}")
    return node.value


def _node(value: Any) -> Node:
    mark = Mark(_OPTION)
    return Node(value, mark, mark)
