"""Prices: firms sell at the price with which they compete, so a head earns its wage wherever that has gone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cases
import numpy as np
import pytest

from ecosim.world.codes import Kind

#: Three times the demand, so that firms want more people than there are and the wage rises.
BOOM = {"time": {"burn_in": 20}, "regions": {"r": {"market": {"physics": 27000, "biology": 27000}}}}


@dataclass(frozen=True)
class Quarter:
    """What there is at the end of a quarter: firms, regions, the wage when firms said whom they want, and the time."""

    firms: Any
    regions: Any
    wage_before: Any
    tick: int


@pytest.fixture(scope="module")
def boom() -> tuple[float, list[Quarter]]:
    """Return the output of a head in wages, and forty quarters of the boom."""
    simulation, quarters = cases.begun(cases.merged(cases.only(), BOOM)), []
    for _ in range(40):
        before = simulation.world.regions["wage"].copy()
        simulation.step()
        world, orgs = simulation.world, simulation.world.orgs.view
        living = orgs[(orgs["kind"] == Kind.FIRM) & (orgs["died"] < 0)]
        quarters.append(Quarter(living, world.regions.copy(), before, world.tick))
    return float(simulation.world.params["market"]["output"][0]), quarters


def test_what_a_head_makes_is_worth_a_mark_up_on_the_wage_of_the_time(boom: tuple[float, list[Quarter]]) -> None:
    (output, quarters), short_of_people = boom, 0
    for one in quarters:
        sold = one.firms[one.firms["born"] < one.tick - 1]  # who entered at the end of a quarter has not sold yet
        most = output * one.regions["wage"][sold["region"]] * sold["staff"]
        assert sold["sales"] == pytest.approx(np.minimum(sold["demand"], most))
        short_of_people += int((sold["demand"] > most).sum())
    assert short_of_people > 0
    assert (quarters[-1].regions["wage"] > 1.1 * quarters[-1].regions["price"]).any()


def test_a_firm_short_of_people_wants_as_many_as_its_demand_pays_for_at_that_price(
    boom: tuple[float, list[Quarter]],
) -> None:
    output, (*_, last) = boom
    firms = last.firms[(last.firms["cash"] > 0.0) & (last.firms["posts"] > last.firms["staff"])]
    assert len(firms) > 0
    assert (firms["posts"] == np.ceil(firms["demand"] / (output * last.wage_before[firms["region"]]))).all()
