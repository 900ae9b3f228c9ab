"""Twenty small scenarios, as different as they can be: links, places, events, and parameters at their extremes."""

from __future__ import annotations

from typing import Any

import cases

from ecosim.scenario.document import ScenarioBase

Data = dict[str, Any]


def scenarios() -> dict[str, ScenarioBase]:
    """Return every scenario by a name that says what is special of it."""
    return {name: cases.scenario(data) for name, data in _worlds().items()}


def _without(*links: str, **changes: Any) -> Data:
    return cases.small(links=dict.fromkeys(links), **changes)


def _event(date: str, **changes: Any) -> Data:
    return {"date": date, "title": "change", "set": {path.replace("__", "."): value for path, value in changes.items()}}


_SECOND: Data = {
    "regions": {"s": {"market": {"physics": 3000, "biology": 900}, "entrants": 2, "counted": True, "wage": 0.3}},
    "places": {"steppe": {"region": "s", "latitude": 56.5, "longitude": 85.0, "entry": 2, "focus": True}},
    "firms": {
        "away": {"title": "Away", "place": "steppe", "field": "biology", "staff": 30},
        "near": {"title": "Near", "place": "abroad", "field": "physics", "staff": 12},
    },
    "universities": {
        "su": {"title": "SU", "place": "abroad", "researchers": 40, "students": 300, "fields": {"biology": 1}}
    },
    "ministries": {
        "there": {"budget": {"projects": 40, "subsidies": 10, "universities": 60}},
        "campus_hall": cases.hall("campus"),
        "town_hall": cases.hall("town"),  # no science city, and no park
    },
}
_FAST: Data = {"processes": {"development": {"speed": 5.0, "cost": 0.2}, "licensing": {"outside": 0.2}}}


def _worlds() -> dict[str, Data]:
    """Return all twenty; the first four are those of the fast tests."""
    return {
        "no link": cases.only(time={"end": "2002Q4"}),
        "all links": cases.small(time={"end": "2002Q4"}),
        "no burn-in, two regions": cases.small(
            time={"burn_in": 0, "end": "2002Q4"},
            processes={"offers": {"delay": 2}, "competition": {"orders": 3}},
            **_SECOND,
        ),
        "events": cases.small(time={"burn_in": 4, "end": "2003Q4"})
        | {
            "events": [
                _event("2001Q1", ministries__science__budget__institutes="x0.4", processes__offers__attention=0.1),
                _event("2002Q1", links__science_industry=None, regions__r__entrants=5),
                _event("2003Q1", links__spin_off__drive=0.5, institutes__inp__researchers=60, regions__r__amenity=0.9),
            ]
        },
        "science and education alone": cases.only("science_education"),
        "education and industry alone": cases.only("education_industry"),
        "science and industry alone": cases.only("science_industry"),
        "spin-offs and technoparks": cases.only("spin_off", "incubation", populations={"firms": {"count": 4}}),
        "public funding and science city": cases.only("public_funding", "science_city"),
        "facilities alone": cases.only(
            "facility_access",
            processes={"measurement": {"hours": 2.0}, "proposals": {"project": 2.0, "untrained": 0.5}},
        ),
        "exchange and assessment, institutes asked for more than they have": cases.merged(
            cases.only("expert_exchange", "joint_assessment", "science_education"),
            {
                "links": {"science_education": {"offer": 0.9, "places": 3.0, "supervision": 0.5}},
                "processes": {"education": {"most": 1.0}, "contracts": {"most": 0.9, "search": 1.0, "budget": 0.3}},
            },
        ),
        "weak links that come and go": cases.small(
            links={name: {"strength": 0.4} for name in cases.NAMES}
            | {"science_industry": {"from": "1999Q1", "until": "2003Q1"}}
            | {"incubation": {"from": "2001Q2", "strength": 0.5}}
        ),
        "half of the flows": cases.small(
            links={
                "science_education": {"teaching": False, "placements": False},
                "education_industry": {"curriculum": False, "contracts": False, "help": False},
                "science_industry": {"licences": False, "learning": False},
                "incubation": {"space": False},
                "public_funding": {"subsidies": False},
                "science_city": {"housing": False},
                "facility_access": {"science": False},
                "expert_exchange": {"knowledge": False},
            }
        ),
        "two regions with industry, partners of each other": cases.merged(
            cases.small(regions={"s": {"partner": "r", "frontier_access": 0.6}}), _SECOND
        ),
        "three fields, two facilities": cases.merged(
            cases.small(
                fields=["physics", "biology", "chemistry"],
                regions={"r": {"market": {"chemistry": 5000}}},
                institutes={"iam": {"fields": {"chemistry": 2, "biology": 1}}},
            ),
            {
                "facilities": {
                    "lamp": {
                        "title": "Lamp",
                        "place": "town",
                        "begins": "1999Q1",
                        "opens": "2001Q1",
                        "slots": 6,
                        "trained": 0.2,
                        "fields": {"chemistry": 1},
                        "construction": 9,
                        "running": 3,
                    }
                }
            },
        ),
        "few people, much luck": cases.small(
            institutes={"inp": {"researchers": 6}, "icg": {"researchers": 3}, "iam": {"researchers": 0}},
            universities={"nsu": {"researchers": 4, "students": 40}, "tu": {"researchers": 0, "students": 0}},
            links={"spin_off": {"drive": 1.0, "stay": 4, "stake": 1.0, "effort": 0.0, "hurdle": 0.0, "inventors": 0.0}},
            processes={"research": {"discovery": 1.0}},
        ),
        "money runs out": cases.small(
            ministries={"science": {"budget": {"institutes": 60, "universities": 20, "projects": 5}}},
            regions={"r": {"market": {"physics": 900, "biology": 300}}},
            processes={
                "contracts": {"performers": 1.0, "budget": 0.4},
                "patenting": {"cost": 30.0},
                "measurement": {"fare": 10.0, "fee": 40.0},
                "education": {"lecturers": 0.004},
            },
        ),
        "fast development, many rivals": cases.merged(
            cases.small(populations={"firms": {"count": 45}}, time={"end": "2003Q4"}), _FAST
        ),
        "a shrinking frontier and a labour market in motion": cases.small(
            frontier_growth=-0.01,
            processes={
                "labour": {
                    "recruiting": 2, "quits": 0.1, "layoffs": 1.0, "applications": 1, "reads": 6, "patience": 6,
                    "slack": 0.0,
                },
                "education": {"term": 2, "years": 3, "seek": 1.0},
                "competition": {"shock": 0.3},
            },
        ),
        "seven years more": cases.small(time={"end": "2010Q4", "burn_in": 12}, regions={"r": {"entrants": 1}}),
    }


#: Names of the scenarios that the fast tests run.
FAST = ("no link", "all links", "no burn-in, two regions", "events")
