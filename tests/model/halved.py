"""The same scenario in steps of half a quarter: every number is changed by the unit that it declares.

What the engine calls a quarter, a tick, then lasts an eighth of a year. A tick's wage, budget, demand and sales are
half as large, so whatever is measured in wages a quarter stays. Chances a quarter become chances a tick with the same
chance in two ticks, rates a quarter are halved, times in quarters and years are doubled.

`UNTOLD` are numbers whose unit does not tell that they hold for a quarter. What no parameter can change, because it is
written in rules, is told in docs/behaviour.md. A round of recruiting lasts as long as before, so many more ticks.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from ecosim.parameter import Declaration, Parameters
from ecosim.scenario.document import ScenarioBase

Change = Callable[[float], float]


def chance(p: float) -> float:
    """Return the chance a tick that makes the same chance in two ticks."""
    return 1.0 - math.sqrt(1.0 - p)


def half(value: float) -> float:
    return value / 2.0


def twice(value: float) -> float:
    return value * 2.0


def same(value: float) -> float:
    return value


#: What becomes of a number by its unit; a unit that is not here has no time in it.
BY_UNIT: dict[str, Change] = {
    "1/quarter": chance,
    "frontier/quarter": half,
    "1/(head quarter)": half,
    "1/head quarter": half,
    "slots/quarter": half,
    "slots/(head quarter)": half,
    "organisations/head quarter": half,
    "head quarters": twice,
    "levels/quarter": half,
    "searches/quarter": half,
    "advertisements/quarter": half,
    "technologies/quarter": half,
    "log wage/quarter": half,
    "1/sqrt(quarter)": lambda deviation: deviation / math.sqrt(2.0),
    "vacancies/quarter": half,
    "vacancies/(head quarter)": half,
    "quarters": twice,
    "quarters of cost": twice,
    "quarters of income": twice,
    "quarters of wages": twice,
    "wages": twice,  # one payment, in wages of a tick
    "wages/1000 km": twice,
    "years": twice,  # the engine counts four ticks as a year
}
#: Numbers whose declared unit does not tell how they depend on the length of a tick, and why.
UNTOLD: dict[str, Change] = {
    "processes.offers.show": half,  # most showings come to nothing: their number counts, not whether there is any
    "links.spin_off.drive": half,  # likewise how often founders look for an investor
    "processes.practice.build": chance,  # most uses of ties go on quarter after quarter
}


def halved(scenario: ScenarioBase) -> ScenarioBase:
    """Return a scenario whose ticks are half as long.

    Ranges do not bind, because a declared range is per quarter. Events would have the scenario checked again, so the
    scenario must have none.
    """
    assert not scenario.events
    data: Any = scenario
    time, start = scenario.time, scenario.time.start
    changes = {
        "time": time.model_copy(update={"end": start + 2 * time.quarters - 1, "burn_in": 2 * time.burn_in}),
        "money": scenario.money.model_copy(update={"wage": scenario.money.wage / 2}),
        "frontier_growth": growth(scenario.frontier_growth),
        "regions": {name: _region(region) for name, region in scenario.regions.items()},
        "ministries": {name: _ministry(ministry) for name, ministry in scenario.ministries.items()},
        "places": {name: _dated(place, start, "designated") for name, place in scenario.places.items()},
        "technoparks": {name: _dated(park, start, "opens") for name, park in scenario.technoparks.items()},
        "links": _sections(data.links, "links", start),
        "processes": _sections(data.processes, "processes", start),
    }
    return scenario.model_copy(update=changes)


def growth(rate: float) -> float:
    """Return the growth that makes the given one in twice the time."""
    return math.sqrt(1.0 + rate) - 1.0


def _region(region: Any) -> Any:
    market = {field: amount / 2 for field, amount in region.market.items()}
    update = {"market": market, "growth": growth(region.growth), "entrants": region.entrants / 2}
    return region.model_copy(update=update)


def _ministry(ministry: Any) -> Any:
    budget = {instrument: amount / 2 for instrument, amount in ministry.budget.items()}
    return ministry.model_copy(update={"budget": budget, "growth": growth(ministry.growth)})


def _later(quarter: int | None, start: int) -> int | None:
    return None if quarter is None else start + 2 * (quarter - start)


def _dated(section: Any, start: int, *names: str) -> Any:
    return section.model_copy(update={name: _later(getattr(section, name), start) for name in names})


def _sections(group: Any, path: str, start: int) -> Any:
    update = {}
    for name, section in group:
        if section is not None:
            changed = _parameters(section, f"{path}.{name}")
            update[name] = _dated(changed, start, "from_", "until") if path == "links" else changed
    return group.model_copy(update=update)


def _parameters(section: Parameters, path: str) -> Parameters:
    declared = section.declarations()
    return section.model_copy(update={one.name: _changed(getattr(section, one.name), one, path) for one in declared})


def _changed(value: float, declared: Declaration, path: str) -> float:
    change = UNTOLD.get(f"{path}.{declared.name}", BY_UNIT.get(declared.unit, same))
    changed = change(value)
    return math.floor(changed + 0.5) if isinstance(value, int) else changed
