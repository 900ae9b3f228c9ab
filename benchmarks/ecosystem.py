"""An ecosystem of any size, for benchmarks: Novosibirsk in outline, with populations in place of names."""

from __future__ import annotations

from typing import Any

from ecosim.catalogue import Scenario
from ecosim.scenario.document import ScenarioBase

_FIELDS = ("physics", "informatics", "chemistry", "biology")
_TIES = ("science_education", "education_industry", "science_industry")
_LINKS = (*_TIES, "spin_off", "incubation", "public_funding", "science_city")
_MOST_ENTRANTS = 100  # a quarter, which a scenario allows; a guard of the scenario, met beyond 14,000 organisations
_IN_A_ROW = 20  # regions on a circle of latitude


def ecosystem(organisations: int, regions: int = 1) -> ScenarioBase:
    """Return a scenario that begins with about so many organisations, one in eight an institute, in regions alike."""
    said: dict[str, Any] = {
        "name": "benchmark", "title": "Benchmark", "fields": list(_FIELDS),
        "time": {"start": "2000Q1", "end": "2010Q4", "burn_in": 0},
        "money": {"unit": "million RUB of 2020", "wage": 0.3},
        "links": {link: {"from": "2000Q1"} for link in _LINKS},
    }  # fmt: skip
    for number in range(regions):
        for section, entries in _region(organisations // regions, number).items():
            said.setdefault(section, {}).update(entries)
    return Scenario.model_validate(said)


def _region(organisations: int, number: int) -> dict[str, dict[str, Any]]:
    """Return what a region adds to each section of a scenario."""
    institutes, universities = max(2, organisations // 8), max(1, organisations // 80)
    firms = max(5, organisations - institutes - universities)
    weights, people, name = dict.fromkeys(_FIELDS, 1.0), 120 * institutes, f"_{number}" if number else ""
    row, column = divmod(number, _IN_A_ROW)
    campus = {"latitude": 54.8 + row, "longitude": 83.1 + column, "entry": 1, "designated": "1957Q1"}
    city = {"latitude": 55.0 + row, "longitude": 82.9 + column, "entry": 2}
    here, there = {"place": f"campus{name}"}, {"place": f"city{name}"}
    budget = {"institutes": 1.2 * people, "universities": 400.0 * universities, "projects": 0.2 * people}
    return {
        "regions": {
            f"here{name}": {
                "market": {field: 700.0 * firms for field in _FIELDS}, "local_share": 0.025, "practice": 0.5,
                "entrants": min(_MOST_ENTRANTS, 0.008 * firms),
            }
        },
        "places": {
            f"campus{name}": {"region": f"here{name}", **campus}, f"city{name}": {"region": f"here{name}", **city},
        },
        "populations": {
            f"institutes{name}": here | _population("institute", institutes, 100, weights),
            f"universities{name}": here | _population("university", universities, 200, weights)
            | {"students": {"median": 2000, "sigma": 0.5}},
            f"firms{name}": there | _population("firm", firms, 9, weights),
        },
        "technoparks": {f"park{name}": here | {"title": "Park", "opens": "1990Q1", "capacity": max(1, firms // 5)}},
        "ministries": {f"science{name}": {"title": "Science", "region": f"here{name}", "budget": budget}},
    }  # fmt: skip


def _population(kind: str, count: int, staff: float, weights: dict[str, float]) -> dict[str, object]:
    return {
        "kind": kind, "count": count, "fields": weights, "staff": {"median": staff, "sigma": 0.8},
        "knowledge": {"median": 0.65, "sigma": 0.3},
    }  # fmt: skip
