"""Runs that share a past share its computation.

A world is simulated once up to the first quarter in which plans or scenarios differ, copied, and then goes on in each.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import TYPE_CHECKING, TypeVar

from ecosim.regimes import regimes_of, stages, without_links
from ecosim.scenario.document import ScenarioBase

if TYPE_CHECKING:
    from ecosim.simulation import Simulation

Kind = TypeVar("Kind", bound="Simulation")


def together(
    scenarios: Mapping[str, ScenarioBase], kind: type[Kind], *, seed: int, replication: int
) -> Iterator[tuple[str, Kind]]:
    """Simulate one replication of every scenario to its end, and what they have in common only once.

    Args:
        scenarios: scenarios by name.
        kind: what simulates them; what it keeps of a quarter its copies keep too.
        seed, replication: the luck that they share.

    Yields:
        each name with its run, as runs finish; equals have the same one.
    """
    regimes = {name: regimes_of(scenario) for name, scenario in scenarios.items()}
    groups: dict[Hashable, list[str]] = {}
    for name, scenario in scenarios.items():
        groups.setdefault((without_links(scenario), scenario.own_links, scenario.time.end), []).append(name)
    for names in groups.values():
        first = kind(scenarios[names[0]], seed=seed, replication=replication)
        yield from _branch(first, names, scenarios, regimes)


def _branch(
    simulation: Kind,
    names: list[str],
    scenarios: Mapping[str, ScenarioBase],
    regimes: Mapping[str, dict[int, Hashable]],
) -> Iterator[tuple[str, Kind]]:
    """Simulate scenarios together until they differ, then each group of equals by itself."""
    dates = sorted({date for name in names for date in regimes[name]})
    while not simulation.finished:
        quarter = simulation.world.quarter
        groups: dict[Hashable, list[str]] = {}
        for name in names:
            groups.setdefault(regimes[name].get(quarter), []).append(name)
        if len(groups) > 1:
            *_, last = groups.values()
            for equals in groups.values():
                twin = simulation.copy() if equals is not last else simulation
                twin.timeline = stages(scenarios[equals[0]])
                twin.take_up()
                yield from _branch(twin, equals, scenarios, regimes)
            return
        later = (date for date in dates if date > quarter)
        simulation.advance(min([simulation.scenario.time.end + 1, *later]))
    for name in names:
        yield name, simulation
