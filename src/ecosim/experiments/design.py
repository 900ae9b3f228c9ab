"""What is compared with what: cells of one design, run with the same seed and replications.

A cell is a scenario with some links switched off. Every cell of a design shares seed and
replications, and draws are addressed, so that the runs of one replication are pairs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from typing import Any

from ecosim.errors import UsageError, did_you_mean
from ecosim.experiments.orders import arrivals
from ecosim.scenario.document import ScenarioBase
from ecosim.scenario.quarter import format_quarter

ALL, NONE = "all links", "without the Triangle"
SEED, REPLICATIONS = 1, 100
MOST_LINKS = 8  # 256 cells


def slug(name: str) -> str:
    """Return the name of a cell as part of a file name."""
    return re.sub(r"[^a-z0-9_]+", "-", name.lower()).strip("-") or "cell"


@dataclass(frozen=True)
class Cell:
    """One scenario of a design.

    Attributes:
        name: how tables and plots call it, such as ``without science_industry``.
        scenario: the resolved scenario.
        without: the links that were cut to make it.
        against: name of the cell that it is compared with; empty for the baseline.
    """

    name: str
    scenario: ScenarioBase
    without: tuple[str, ...] = ()
    against: str = ""

    @property
    def slug(self) -> str:
        """The name as part of a file name, such as ``without-science_industry``."""
        return slug(self.name)


@dataclass(frozen=True)
class Design:
    """Cells times replications; the first cell is the baseline of every difference.

    Attributes:
        name: names the default results directory.
        cells: at least one cell, with different names and slugs.
        seed: seed of every cell.
        replications: replications of every cell, numbered from 0.
        together: how many cells in a row are simulated together, so that their common past is shared; all if None.
    """

    name: str
    cells: tuple[Cell, ...]
    seed: int = SEED
    replications: Sequence[int] = range(REPLICATIONS)
    together: int | None = None

    @property
    def pairs(self) -> list[tuple[Cell, Cell]]:
        """Every cell but the first, after the one that it is compared with."""
        named = {cell.name: cell for cell in self.cells}
        return [(named.get(cell.against, self.baseline), cell) for cell in self.cells[1:]]

    @property
    def baseline(self) -> Cell:
        """The cell that all others are compared with."""
        return self.cells[0]


def links_on(scenario: ScenarioBase) -> tuple[str, ...]:
    """Return the links that a scenario switches on, in the order of the catalogue."""
    return tuple(name for name, section in getattr(scenario, "links", ()) if getattr(section, "enabled", False))


def cut(scenario: ScenarioBase, links: Iterable[str]) -> ScenarioBase:
    """Return the scenario with links switched off for good: dated changes of a cut link go with it."""
    off = tuple(links)
    sections: Any = getattr(scenario, "links", None)
    update = {name: section.model_copy(update={"enabled": False}) for name, section in sections if name in off}
    events = [event.model_copy(update={"set": _elsewhere(event.set, off)}) for event in scenario.events]
    return scenario.model_copy(update={"links": sections.model_copy(update=update), "events": events})


def single(scenario: ScenarioBase) -> tuple[Cell, ...]:
    """Return the one cell of a plain run."""
    return (Cell(scenario.name, scenario),)


def triangle(scenario: ScenarioBase) -> tuple[Cell, ...]:
    """Return all links, without each link of the Triangle, and without any of them."""
    present = _present_triangle(scenario)
    sets = [(), *((link,) for link in present)] + ([present] if len(present) > 1 else [])
    return tuple(_cell(scenario, links, present) for links in sets)


def without(scenario: ScenarioBase, links: Sequence[str]) -> tuple[Cell, ...]:
    """Return all links, and without each of the given ones.

    Raises:
        UsageError: the scenario has no such link, or it is off anyway.
    """
    return tuple(_cell(scenario, off, ()) for off in [(), *((link,) for link in _present(scenario, links))])


def factorial(scenario: ScenarioBase, links: Sequence[str] = ()) -> tuple[Cell, ...]:
    """Return every combination of some links, from all of them to none; others stay as they are.

    Args:
        scenario: the scenario.
        links: at most `MOST_LINKS`; without any, those of the Triangle.

    Raises:
        UsageError: the scenario has no such link, it is off anyway, or there are too many.
    """
    chosen = _chosen(scenario, links)
    if len(chosen) > MOST_LINKS:
        raise UsageError(
            f"{len(chosen)} links have {2 ** len(chosen):,} combinations; all are run of at most {MOST_LINKS} links. "
            "Of more, orders in which they are added can be sampled: give `orders`, such as 20"
        )
    sets = [off for size in range(len(chosen) + 1) for off in combinations(chosen, size)]
    return tuple(_cell(scenario, off, _triangle_of(chosen)) for off in sets)


def sampled(scenario: ScenarioBase, links: Sequence[str], orders: int, seed: int) -> tuple[Cell, ...]:
    """Return the combinations that are passed when links are added one by one, in sampled orders.

    Args:
        scenario: the scenario.
        links: any number; without any, those of the Triangle.
        orders: how many orders, made even because they come in pairs; see `ecosim.experiments.orders`.
        seed: seed of the design, and of the orders.

    Raises:
        UsageError: the scenario has no such link, or it is off anyway.
    """
    chosen = _chosen(scenario, links)
    taken = islice(arrivals(chosen, seed), orders + orders % 2)
    sets = {frozenset(order[count:]) for order in taken for count in range(len(chosen) + 1)}
    in_order = sorted((tuple(link for link in chosen if link in off) for off in sets), key=_by_size(chosen))
    return tuple(_cell(scenario, off, _triangle_of(chosen)) for off in in_order)


def attributing(
    scenario: ScenarioBase, links: Sequence[str], orders: int | None, seed: int, replications: int
) -> Design:
    """Return the design that tells how much each link brings: every combination, or those along sampled orders.

    Args:
        scenario: the scenario.
        links: the links to combine; without any, those of the Triangle.
        orders: how many orders to sample; None for every combination.
        seed, replications: of every cell.

    Raises:
        UsageError: as for `factorial` and `sampled`, or there are fewer than two links.
    """
    cells = factorial(scenario, links) if orders is None else sampled(scenario, links, orders, seed)
    if len(cells) < 4:
        raise UsageError(f"nothing to share out among fewer than two links; {scenario.name} gives {len(cells) // 2}")
    return Design(scenario.name[:100], cells, seed, range(replications))


def side_by_side(scenarios: Sequence[ScenarioBase], names: Sequence[str]) -> tuple[Cell, ...]:
    """Return one cell per scenario; the first is the baseline.

    Args:
        scenarios: at least two, with the same calendar and unit of money.
        names: a name for each, taken where the scenarios' own names are not all different.

    Raises:
        UsageError: calendars or units differ, so that nothing can be compared.
    """
    first = scenarios[0]
    for scenario, name in zip(scenarios[1:], names[1:], strict=True):
        ours, theirs = _comparable(first), _comparable(scenario)
        for what in ours:
            if ours[what] != theirs[what]:
                raise UsageError(
                    f"{name}: {what} is {theirs[what]}, but {ours[what]} in {names[0]}; "
                    "scenarios that are compared need the same"
                )
    own = [scenario.name for scenario in scenarios]
    labels = own if len(set(own)) == len(own) else list(names)
    if len({Cell(label, first).slug for label in labels}) < len(labels):
        raise UsageError(f"the same scenario is given twice: {', '.join(labels)}")
    return tuple(Cell(label, scenario) for label, scenario in zip(labels, scenarios, strict=True))


def _chosen(scenario: ScenarioBase, links: Sequence[str]) -> tuple[str, ...]:
    return _present(scenario, links) if links else _present_triangle(scenario)


def _present(scenario: ScenarioBase, links: Sequence[str]) -> tuple[str, ...]:
    """Return links without repetition, all of which are on."""
    present = links_on(scenario)
    for link in links:
        if link not in present:
            raise UsageError(
                f"{scenario.name} has no link {link!r} to go without; links that are on: "
                f"{', '.join(present) or 'none'}{did_you_mean(link, present)}"
            )
    return tuple(dict.fromkeys(links))


def _triangle_of(links: tuple[str, ...]) -> tuple[str, ...]:
    """Return links that are all of the Triangle's; nothing of others, which have no name together."""
    from ecosim.catalogue import TRIANGLE

    return links if set(links) <= set(TRIANGLE) else ()


