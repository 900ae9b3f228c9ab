"""What is read from a world after each reported quarter, because its tables keep the last value only."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ecosim.world.codes import Instrument, Kind, Stage
from ecosim.world.world import World

FIRST_YEARS = 20  # quarters in which the returns of a product are counted
NEVER = -1

_RESEARCH = (Instrument.INSTITUTES, Instrument.PROJECTS)


class Diary:
    """Notes of a run; `note` reads a world and changes nothing in it.

    Attributes:
        returns: float64 (technologies,), sales owed to each product in the first five years after its launch, in money.
        used: int64 (ties,), tick at which each tie was last used; -1 for never.
        public_research: money that ministries gave for research, one number a quarter: block grants of institutes,
            projects, and block grants of universities for the hours not spent teaching.
        institute_staff: heads of all institutes, one number a quarter.
        park: int64 (organisations,), the technopark in which a firm was first a resident; -1 for none.
        parks: for each quarter, firms alive that are or have been residents of each technopark, by row:
            (firms, heads, money of sales in the quarter).
    """

    def __init__(self) -> None:
        self.returns: NDArray[np.float64] = np.zeros(0)
        self.used: NDArray[np.int64] = np.zeros(0, np.int64)
        self.public_research: list[float] = []
        self.institute_staff: list[int] = []
        self.park: NDArray[np.int64] = np.zeros(0, np.int64)
        self.parks: list[dict[int, tuple[int, int, float]]] = []
        self._uses: NDArray[np.int64] = np.zeros(0, np.int64)

    def note(self, world: World) -> None:
        """Read the quarter that has just ended."""
        self._note_returns(world)
        self._note_ties(world)
        self._note_parks(world)
        self.public_research.append(_public_research(world))
        here = world.regions["counted"][world.orgs.view["region"]] == 1
        institutes = here & (world.orgs.view["kind"] == Kind.INSTITUTE)
        self.institute_staff.append(int(world.orgs.view["staff"][institutes].sum()))

    def _note_returns(self, world: World) -> None:
        """Add each young product's part of its firm's sales: what royalties are reckoned by, licensed or not."""
        techs, orgs, quarter = world.techs.view, world.orgs.view, world.tick - 1
        self.returns = _grown(self.returns, len(techs), 0.0)
        age = quarter - techs["launched"]
        rows = np.flatnonzero((techs["stage"] == Stage.PRODUCT) & (age < FIRST_YEARS))
        firms = orgs[techs["developer"][rows]]
        left = techs["gain"][rows] * (1.0 - world.params["competition"]["creep"][0]) ** age[rows]
        sales = np.where(firms["died"] < 0, firms["sales"], 0.0)
        self.returns[rows] += sales * np.minimum(1.0, left / np.maximum(firms["quality"], 1e-12))

    def _note_ties(self, world: World) -> None:
        uses = world.ties.view["uses"]
        self.used = _grown(self.used, len(uses), NEVER)
        self.used[uses > _grown(self._uses, len(uses), 0)] = world.tick - 1
        self._uses = uses.copy()

    def _note_parks(self, world: World) -> None:
        orgs = world.orgs.view
        self.park = _grown(self.park, len(orgs), NEVER)
        new = (self.park == NEVER) & (orgs["park"] >= 0)
        self.park[new] = orgs["park"][new]
        quarter: dict[int, tuple[int, int, float]] = {}
        for park in world.parks.tolist():
            firms = orgs[(self.park == park) & (orgs["died"] < 0)]
            quarter[park] = (len(firms), int(firms["staff"].sum()), float(firms["sales"].sum()))
        self.parks.append(quarter)


def _public_research(world: World) -> float:
    orgs = world.orgs.view
    counted = world.regions["counted"][orgs["region"]]
    universities = orgs[(orgs["kind"] == Kind.UNIVERSITY) & (counted == 1)]
    heads = universities["staff"].sum()
    teaching = float(universities["staff"] @ universities["teaching"] / heads) if heads else 0.0
    weights = np.zeros(len(Instrument))
    weights[list(_RESEARCH)] = 1.0
    weights[Instrument.UNIVERSITIES] = 1.0 - teaching
    return float((world.tariff * counted[world.ministries]) @ world.budgets @ weights)


def _grown(array: NDArray, length: int, value: float) -> NDArray:  # type: ignore[type-arg]
    return np.concatenate([array, np.full(length - len(array), value, array.dtype)])


def by_year(quarters: Sequence[float] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Return sums of the whole years of some quarters (years,)."""
    whole = np.asarray(quarters, float)[: len(quarters) // 4 * 4]
    sums: NDArray[np.float64] = whole.reshape(-1, 4).sum(axis=1)
    return sums
