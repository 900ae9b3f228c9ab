"""The same ecosystem said in another way is the same ecosystem, bit for bit."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cases
import pytest

from ecosim.catalogue import Scenario
from ecosim.experiments.design import cut
from ecosim.scenario import load, load_text
from ecosim.scenario.document import ScenarioBase
from ecosim.simulation import simulate
from ecosim.world.codes import Kind
from ecosim.world.world import World

pytestmark = pytest.mark.slow  # together they take minutes

SHORT: cases.Data = {"burn_in": 4, "end": "2002Q4"}
LONG_AFTER = "2050Q1"


def short(**changes: Any) -> cases.Data:
    """Return three years of the small scenario after one of burn-in."""
    return cases.merged(cases.small(time=SHORT), changes)


def assert_same(one: cases.Data, other: cases.Data, *ignored: str) -> None:
    """Run both and assert that every quarter leaves the same bits."""
    a, b = cases.begun(one), cases.begun(other)
    for left, right in zip(cases.steps(a), cases.steps(b), strict=True):
        assert not cases.differing(left, right, *ignored), f"quarter {left.tick}"


def each(section: str, change: Callable[[cases.Data], cases.Data]) -> cases.Data:
    """Return the short scenario with every entry of a section changed."""
    return short(**{section: {name: change(entry) for name, entry in short()[section].items()}})


def happens(date: str, **changes: Any) -> cases.Data:
    """Return an event."""
    return {"date": date, "title": "change", "set": {path.replace("__", "."): value for path, value in changes.items()}}


@pytest.mark.parametrize("axis", ["latitude", "longitude"])
def test_a_world_in_the_mirror_is_the_same_world(axis: str) -> None:
    mirrored = each("places", lambda place: {axis: -place[axis]})
    assert_same(short(), mirrored, "places")


def test_turning_the_globe_by_a_whole_turn_changes_nothing_that_matters() -> None:
    east = each("places", lambda place: {"longitude": place["longitude"] - 180.0})
    one, other = cases.begun(), cases.begun(east)
    assert other.world.distance == pytest.approx(one.world.distance, rel=1e-9, abs=1e-6)
    assert one.world.distance.max() > 1000


@pytest.mark.parametrize("section", ["institutes", "universities"])
def test_only_the_proportions_of_fields_matter(section: str) -> None:
    doubled = each(section, lambda one: {"fields": {name: 4 * weight for name, weight in one["fields"].items()}})
    assert_same(short(), doubled)


def test_only_the_proportions_of_fields_of_a_population_matter() -> None:
    weights = short()["populations"]["firms"]["fields"]
    doubled = {"firms": {"fields": {name: 8 * weight for name, weight in weights.items()}}}
    assert_same(short(), short(populations=doubled))


def test_titles_are_only_read() -> None:
    data = short(title="Another")
    for section in ("institutes", "universities", "firms", "ministries", "technoparks", "facilities"):
        data = cases.merged(data, {section: {name: {"title": f"Other {name}"} for name in data[section]}})
    assert_same(short(), data)


def test_the_name_of_a_scenario_is_only_read() -> None:
    assert_same(short(), short(name="another", money={"unit": "pennies"}))


def test_all_money_in_units_a_quarter_as_large_is_the_same() -> None:
    data = short(money={"wage": 4 * short()["money"]["wage"]})
    markets = {field: 4 * amount for field, amount in data["regions"]["r"]["market"].items()}
    data = cases.merged(data, {"regions": {"r": {"market": markets}}})
    for name, one in data["ministries"].items():
        budget = {key: 4 * amount for key, amount in one["budget"].items()}
        data = cases.merged(data, {"ministries": {name: {"budget": budget}}})
    ring = {key: 4 * data["facilities"]["ring"][key] for key in ("construction", "running")}
    data = cases.merged(data, {"facilities": {"ring": ring}})
    one, other = cases.begun(short()), cases.begun(data)
    for left, right in zip(cases.steps(one), cases.steps(other), strict=True):
        a, b = picture(left), picture(right)
        assert [row[:2] for row in a] == [row[:2] for row in b]
        assert [4 * row[2] for row in a] == [row[2] for row in b], f"quarter {left.tick}"
        assert left.log.view["what"].tolist() == right.log.view["what"].tolist()


def picture(world: World) -> list[tuple[int, int, float]]:
    """Return key, staff and cash of everybody who works."""
    orgs = world.orgs.view[world.orgs.view["kind"] <= Kind.FIRM]
    return list(zip(orgs["key"].tolist(), orgs["staff"].tolist(), orgs["cash"].tolist(), strict=True))


def test_a_link_that_begins_when_reporting_begins_and_ends_after_the_end_need_not_say_so() -> None:
    for name in cases.NAMES:
        assert_same(short(), short(links={name: {"from": "2000Q1", "until": LONG_AFTER}}))


def test_a_link_whose_quarters_are_those_of_no_run_is_absent() -> None:
    for name in cases.NAMES[:3]:
        assert_same(short(links={name: None}), short(links={name: {"from": LONG_AFTER}}))
        assert_same(short(links={name: None}), short(links={name: {"from": "1980Q1", "until": "1990Q1"}}))


def test_what_an_absent_link_would_do_does_not_matter() -> None:
    drives = {"spin_off": {"enabled": False, "drive": 0.9, "hurdle": 0.0}}
    assert_same(short(links={"spin_off": None}), short(links=drives))


def test_a_park_a_facility_and_a_city_after_the_end_are_none() -> None:
    late = short(
        technoparks={"park": {"opens": LONG_AFTER}}, places={"campus": {"designated": LONG_AFTER}},
        facilities={"ring": {"begins": LONG_AFTER, "opens": None}},
    )  # fmt: skip
    nothing = short(technoparks={"park": {"opens": LONG_AFTER, "capacity": 3}}, facilities={"ring": {"opens": None}})
    never = {"facilities": {"ring": {"begins": None}}, "places": {"campus": {"designated": None}}}
    nothing = cases.merged(nothing, never)
    assert_same(late, nothing)


def test_a_budget_of_nothing_need_not_be_named() -> None:
    for name in ("subsidies", "housing", "exchange"):
        zero, absent = ({"industry": {"budget": {name: value}}} for value in (0, None))
        assert_same(short(ministries=zero), short(ministries=absent))


def test_growth_of_nothing_need_not_be_named() -> None:
    zero, absent = ({"industry": {"growth": value}} for value in (0, None))
    assert_same(short(ministries=zero), short(ministries=absent))


def test_a_population_of_nobody_is_none() -> None:
    nobody = {"nobody": {**short()["populations"]["firms"], "count": 0}}
    assert_same(short(), short(populations=nobody))


def test_two_changes_of_one_day_are_one_change() -> None:
    two = [happens("2001Q3", frontier_growth=0.02), happens("2001Q3", regions__r__entrants=5)]
    one = [happens("2001Q3", frontier_growth=0.02, regions__r__entrants=5)]
    assert_same(short(events=two), short(events=one))


def test_the_order_of_dated_changes_in_the_file_does_not_matter() -> None:
    events = [happens("2001Q1", regions__r__entrants=5), happens("2001Q4", frontier_growth=0.02)]
    assert_same(short(events=events), short(events=events[::-1]))


def test_a_change_that_is_taken_back_the_same_quarter_was_none() -> None:
    later = happens("2001Q3", regions__r__entrants=5), happens("2001Q4", regions__r__entrants=2)
    one, plain = cases.begun(short(events=list(later))), cases.begun(short())
    for left, right in zip(cases.steps(one), cases.steps(plain), strict=True):
        differ = left.regions["entrants"][0] != right.regions["entrants"][0]
        assert differ == (left.quarter - 1 == 2001 * 4 + 2), "only in its quarter"


def test_a_factor_of_money_is_the_amount_that_it_makes() -> None:
    factor = [happens("2001Q3", ministries__science__budget__institutes="x2")]
    amount = [happens("2001Q3", ministries__science__budget__institutes=660)]
    assert_same(short(events=factor), short(events=amount))


def test_a_rule_that_changes_in_the_first_quarter_of_all_has_always_been_so() -> None:
    data = short(time={"burn_in": 0})
    attention = {"offers": {"attention": 0.2}, "labour": {"quits": 0.04}}
    event = happens("2000Q1", processes__offers__attention=0.2, processes__labour__quits=0.04)
    assert_same(cases.merged(data, {"processes": attention}), cases.merged(data, {"events": [event]}))


def test_cutting_one_link_and_then_the_other_is_cutting_both() -> None:
    whole, (a, b) = cases.scenario(short()), cases.NAMES[:2]
    both = cases.scenario(short(links={a: None, b: None}))
    ways = {"a, b": cut(cut(whole, [a]), [b]), "b, a": cut(cut(whole, [b]), [a]), "both": cut(whole, [a, b])}
    runs = simulate(ways | {"absent": both, "whole": whole}, seed=11, replication=0)
    bits = {name: run.series.tobytes() for name, run in runs.items()}
    assert bits["a, b"] == bits["b, a"] == bits["both"] == bits["absent"] != bits["whole"]


def test_what_is_laid_over_a_file_is_as_if_it_stood_in_it() -> None:
    over = load_text(json.dumps(short()), Scenario, ["regions.r.entrants=5", "links.spin_off.drive=0.1"])
    inside = cases.scenario(short(regions={"r": {"entrants": 5}}, links={"spin_off": {"drive": 0.1}}))
    runs = simulate({"over": over, "inside": inside}, seed=11, replication=0)
    assert runs["over"].series.tobytes() == runs["inside"].series.tobytes()


def written(scenario: ScenarioBase) -> str:
    """Return a scenario as the directory of its results keeps it."""
    return scenario.model_dump_json(by_alias=True, exclude_none=True, indent=2)


def test_a_scenario_written_out_and_read_again_is_the_same() -> None:
    whole = cases.scenario(short(events=[happens("2001Q3", links__science_industry__strength=0.5)]))
    again = load_text(written(whole), Scenario)
    assert again == whole
    runs = simulate({"again": again}, seed=11, replication=0) | simulate({"whole": whole}, seed=11, replication=0)
    assert runs["again"].series.tobytes() == runs["whole"].series.tobytes()


def test_a_file_that_extends_another_and_adds_nothing_is_the_other(tmp_path: Path) -> None:
    (tmp_path / "parent.yaml").write_text(written(cases.scenario(short())))
    (tmp_path / "child.yaml").write_text("extends: parent.yaml\nname: small\n")
    child, parent = (load(tmp_path / f"{name}.yaml", Scenario) for name in ("child", "parent"))
    runs = simulate({"child": child}, seed=11, replication=0) | simulate({"parent": parent}, seed=11, replication=0)
    assert runs["child"].series.tobytes() == runs["parent"].series.tobytes()
