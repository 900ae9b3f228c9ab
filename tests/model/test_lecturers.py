"""Outside lecturers: what universities without ties do, at a price, and only where it helps."""

from __future__ import annotations

from typing import Any

import cases
import numpy as np
import pytest

from ecosim.world.codes import OPEN, Flow, Kind

SURE = {"contracts": {"search": 1.0, "distance": 1e5}}


def hired(**changes: Any) -> tuple[float, float]:
    """Return hours of lecturers hired in a run without links, and what institutes' mean cash ends at."""
    hours = 0.0
    for world in cases.steps(cases.begun(cases.merged(cases.only(), {"processes": SURE} | changes))):
        hours += world.tally[Flow.TEACHING_HOURS, OPEN]
    orgs = world.orgs.view
    return hours, float(orgs["cash"][orgs["kind"] == Kind.INSTITUTE].mean())


def test_a_university_without_ties_hires_lecturers() -> None:
    assert hired()[0] > 0


def test_it_hires_nobody_for_no_money() -> None:
    assert hired(processes=SURE | {"education": {"lecturers": 0}})[0] == 0


def test_it_hires_nobody_who_knows_less() -> None:
    ignorant = {name: {"knowledge": 0.01} for name in ("inp", "icg", "iam")}
    wise = {name: {"knowledge": 1.5} for name in ("nsu", "tu")}
    still = {"education": {}, "research": {"rho": 0, "omega": 0, "obsolescence": 0}, "labour": {"quits": 0}}
    assert hired(institutes=ignorant, universities=wise, processes=SURE | still)[0] == 0


def test_hours_are_paid_for_at_the_price_of_advice_at_arms_length() -> None:
    dear, cheap = (hired(processes={"contracts": SURE["contracts"] | {"premium": p}})[0] for p in (4.0, 1.0))
    assert cheap > 2 * dear > 0


def test_institutes_without_people_lend_none() -> None:
    empty = {name: {"researchers": 0} for name in ("inp", "icg", "iam")}
    simulation = cases.begun(cases.merged(cases.only(), {"processes": SURE, "institutes": empty}))
    for world in cases.steps(simulation):
        assert np.isfinite(world.orgs.view["teaching"]).all()


def test_hours_that_universities_lend_each_other_are_lost_to_one_as_they_are_won_by_the_other() -> None:
    empty = {name: {"researchers": 0} for name in ("inp", "icg", "iam")}
    wise = {"nsu": {"knowledge": 1.5}, "tu": {"knowledge": 0.3}}
    teaching = {"education": {"load": 0.03, "most": 1.0}, "contracts": SURE["contracts"] | {"budget": 0.0}}
    simulation = cases.begun(
        cases.merged(cases.only(), {"processes": teaching, "institutes": empty, "universities": wise})
    )
    lent, world = 0.0, simulation.world
    while not simulation.finished:
        desks = world.orgs.view["desk"] >= 0
        staff = world.orgs.view["staff"][desks]  # of those who teach; the labour market comes after
        simulation.step()
        orgs = world.orgs.view[: len(desks)][desks]
        assert (orgs["teaching"] < 0.9).all(), "nobody is short of hours"
        assert (staff * orgs["teaching"]).sum() == pytest.approx(0.03 * orgs["students"].sum(), rel=1e-12)
        lent += world.tally[Flow.TEACHING_HOURS, OPEN]
    assert lent > 1
