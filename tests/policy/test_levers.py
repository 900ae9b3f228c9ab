"""What a policy can set: money and links, counted and put as they should be."""

from __future__ import annotations

from typing import Any

import pytest

import ecosim
from ecosim.experiments.demand import Unit
from ecosim.policy.levers import Levers, allowance, levers, planned
from ecosim.policy.trial import IDS, Trial
from ecosim.scenario import digest
from ecosim.scenario.timeline import timeline
from model import cases


def dated(*events: dict[str, Any], **changes: Any) -> Levers:
    data = cases.small(**changes)
    data["ministries"]["industry"]["growth"] = 0
    return levers(cases.scenario(data | {"events": list(events)}))


def event(date: str, **changes: Any) -> dict[str, Any]:
    return {"date": date, "title": "a change", "set": {path.replace("__", "."): one for path, one in changes.items()}}


def in_force(given: Levers, **times: float) -> list[tuple[int, dict[str, float]]]:
    """Return the budget of science, from each quarter on in which something changes, with a mix."""
    mix = tuple(times.get(name, 1.0) for name in given.names)
    start = given.scenario.time.start
    steps = timeline(given.put(mix))
    return [(quarter - start, one.ministries["science"].budget) for quarter, one in steps]


def test_money_is_the_mean_of_what_is_planned() -> None:
    growing = cases.scenario(cases.small())
    quarters = growing.time.quarters
    assert planned(growing)["institutes"] == pytest.approx(330 + 90)  # here and in the partner region
    assert planned(growing)["subsidies"] == pytest.approx(sum(20 * 1.01 ** (q / 4) for q in range(quarters)) / quarters)
    half = event("2003Q1", ministries__science__budget__institutes=130)  # half of 2000Q1 to 2005Q4
    assert planned(dated(half).scenario)["institutes"] == pytest.approx((330 + 130) / 2 + 90)


def test_a_mix_multiplies_what_holds_from_the_start_on() -> None:
    given = dated(
        event("2000Q1", ministries__science__budget__projects=120),
        event("2002Q1", ministries__science__budget__institutes=400, frontier_growth=0.01),
        event("2003Q1", ministries__science__budget__institutes="x0.5"),
        event("2004Q1", ministries__science__budget__institutes=None),
    )
    found = in_force(given, institutes=2.0, projects=0.5)
    assert [(quarter, one.get("institutes"), one["projects"], one["universities"]) for quarter, one in found] == [
        (-given.scenario.time.burn_in, 330, 100, 150), (0, 660, 60, 150), (8, 800, 60, 150), (12, 400, 60, 150),
        (16, None, 60, 150),
    ]  # fmt: skip
    assert timeline(given.put(given.today))[3][1].frontier_growth == 0.01


def test_a_factor_at_the_start_multiplies_what_was_there_before() -> None:
    given = dated(event("2000Q1", ministries__science__budget__institutes="x0.5"))
    assert in_force(given, institutes=2.0)[1] == (0, {"institutes": 330, "universities": 150, "projects": 100})
    assert planned(given.put((2.0, *given.today[1:])))["institutes"] == pytest.approx(330 + 2 * 90)


def test_todays_mix_is_the_scenario() -> None:
    given = levers(cases.scenario())
    assert digest(given.put(given.today)) == digest(given.scenario)
    assert given.planned(given.today) == pytest.approx(sum(planned(given.scenario).values()))


def test_links_are_cut() -> None:
    given = levers(cases.scenario(), ["spin_off", "incubation"])
    assert given.names == ("spin_off", "incubation") and given.fixed == given.planned((0.0, 1.0))
    links = given.put((0.0, 1.0)).links  # type: ignore[attr-defined]
    assert not links.spin_off.enabled and links.incubation.enabled and links.science_city.enabled


def test_a_run_costs_what_a_mix_asks_for() -> None:
    given = levers(cases.scenario(), ["institutes", "universities", "projects", "subsidies"])
    trial = Trial(given, 1)
    money = IDS.index("public_money")
    shown = [trial(Unit(mix, 0, IDS)) for mix in (given.today, (0.5,) * 4)]
    spent = [float(one[money]) for one in shown]
    part = given.planned((0.5,) * 4) / given.planned(given.today)
    assert spent[1] / spent[0] == pytest.approx(part, rel=0.05)  # wages and taxes answer
    assert all(float(one[IDS.index("hours")]) > 0 for one in shown)


def test_a_run_that_cannot_be_is_told() -> None:
    assert "Error: " in str(Trial(levers(cases.scenario()), 1)(Unit((1.0,), 0, IDS)))


def test_the_budget_draws_instruments_towards_the_least() -> None:
    given = levers(cases.scenario(), ["institutes", "projects"])
    fixed = given.fixed
    assert given.planned((2.0, 2.0)) == pytest.approx(fixed + 1040)
    # the least is 260; half of what lies above it can be paid
    assert given.within((2.0, 2.0), fixed + 260 + 780 / 2) == pytest.approx((1.25, 1.25))
    assert given.within((0.8, 1.1), fixed + 1040) == (0.8, 1.1)
    for mix in ((1.317, 0.733), (2.0, 0.5), (0.5, 2.0)):
        for amount in (fixed + 260, fixed + 350, fixed + 520):
            allowed = given.within(mix, amount)
            assert given.planned(allowed) <= amount + 1e-9 and min(allowed) >= 0.5


def test_starts_move_one_lever_each() -> None:
    given = levers(cases.scenario(), ["projects", "incubation"])
    assert given.starts() == {"projects x0.5": (0.5, 1.0), "projects x2": (2.0, 1.0), "without incubation": (1.0, 0.0)}
    assert set(levers(given.scenario, ["projects"], 1.0, 3.0).starts()) == {"projects x3"}


@pytest.mark.parametrize(("said", "amount"), [("x1", 1.0), ("x0.8", 0.8), ("600", None), ("600.5", None)])
def test_budgets(said: str, amount: float | None) -> None:
    given = levers(cases.scenario())
    assert allowance(said, given) == pytest.approx(amount * given.planned(given.today) if amount else float(said))


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("much", "budget 'much'; allowed: million a year, or a factor of today's 734 such as x0.9"),
        ("-5", "budget '-5'; allowed"),
        ("nan", "budget 'nan'; allowed"),
        ("inf", "budget 'inf'; allowed"),
        ("x0.4", "is less than the 367 million a year that is left when every instrument that may be set gets 0.5"),
    ],
)
def test_budgets_that_make_no_sense_are_told(said: str, message: str) -> None:
    with pytest.raises(ecosim.UsageError) as told:
        allowance(said, levers(cases.scenario()))
    assert message in str(told.value)


def test_levers_that_there_are_not_are_told() -> None:
    scenario = cases.scenario()
    with pytest.raises(ecosim.UsageError, match="no instrument or link 'subsidy' to set; did you mean 'subsidies'"):
        levers(scenario, ["subsidy"])
    for low, high in ((0.0, 2.0), (0.5, 0.9), (1.2, 2.0), (1.0, 1.0), (0.5, float("inf"))):
        with pytest.raises(ecosim.UsageError, match="instruments between"):
            levers(scenario, (), low, high)
    poor = cases.scenario(cases.small(ministries={"science": {"budget": None}, "industry": {"budget": None}}) | {
        "ministries": {}
    })
    with pytest.raises(ecosim.UsageError, match="no public money to divide"):
        levers(poor)
