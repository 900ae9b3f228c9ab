"""The model behaves as a model should, or it is said where not: see docs/behaviour.md.

Studies of Novosibirsk are slow; what they measure and what counts as noise is in `behaviour`.
"""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import product
from typing import Any

import numpy as np
import pytest
from behaviour import COLUMN, NOVOSIBIRSK, Change, changed, effect, harm, settle, size, step
from cases import scenario, small
from halved import BY_UNIT, UNTOLD, halved

from ecosim.catalogue import TRIANGLE, Scenario
from ecosim.experiments.knockout import plan
from ecosim.experiments.study_file import read_study
from ecosim.processes.labour import of_a_round
from ecosim.scenario import load
from ecosim.simulation import Simulation, simulate
from ecosim.world.codes import People

TIMED = (
    "researchers", "firms", "firm_staff", "jobless", "disclosures", "patents", "contracts", "licences", "agreements",
    "completions", "revenue", "taxes", "knowledge_science", "knowledge_universities", "knowledge_firms",
    "skill_science", "skill_firms", "absorptive_capacity", "basic_share", "wage",
)  # fmt: skip
SIZED = (
    *TIMED, "graduates_hired", "publications", "spin_offs", "ties", "share of agreements", "share of completions",
)  # fmt: skip
WINDOWS = ("burn-in", "release", "end")


@pytest.mark.slow
@pytest.mark.parametrize("case", list(product(WINDOWS, TIMED)), ids="-".join)
def test_without_links_the_run_has_settled_by_the_end_of_burn_in_and_stays_so(case: tuple[str, str]) -> None:
    when, name = case
    assert settle(when)[name].within_noise


@pytest.mark.slow
@pytest.mark.parametrize("name", SIZED)
def test_three_times_the_size_is_the_same_per_head(name: str) -> None:
    assert size(3)[name].within_noise


@pytest.mark.slow
@pytest.mark.parametrize("name", SIZED)
def test_ten_times_the_size_is_the_same_per_head_as_three_times(name: str) -> None:
    assert size(10, 3)[name].within_noise


@pytest.mark.slow
@pytest.mark.parametrize("name", SIZED)
def test_ten_times_the_size_is_the_same_per_head(name: str) -> None:
    assert size(10)[name].within_noise


@pytest.mark.slow
@pytest.mark.parametrize("name", SIZED)
def test_steps_of_half_a_quarter_lead_to_the_same(name: str) -> None:
    assert step()[name].within_noise


def test_a_change_is_told_from_noise_by_its_interval() -> None:
    luck = np.random.default_rng(1).normal(100, 5, 40)
    shift = np.random.default_rng(2).normal(1, 1, 40)
    same, more = changed(luck, luck + shift, paired=True), changed(luck, luck + 10 * shift, paired=True)
    assert (same.within_noise, more.within_noise) == (True, False)
    assert more.change == pytest.approx(10 * shift.mean() / luck.mean())
    assert more.low < more.change < more.high
    unpaired = changed(luck, luck + shift, paired=False)
    assert unpaired.high - unpaired.low > 2 * (same.high - same.low)
    assert changed(np.ones(3), np.ones(3), paired=False) == Change(1, 0, 0, 0)


def test_halving_changes_every_number_by_its_unit() -> None:
    before = scenario()
    after = halved(before)
    old, new = before.processes, after.processes  # type: ignore[attr-defined]
    assert (1 - new.labour.quits) ** 2 == pytest.approx(1 - old.labour.quits)
    assert new.development.speed == old.development.speed / 2
    assert new.patenting.lag == 2 * old.patenting.lag
    assert (new.education.term, new.education.years) == (2 * old.education.term, old.education.years)
    assert new.education.elasticity == old.education.elasticity
    assert new.market.reserve == 2 * old.market.reserve
    assert new.market.fixed == old.market.fixed  # in wages of a tick
    assert new.competition.shock * math.sqrt(2) == pytest.approx(old.competition.shock)
    assert (after.time.quarters, after.time.burn_in) == (2 * before.time.quarters, 2 * before.time.burn_in)
    assert after.money.wage == before.money.wage / 2
    assert after.regions["r"].entrants == before.regions["r"].entrants / 2
    assert (1 + after.regions["r"].growth) ** 2 == pytest.approx(1 + before.regions["r"].growth)
    assert after.time.start - after.technoparks["park"].opens == 2 * (
        before.time.start - before.technoparks["park"].opens
    )


