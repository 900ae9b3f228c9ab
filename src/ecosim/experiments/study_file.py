"""Study files: which variants of a scenario are compared, why, and what is expected of each.

A study is a YAML file. Each variant sets dotted paths of the scenario, as ``--set`` does, for the whole run, burn-in
included: dated changes of the same path give way to a value, and are multiplied along by a factor such as ``x0.5``.
``*`` stands for any one step. What ``base`` sets holds for all variants, but for what a variant restores.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from ecosim.errors import Problem, ScenarioError
from ecosim.scenario.files import read_layers
from ecosim.scenario.node import Mark, Node, merge
from ecosim.scenario.shape import shape
from ecosim.scenario.structure import structure
from ecosim.scenario.terms import Name, Section, Share, Title
from ecosim.scenario.wording import schema_problems, validated

Direction = Literal["up", "down", "none"]

_FOLDER = Path(__file__).with_name("studies")
#: The studies that come with the package, by name.
PACKAGED = {path.stem: path for path in sorted(_FOLDER.glob("*.yaml"))}
#: The study of `ecosim knockout` where none is named.
DEFAULT = "knockout"


class Expectation(Section):
    """What a variant is expected to do, written before it is run."""

    indicator: str = Field(description="name of the indicator")
    effect_of: str | None = Field(
        None, description="a link of the Triangle, or Triangle: expect a change of its effect; absent: of the indicator"
    )
    direction: Direction = Field(description="up, down or none")


class Variant(Section):
    """One change of the scenario."""

    about: Title = Field(description="the part of the model that it belongs to; a heading in tables")
    set: dict[str, object] = Field(default_factory=dict, description="dotted path -> value for the whole run")
    restore: list[str] = Field(
        default_factory=list, description="paths set by base that keep the scenario's own values; * matches any text"
    )
    why: str = Field(min_length=1, max_length=300, description="one line of reason")
    expect: Expectation | None = Field(None, description="what is expected")


class StudyDocument(Section):
    """What a study file says."""

    title: Title
    question: str = ""
    base: dict[str, object] = Field(default_factory=dict, description="changes that all variants share")
    none_within: Share = Field(
        0.02, description="changes that lie within this share of the indicator's level count as none"
    )
    variants: dict[Name, Variant] = Field(min_length=1)


@dataclass(frozen=True)
class Study:
    """A study that was read.

    Attributes:
        name: of the file, without its suffix.
        document: what it says.
        tree: the same with the line of every value.
    """

    name: str
    document: StudyDocument
    tree: Node

    def changes(self, variant: str | None) -> dict[str, Node]:
        """Return what a variant sets, path by path, with what it takes over from the base; None: the base alone."""
        base = _entries(self.tree, "base")
        if variant is None:
            return base
        restored = self.document.variants[variant].restore
        kept = {path: node for path, node in base.items() if not any(fnmatchcase(path, one) for one in restored)}
        return kept | _entries(self.tree, "variants", variant, "set")


def read_study(source: str | Path = DEFAULT) -> Study:
    """Read a study: one of `PACKAGED` by its name, or a file.

    Raises:
        ScenarioError: with every problem found.
    """
    path = PACKAGED.get(str(source), Path(source))
    problems: list[Problem] = []
    root: Node | None = None
    for layer in read_layers(path, problems):
        root = merge(root, layer, problems)
    if problems or root is None:
        raise ScenarioError(_hinted(problems, path))
    here = shape(StudyDocument)
    problems += structure(root, here, {})
    try:
        document: StudyDocument = validated(StudyDocument, root.plain())
    except ValidationError as error:
        raise ScenarioError(sorted({*problems, *schema_problems(error, root, here)})) from None
    problems += _restoring_nothing(document, root)
    if problems:
        raise ScenarioError(problems)
    return Study(path.stem, document, root)


def _entries(tree: Node, *path: str) -> dict[str, Node]:
    node, there = tree.nearest(path)
    return node.entries() if there else {}


def _hinted(problems: list[Problem], path: Path) -> list[Problem]:
    """Return problems of reading, with the names of packaged studies where the file is missing."""
    hint = Mark(str(path)).problem((), f"studies that come with ecosim: {', '.join(PACKAGED)}")
    return problems if path.exists() else [*problems, hint]


def _restoring_nothing(document: StudyDocument, root: Node) -> list[Problem]:
    def matched(pattern: str) -> bool:
        return any(fnmatchcase(path, pattern) for path in document.base)

    return [
        root.nearest(place)[0].mark.problem(place, f"{pattern!r} restores nothing; base sets {_listed(document.base)}")
        for name, variant in document.variants.items()
        for index, pattern in enumerate(variant.restore)
        for place in [("variants", name, "restore", index)]
        if not matched(pattern)
    ]


def _listed(base: Mapping[str, object]) -> str:
    return ", ".join(base) or "nothing"
