"""Whether industry would begin slowly to use a new facility: its share of SKIF's sessions over what is plausible.

Parameters of proposals and sessions are varied over their plausible ranges, the whole run long: those of how firms
learn to the slow end, and all at once (Sobol points). Nothing is chosen from what comes out.

Print the tables of docs/cases/skif.md from the root of the project::

    PYTHONPATH=tests:tests/model python tests/model/slow_ramp.py | python docs/build_studies.py slow-ramp
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from ecosim.catalogue import Scenario
from ecosim.exploration.sampling import space_filling
from ecosim.patterns.facility_use import MEASURES
from ecosim.patterns.finished import finish
from ecosim.patterns.targets import read_targets
from ecosim.reference import declarations
from ecosim.results.table import Table
from ecosim.scenario import load

SKIF = Path(__file__).parents[2] / "scenarios" / "skif.yaml"
PARTS = ("processes.proposals.", "processes.measurement.")
EARLY, MATURE = "facility_industrial_share_early", "facility_industrial_share_mature"
END, SEED, POINTS, REPLICATIONS = "2039Q4", 1, 32, 3
#: The end of each range at which firms learn most slowly what a facility is for.
SLOW = {"proposals.untrained": 0, "measurement.elsewhere": 0, "measurement.passed": 0, "measurement.team": 0,
        "measurement.fade": 1}  # fmt: skip


class Shares(NamedTuple):
    """Firms' shares of the sessions at SKIF: of its first five years, and from the ninth year on."""

    early: float
    mature: float


class Range(NamedTuple):
    """A parameter and its plausible range."""

    path: str
    low: float
    high: float
    whole: bool

    def at(self, share: float) -> str:
        """Return the override that sets the parameter to a share of its range."""
        value = self.low + share * (self.high - self.low)
        return f"{self.path}={round(value) if self.whole else value}"


def ranges() -> list[Range]:
    """Return every parameter of proposals and sessions with its plausible range."""
    varied = [(path, one) for path, one in declarations() if path.startswith(PARTS)]
    return [Range(path, *one.plausible, isinstance(one.default, int)) for path, one in varied]


def slow() -> list[str]:
    """Return the overrides under which firms learn as slowly as is plausible."""
    return [one.at(SLOW[name]) for one in ranges() if (name := one.path.removeprefix("processes.")) in SLOW]


def shares(changes: Iterable[str], replication: int) -> Shares:
    """Return the shares of one run with some values changed."""
    run = finish(load(SKIF, Scenario, [f"time.end={END}", *changes]), seed=SEED, replication=replication)
    return Shares(*(MEASURES[name](run) for name in (EARLY, MATURE)))


def percent(share: float) -> str:
    """Return a share as it is printed."""
    return f"{100 * share:.1f} %"


def learning() -> Table:
    """Return the shares as the model is, and where firms learn slowly what a facility is for."""
    taught = [change for change in slow() if "untrained" not in change]
    rows = []
    for name, changes in (
        ("as the model is", []),
        ("firms learn slowly of others (1)", taught),
        ("... and hardly begin by themselves (2)", slow()),
    ):
        found = np.array([shares(changes, replication) for replication in range(REPLICATIONS)])
        rows.append(
            [name, *(percent(mean) for mean in found.mean(axis=0)), *(percent(sd) for sd in found.std(0, ddof=1))]
        )
    notes = [
        "early: first five years; mature: from the ninth year on. " + bands(),
        f"(1) {', '.join(change.removeprefix('processes.') for change in taught)}",
        f"(2) also {', '.join(change.removeprefix('processes.') for change in slow() if change not in taught)}",
        f"means of {REPLICATIONS} replications, seed {SEED}",
    ]
    heading = ["", "early", "mature", "early,\nsd of runs", "mature,\nsd of runs"]
    return Table("Firms' share of the sessions at SKIF", heading, rows, notes)


def bands() -> str:
    """Return what is published."""
    found = {one.id: one for one in read_targets()}
    early, mature = (found[name] for name in (EARLY, MATURE))
    return (
        f"Published: early {percent(early.low or 0)} to {percent(early.high or 0)}, "
        f"mature {percent(mature.low or 0)} to {percent(mature.high or 0)}"
    )


def sample() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return points of the unit cube (points, parameters), and the shares of one run at each (points, 2)."""
    varied = ranges()
    cube = space_filling("sobol", POINTS, len(varied), SEED)
    found = [shares([one.at(at) for one, at in zip(varied, row, strict=True)], 0) for row in cube]
    return cube, np.array(found)


def within(found: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which shares lie within the published bands (points, 2)."""
    band = {one.id: (one.low, one.high) for one in read_targets()}
    low, high = np.array([band[EARLY], band[MATURE]], float).T
    inside: NDArray[np.bool_] = (low <= found) & (found <= high)
    return inside


def together(cube: NDArray[np.float64], found: NDArray[np.float64]) -> list[Table]:
    """Return how the shares are spread over the points, and which parameters rank them."""
    inside = within(found)
    rows = [
        [name, *(percent(at) for at in np.quantile(values, (0, 0.05, 0.5, 0.95, 1))), percent(part)]
        for name, values, part in (
            ("early", found[:, 0], inside[:, 0].mean()),
            ("mature", found[:, 1], inside[:, 1].mean()),
        )
    ]
    grows = found[:, 1] > found[:, 0]
    notes = [
        f"{len(cube)} points of Sobol's sequence, one run each; early within its band and mature within its: "
        f"{inside.all(axis=1).sum()} points; mature above early: {grows.sum()}",
    ]
    heading = ["share", "least", "5 %", "median", "95 %", "most", "within the\npublished band"]
    spread = Table("All parameters at once, over their plausible ranges", heading, rows, notes)
    return [spread, _ranked(cube, found)]


def _ranked(cube: NDArray[np.float64], found: NDArray[np.float64]) -> Table:
    columns = (found[:, 0], found[:, 1], found[:, 1] / found[:, 0])
    ranked = [
        (one.path.removeprefix("processes."), [float(stats.spearmanr(at, column).statistic) for column in columns])
        for one, at in zip(ranges(), cube.T, strict=True)
    ]
    ranked.sort(key=lambda row: -max(map(abs, row[1])))
    rows = [[name, *(f"{value:+.2f}" for value in values)] for name, values in ranked]
    title = "Rank correlation of each parameter with the shares over these points"
    return Table(title, ["parameter", "early", "mature", "mature over\nearly"], rows)


if __name__ == "__main__":
    print(learning().text(), flush=True)
    for table in together(*sample()):
        print("\n" + table.text())
