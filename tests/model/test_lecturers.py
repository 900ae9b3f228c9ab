"""Outside lecturers: what universities without ties do, at a price, and only where it helps."""

from __future__ import annotations

from typing import Any

import cases
import numpy as np

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
