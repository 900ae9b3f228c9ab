r"""How practised a region is in the links of the Triangle, year by year, in cells of stored results.

Practice is state, no indicator, so the first replications are made again and looked at on the way.

Fill docs/cases/exchange.md from the root of the project, after ``ecosim compare scenarios/exchange.yaml``::

    python docs/practice.py results/exchange kazakhstan neither "exchange alone" both \
        | python docs/build_studies.py exchange-practice
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecosim.catalogue import TRIANGLE
from ecosim.results import Results, open_results
from ecosim.results.again import footer_of, replications_of, resolved_scenario
from ecosim.results.table import Table
from ecosim.scenario.document import ScenarioBase
from ecosim.scenario.quarter import format_quarter
from ecosim.simulation import Simulation

REPLICATIONS, YEARS = 10, 5


def practice(scenario: ScenarioBase, region: str, seed: int, replication: int) -> NDArray[np.float64]:
    """Return the practice of a region in each link of the Triangle.

    Returns:
        float64 (dates, links): at the start of reporting, and each `YEARS` years later to the end.
    """
    run = Simulation(scenario, seed=seed, replication=replication)
    row = run.world.names["regions"].index(region)
    channels = [run.world.names["channels"].index(link) for link in TRIANGLE]
    seen = []
    while not run.finished:
        since = run.world.quarter - run.start
        if since >= 0 and since % (4 * YEARS) == 0:
            seen.append(run.world.practice[row, channels])
        run.step()
    return np.array([*seen, run.world.practice[row, channels]])


def table(results: Results, region: str, cells: list[str]) -> Table:
    """Return a row for each cell and link of the Triangle: the mean practice at each date."""
    seed, replications, rows = results.summary["seed"], replications_of(results, REPLICATIONS), []
    for cell in cells:
        scenario = resolved_scenario(results, cell)
        mean = np.mean([practice(scenario, region, seed, one) for one in replications], axis=0)
        rows += [[cell, link, *(f"{value:.2f}" for value in mean[:, i])] for i, link in enumerate(TRIANGLE)]
    time = scenario.time
    dates = [format_quarter(one) for one in (*range(time.start, time.end + 1, 4 * YEARS), time.end)]
    notes = [footer_of(results, f"mean of the first {REPLICATIONS} replications")]
    return Table(f"Practice of {region} in each link", ["cell", "link", *dates], rows, notes)


if __name__ == "__main__":
    print(table(open_results(Path(sys.argv[1])), sys.argv[2], sys.argv[3:]).text())
