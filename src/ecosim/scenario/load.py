"""From a scenario file to a valid document, with everything wrong told at once."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

from pydantic import ValidationError

from ecosim.errors import Problem, ScenarioError
from ecosim.scenario.changes import event_problems
from ecosim.scenario.document import ScenarioBase
from ecosim.scenario.files import parse_layer, read_layers, with_more_events
from ecosim.scenario.node import Mark, Node, merge
from ecosim.scenario.overrides import override
from ecosim.scenario.shape import shape
from ecosim.scenario.structure import names_of, structure
from ecosim.scenario.text import found
from ecosim.scenario.timeline import stages
from ecosim.scenario.wording import schema_problems, validated
from ecosim.scenario.yaml_source import MAX_PROBLEMS

D = TypeVar("D", bound=ScenarioBase)


@dataclass(frozen=True)
class Resolved(Generic[D]):
    """A scenario and where each of its values comes from.

    Attributes:
        document: the valid scenario.
        tree: what the files and overrides say, with places and sources; defaults are not in it.
    """

    document: D
    tree: Node


def load(path: str | os.PathLike[str], document: type[D], overrides: Sequence[str] = ()) -> D:
    """Read a scenario file and all it extends.

    Args:
        path: the file.
        document: the class of the scenario.
        overrides: ``path=value`` each, such as ``links.science_industry.enabled=false``.

    Raises:
        ScenarioError: with every problem found.
    """
    return resolve(path, document, overrides).document


def load_text(text: str, document: type[D], overrides: Sequence[str] = (), file: str = "text") -> D:
    """Read a scenario from a text, which cannot extend a file; see `load`."""
    return resolve_text(text, document, overrides, file).document


def resolve(path: str | os.PathLike[str], document: type[D], overrides: Sequence[str] = ()) -> Resolved[D]:
    """Read a scenario file and keep where each value comes from; see `load`."""
    problems: list[Problem] = []
    layers = read_layers(path, problems)
    return _resolved(layers, problems, document, overrides, os.fspath(path))


def resolve_text(text: str, document: type[D], overrides: Sequence[str] = (), file: str = "text") -> Resolved[D]:
    """Read a scenario from a text and keep where each value comes from; see `load_text`."""
    problems: list[Problem] = []
    layers = parse_layer(text, file, problems)
    return _resolved(layers, problems, document, overrides, file)


def _resolved(
    layers: list[Node], problems: list[Problem], document: type[D], overrides: Sequence[str], file: str
) -> Resolved[D]:
    root: Node | None = None
    for layer in layers:
        if not isinstance(layer.value, dict):
            problems.append(layer.mark.problem((), f"found {found(layer.value)}; allowed: a mapping of sections"))
        root = merge(root, with_more_events(layer, root), problems)
    if problems or root is None:
        raise _refusal(problems, file)
    whole = Node(root.value, root.mark, Mark(file, 1, 1), root.source)
    whole = override(whole, overrides, shape(document), problems)
    return Resolved(_checked(whole, document, problems), whole)


def _checked(root: Node, document: type[D], problems: list[Problem]) -> D:
    here, names = shape(document), names_of(root)
    problems += islice(structure(root, here, names), MAX_PROBLEMS)
    problems += islice(event_problems(root, here, names), MAX_PROBLEMS)
    try:
        scenario: D = validated(document, root.plain())
    except ValidationError as error:
        problems += islice(schema_problems(error, root, here), MAX_PROBLEMS)
        raise _refusal(problems, root.key.file) from None
    if problems:
        raise _refusal(problems, root.key.file)
    for _ in stages(scenario, root):
        pass
    return scenario


def _refusal(problems: list[Problem], file: str) -> ScenarioError:
    """Return the error that tells every problem once, or as many as somebody will read."""
    listed = sorted(set(problems))
    if len(listed) >= MAX_PROBLEMS:
        listed = [*listed[:MAX_PROBLEMS], Mark(file).problem((), f"only the first {MAX_PROBLEMS} problems are listed")]
    return ScenarioError(listed)
