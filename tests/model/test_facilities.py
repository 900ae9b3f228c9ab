"""Large facilities: who pays, who gets time, what it costs and brings, and what those do who get none."""

from __future__ import annotations

import cases
import numpy as np
import pytest

from ecosim.processes.measurement import Measurement, pass_on
from ecosim.world import layouts
from ecosim.world.codes import OPEN, Carries, Flow
from ecosim.world.world import World

BEAM = [int(Flow.BEAM_SCIENCE), int(Flow.BEAM_FIRMS)]
CHANNEL = 1 + cases.NAMES.index("facility_access")


def beam(data: cases.Data) -> np.ndarray:
    """Return the sessions of a run (quarters, science and firms, channels)."""
    return np.array([world.tally[BEAM] for world in cases.steps(cases.begun(data))])


def with_ring(**changes: object) -> cases.Data:
    return cases.small(facilities={"ring": changes})


def test_nobody_gets_more_time_than_there_is_and_none_before_it_opens() -> None:
    sessions = beam(cases.small())[:, :, CHANNEL].sum(axis=1)
    assert not sessions[: 8 + 2].any() and sessions[8 + 2 :].all()  # eight quarters of burn-in, opened in 2000Q3
    assert sessions.max() <= 12
    assert (beam(with_ring(slots=3))[:, :, CHANNEL].sum(axis=1) <= 3).all()


def test_whoever_gets_no_time_goes_elsewhere_and_pays_more() -> None:
    never = beam(with_ring(opens=None))
    assert never[:, :, OPEN].sum() > 0 and not never[:, :, CHANNEL].any()
    nowhere = cases.merged(with_ring(opens=None), {"processes": {"measurement": {"elsewhere": 0.0}}})
    assert not beam(nowhere).any()


def test_without_a_facility_in_the_scenario_nobody_asks() -> None:
    data = cases.small()
    data["facilities"] = {}
    assert not beam(data).any()


@pytest.mark.parametrize("link", [{}, None])
def test_the_state_pays_for_building_and_running_whoever_may_use_it(link: cases.Data | None) -> None:
    worlds = cases.steps(cases.begun(cases.small(links={"facility_access": link})))
    costs = [float(world.upkeep[0]) * 4 * 0.5 for world in worlds]  # money a year at the wage of the start
    assert costs[0] == pytest.approx(40) and costs[-1] == pytest.approx(10)


def trained_at_opening(share: float) -> tuple[World, float]:
    simulation = cases.begun(with_ring(trained=share))
    while simulation.world.quarter <= 2000 * 4 + 2:
        simulation.step()
    return simulation.world, float(simulation.world.tally[BEAM, CHANNEL].sum())


def test_trained_people_put_more_proposals_forward() -> None:
    assert trained_at_opening(0.9)[1] > trained_at_opening(0.0)[1]
    world, _ = trained_at_opening(0.9)
    abroad = world.orgs.view["region"] == world.names["regions"].index("s")
    assert (world.orgs.view["trained"][abroad] < 0.9).all(), "only the people of its own region"


def test_a_session_is_work_of_research_and_takes_hours() -> None:
    dear = cases.merged(cases.small(), {"processes": {"measurement": {"worth": 5.0}}})
    plain = cases.merged(cases.small(), {"processes": {"measurement": {"worth": 0.0}}})
    assert len(cases.ran(dear).techs) > len(cases.ran(plain).techs)
    long = cases.merged(cases.small(), {"processes": {"measurement": {"hours": 1.0, "worth": 0.0}}})
    assert len(cases.ran(long).techs) < len(cases.ran(plain).techs)


def test_what_has_been_learnt_passes_one_tie_a_quarter() -> None:
    orgs = np.zeros(3, layouts.ORGANISATION.dtype)
    orgs["died"], orgs["trained"] = -1, [1.0, 0.0, 0.0]
    ties = np.zeros(2, layouts.TIE.dtype)
    ties["a"], ties["b"], ties["link"], ties["trust"], ties["ended"] = [0, 1], [1, 2], 1, 1.0, -1
    start, adjacent = np.array([0, 1, 3, 4]), np.array([0, 0, 1, 1])
    carries = np.ones((2, len(Carries)), np.int64)
    params = Measurement.Params(passed=0.5, fade=0.0).record()
    pass_on(orgs, np.arange(3), ties, adjacent, start, carries, params, np.zeros(3))
    assert orgs["trained"].tolist() == [1.0, 0.5, 0.0]
