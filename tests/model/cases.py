"""Small scenarios, and what of a world can be compared with another: for the tests of the model.

The small scenario is lively: people, contracts, licences, spin-offs and products all occur within its
few years, so that a test which finds no difference has seen everything happen.
"""

from __future__ import annotations

import copy
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecosim.catalogue import LINKS, Scenario, scenario_type
from ecosim.compiled import Kernel
from ecosim.links.base import Link
from ecosim.scenario import load_text
from ecosim.scenario.document import ScenarioBase
from ecosim.simulation import Simulation
from ecosim.steps import Ask, Call, Steps, at_once
from ecosim.world.world import World

Data = dict[str, Any]
NAMES = tuple(link.name for link in LINKS)

_SMALL: Data = {
    "name": "small",
    "title": "A small ecosystem",
    "time": {"start": "2000Q1", "end": "2005Q4", "burn_in": 8},
    "money": {"unit": "million", "wage": 0.5},
    "fields": ["physics", "biology"],
    "regions": {
        "r": {
            "market": {"physics": 9000, "biology": 9000},
            "local_share": 0.1,
            "growth": 0.02,
            "practice": 0.8,
            "entrants": 2,
            "partner": "s",
            "fit": 0.95,
        },
        "s": {"market": {}, "practice": 1.0, "entrants": 0, "counted": False},
    },
    "places": {
        "campus": {"region": "r", "latitude": 54.8, "longitude": 83.1, "entry": 1, "designated": "1957Q1"},
        "town": {"region": "r", "latitude": 55.0, "longitude": 82.9, "entry": 1},
        "abroad": {"region": "s", "latitude": 43.2, "longitude": 76.9, "entry": 1},
    },
    "institutes": {
        "inp": {"title": "INP", "place": "campus", "researchers": 90, "fields": {"physics": 1}},
        "icg": {"title": "ICG", "place": "campus", "researchers": 60, "fields": {"biology": 3, "physics": 1}},
        "far": {"title": "Far", "place": "abroad", "researchers": 40, "fields": {"physics": 1, "biology": 1}},
        "iam": {"title": "IAM", "place": "town", "researchers": 30, "fields": {"biology": 1}, "knowledge": 0.9},
    },
    "universities": {
        "nsu": {
            "title": "NSU", "place": "campus", "researchers": 60, "students": 500,
            "fields": {"physics": 2, "biology": 1},
        },
        "tu": {"title": "TU", "place": "town", "researchers": 30, "students": 300, "fields": {"physics": 1}},
    },
    "firms": {"soft": {"title": "Soft", "place": "town", "field": "physics", "staff": 40}},
    "populations": {
        "firms": {
            "place": "campus", "count": 20, "fields": {"physics": 1, "biology": 1},
            "staff": {"median": 8, "sigma": 0.8}, "knowledge": {"median": 0.5, "sigma": 0.2},
        }
    },
    "ministries": {
        "science": {
            "title": "Science", "region": "r", "budget": {"institutes": 330, "universities": 150, "projects": 100},
        },
        "industry": {
            "title": "Industry", "region": "r", "growth": 0.01,
            "budget": {"subsidies": 20, "technoparks": 10, "housing": 20, "exchange": 8, "assessment": 4},
        },
        "there": {"title": "Science there", "region": "s", "budget": {"institutes": 90}},
    },
    "technoparks": {"park": {"title": "Park", "place": "campus", "opens": "1990Q1", "capacity": 5}},
    "facilities": {
        "ring": {
            "title": "Ring", "place": "campus", "begins": "1998Q1", "opens": "2000Q3", "slots": 12, "trained": 0.4,
            "fields": {"physics": 2, "biology": 1}, "construction": 40, "running": 10,
        },
    },
    "links": {name: {} for name in NAMES} | {"spin_off": {"drive": 0.2, "hurdle": 0.6}},
    "processes": {
        "research": {"discovery": 0.1},
        "development": {"speed": 2.0},
        "offers": {"attention": 0.6, "unprotected": 0.6},  # else few use a publication within these years
        "patenting": {"lag": 4},
    },
}  # fmt: skip


def merged(data: Data, changes: Mapping[str, Any]) -> Data:
    """Return nested data with changes laid over it; None deletes."""
    result = dict(data)
    for key, value in changes.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merged(result.get(key, {}), value) if isinstance(value, Mapping) else value
    return result


