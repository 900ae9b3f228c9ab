"""Cells of an exploration: every point with all links, and without those whose effect is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ecosim.errors import UsageError, did_you_mean
from ecosim.experiments.design import ALL, Cell, Design, cut, links_on, triangle, without
from ecosim.experiments.knockout import TRIANGLE
from ecosim.scenario.document import ScenarioBase


@dataclass(frozen=True)
class Plan:
    """Points to be run, all with the same seed and replications: common random numbers.

    Attributes:
        design: the cells; those of a point stand together.
        points: number of points.
        effects: whose effects are measured, such as ``science_industry`` or ``Triangle``; the order of a point's cells
            after the first, which has all links.
    """

    design: Design
    points: int
    effects: tuple[str, ...]

    def cells(self, point: int) -> tuple[Cell, ...]:
        """Return the cells of a point: all links, then without those of each effect."""
        size = len(self.effects) + 1
        return self.design.cells[point * size : (point + 1) * size]


def plan(
    name: str, scenario: ScenarioBase, points: Iterable[ScenarioBase], asked: Sequence[str],
    seed: int, replications: int,
) -> Plan:  # fmt: skip
    """Return the plan of an exploration.

    Args:
        name: names the default results directory.
        scenario: the scenario that is explored; it has the links whose effects are measured.
        points: the scenario at each point.
        asked: links, or ``Triangle``; none for each link of the Triangle and all of them.
        seed, replications: of every cell.

    Raises:
        UsageError: the scenario has no such link.
    """
    shared = _shared(scenario, asked)
    cells = [
        Cell(f"point {number}: {effect}", cut(point, links), links)
        for number, point in enumerate(points)
        for effect, links in {ALL: (), **shared}.items()
    ]
    size = len(shared) + 1
    return Plan(Design(name, tuple(cells), seed, range(replications), size), len(cells) // size, tuple(shared))


def _shared(scenario: ScenarioBase, asked: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the links to cut for each effect."""
    if not asked:
        return {_effect(cell.without): cell.without for cell in triangle(scenario)[1:]}
    known = (TRIANGLE, *links_on(scenario))
    for word in asked:
        if word not in known:
            near = did_you_mean(word, known)
            raise UsageError(f"--effect: {scenario.name} has no link {word!r} on; allowed: {', '.join(known)}{near}")
    return {
        word: (triangle(scenario) if word == TRIANGLE else without(scenario, [word]))[-1].without
        for word in dict.fromkeys(asked)
    }


def _effect(links: tuple[str, ...]) -> str:
    return links[0] if len(links) == 1 else TRIANGLE
