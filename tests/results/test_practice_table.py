"""How practised a region is, year by year: the table of the pages on Kazakhstan, from a short run."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ecosim.catalogue import TRIANGLE, Scenario
from ecosim.scenario import load
from ecosim.simulation import Simulation
from scripts import script

ROOT = Path(__file__).parents[2]


def test_practice_is_read_at_the_start_every_five_years_and_at_the_end() -> None:
    changes = ["time.burn_in=4", "time.end=2031Q2", "links.expert_exchange={}"]
    scenario = load(ROOT / "scenarios" / "exchange.yaml", Scenario, changes)

    found = script("practice").practice(scenario, "kazakhstan", 1, 0)

    run = Simulation(scenario)
    while not run.finished:
        run.step()
    assert found.shape == (3, len(TRIANGLE))
    np.testing.assert_array_equal(found[0], 0.1)
    assert (np.diff(found, axis=0) > 0.0).all()
    row = run.world.names["regions"].index("kazakhstan")
    assert set(found[-1]) <= set(run.world.practice[row])
