"""A run filmed: what tables forget from quarter to quarter, who hired whom, what was paid, and who bid in vain.

Filming reads and changes nothing, so a filmed run equals the stored one bit for bit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.lib.recfunctions import repack_fields
from numpy.typing import NDArray

from ecosim.lives.watching import Bid, Bidding, Hiring, Paying
from ecosim.plan import PlannedRule
from ecosim.scenario.document import ScenarioBase
from ecosim.simulation import Counted
from ecosim.world.codes import Stage
from ecosim.world.world import World

Records = NDArray[Any]
#: Columns of organisations that each frame keeps.
KEPT = ["staff", "skill", "cash", "sales", "demand", "quality", "projects", "basic"]


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


@dataclass(frozen=True)
class Visit:
    """A session at a large facility, for a project of a firm.

    Attributes:
        tick: when.
        firm: row of the firm.
        facility: row of the facility; -1 elsewhere in the world, or where there are several.
        channel: 0 elsewhere in the world, else the link's.
    """

    tick: int
    firm: int
    facility: int
    channel: int


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
        rivals: the other bids, the best first, likewise; of the technology alone that was watched.
        fees: what was paid at once for a licence, in money, likewise.
        visits: sessions at large facilities, by technology.
        series: float64 (quarters, indicators).
    """

    scenario: ScenarioBase
    world: World
    begun: int
    frames: list[Frame]
    left: NDArray[np.int64]
    bids: dict[tuple[int, int], float] = field(default_factory=dict)
    rivals: dict[tuple[int, int], tuple[Bid, ...]] = field(default_factory=dict)
    fees: dict[tuple[int, int], float] = field(default_factory=dict)
    visits: dict[int, list[Visit]] = field(default_factory=dict)
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


class _Filmed(Counted):
    """A run of which some rules are watched."""

    technology: int | None = None

    def watched(self, rules: Iterable[PlannedRule]) -> Iterable[PlannedRule]:
        """Return the rules, of which three write down more than they do."""
        processes = self.scenario.processes  # type: ignore[attr-defined]
        self.hiring = Hiring(processes.labour)
        self.bidding = Bidding(processes.offers, self.technology)
        self.paying = Paying(processes.licensing)
        watching = {("process", one.stage.value): one.act for one in (self.hiring, self.bidding, self.paying)}
        for rule in rules:
            yield PlannedRule(rule.stage, rule.owner, watching.get((rule.owner, rule.stage.value), rule.rule))


def film(scenario: ScenarioBase, *, seed: int, replication: int, watched: int | None = None) -> Film:
    """Make a run again and film it.

    Args:
        scenario: what to run.
        seed: which luck.
        replication: which repetition.
        watched: permanent key of a technology all of whose bids are kept.
    """
    run = _Filmed(scenario, seed=seed, replication=replication)
    run.technology = run.bidding.key = watched
    world = run.world
    found = Film(scenario, world, scenario.time.burn_in, [], np.zeros(0, np.int64))
    while not run.finished:
        run.step()
        if world.quarter >= run.start:
            found.frames.append(_frame(run))
        _note(found, run)
    found.series = run.series
    return found


def _frame(run: _Filmed) -> Frame:
    world = run.world
    market = world.params["market"][0]
    return Frame(
        repack_fields(world.orgs.view[KEPT]), (world.knowledge[: len(world.orgs)] / world.frontier).astype(np.float32),
        world.carries.copy(), run.hiring.hires, float(world.params["competition"]["creep"][0]),
        float(market["royalty"]), 4.0 * float(market["royalty_years"]),
    )  # fmt: skip


def _note(found: Film, run: _Filmed) -> None:
    """Note what happened in the quarter that has just ended: what was left for good, bid, paid and measured."""
    world = found.world
    techs, tick = world.techs.view, world.tick - 1
    missing = len(techs) - len(found.left)
    found.left = np.concatenate([found.left, np.full(missing, -1, np.int64)])
    found.left[(techs["stage"] == Stage.ABANDONED) & (found.left < 0)] = tick
    for agreed in np.flatnonzero((techs["agreed"] == tick) & (techs["bidder"] >= 0)):
        found.bids[int(agreed), tick] = float(techs["bid"][agreed])
    found.fees |= {(row, tick): fee for row, fee in run.paying.fees.items()}
    for row, bids in run.bidding.bids.items():
        found.rivals[row, tick] = tuple(one for one in bids if one.firm != techs["developer"][row])
    only = int(world.facilities[0]) if len(world.facilities) == 1 else -1
    asked = world.requests.view
    for one in asked[(asked["channel"] >= 0) & (asked["technology"] >= 0)]:
        visit = Visit(tick, int(one["row"]), only if one["channel"] else -1, int(one["channel"]))
        found.visits.setdefault(int(one["technology"]), []).append(visit)