def small(**changes: Any) -> Data:
    """Return the small scenario as data, changed as asked."""
    return merged(copy.deepcopy(_SMALL), changes)


def scenario(data: Data | None = None, *more: type[Link]) -> ScenarioBase:
    """Return data, by default the small scenario, as a scenario that the loader accepts."""
    return load_text(json.dumps(small() if data is None else data), scenario_type(*more) if more else Scenario)


def hall(place: str) -> Data:
    """Return the government of a town, with a budget of its own."""
    budget = {"subsidies": 9, "technoparks": 6, "housing": 5}
    return {"title": "Town hall", "region": "r", "place": place, "budget": budget}


def only(*names: str, **changes: Any) -> Data:
    """Return the small scenario with these links alone."""
    return merged(small(links={name: None for name in NAMES if name not in names}), changes)


def begun(data: Data | None = None, replication: int = 0) -> Simulation:
    """Return a simulation of the data before its first quarter."""
    return Simulation(scenario(data), seed=11, replication=replication)


def steps(simulation: Simulation) -> Iterator[World]:
    """Yield the world after each quarter to the end."""
    while not simulation.finished:
        simulation.step()
        yield simulation.world


def watch(
    simulation: Simulation, kernel: Kernel[..., Any], before: Callable[..., object] = lambda *given: None,
    after: Callable[..., object] = lambda *given: None,
) -> None:  # fmt: skip
    """Let a simulation tell what a kernel is handed, before and after each call."""
    real = simulation.steps

    def told(step: Call) -> None:
        before(*step.given())
        at_once([step])
        after(*step.given())

    def steps() -> Steps:
        for step in real():
            called = isinstance(step, Call) and step.kernel is kernel
            yield Ask(partial(told, step)) if called else step

    simulation.steps = steps  # type: ignore[method-assign]


def ran(data: Data | None = None, replication: int = 0) -> World:
    """Return the world at the end of a run."""
    simulation = begun(data, replication)
    for _ in steps(simulation):
        pass
    return simulation.world


TABLES = ("orgs", "techs", "ties", "cohorts", "seekers", "log")
ARRAYS = ("regions", "places", "frontier", "practice", "market", "people", "budgets", "tariff", "tally")


def state(world: World) -> dict[str, bytes]:
    """Return every bit that matters for what comes next, table by table."""
    count = len(world.orgs)
    bits = {name: _bits(getattr(world, name).view) for name in TABLES}
    bits |= {name: _bits(getattr(world, name)) for name in ARRAYS}
    return bits | {name: getattr(world, name)[:count].tobytes() for name in ("knowledge", "weights")}


def _bits(array: NDArray[Any]) -> bytes:
    """Return the bits of an array; of records column by column, without what may lie between them."""
    return b"".join(array[name].tobytes() for name in array.dtype.names) if array.dtype.names else array.tobytes()


def differing(one: World, other: World, *ignored: str) -> list[str]:
    """Return the names of the tables in which two worlds differ."""
    a, b = state(one), state(other)
    return [name for name in a if a[name] != b[name] and name not in ignored]


_REFERENCES = {
    "orgs": ("parent", "park"),
    "techs": ("origin", "owner", "developer", "sponsor", "bidder"),
    "ties": ("a", "b"),
    "cohorts": ("university",),
    "seekers": ("home", "employer"),
    "log": ("who", "other"),
}


def _keys_of(rows: NDArray[Any], keys: NDArray[np.uint64]) -> list[int]:
    return [int(keys[row]) if row >= 0 else int(row) for row in rows]


def portrait(world: World) -> dict[str, Counter[tuple[Any, ...]]]:
    """Return the contents of every table with permanent keys in place of row numbers: rows have no order here."""
    keys = world.orgs.view["key"]
    pictures = {}
    for name in TABLES:
        table = getattr(world, name).view
        columns = {column: table[column].tolist() for column in table.dtype.names if column != "desk"}
        columns |= {column: _keys_of(table[column], keys) for column in _REFERENCES[name]}
        for column, source in (("region", world.regions), ("place", world.places), ("technology", world.techs.view)):
            if column in columns:
                columns[column] = _keys_of(table[column], source["key"])
        if name == "orgs":
            columns["knowledge"] = [row.tobytes() for row in world.knowledge[: len(table)]]
        rows = list(zip(*columns.values(), strict=True))
        pictures[name] = Counter(rows)
        assert name == "log" or len(pictures[name]) == len(rows), f"{name} has equal rows"  # levels of one quarter
    return pictures
