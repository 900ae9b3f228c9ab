"""The design of a study: every variant of a scenario, with all links, without each of the Triangle's and without it.

Cells share seed and replications, so that a variant's effect of a link and the scenario's own are pairs too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ecosim.errors import Problem, ScenarioError, UsageError, did_you_mean
from ecosim.experiments.design import ALL, Cell, Design, cut, triangle
from ecosim.experiments.study_file import Study, Variant
from ecosim.experiments.variation import varied
from ecosim.indicators import names
from ecosim.scenario.document import ScenarioBase

#: Name of the scenario as it is, with what the study's base sets.
BASE = "as it is"
#: What the effect of all links of the Triangle together is called.
TRIANGLE = "Triangle"


@dataclass(frozen=True)
class Plan:
    """A study of a scenario, ready to be run.

    Attributes:
        study: what is asked.
        design: its cells; those of a variant stand together, the scenario's own first.
        variants: the variants by name, in the order of the file.
        effects: for each effect, such as ``science_industry`` or ``Triangle``, the cell that lacks those links.
    """

    study: Study
    design: Design
    variants: dict[str, Variant]
    effects: dict[str, str]

    @property
    def rows(self) -> tuple[str, ...]:
        """The scenario as it is, and every variant."""
        return (BASE, *self.variants)


def cell_name(row: str, cell: str) -> str:
    """Return what a cell of a variant is called."""
    return f"{row}: {cell}"


def plan(study: Study, scenario: ScenarioBase, only: Sequence[str], seed: int, replications: int) -> Plan:
    """Return the plan of a study of a scenario.

    Args:
        study: the study.
        scenario: a valid scenario with at least one link of the Triangle.
        only: names of variants; without any, all.
        seed, replications: of every cell.

    Raises:
        ScenarioError: a variant does not fit the scenario; ``problems`` holds everything found, with file and line.
        UsageError: there is no such variant, or the scenario has no link of the Triangle.
    """
    variants = _chosen(study, only)
    shared = triangle(scenario)
    effects = {_effect(cell): cell.name for cell in shared[1:]}
    problems = list(_unknown(study, effects, scenario))
    cells: list[Cell] = []
    for row, variant in {BASE: None, **{name: name for name in variants}}.items():
        place = ("base",) if variant is None else ("variants", variant, "set")
        changed = varied(scenario, study.changes(variant), place, problems)
        cells += [Cell(cell_name(row, one.name), cut(changed, one.without), one.without) for one in shared]
    if problems:
        raise ScenarioError(sorted(set(problems)))
    design = Design(f"{scenario.name}-{study.name}", tuple(cells), seed, range(replications), len(shared))
    return Plan(study, design, variants, effects)


def _chosen(study: Study, only: Sequence[str]) -> dict[str, Variant]:
    known = study.document.variants
    for name in only:
        if name not in known:
            near = did_you_mean(name, list(known))
            raise UsageError(f"{study.name} has no variant {name!r}{near}; known: {', '.join(known)}")
    return {name: variant for name, variant in known.items() if not only or name in only}


def _effect(cell: Cell) -> str:
    return cell.without[0] if len(cell.without) == 1 else TRIANGLE


def _unknown(study: Study, effects: dict[str, str], scenario: ScenarioBase) -> Iterator[Problem]:
    """Yield expectations of indicators and effects that there are not."""
    from ecosim.catalogue import types_of

    indicators = names(types_of(scenario))
    for name, variant in study.document.variants.items():
        if variant.expect is None:
            continue
        for key, word, known in (
            ("indicator", variant.expect.indicator, indicators),
            ("effect_of", variant.expect.effect_of, tuple(effects)),
        ):
            if word is not None and word not in known:
                place = ("variants", name, "expect", key)
                message = f"unknown {word!r}; allowed: {', '.join(known[:60])}{did_you_mean(word, known)}"
                yield study.tree.nearest(place)[0].mark.problem(place, message)


def all_links(row: str) -> str:
    """Return the name of a variant's cell with all links."""
    return cell_name(row, ALL)
