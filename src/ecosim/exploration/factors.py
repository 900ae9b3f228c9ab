"""Which parameters vary in an exploration, each over which range, and the scenario at a point of their space."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecosim.calibration.free import Free, free, placed
from ecosim.errors import UsageError
from ecosim.experiments.parameters import declared
from ecosim.experiments.variation import varied
from ecosim.parameter import Declaration
from ecosim.scenario.document import ScenarioBase
from ecosim.scenario.node import Mark, tree

#: What the published numbers do not pin down and the effects of links turn on; see docs/sensitivity.md.
UNPINNED = (
    "processes.contracts.search",  # arm's length: whether a firm without a tie finds an adviser
    "processes.offers.attention",  # awareness: whether a firm notices a technology without a tie
    "processes.development.consultant",  # outside know-how: what consultants know whom any firm can hire
)
_OPTION = "--parameter"


def factors(scenario: ScenarioBase, asked: Sequence[str], given: Iterable[str] = ()) -> tuple[Free, ...]:
    """Return the parameters that vary.

    Args:
        scenario: the scenario.
        asked: ``PATH`` for the declared plausible range, ``PATH=a:b`` for another one, in which ``*`` matches any text;
            none for every parameter of the processes and of the links that the scenario has and does not give itself.
        given: the paths whose value the scenario's own file or an override gives.

    Raises:
        UsageError: a path leads to no parameter or is named twice, or a range is none or not admissible.
    """
    known, fixed = declared(scenario), set(given)
    wanted = list(asked) or [path for path in known if path not in fixed]
    found = [one for text in wanted for one in _asked(text, scenario, known)]
    if not found:
        raise UsageError("no parameter is left to vary: the scenario gives all of them itself; name some")
    if twice := sorted({one.path for one in found if [other.path for other in found].count(one.path) > 1}):
        raise UsageError(f"{_OPTION}: {twice[0]} is named twice; name it once")
    return tuple(found)


def given_by(path: Any, scenario: Any) -> list[str]:
    """Return the parameters whose value a scenario's own file or an override gives, not a file that it extends.

    Args:
        path: of the scenario's file.
        scenario: the resolved scenario; see `ecosim.scenario.resolve`.
    """
    from ecosim.scenario.overrides import ORIGIN

    names = []
    for name in declared(scenario.document):
        node, there = scenario.tree.nearest(tuple(name.split(".")))
        if there and node.mark.file in (str(path), ORIGIN):
            names.append(name)
    return names


def current(scenario: ScenarioBase, path: str) -> Any:
    """Return the value that a scenario has at the path of a parameter."""
    value: Any = scenario
    for step in path.split("."):
        value = getattr(value, step)
    return value


def values(parameters: Sequence[Free], shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the values (points, parameters) at shares of the ranges; see `Free.value`."""
    return np.array([[one.value(float(at)) for one, at in zip(parameters, row, strict=True)] for row in shares])


def scenarios(
    scenario: ScenarioBase, parameters: Sequence[Free], points: NDArray[np.float64]
) -> Iterator[ScenarioBase]:
    """Yield the scenario with each row of values, which hold for the whole run: dated changes of them go.

    Args:
        scenario: a valid scenario.
        parameters: what varies.
        points: (points, parameters), within their admissible ranges.
    """
    mark = Mark(_OPTION)
    own = {one.path: tree(current(scenario, one.path), mark) for one in parameters}
    undated = varied(scenario, own, (), [])
    for row in points:
        yield placed(undated, parameters, row.tolist())


def _asked(text: str, scenario: ScenarioBase, known: dict[str, Declaration]) -> list[Free]:
    path, equals, limits = (part.strip() for part in text.partition("="))
    paths = [name for name in known if fnmatchcase(name, path)] if "*" in path else [path]
    if not paths:
        raise UsageError(f"{_OPTION}: no parameter matches {path!r}; `ecosim show` lists all")
    found = free(scenario, paths)  # tells what is wrong with a path
    if not equals:
        return list(found)
    return [replace(one, declaration=_within(one.declaration, text, limits)) for one in found]


def _within(declaration: Declaration, text: str, limits: str) -> Declaration:
    """Return a declaration with another plausible range.

    Raises:
        UsageError: it is no range, or leaves the admissible one.
    """
    try:
        low, high = (float(end) for end in limits.split(":"))
    except ValueError:
        raise UsageError(f"{_OPTION}: found {text!r}; allowed: PATH, or PATH=a:b with numbers") from None
    if not declaration.low <= low < high <= declaration.high:
        allowed = f"a below b, both within {declaration.low:g} to {declaration.high:g}"
        raise UsageError(f"{_OPTION}: {text}: found {low:g} to {high:g}; allowed: {allowed}")
    return replace(declaration, plausible=(low, high))