def _by_size(links: tuple[str, ...]) -> Callable[[tuple[str, ...]], tuple[int, list[int]]]:
    return lambda off: (len(off), [links.index(link) for link in off])


def _present_triangle(scenario: ScenarioBase) -> tuple[str, ...]:
    from ecosim.catalogue import TRIANGLE

    present = tuple(link for link in TRIANGLE if link in links_on(scenario))
    if not present:
        raise UsageError(f"{scenario.name} has none of the Triangle's links on ({', '.join(TRIANGLE)}); nothing to cut")
    return present


def _cell(scenario: ScenarioBase, links: tuple[str, ...], everything: tuple[str, ...]) -> Cell:
    if not links:
        return Cell(ALL, scenario)
    name = NONE if links == everything and len(links) > 1 else f"without {' and '.join(links)}"
    return Cell(name, cut(scenario, links), links)


def _elsewhere(changes: Mapping[str, object], links: Iterable[str]) -> dict[str, object]:
    paths = [["links", link] for link in links]
    return {path: value for path, value in changes.items() if path.split(".")[:2] not in paths}


def _comparable(scenario: ScenarioBase) -> dict[str, str]:
    time = scenario.time
    calendar = f"{format_quarter(time.start)} to {format_quarter(time.end)}"
    return {"the calendar": calendar, "the unit of money": scenario.money.unit}
