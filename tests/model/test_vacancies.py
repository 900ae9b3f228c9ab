"""Vacancies: each is as easily come upon as any other, so that employers large and small can fill theirs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cases
import numpy as np
import pytest

from ecosim.catalogue import Scenario
from ecosim.kernels import advertising
from ecosim.scenario import load
from ecosim.simulation import Simulation
from ecosim.world.codes import Kind

NOVOSIBIRSK = Path(__file__).parents[2] / "scenarios" / "novosibirsk.yaml"


def test_every_vacancy_stands_once_on_the_ring_of_its_field() -> None:
    seen = []

    def look(*arguments: Any) -> None:
        orgs, regions, vacant, ads, start = (arguments[n] for n in (0, 2, 3, 7, 8))
        fields = vacant.shape[1]
        found = np.zeros_like(vacant)
        for group in range(len(regions) * fields):
            rows = ads["row"][start[group] : start[group + 1]]
            assert (orgs["region"][rows] == group // fields).all()
            np.add.at(found[:, group % fields], rows, 1)
        assert (found == vacant).all()
        seen.append(vacant.max())

    simulation = cases.begun(cases.only())
    cases.watch(simulation, advertising.advertise, after=look)
    for _ in range(8):
        simulation.step()
    assert max(seen) > 1


def test_the_largest_institutes_keep_the_people_that_they_have_posts_for() -> None:
    simulation = Simulation(load(NOVOSIBIRSK, Scenario), seed=1)
    while simulation.world.quarter < simulation.start:
        simulation.step()
    orgs = simulation.world.orgs.view
    institutes = orgs[orgs["kind"] == Kind.INSTITUTE]
    filled = institutes["staff"] / institutes["posts"]
    large = institutes["posts"] > 200
    assert large.sum() > 5
    assert filled[large] == pytest.approx(1.0, abs=0.15)
