"""Regimes: what governs a run from each quarter on in which links, dates or events may change it.

Runs with the same luck are equal until their regimes differ, so their common past is simulated once.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from ecosim.catalogue import types_of
from ecosim.scenario.canonical import canonical
from ecosim.scenario.document import ScenarioBase
from ecosim.scenario.remember import cached_by_identity
from ecosim.scenario.timeline import timeline

_DATES = {"enabled", "from_", "until"}


@cached_by_identity
def stages(scenario: ScenarioBase) -> list[tuple[int, ScenarioBase]]:
    """Return the scenarios of a run in time, each with the calendar quarter from which it is in force."""
    return timeline(scenario)


def in_force(scenario: ScenarioBase, types: Iterable[str], quarter: int) -> tuple[str, ...]:
    """Return the names of a scenario's links that exist in a calendar quarter, in the order of their channels."""
    start = scenario.time.start
    sections = ((name, getattr(scenario.links, name, None)) for name in types)  # type: ignore[attr-defined]
    return tuple(name for name, params in sections if params is not None and params.in_force(quarter, start))


@cached_by_identity
def link_dates(scenario: ScenarioBase) -> set[int]:
    """Return the calendar quarters in which a link of a scenario may begin or end."""
    given = (params for _, params in scenario.links if params is not None)  # type: ignore[attr-defined]
    return {scenario.time.start} | {date for params in given for date in (params.from_, params.until) if date}


@cached_by_identity
def without_links(scenario: ScenarioBase) -> str:
    """Return the canonical text of a scenario as if it had neither links nor events."""
    empty = type(scenario.links)()  # type: ignore[attr-defined]
    return canonical(scenario.model_copy(update={"links": empty, "events": []}))


@cached_by_identity
def regimes_of(scenario: ScenarioBase) -> dict[int, Hashable]:
    """Return what governs a run from each quarter on in which that may change.

    Two runs with the same luck are equal up to the first quarter in which these differ.
    """
    types = types_of(scenario)
    steps = stages(scenario)
    regimes: dict[int, Hashable] = {}
    dates = {quarter for quarter, _ in steps}.union(*(link_dates(stage) for _, stage in steps))
    for date in sorted(dates):
        stage = next(stage for quarter, stage in reversed(steps) if quarter <= max(date, steps[0][0]))
        links = [getattr(stage.links, name) for name in in_force(stage, types, date)]  # type: ignore[attr-defined]
        regimes[date] = (
            without_links(stage), tuple((type(one), one.model_dump_json(exclude=_DATES)) for one in links)
        )
    return regimes
