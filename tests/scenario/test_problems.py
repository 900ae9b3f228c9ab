"""What is wrong with a scenario, in plain words and in its place."""

from __future__ import annotations

import pytest
from scenario_sample import TEXT, problems, swapped, with_event

BAD = {
    "wage: 0.3": {
        "wage: -1": "t:5:30: money.wage: found -1; allowed: a number above 0 to 1000000000000 (money/(head quarter))",
        "wage: true": "t:5:30: money.wage: found true; "
        "allowed: a number above 0 to 1000000000000 (money/(head quarter))",
        "wage: '0.3'": "t:5:30: money.wage: found '0.3'; "
        "allowed: a number above 0 to 1000000000000 (money/(head quarter))",
        "wage: {}": "t:5:30: money.wage: found an empty mapping; "
        "allowed: a number above 0 to 1000000000000 (money/(head quarter))",
        "wage: 0.3, wages: 1": "t:5:35: money.wages: unknown key; allowed: unit, wage; did you mean 'wage'?",
    },
    "unit: million, ": {"": "t:5:1: money.unit: missing: such as 'million RUB of 2020'"},
    "title: Tiny\n": {"": "t:1:1: title: missing: text of 1 to 120 characters"},
    "name: tiny": {
        "name: Tiny Town": "t:1:7: name: found 'Tiny Town'; "
        "allowed: 1 to 64 of a-z, 0-9, _ and -, beginning with one of a-z, 0-9",
        "name: tiny\nlinkz: {}": "t:2:1: linkz: unknown key; "
        "allowed: name, title, question, time, money, fields, regions, "
        "places, institutes, universities, firms, populations, ministries, technoparks, facilities, events, "
        "frontier_growth, baseline, cells, rank, judgement, links, processes; did you mean 'links'?",
    },
    "end: 2010Q4": {
        "end: 1999": "t:4:7: time: end lies before start",
        "end: 2010Q5": "t:4:28: time.end: '2010Q5' is not a date; write 2007, 2007Q3, 2007-08 or 2007-08-15",
        "end: 2010-02-30": "t:4:28: time.end: '2010-02-30' is not a day of the calendar",
        "end: 8030": "t:4:28: time.end: '8030' lies outside of the years 1500 to 2500",
        "end: 2010Q4, burn_in: 2.5": "t:4:45: time.burn_in: found 2.5; "
        "allowed: a whole number from 0 to 2000 (quarters)",
        "end: 2010Q4, start: 1": "t:4:36: time.start: key given twice; first in line 4; keep one of them",
        "end: 2500": "t:4:7: time: 2001 quarters from start to end; at most 2000 are allowed",
    },
    "fields: [physics, biology]": {
        "fields: physics": "t:6:9: fields: found 'physics'; allowed: a list of 1 to 64 items",
        "fields: [physics, biology, physics]": "t:6:9: fields: 'physics' is given twice",
    },
    "region: r, latitude": {
        "region: R, latitude": "t:10:15: places.p.region: 'R' is not in regions; allowed: r",
    },
    "place: p, researchers: 33": {
        "place: pp, researchers: 33": "t:12:40: institutes.inp.place: 'pp' is not in places; "
        "allowed: p; did you mean 'p'?",
    },
    "{physics: 1}": {
        "{phisics: 1}": "t:12:69: institutes.inp.fields.phisics: 'phisics' is not in fields; "
        "allowed: physics, biology; "
        "did you mean 'physics'?",
        "{}": "t:12:68: institutes.inp.fields: found an empty mapping; allowed: a mapping of 1 or more entries",
    },
    "  nsu:": {
        "  N S U:": "t:14:3: universities.N S U: found the name 'N S U'; "
        "allowed: 1 to 64 of a-z, 0-9, _ and -, beginning with one of a-z, 0-9"
    },
    "projects: 100": {
        "project: 100": "t:16:44: ministries.m.budget.project: unknown key 'project'; "
        "allowed: institutes, universities, "
        "projects, subsidies, technoparks, housing, exchange, assessment; did you mean 'projects'?",
    },
    "strength: 0.5": {
        "strength: 1.5": "t:18:44: links.science_industry.strength: found 1.5; allowed: a number from 0 to 1 (share)",
        "from_: 2006": "t:18:34: links.science_industry.from_: unknown key; allowed: enabled, from, until, strength, "
        "contracts, budget; did you mean 'from'?",
        "contracts: 1": "t:18:45: links.science_industry.contracts: found 1; allowed: true or false",
        "until: 2004": "t:18:21: links.science_industry: until must lie after from",
    },
}  # fmt: skip
CASES = [(old, new, message) for old, cases in BAD.items() for new, message in cases.items()]


def test_the_sample_is_valid() -> None:
    assert problems(TEXT) == []


@pytest.mark.parametrize(("old", "new", "message"), CASES)
def test_one_mistake_gives_one_problem(old: str, new: str, message: str) -> None:
    assert problems(swapped(old, new)) == [message]


POPULATION = "{place: p, count: 3, staff: {median: 10}, knowledge: {median: 0.5}, fields: {physics: 1}"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            POPULATION + ", kind: university}",
            "kind is university: students must be given for universities, and for nothing else"
        ),
        (
            POPULATION + ", students: {median: 9}}",
            "kind is firm: students must be given for universities, and for nothing else"
        ),
        (POPULATION + ", kind: firms}", "found 'firms'; allowed: firm, institute, university; did you mean 'firm'?"),
        (POPULATION.replace("place: p", "place: x") + "}", "'x' is not in places; allowed: p"),
        (POPULATION.replace("physics", "x") + "}", "'x' is not in fields; allowed: physics, biology"),
        (
            POPULATION.replace("10", "10, sigma: 1, distribution: constant") + "}",
            "a constant has no sigma; leave it out or write distribution: lognormal",
        ),
    ],
)  # fmt: skip
def test_populations(text: str, reason: str) -> None:
    (problem,) = problems(f"{TEXT}populations:\n  x: {text}\n")
    assert problem.endswith(reason)


@pytest.mark.parametrize(
    ("section", "path"),
    [
        ("firms:\n  f: {title: F, place: q, field: physics, staff: 1}", "firms.f.place"),
        ("firms:\n  f: {title: F, place: p, field: q, staff: 1}", "firms.f.field"),
        ("technoparks:\n  t: {title: T, place: q, opens: 2005, capacity: 1}", "technoparks.t.place"),
        ("technoparks:\n  t: {title: T, place: p, opens: 2005, capacity: 1, source: assumed}", ""),
    ],
)
def test_references(section: str, path: str) -> None:
    found = problems(f"{TEXT}{section}\n")
    assert [path in problem and "'q' is not in" in problem for problem in found] == ([True] if path else [])


def test_everything_wrong_is_told_at_once() -> None:
    text = with_event("frontier_growht: 1").replace("wage: 0.3", "wage: no-number").replace("place: p", "place: q")
    found = problems(text.replace("region: r, budget", "region: s, budget"), "time.burn=1")
    assert [problem.split(": ")[1] for problem in found] == [
        "time.burn",
        "money.wage",
        "institutes.inp.place",
        "universities.nsu.place",
        "ministries.m.region",
        "events[0].set.frontier_growht",
    ]
