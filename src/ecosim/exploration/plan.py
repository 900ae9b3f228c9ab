"""Cells of an exploration: every point with all links, and without some; effects and shares are sums over them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecosim.errors import UsageError, did_you_mean
from ecosim.experiments.design import ALL, NONE, Cell, Design, attributing, cut, links_on, triangle, without
from ecosim.experiments.knockout import TRIANGLE
from ecosim.results.game import coalition, dividends, interaction
from ecosim.scenario.document import ScenarioBase

Weights = NDArray[np.float64]
#: What all links bring together where they are not those of the Triangle, and what of it is beyond each alone.
TOGETHER, BEYOND = "all of them", "beyond each alone"


@dataclass(frozen=True)
class Plan:
    """Points to be run, all with the same seed and replications: common random numbers.

    Attributes:
        design: the cells; those of a point stand together, the first of them with all links.
        points: number of points.
        effects: whose effects are measured, such as ``science_industry`` or ``Triangle``.
        sums: weights (cells of a point,) by the name of each effect and share, which is that sum over the cells.
    """

    design: Design
    points: int
    effects: tuple[str, ...]
    sums: Mapping[str, Weights]

    @property
    def shares(self) -> tuple[str, ...]:
        """The names of shares and of what is beyond them, if they are measured."""
        return tuple(name for name in self.sums if name not in self.effects)

    @property
    def size(self) -> int:
        """Number of cells of a point."""
        return len(self.design.cells) // self.points

    def cells(self, point: int) -> tuple[Cell, ...]:
        """Return the cells of a point."""
        return self.design.cells[point * self.size : (point + 1) * self.size]


def plan(
    name: str, scenario: ScenarioBase, points: Iterable[ScenarioBase], asked: Sequence[str],
    seed: int, replications: int, shares: bool = False,
) -> Plan:  # fmt: skip
    """Return the plan of an exploration.

    Args:
        name: names the default results directory.
        scenario: the scenario that is explored; it has the links whose effects are measured.
        points: the scenario at each point.
        asked: links, or ``Triangle``; none for each link of the Triangle and all of them.
        seed, replications: of every cell.
        shares: whether every combination of the links is run, so that each has its share of the whole.

    Raises:
        UsageError: the scenario has no such link; for shares, there are too few or too many.
    """
    if shares:
        links = [] if list(asked) in ([], [TRIANGLE]) else asked
        off = {cell.name: cell.without for cell in attributing(scenario, links, None, seed, replications).cells}
        effects, sums = _shared_out(off)
    else:
        cut_for = _singly(scenario, asked)
        off = {ALL: (), **cut_for}
        effects = {effect: place for place, effect in enumerate(cut_for, start=1)}
        sums = {}
    cells = [
        Cell(f"point {number}: {one}", cut(point, links), links)
        for number, point in enumerate(points)
        for one, links in off.items()
    ]
    differences = {effect: _difference(place, len(off)) for effect, place in effects.items()}
    design = Design(name, tuple(cells), seed, range(replications), len(off))
    return Plan(design, len(cells) // len(off), tuple(effects), differences | sums)


def share_of(link: str) -> str:
    """Return what the share of a link is called among outputs."""
    return f"share of {link}"


def _shared_out(off: Mapping[str, tuple[str, ...]]) -> tuple[dict[str, int], dict[str, Weights]]:
    """Return the place of each effect's cell, and the weights of shares and of what is beyond each link alone.

    Shares are linear in the cells (see `ecosim.results.game`), so that their weights are what they are of unit games.
    """
    sets = list(off.values())
    links = max(sets, key=len)
    together = TRIANGLE if list(off)[-1] == NONE else TOGETHER
    effects = {one[0]: place for place, one in enumerate(sets) if len(one) == 1} | {together: len(sets) - 1}
    numbers = [coalition(i for i, link in enumerate(links) if link not in one) for one in sets]
    found = dividends(np.eye(len(sets)))
    sums = {share_of(link): interaction(found, [player])[numbers] for player, link in enumerate(links)}
    beyond = found[np.array([number.bit_count() > 1 for number in range(len(sets))])].sum(axis=0)[numbers]
    return effects, sums | {BEYOND: beyond}


def _difference(place: int, size: int) -> Weights:
    """Return the weights of all links minus without some."""
    weights = np.zeros(size)
    weights[[0, place]] = 1.0, -1.0
    return weights


def _singly(scenario: ScenarioBase, asked: Sequence[str]) -> dict[str, tuple[str, ...]]:
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
