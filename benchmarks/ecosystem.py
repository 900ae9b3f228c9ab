"""An ecosystem of any size, for benchmarks: Novosibirsk in outline, with populations in place of names."""

from __future__ import annotations

from ecosim.catalogue import Scenario
from ecosim.scenario.document import ScenarioBase

_FIELDS = ("physics", "informatics", "chemistry", "biology")
_TIES = ("science_education", "education_industry", "science_industry")
_LINKS = (*_TIES, "spin_off", "incubation", "public_funding", "science_city")
_MOST_ENTRANTS = 100  # a quarter, which a scenario allows; a guard of the scenario, met beyond 14,000 organisations


def ecosystem(organisations: int) -> ScenarioBase:
    """Return a scenario that begins with about so many organisations, one in eight of them an institute."""
    institutes, universities = max(2, organisations // 8), max(1, organisations // 80)
    firms = max(5, organisations - institutes - universities)
    weights = dict.fromkeys(_FIELDS, 1.0)
    people = 120 * institutes
    return Scenario.model_validate(
        {
            "name": "benchmark", "title": "Benchmark", "fields": list(_FIELDS),
            "time": {"start": "2000Q1", "end": "2010Q4", "burn_in": 0},
            "money": {"unit": "million RUB of 2020", "wage": 0.3},
            "regions": {
                "here": {
                    "market": {field: 700.0 * firms for field in _FIELDS}, "local_share": 0.025, "practice": 0.5,
                    "entrants": min(_MOST_ENTRANTS, 0.008 * firms),
                }
            },
            "places": {
                "campus": {"region": "here", "latitude": 54.8, "longitude": 83.1, "entry": 1, "designated": "1957Q1"},
                "city": {"region": "here", "latitude": 55.0, "longitude": 82.9, "entry": 2},
            },
            "populations": {
                "institutes": _population("institute", "campus", institutes, 100, weights),
                "universities": _population("university", "campus", universities, 200, weights)
                | {"students": {"median": 2000, "sigma": 0.5}},
                "firms": _population("firm", "city", firms, 9, weights),
            },
            "technoparks": {
                "park": {"title": "Park", "place": "campus", "opens": "1990Q1", "capacity": max(1, firms // 5)},
            },
            "ministries": {
                "science": {
                    "title": "Science", "region": "here",
                    "budget": {
                        "institutes": 1.2 * people, "universities": 400.0 * universities, "projects": 0.2 * people,
                    },
                }
            },
            "links": {link: {"from": "2000Q1"} for link in _LINKS},
        }
    )  # fmt: skip


def _population(kind: str, place: str, count: int, staff: float, weights: dict[str, float]) -> dict[str, object]:
    return {
        "kind": kind, "place": place, "count": count, "fields": weights, "staff": {"median": staff, "sigma": 0.8},
        "knowledge": {"median": 0.65, "sigma": 0.3},
    }  # fmt: skip
