"""Prices: firms sell at the price with which they compete, so a head earns its wage wherever that has gone."""

from __future__ import annotations

from typing import Any

import cases
import numpy as np
import pytest

from ecosim.simulation import Simulation
from ecosim.world.codes import Kind

#: Three times the demand, so that firms want more people than there are and the wage rises.
BOOM = {"time": {"burn_in": 20}, "regions": {"r": {"market": {"physics": 27000, "biology": 27000}}}}


def firms_of(simulation: Simulation) -> Any:
    """Return the rows of living firms."""
    orgs = simulation.world.orgs.view
    return orgs[(orgs["kind"] == Kind.FIRM) & (orgs["died"] < 0)]


def most(simulation: Simulation, firms: Any) -> Any:
    """Return what the staff of firms can make, in money, at the wage of their region."""
    wage = simulation.world.regions["wage"][firms["region"]]
    return simulation.world.params["market"]["output"][0] * wage * firms["staff"]


def test_what_a_head_makes_is_worth_a_mark_up_on_the_wage_of_the_time() -> None:
    simulation, short_of_people = cases.begun(cases.merged(cases.only(), BOOM)), 0
    for _ in range(40):
        simulation.step()
        firms = firms_of(simulation)
        sold = firms[firms["born"] < simulation.world.tick - 1]  # who entered at the end of a quarter has not sold yet
        assert sold["sales"] == pytest.approx(np.minimum(sold["demand"], most(simulation, sold)))
        short_of_people += int((sold["demand"] > most(simulation, sold)).sum())
    regions = simulation.world.regions
    assert short_of_people > 0
    assert (regions["wage"] > 1.1 * regions["price"]).any()


def test_a_firm_short_of_people_wants_as_many_as_its_demand_pays_for_at_that_price() -> None:
    simulation = cases.begun(cases.merged(cases.only(), BOOM))
    for _ in range(40):
        wage = simulation.world.regions["wage"].copy()
        simulation.step()
    firms = firms_of(simulation)
    firms = firms[(firms["cash"] > 0.0) & (firms["posts"] > firms["staff"])]
    output = simulation.world.params["market"]["output"][0]
    assert len(firms) > 0
    assert (firms["posts"] == np.ceil(firms["demand"] / (output * wage[firms["region"]]))).all()
