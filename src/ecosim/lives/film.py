"""A run filmed: what tables forget from quarter to quarter, and who hired whom.

Filming reads and changes nothing, so a filmed run equals the stored one bit for bit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.lib.recfunctions import repack_fields
from numpy.typing import NDArray

from ecosim import indicators
from ecosim.processes.base import Stage as Step
from ecosim.processes.labour import Labour
from ecosim.scenario.document import ScenarioBase
from ecosim.simulation import PlannedRule, Simulation
from ecosim.world.codes import Stage
from ecosim.world.world import World

Records = NDArray[Any]
#: Columns of organisations that each frame keeps.
KEPT = ["staff", "skill", "cash", "sales", "demand", "quality", "projects", "basic"]
_HIRED = ["employer", "home", "graduate"]


@dataclass(frozen=True)
class Frame:
    """The end of one quarter.

    Attributes:
        orgs: records (organisations,) with the columns `KEPT`.
        knowledge: float32 (organisations, fields), relative to the frontier of the quarter.
        carries: what ties of each link carry, (channels, kinds of flow), see `ecosim.world.codes.Carries`.
        hires: records (people hired in the quarter,): ``employer``, ``home`` (where they come from), ``graduate``.
        creep: share of a product's lead that was lost in the quarter.
        royalty: share of sales owed to a licensed product that its owner is paid, for ``royalty_quarters``.
    """

    orgs: Records
    knowledge: NDArray[np.float32]
    carries: NDArray[np.int64]
    hires: Records
    creep: float
    royalty: float
    royalty_quarters: float


@dataclass(eq=False)
class Film:
    """A run from its first reported quarter to its end.

    Attributes:
        scenario: what was run.
        world: its state at the end.
        begun: tick of the first reported quarter.
        frames: of the quarter before that, where there was one, and of each reported quarter.
        left: int64 (technologies,), tick since which nobody works with a technology any more; -1 for none.
        bids: what the best bidder expected to gain, in money, by technology and tick of the agreement.
        series: float64 (quarters, indicators).
    """

    scenario: ScenarioBase
    world: World
    begun: int
    frames: list[Frame]
    left: NDArray[np.int64]
    bids: dict[tuple[int, int], float]
    series: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 0)))

    @property
    def ticks(self) -> range:
        """The ticks of the reported quarters."""
        return range(self.begun, self.world.tick)

    def at(self, tick: int) -> Frame:
        """Return the end of a quarter; of the first that was filmed for earlier ones."""
        return self.frames[max(0, tick - self.world.tick + len(self.frames))]

    def quarter(self, tick: int) -> int:
        """Return the calendar quarter of a tick."""
        return self.world.quarter - self.world.tick + tick

    @cached_property
    def organisations(self) -> dict[int, int]:
        """Row of each organisation by its permanent key."""
        return {int(key): row for row, key in enumerate(self.world.orgs.view["key"])}

    @cached_property
    def technologies(self) -> dict[int, int]:
        """Row of each technology by its permanent key."""
        return {int(key): row for row, key in enumerate(self.world.techs.view["key"])}

    def organisation_like(self, other: Film, row: int) -> int:
        """Return the row here of an organisation of another run with the same luck; -1 if it does not exist here."""
        return self.organisations.get(int(other.world.orgs.rows["key"][row]), -1) if row >= 0 else -1


class _Hiring(Labour):
    """The labour market as it is, which writes down who was hired."""

    def match(self, world: World) -> None:
        """Match, and keep whoever found an employer."""
        super().match(world)
        seekers = world.seekers.view
        self.hires = repack_fields(seekers[seekers["employer"] >= 0][_HIRED])


class _Filmed(Simulation):
    """A run whose labour market is looked at."""

    def _make_plan(self) -> None:
        super()._make_plan()
        place = next(i for i, one in enumerate(self.plan) if one.stage is Step.LABOUR and one.owner == "process")
        self.hiring = _Hiring(self.scenario.processes.labour)  # type: ignore[attr-defined]
        self.plan[place] = PlannedRule(Step.LABOUR, "process", self.hiring.act)


def film(scenario: ScenarioBase, *, seed: int, replication: int) -> Film:
    """Make a run again and film it."""
    run = _Filmed(scenario, seed=seed, replication=replication)
    world, counts = run.world, []
    found = Film(scenario, world, scenario.time.burn_in, [], np.zeros(0, np.int64), {})
    while not run.finished:
        run.step()
        if world.quarter >= run.start:
            found.frames.append(_frame(run))
        if world.reporting:
            counts.append(indicators.count(world))
        _note(found)
    found.series = indicators.evaluate(np.array(counts))
    return found


def _frame(run: _Filmed) -> Frame:
    world = run.world
    market = world.params["market"][0]
    return Frame(
        repack_fields(world.orgs.view[KEPT]), (world.knowledge[: len(world.orgs)] / world.frontier).astype(np.float32),
        world.carries.copy(), run.hiring.hires, float(world.params["competition"]["creep"][0]),
        float(market["royalty"]), 4.0 * float(market["royalty_years"]),
    )  # fmt: skip


def _note(found: Film) -> None:
    """Note which technologies were left for good in the quarter that has just ended, and what was bid for others."""
    world = found.world
    techs, tick = world.techs.view, world.tick - 1
    missing = len(techs) - len(found.left)
    found.left = np.concatenate([found.left, np.full(missing, -1, np.int64)])
    found.left[(techs["stage"] == Stage.ABANDONED) & (found.left < 0)] = tick
    for row in np.flatnonzero((techs["agreed"] == tick) & (techs["bidder"] >= 0)):
        found.bids[int(row), tick] = float(techs["bid"][row])
