"""Measures on tables made by hand, whose answers are known."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from ecosim.patterns import alliances, cooperation, dependence, facility_use, funnel, lags, returns, sizes, survival
from ecosim.patterns.diary import Diary, by_year
from ecosim.patterns.observe import Finished
from ecosim.patterns.survival import Lives
from ecosim.world.codes import Agreement, Kind, Moved, Origin, Stage
from ecosim.world.world import World

QUARTERS = 60
BEGUN = 20  # ticks of burn-in
END = BEGUN + QUARTERS


def run(world: World, **series: Any) -> Finished:
    """Return a run of sixty reported quarters; every indicator named has one value throughout, or one a quarter."""
    world.tick = END
    columns = {name.replace("__", "."): column for column, name in enumerate(series)}
    values = np.zeros((QUARTERS, len(series)))
    for column, value in enumerate(series.values()):
        values[:, column] = value
    return Finished(None, world, values, columns, Diary())  # type: ignore[arg-type]


def firms(world: World, born: list[int], died: list[int], origin: Origin = Origin.SPIN_OFF, staff: int = 5) -> None:
    world.orgs.append(len(born), kind=Kind.FIRM, born=born, died=died, origin=origin, staff=staff)


def test_survival_without_censoring_is_the_share_that_lives_on() -> None:
    found = Lives(np.array([4.0, 8.0, 24.0, 30.0]), np.ones(4, bool))
    assert survival.alive_after(found, 20) == 0.5
    assert survival.alive_after(found, 8) == 0.5
    assert survival.alive_after(found, 7) == 0.75


def test_survival_counts_the_censored_for_as_long_as_they_were_seen() -> None:
    # At 4 one of five ends, at 10 one is censored, at 12 one of the three left ends: 4/5 * 2/3.
    found = Lives(np.array([4.0, 10.0, 12.0, 25.0, 30.0]), np.array([True, False, True, False, False]))
    assert survival.alive_after(found, 20) == pytest.approx(4 / 5 * 2 / 3)


def test_survival_is_unknown_beyond_what_was_seen() -> None:
    assert np.isnan(survival.alive_after(Lives(np.array([3.0, 19.0]), np.zeros(2, bool)), 20))
    assert np.isnan(survival.alive_after(Lives(np.zeros(0), np.zeros(0, bool)), 20))


def test_survival_takes_firms_of_one_origin_founded_since_reporting_began() -> None:
    world = World(1, 2)
    firms(world, [BEGUN, BEGUN, BEGUN - 1], [BEGUN + 8, -1, BEGUN + 1])
    firms(world, [BEGUN], [BEGUN + 1], Origin.START_UP)
    found = survival.lives(run(world), Origin.SPIN_OFF)
    assert found.quarters.tolist() == [8, QUARTERS - 1]
    assert found.ended.tolist() == [True, False]
    assert survival.spinoff_survival_5y(run(world)) == 0.5
    assert survival.startup_survival_5y(run(world)) != 0.5


def test_closures_are_counted_by_years_back_from_the_end() -> None:
    world = World(1, 2)
    firms(world, [30, 30, 30, END - 4], [END - 1, END - 4, END - 5, -1])
    closed, alive = survival.closures(run(world), END - 8)
    assert closed.tolist() == [1, 2]
    assert alive.tolist() == [2, 1]
    assert survival.startup_closure(run(world)) == pytest.approx(3 / (3 * 8 + 2 + 1))


def test_hill_finds_the_exponent_of_exact_pareto_values() -> None:
    count = 20_000
    for exponent in (0.8, 1.06, 2.0):
        values = (np.arange(1, count + 1) / count) ** (-1 / exponent)
        assert sizes.hill(values) == pytest.approx(exponent, rel=0.01)
        assert sizes.hill(1e6 * values) == pytest.approx(sizes.hill(values))


def test_hill_of_three_values_by_hand() -> None:
    assert sizes.hill(np.array([1.0, np.e, np.e**3]), 2 / 3) == pytest.approx(2 / (3 + 1))
    assert np.isnan(sizes.hill(np.ones(50)))


def test_sizes_are_those_of_living_firms_and_need_two_hundred() -> None:
    world = World(1, 2)
    firms(world, [0, 0], [-1, 3], staff=7)
    world.orgs.append(1, kind=Kind.INSTITUTE, died=-1, staff=900)
    assert sizes.sizes(run(world)).tolist() == [7]
    assert np.isnan(sizes.firm_size_tail(run(world)))
    world.orgs.append(200, kind=Kind.FIRM, died=-1, staff=np.arange(1, 201))
    assert sizes.firm_size_tail(run(world)) > 0


def test_the_top_tenth_has_what_it_has() -> None:
    assert returns.top_share(np.array([91.0, *[1.0] * 9])) == 0.91
    assert returns.top_share(np.ones(40)) == pytest.approx(0.1)
    assert returns.top_share(np.ones(15)) == pytest.approx(0.1)  # one product and half of another
    assert np.isnan(returns.top_share(np.zeros(30)))


def test_likelihood_tells_log_normal_from_pareto() -> None:
    places = (np.arange(2_000) + 0.5) / 2_000
    pareto = places ** (-1 / 1.2)
    from scipy.stats import norm

    log_normal = np.exp(norm.ppf(places))
    assert returns.preference(pareto) == pytest.approx(-2.0, abs=0.7)  # no better fit, and a parameter more
    assert returns.preference(log_normal[log_normal > 1]) > 50


def test_returns_are_of_products_that_had_five_years() -> None:
    world = World(1, 2)
    world.techs.append(4, stage=Stage.PRODUCT, launched=[BEGUN, END - 20, END - 19, BEGUN - 1])
    world.techs.append(1, stage=Stage.SHELF, launched=BEGUN)
    found = run(world)
    found.diary.returns = np.array([3.0, 2.0, 50.0, 60.0, 70.0])
    assert returns.returns(found).tolist() == [2, 3]
    assert np.isnan(returns.value_top_decile(found))


def test_lags_are_of_products_of_the_last_ten_years() -> None:
    world = World(1, 2)
    world.techs.append(3, stage=Stage.PRODUCT, found=[10, 40, 0], launched=[END - 40, END - 1, END - 41])
    assert lags.product_lag(run(world)) == pytest.approx((END - 40 - 10 + END - 1 - 40) / 8)
    assert np.isnan(lags.product_lag(run(World(1, 2))))


def test_the_funnel_counts_the_same_ten_years() -> None:
    world = World(1, 2)
    world.techs.append(3, agreement=[Agreement.LICENCE, Agreement.SPIN_OFF, Agreement.PUBLICATION])
    world.log.append(4, what=Moved.PRODUCT, technology=[0, 1, 2, 0], quarter=[END - 1, END - 40, END - 1, END - 41])
    found = run(world, disclosures=np.where(np.arange(QUARTERS) < 20, 999, 10), patents=2, researchers=500)
    assert funnel.products(found) == pytest.approx(100 * 2 / 400)
    assert funnel.per_100_disclosures("patents")(found) == pytest.approx(20)
    assert funnel.disclosures_per_researcher(found) == pytest.approx(4 * 10 / 500)


def test_the_mean_life_of_ties_is_time_lived_over_ends() -> None:
    world = World(1, 2)
    world.orgs.append(3, kind=[Kind.FIRM, Kind.INSTITUTE, Kind.UNIVERSITY])
    ripe = END - 40
    world.ties.append(3, a=[0, 0, 1], b=[1, 2, 2], formed=[ripe - 4, END - 8, 0], ended=[ripe + 4, -1, ripe + 1])
    assert alliances.mean_life(run(world)) == (4 + 8) / 1 / 4  # the tie of institute and university is none
    assert alliances.tie_lives(run(world)).quarters.tolist() == [8, 7]


def test_cooperation_is_a_tie_used_advice_or_a_contract_with_a_result() -> None:
    world = World(1, 8)
    world.names["channels"] = ["open", "science_education", "education_industry", "science_industry"]
    firms(world, [0] * 6, [-1] * 6)
    world.orgs.append(1, kind=Kind.INSTITUTE, died=-1)
    world.techs.append(2, stage=Stage.PRODUCT, developer=[0, 5], launched=[END - 12, END - 13])
    world.log.append(2, what=[Moved.HELPED, Moved.SPONSORED], who=[6, 1], other=[0, 6], quarter=END - 1)
    world.log.append(1, what=Moved.HELPED, who=6, other=4, quarter=END - 13)
    world.ties.append(3, a=6, b=[2, 3, 4], link=[3, 2, 3], ended=-1)
    found = run(world)
    found.diary.used = np.array([END - 12, END - 1, END - 13])
    assert np.flatnonzero(cooperation.cooperating(found)).tolist() == [0, 1, 2, 6]
    assert cooperation.share(found, True) == 1.0
    assert cooperation.share(found, False) == pytest.approx(2 / 5)


def test_industry_funding_and_dependence_are_ratios_of_the_last_ten_years() -> None:
    late = np.arange(QUARTERS) >= 20
    found = run(
        World(1, 2), contract_money__open=late * 1.0, contract_money__tie=late * 2.0, revenue=50.0,
        revenue_transferred=late * 5.0,
    )  # fmt: skip
    found.diary.public_research = [97.0 if one else 0.0 for one in late]
    assert dependence.industry_funding(found) == pytest.approx(0.03)
    assert dependence.academic_dependence(found) == pytest.approx(0.1)
    assert dependence.dependence_by_year(found)[[0, -1]].tolist() == pytest.approx([0.0, 0.1])


def test_years_are_whole() -> None:
    assert by_year([1, 2, 3, 4, 5, 6, 7, 8, 9]).tolist() == [10, 26]


def test_the_industrial_share_of_a_facility_is_that_of_its_sessions_when_new_and_when_mature() -> None:
    firms, science = np.zeros(QUARTERS), np.zeros(QUARTERS)
    firms[8:28], science[8:28] = 1, 19  # five years from the first session on
    firms[28:40], science[28:40] = 10, 10  # neither new nor mature
    firms[40:], science[40:] = 1, 3  # from the ninth year on
    beam = {"beam_firms__facility_access": firms, "beam_science__facility_access": science}
    found = run(World(1, 2), **beam)
    assert facility_use.MEASURES["facility_industrial_share_early"](found) == pytest.approx(0.05)
    assert facility_use.MEASURES["facility_industrial_share_mature"](found) == pytest.approx(0.25)
    unused = run(World(1, 2), beam_firms__facility_access=0.0, beam_science__facility_access=0.0)
    assert all(np.isnan(measure(unused)) for measure in facility_use.MEASURES.values())
    assert all(np.isnan(measure(run(World(1, 2)))) for measure in facility_use.MEASURES.values())
