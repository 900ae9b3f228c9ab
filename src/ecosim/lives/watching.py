"""Rules of a run as they are, which write down what no table keeps: who was hired, what was paid, who bid in vain.

They read and change nothing of their own accord, so that a watched run equals the stored one bit for bit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.lib.recfunctions import repack_fields
from numpy.typing import NDArray

from ecosim.memory import Place
from ecosim.parameter import Parameters
from ecosim.processes.labour import Labour
from ecosim.processes.licensing import Licensing
from ecosim.processes.offers import Offers, bid
from ecosim.steps import Ask, Steps
from ecosim.world.codes import Moved
from ecosim.world.world import World

Records = NDArray[Any]
_HIRED = ["employer", "home", "graduate"]


class Hiring(Labour):
    """The labour market, which writes down who was hired."""

    def act(self, world: World) -> Steps:
        """Recruit; between two rounds nobody is hired."""
        yield Ask(lambda: self._keep(world.seekers.rows[:0]))
        yield from super().act(world)

    def match(self, world: World, posted: Place) -> Steps:
        """Match, and keep whoever found an employer."""
        yield from super().match(world, posted)
        yield Ask(lambda: self._keep(world.seekers.view[world.seekers.view["employer"] >= 0]))

    def _keep(self, seekers: Records) -> None:
        self.hires = repack_fields(seekers[_HIRED])


class Paying(Licensing):
    """Licensing, which writes down what was paid at once.

    Attributes:
        fees: money by technology, of the licences of the quarter.
    """

    def act(self, world: World) -> Steps:
        """Conclude agreements, and keep their fees."""
        yield Ask(lambda: self._begin(world))
        yield from super().act(world)
        yield Ask(lambda: self._keep(world))

    def _begin(self, world: World) -> None:
        self._cash, self._first = world.orgs.view["cash"].copy(), len(world.log)

    def _keep(self, world: World) -> None:
        """Work fees out again: each is limited by what those before it have left of the cash."""
        cash, first = self._cash, self._first
        p, self.fees = self.record[0], dict[int, float]()
        for entry in world.log.view[first:]:
            row, firm, owner = int(entry["technology"]), int(entry["who"]), int(entry["other"])
            if entry["what"] == Moved.LICENSED:
                fee = min(p["fee"] * world.techs.rows["bid"][row], p["advance"] * max(0.0, cash[firm]))
                cash[firm] -= fee
                cash[owner] += fee
                self.fees[row] = float(fee)
            elif entry["what"] == Moved.OUTSIDE:
                self.fees[row] = float(p["outside_fee"] * world.regions["wage"][world.orgs.rows["region"][owner]])


@dataclass(frozen=True)
class Bid:
    """What a firm expected of a technology that it wanted.

    Attributes:
        firm: its row.
        gain: what it expected to gain, in money.
        channel: how it knew of it: 0 arm's length, else over a tie of that link.
    """

    firm: int
    gain: float
    channel: int


class Bidding(Offers):
    """Offers, which write down all bids for one technology.

    Args:
        params: of offers.
        key: the permanent key of the technology; None for none.

    Attributes:
        bids: of the quarter, by row of the technology, the best first.
    """

    def __init__(self, params: Parameters, key: int | None) -> None:
        super().__init__(params)
        self.key = key

    def act(self, world: World) -> Steps:
        """Find the bids, and keep those for the technology."""
        yield Ask(lambda: self._begin(world))
        yield from super().act(world)
        yield Ask(lambda: self._keep(world))

    def _begin(self, world: World) -> None:
        self._projects = world.orgs.view["projects"].copy()

    def _keep(self, world: World) -> None:
        self.bids: dict[int, tuple[Bid, ...]] = {}
        if self.key is None:
            return
        active = world.active.view  # others keep the bidder of a quarter long past
        for row in active[world.techs.rows["key"][active] == np.uint64(self.key)].tolist():
            if world.techs.rows["bidder"][row] >= 0:
                self.bids[row] = self._all_bids(world, row)

    def _all_bids(self, world: World, row: int) -> tuple[Bid, ...]:
        """Return all bids for a technology, by the rule itself: the best again and again, each time without it.

        On copies. Bids for the technologies before it come first, because a standing bid takes room for a project.
        """
        orgs, techs = world.orgs.view.copy(), world.techs.rows.copy()
        orgs["projects"] = self._projects
        order = world.active.view
        place, found = int(np.flatnonzero(order == row)[0]), list[Bid]()
        self._bid(world, orgs, techs, order[:place])
        while True:
            self._bid(world, orgs, techs, order[place : place + 1])
            best = techs[row]
            if best["bidder"] < 0:
                return tuple(found)
            found.append(Bid(int(best["bidder"]), float(best["bid"]), int(best["via"])))
            orgs["died"][best["bidder"]] = world.tick

    def _bid(self, world: World, orgs: Records, techs: Records, active: NDArray[np.int64]) -> None:
        params = world.params
        bid(
            orgs, world.regions, techs, active.copy(), np.array([len(active)]), world.distance,
            world.ties.rows, world.adjacent.rows, world.adjacent_start, world.carries, world.ring.rows,
            world.ring_start, world.fields, world.tick, world.now, self.record,
            params["research"], params["development"], params["competition"], np.zeros(len(active), np.int32),
        )  # fmt: skip
