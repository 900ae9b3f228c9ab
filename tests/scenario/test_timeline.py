"""Dated events."""

from __future__ import annotations

import pytest
from scenario_sample import TEXT, Scenario, problems, with_event

from ecosim.errors import ScenarioError
from ecosim.scenario import load_text, timeline
from ecosim.scenario.document import Event

EVENTS = """\
events:
- {date: 2005, title: later, set: {institutes.inp.researchers: 50, links.science_industry: {strength: 0.7}}}
- {date: 2003Q2, title: cut, set: {ministries.m.budget.projects: x0.8, institutes.inp.researchers: x0.5}}
- {date: 2003Q2, title: link, set: {links.science_education: {}, ministries.m.budget.housing: 7}}
- {date: 2006, title: cut again, set: {ministries.m.budget.projects: x.5, processes.research.rho: x2}}
- {date: 2007, title: opening}
- {date: 2008, title: end of a link, set: {links.science_education: null, places.p.designated: 2008Q1}}
"""


def test_each_scenario_is_the_previous_one_changed() -> None:
    stages = timeline(load_text(TEXT + EVENTS, Scenario))
    assert [quarter for quarter, _ in stages] == [2000 * 4 - 80, 2003 * 4 + 1, 2005 * 4, 2006 * 4, 2007 * 4, 2008 * 4]
    documents = [document for _, document in stages]
    assert [d.ministries["m"].budget["projects"] for d in documents] == [100, 80, 80, 40, 40, 40]
    assert [d.institutes["inp"].researchers for d in documents] == [33, 17, 50, 50, 50, 50]
    assert [d.links.science_education is None for d in documents] == [True, False, False, False, False, True]
    assert [d.links.science_industry.strength for d in documents if d.links.science_industry][1:3] == [0.5, 0.7]
    assert documents[3].processes.research.rho == 0.0018, "defaults can be multiplied"
    assert documents[1].ministries["m"].budget["housing"] == 7
    assert documents[-1].places["p"].designated == 2008 * 4


def test_without_events_one_scenario_is_in_force() -> None:
    scenario = load_text(TEXT, Scenario)
    assert timeline(scenario) == [(2000 * 4 - 80, scenario)]


def test_order_of_events_does_not_matter() -> None:
    changes = ["frontier_growth: x2", "regions.r.growth: 0.1", "universities.nsu.students: 9"]
    ends = [timeline(load_text(with_event(*order), Scenario))[-1][1] for order in (changes, changes[::-1])]
    assert ends[0].model_copy(update={"events": []}) == ends[1].model_copy(update={"events": []})


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("institutes.inpp.researchers: 1", "unknown 'inpp'; allowed: inp; did you mean 'inp'?"),
        ("institutes.inp.researcher: 1", "unknown 'researcher'; allowed: title, place, researchers"),
        ("money.wage: 1", "may not change in a run; an event may set links.*, processes.*, "),
        ("regions.r.market: {physics: 1}", "may not change in a run"),
        ("time.end: 2004", "may not change in a run"),
        ("'': 1", "unknown ''; allowed: name"),
        ("institutes.inp.researchers: -1", "found -1; allowed: a whole number from 0 to 10000000 (heads)"),
        ("institutes.inp.researchers: 1.5", "found 1.5; allowed: a whole number"),
        ("institutes.inp.researchers: 0.8x", "found '0.8x'; allowed: a whole number"),
        ("institutes.inp.researchers: x-1", "found 'x-1'; allowed: a whole number"),
        ("institutes.inp.researchers.x: 1", "'institutes.inp.researchers' has no parts"),
        (
            "institutes.inp.researchers: null",
            "makes institutes.inp.researchers invalid: missing: heads who do research"
        ),
        ("places.p.designated: x2", "'x2' is not a date"),
        ("places.p.designated: 9999", "'9999' lies outside of the years 1500 to 2500"),
        ("regions.r.market.phisics: 1", "unknown 'phisics'; allowed: physics, biology; did you mean 'physics'?"),
        ("ministries.m.budget.project: 1", "unknown 'project'; allowed: institutes, "),
        (
            "ministries.m.budget.housing: x2",
            "x2 multiplies the number in force, and ministries.m.budget.housing has none"
        ),
        ("frontier_growth: x20", "makes frontier_growth invalid: found 0.1; allowed: a number from -0.05 to 0.05"),
        ("links.science_industry.strenght: 1", "unknown 'strenght'"),
        ("links.science_industry: {strenght: 1}", "strenght: unknown key; allowed: enabled, from"),
        ("links.science_industry: {strength: 2}", "strength: found 2; allowed: a number from 0 to 1"),
        ("links.science_industry: 1", "found 1; allowed: a mapping"),
        ("links.science_industry.until: 2004", "makes links.science_industry invalid: until must lie after from"),
    ],
)  # fmt: skip
def test_refuses_a_change(change: str, reason: str) -> None:
    (problem,) = problems(with_event(change))
    assert problem.startswith("t:20:")
    assert "events[0].set." in problem
    assert reason in problem


@pytest.mark.parametrize("date", ["1999Q4", "2011", "1990"])
def test_events_lie_within_the_run(date: str) -> None:
    (problem,) = problems(with_event("frontier_growth: 0.01", date=date))
    assert problem.endswith("lies outside of the run; allowed: 2000Q1 to 2010Q4")


@pytest.mark.parametrize(
    "changes",
    [
        ("frontier_growth: x2", "frontier_growth: x2"),
        ("links.science_education: {}", "links.science_education.enabled: false"),
        ("links.science_education.enabled: false", "links.science_education: {}"),
    ],
)
def test_conflicts_of_one_date(changes: tuple[str, str]) -> None:
    (problem,) = problems(with_event(*changes))
    assert problem.startswith("t:21:")
    assert problem.endswith("set twice on 2003Q2; first in line 20")


def test_changes_of_different_dates_do_not_conflict() -> None:
    later = with_event("frontier_growth: 0.02", date="2004").split("events:\n")[1]
    assert problems(with_event("frontier_growth: 0.01") + later) == []


def test_a_document_made_in_code_is_checked_too() -> None:
    event = Event(date=2003 * 4, title="wrong", set={"frontier_growth": 5})
    scenario = load_text(TEXT, Scenario).model_copy(update={"events": [event]})
    with pytest.raises(ScenarioError, match=r"found 5; allowed: a number from -0\.05 to 0\.05"):
        timeline(scenario)


def test_a_change_made_in_code_may_reach_no_further_than_one_in_a_file() -> None:
    event = Event(date=2003 * 4, title="wrong", set={"money.wage": 5})
    scenario = load_text(TEXT, Scenario).model_copy(update={"events": [event]})
    with pytest.raises(ScenarioError, match="may not change in a run"):
        timeline(scenario)
