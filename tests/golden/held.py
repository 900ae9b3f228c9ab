"""Small scenarios whose numbers are held exactly, in ``golden.json``; ``write.py`` writes it anew."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

import cases
import numpy as np

from ecosim import load
from ecosim.experiments.parameters import declared, with_values
from ecosim.scenario.document import ScenarioBase
from ecosim.simulation import simulate

HERE = Path(__file__).resolve().parent
FILE = HERE / "golden.json"
SEED = 11
SHIPPED = HERE.parent.parent / "scenarios"


def scenarios() -> dict[str, ScenarioBase]:
    """Return every scenario by a name that says what is special of it."""
    own = {name: cases.scenario(data) for name, data in _variants()}
    return own | _ends() | {name: load(SHIPPED / f"{name}.yaml") for name in ("novosibirsk", "nineties")}


def digest(series: np.ndarray[Any, Any]) -> str:
    """Return what is held of a series: a digest of all its bits."""
    return blake2b(np.ascontiguousarray(series).tobytes(), digest_size=12).hexdigest()


def held() -> dict[str, str]:
    """Return what is held, by name."""
    content: dict[str, str] = json.loads(FILE.read_text(encoding="utf-8"))
    return content


def measured(some: Mapping[str, ScenarioBase]) -> dict[str, str]:
    """Return what is to be held of scenarios, each run by itself."""
    return {name: digest(simulate({name: one}, seed=SEED, replication=0)[name].series) for name, one in some.items()}


def line() -> str:
    """Return what the changelog says of the numbers that are held."""
    return f"golden numbers {blake2b(FILE.read_bytes(), digest_size=4).hexdigest()}"


def _variants() -> Iterator[tuple[str, cases.Data]]:
    yield "all links", cases.small()
    yield "no link", cases.only()
    for link in cases.NAMES:
        yield f"without {link}", cases.small(links={link: None})
        yield f"{link} alone", cases.only(link)
        yield f"{link} weak", cases.small(links={link: {"strength": 0.3}})
        yield f"{link} from 2002 to 2004", cases.small(links={link: {"from": "2002Q1", "until": "2004Q1"}})
    yield from _worlds()


def _ends() -> dict[str, ScenarioBase]:
    """Return the small scenario with each process, and each link, at the high ends of its plausible ranges."""
    base = cases.scenario()
    groups: dict[str, dict[str, float]] = {}
    for path, one in declared(base).items():
        high = one.plausible[1]
        value = round(high) if isinstance(one.default, int) else high
        groups.setdefault(path.rpartition(".")[0], {})[path] = value
    return {f"{group} at the high ends": with_values(base, values) for group, values in groups.items()}


def _worlds() -> Iterator[tuple[str, cases.Data]]:
    yield "no burn-in", cases.small(time={"burn_in": 0})
    yield "eleven years", cases.small(time={"end": "2010Q4"})
    yield "no firms at the start", cases.small() | {"firms": {}, "populations": {}}
    yield "no universities", cases.small() | {"universities": {}}
    yield "no institutes", cases.small() | {"institutes": {}}
    yield "no ministries", cases.small() | {"ministries": {}}
    yield "ten times the market", cases.small(regions={"r": {"market": {"physics": 90_000, "biology": 90_000}}})
    yield "a hundred firms", cases.small(populations={"firms": {"count": 100}})
    yield "no start-ups", cases.small(regions={"r": {"entrants": 0}})
    yield "a shrinking frontier", cases.small(frontier_growth=-0.01)
    yield "another region", cases.small(
        regions={"s": {"market": {"physics": 2000}, "entrants": 1}},
        places={"far": {"region": "s", "latitude": 56.5, "longitude": 85.0, "entry": 1}},
        firms={"away": {"title": "Away", "place": "far", "field": "physics", "staff": 30}},
    )
    yield "laboratories asked for more than they have", cases.small(
        links={"science_education": {"offer": 0.9, "places": 3.0, "supervision": 0.5}}
    )
    yield "partners of each other", cases.small(
        regions={"s": {"market": {"physics": 2000}, "entrants": 1, "partner": "r", "practice": 0.1, "fit": 0.9}},
        firms={"away": {"title": "Away", "place": "abroad", "field": "physics", "staff": 30}},
        ministries={"there": {"budget": {"institutes": 90, "exchange": 5, "assessment": 2}}},
    )
    yield "towns with a budget of their own", cases.small(
        ministries={"campus_hall": cases.hall("campus"), "town_hall": cases.hall("town")}
    )
    event = {"date": "2003Q1", "title": "change"}
    yield "a subsidy is doubled", cases.small() | {
        "events": [event | {"set": {"ministries.industry.budget.subsidies": "x2"}}]
    }
    yield "a rule changes", cases.small() | {"events": [event | {"set": {"processes.offers.attention": 0.1}}]}
    yield "a park opens late", cases.small(technoparks={"park": {"opens": "2003Q1"}})
    yield "a city is designated late", cases.small(places={"campus": {"designated": "2003Q1"}})
