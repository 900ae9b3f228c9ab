"""Several regions: own wage and money, counted or not; exchange of experts and joint assessment between two."""

from __future__ import annotations

import cases
import numpy as np
import pytest

from ecosim.simulation import simulate
from ecosim.world.codes import Flow
from ecosim.world.world import World

PAIR = ("science_industry", "expert_exchange", "joint_assessment")


def practised(*names: str, **region: object) -> World:
    """Return the world after a run in which these links exist, and practice is learnt from a partner alone."""
    changes = {"regions": {"r": {"practice": 0.1, "fit": 0.3, **region}}, "processes": {"practice": {"gain": 0.0}}}
    return cases.ran(cases.merged(cases.only(*names), changes))


def practice(world: World) -> float:
    return float(world.practice[0, 1 + cases.NAMES.index("science_industry")])


def test_practice_moves_towards_what_fits_of_the_partners_and_no_further() -> None:
    without, alone, both = (practice(practised(*PAIR[:count])) for count in (1, 2, 3))
    assert without < alone < both
    assert alone <= 0.3  # of a practice of 1 three tenths fit
    assert practice(practised(*PAIR[:2], fit=0.0)) == pytest.approx(without)


def test_assessment_alone_raises_fit_and_nothing_else() -> None:
    world, without = practised("science_industry", "joint_assessment"), practised("science_industry")
    assert (world.fit[0, 1:] > 0.3).all() and (without.fit[0, 1:] == 0.3).all()
    assert practice(world) == practice(without)


def test_without_a_partner_nobody_travels_and_the_money_goes_to_science() -> None:
    data = cases.small(regions={"r": {"partner": None}})
    total = sum(world.tally[Flow.TRAVEL].sum() for world in cases.steps(cases.begun(data)))
    assert total == 0.0
    absent = cases.small(regions={"r": {"partner": None}}, links={"expert_exchange": None, "joint_assessment": None})
    assert not cases.differing(cases.ran(data), cases.ran(absent))


def test_travellers_are_away_from_their_own_work_on_both_sides() -> None:
    on, off = cases.begun(cases.small()), cases.begun(cases.small(links={"expert_exchange": None}))
    for _ in range(9):
        on.step()
        off.step()
    for region in (0, 1):
        science = (on.world.orgs.view["kind"] < 2) & (on.world.orgs.view["region"] == region)
        assert (on.world.orgs.view["applied"][science] > off.world.orgs.view["applied"][science]).any()


def test_what_is_not_counted_stays_out_of_the_indicators() -> None:
    def researchers(counted: bool) -> np.ndarray:
        data = cases.small(regions={"s": {"counted": counted}})
        run = simulate({"a": cases.scenario(data)}, seed=1, replication=0)["a"]
        return run.series[:, run.names.index("researchers")]

    assert (researchers(True) > researchers(False)).all()


def test_a_region_in_its_own_money_is_the_same_region() -> None:
    data = cases.small()
    region, money = data["regions"]["r"], 4.0
    region |= {"currency": {"unit": "other", "worth": 1 / money}, "wage": 0.5 * money}
    region["market"] = {field: amount * money for field, amount in region["market"].items()}
    for ministry in data["ministries"].values():
        if ministry["region"] == "r":
            ministry["budget"] = {key: amount * money for key, amount in ministry["budget"].items()}
    ring = data["facilities"]["ring"]
    ring |= {"construction": 40 * money, "running": 10 * money}
    assert not cases.differing(cases.ran(data), cases.ran(cases.small()))


def test_less_access_to_the_frontier_means_less_knowledge() -> None:
    near, far = cases.ran(), cases.ran(cases.small(regions={"r": {"frontier_access": 0.1}}))
    assert far.knowledge[:5].sum() < near.knowledge[:5].sum()