def test_a_round_of_recruiting_keeps_its_length_and_what_is_done_in_it() -> None:
    before = scenario(small(processes={"labour": {"reads": 6}}))
    after: Any = halved(before)
    labour: Any = before.processes.labour  # type: ignore[attr-defined]
    assert after.processes.labour.recruiting == 2 * labour.recruiting
    whole = of_a_round(after.processes.labour).model_dump()
    times = {one.name for one in labour.declarations() if one.unit == "quarters"}
    assert {name: whole[name] for name in whole if name not in times} == pytest.approx(
        {name: x for name, x in labour.model_dump().items() if name not in times}
    )


def test_between_two_rounds_of_recruiting_nobody_leaves_or_is_hired() -> None:
    simulation = Simulation(scenario(small(processes={"labour": {"recruiting": 3}})))
    world, hired, retired = simulation.world, [], [0]
    while not simulation.finished:
        simulation.step()
        hired.append(bool(world.orgs.view["hired"].sum()))
        retired.append(int(world.people[:, People.RETIRED].sum()))
    leaving = np.diff(retired)
    assert hired[:9] == [True, False, False] * 3
    assert leaving[0::3].sum() > 0
    assert not leaving[1::3].any() and not leaving[2::3].any()


def test_every_number_whose_unit_has_time_in_it_is_halved_or_told_why_not() -> None:
    from ecosim import reference

    declared = dict(reference.declarations())
    timeless = ("wages/quarter", "wages/(head quarter)", "years of studies")
    timed = {one.unit for one in declared.values() if "quarter" in one.unit or "year" in one.unit}
    assert timed - set(timeless) - set(BY_UNIT) == set()
    assert set(UNTOLD) <= set(declared)


def test_with_steps_of_half_a_quarter_people_and_money_of_the_small_scenario_stay() -> None:
    before = scenario(small(events=None))
    runs = {
        name: np.array([simulate({"a": one}, seed=2, replication=r)["a"].series for r in range(6)])
        for name, one in {"before": before, "after": halved(before)}.items()
    }
    for name in ("disclosures", "public_money"):
        one, two = (runs[which][:, :, COLUMN[name]].sum(1) for which in ("before", "after"))
        assert changed(one, two, paired=False).within_noise, name
    for name in ("researchers", "knowledge_science", "skill_science"):
        one, two = (runs[which][:, -1, COLUMN[name]] for which in ("before", "after"))
        assert changed(one, two, paired=False).within_noise, name


def test_hours_that_a_link_takes_cost_discoveries() -> None:
    costly = small(links={"science_education": {"supervision": 1, "places": 10}})
    assert effect(scenario(costly), ("science_education",), "disclosures", 4).high < 0


@pytest.mark.slow
def test_a_link_that_takes_too_many_hours_has_a_negative_effect_on_transfers() -> None:
    found = harm()
    costly, ordinary = found["science-education, ten students an hour each"], found["science-education as it is"]
    assert costly.high < min(0.0, ordinary.low)


@lru_cache
def without_fallbacks(name: str) -> tuple[Change, Change]:
    """Return the Triangle's effect on ordinary terms, and where all that does without ties is off."""
    ordinary = load(NOVOSIBIRSK, Scenario)
    asked = plan(read_study("equal-terms"), ordinary, ["no_fallbacks"], 1, 1)
    hard = next(cell.scenario for cell in asked.design.cells if cell.name == "no_fallbacks: all links")
    return effect(ordinary, TRIANGLE, name, 8), effect(hard, TRIANGLE, name, 8)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["agreements", "completions"])
def test_with_every_fallback_off_more_of_all_transfers_hangs_on_the_triangle(name: str) -> None:
    ordinary, hard = without_fallbacks(name)
    assert hard.low > ordinary.high


@pytest.mark.slow
@pytest.mark.parametrize("name", ["agreements", "completions"])
def test_with_every_fallback_off_the_triangle_brings_more_transfers(name: str) -> None:
    ordinary, hard = without_fallbacks(name)
    assert hard.before * hard.change >= ordinary.before * ordinary.change
