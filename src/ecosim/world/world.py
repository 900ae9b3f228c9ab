"""The state of a run: tables and arrays, nothing else. Processes and links change it."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecosim.memory import Places, Rows
from ecosim.world import layouts
from ecosim.world.codes import Carries, Flow, Instrument, Origin, People
from ecosim.world.tables import Table, grow_matrix

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Records = NDArray[Any]
_ROWS = 512  # organisations for which there is room at first


class Clock(IntEnum):
    """Numbers of the clock: quarters since the run began, the calendar quarter, whether the burn-in is over."""

    TICK = 0
    QUARTER = 1
    REPORTING = 2


#: What a scenario says of a facility; costs are of a quarter, in wages of the start.
RUNNING = np.dtype(
    [("opens", np.int64), ("begins", np.int64), ("slots", np.int64)]
    + [(name, np.float64) for name in ("trained", "running", "construction")]
)


#: Arrays that hold numbers with names of their own.
_NUMBERS = {"clock": ("tick", "quarter", "reporting"), "address": ("luck", "now")}


def _number(array: str, index: int, kind: Callable[[Any], Any], doc: str) -> Any:
    """Return the property of a world that is a number of one of its arrays."""

    def read(world: World) -> Any:
        return kind(getattr(world, array)[index])

    def write(world: World, value: Any) -> None:
        getattr(world, array)[index] = value

    return property(read, write, doc=doc)


class World:
    """Everything that exists in a run.

    Attributes:
        at: where everything stands that rules hand to kernels, by the names of these attributes.
        orgs, techs, ties, cohorts, seekers, log: the tables (see `ecosim.world.layouts`).
        alive: `Rows` of int64, the living institutes, universities and firms, ascending.
        alive_by_region, region_start: the same region by region, and where each region begins among them.
        home: `Rows` of int32, the region of each of ``alive``.
        regions, places: structured arrays (regions,) and (places,).
        knowledge: float64 (organisations, fields), in units of the frontier at the start of reporting.
        weights: float64 (organisations, fields), share of each field in an organisation's work; rows sum to 1.
        frontier: float64 (fields,), the world frontier; frontier_growth: float64 (1,), a quarter.
        practice: float64 (regions, channels), how well people know to work a link, 0-1.
        market: float64 (regions, fields), demand per quarter that local firms can reach, in wages.
        base_market, base_budgets: the same two as the scenario says them, before growth.
        rival: float64 (regions, fields), attraction of the world's best suppliers.
        people: int64 (regions, 4), cumulative counts (see `People`).
        budgets: float64 (ministries, instruments), wages per quarter.
        tariff: float64 (ministries,), money paid per wage; growth: float64 (ministries,), of budgets a year.
        designated: float64 (places,), quarter of designation as a science city; infinite for never.
        towns: int64 (ministries,), the place to which a town's own government is confined; -1: its whole region.
        universities, ministries, parks: int64, rows of these; capacity: int64 (technoparks,), residents;
            opens, residents: int64 (technoparks,), first quarter, and residents from then on.
        distance: float64 (places, places), kilometres.
        facilities: int64, rows of the facilities; slots: int64 (facilities,), beam time this quarter;
            serves: float64 (facilities, fields), use of a field over that of the main one; upkeep: float64
            (facilities,), what building or running it costs this quarter, in wages; running: records (facilities,),
            when it opens and begins to be built, and what it costs and can then.
        measured: float64 (organisations, fields), research done by measuring since the last research stage, in heads.
        fit: float64 (regions, channels), how well the partner region's practice of a link fits there, 0-1.
        flowed: float64 (regions, flows, channels), what flowed this quarter (see `Flow`).
        carries: int64 (channels, kinds of flow), 1 where a link's ties carry a flow now (see `Carries`).
        joins: int64 (channels, 2), kinds of organisations that a link joins by ties, in force or not; -1 without ties.
        used: float64 (regions, channels, 2), scratch: organisations that could use a link, and that did this quarter.
        ring, ring_start: `Rows` of organisations in random order within (kind, region, field), see
            `ecosim.kernels.ring`, and where each group begins.
        adjacent, adjacent_start: `Rows`, ties of each organisation, see `ecosim.kernels.adjacency`.
        directed: float64 (regions, instruments), share of each instrument's money that a link directed this quarter.
        share: float64 (organisations,), scratch: claims on money that is shared out, weights of firms in competition.
        attraction: float64 (regions, fields), sum of firms' weights in the competition.
        local_knowledge, local_quality: float64 (regions, fields), means over firms; local_count: int64 (regions,
            fields), firms.
        delta: float64 (organisations, fields), scratch: changes of knowledge, applied together.
        taught, practised: float64 (universities, fields, 2), heads who taught (or supervised practice) this
            quarter, and heads times their knowledge relative to the frontier.
        mix: float64 (universities, fields), what new students enrol for.
        vacant: int32 (organisations, fields), vacancies of this quarter that are not filled.
        posted: int64 (regions, fields), vacancies of this quarter, filled or not.
        held: int64 (organisations, channels), lasting ties of each organisation over each link.
        active: `Rows` of int64, technologies on the shelf, in development or earning royalties.
        found_from: int64 (quarters,), first row of the technologies discovered in each quarter.
        released: float64 (universities,), heads' worth of teaching that others took over this quarter.
        params: parameters of every process as records (1,), by the name of its stage.
        names: names of fields, regions, places, channels, instruments, and of organisations that have one.
        clock: int64 (3,), see `Clock`; address: uint64 (2,), of all draws of the run, and of this quarter's.
    """

    tick: int = _number("clock", Clock.TICK, int, "Quarters since the run began.")
    quarter: int = _number("clock", Clock.QUARTER, int, "The calendar quarter.")
    reporting: bool = _number("clock", Clock.REPORTING, bool, "Whether the burn-in is over.")
    luck: np.uint64 = _number("address", 0, np.uint64, "The address of all draws of the run.")
    now: np.uint64 = _number("address", 1, np.uint64, "The address of this quarter's draws.")

    def __init__(self, fields: int, channels: int) -> None:
        self.at = Places(_NUMBERS)
        self._scratch: dict[str, Rows] = {}
        self.fields = fields
        self.channels = channels
        self.seed = 0
        self.replication = 0
        self.clock: Ints = np.zeros(len(Clock), np.int64)
        self.address = np.zeros(2, np.uint64)
        self.params: dict[str, Records] = {}
        self.names: dict[str, list[str]] = {}
        self.orgs = Table(layouts.ORGANISATION, _ROWS)
        self.techs = Table(layouts.TECHNOLOGY, 1024)
        self.ties = Table(layouts.TIE, 512)
        self.cohorts = Table(layouts.COHORT, 256)
        self.seekers = Table(layouts.SEEKER, 256)
        self.log = Table(layouts.EVENT, 4096)
        self.requests = Table(layouts.REQUEST, 64)
        self._empty_organisations(fields, channels)
        self._empty_surroundings(fields, channels)
        self.frontier: Floats = np.ones(fields)
        self.frontier_growth: Floats = np.zeros(1)
        self.active = Rows(np.int64, 1024)
        self.found_from: Ints = np.zeros(0, np.int64)
        self.joins: Ints = np.full((channels, 2), -1)
        self.carries: Ints = np.zeros((channels, len(Carries)), np.int64)

    def _empty_organisations(self, fields: int, channels: int) -> None:
        self.alive = Rows(np.int64)
        self.alive_by_region = self.alive
        self.home = Rows(np.int32)
        self.region_start: Ints = np.zeros(1, np.int64)
        self.knowledge: Floats = np.zeros((_ROWS, fields))
        self.weights: Floats = np.zeros((_ROWS, fields))
        self.share: Floats = np.zeros(_ROWS)
        self.delta: Floats = np.zeros((_ROWS, fields))
        self.held: Ints = np.zeros((_ROWS, channels), np.int64)
        self.measured: Floats = np.zeros((_ROWS, fields))
        self.vacant = np.zeros((_ROWS, fields), np.int32)
        self.ring = Rows(layouts.RING.dtype)
        self.ring_start: Ints = np.zeros(1, np.int64)
        self.adjacent = Rows(np.int64)
        self.adjacent_start: Ints = np.zeros(_ROWS + 2, np.int64)
        self.taught: Floats = np.zeros((0, fields, 2))
        self.practised: Floats = np.zeros((0, fields, 2))
        self.mix: Floats = np.zeros((0, fields))
        self.released: Floats = np.zeros(0)
        self.ministries: Ints = np.zeros(0, np.int64)
        self.towns: Ints = np.zeros(0, np.int64)
        self.parks: Ints = np.zeros(0, np.int64)
        self.universities: Ints = np.zeros(0, np.int64)
        self.budgets: Floats = np.zeros((0, len(Instrument)))
        self.base_budgets: Floats = np.zeros((0, len(Instrument)))
        self.tariff: Floats = np.zeros(0)
        self.capacity: Ints = np.zeros(0, np.int64)
        self.facilities: Ints = np.zeros(0, np.int64)
        self.slots: Ints = np.zeros(0, np.int64)
        self.serves: Floats = np.zeros((0, fields))
        self.upkeep: Floats = np.zeros(0)
        self.running: Records = np.zeros(0, RUNNING)
        self.growth: Floats = np.zeros(0)
        self.opens: Ints = np.zeros(0, np.int64)
        self.residents: Ints = np.zeros(0, np.int64)

    def _empty_surroundings(self, fields: int, channels: int) -> None:
        self.regions: Records = np.zeros(0, layouts.REGION.dtype)
        self.places: Records = np.zeros(0, layouts.PLACE.dtype)
        self.designated: Floats = np.zeros(0)
        self.distance: Floats = np.zeros((0, 0))
        self.practice: Floats = np.zeros((0, channels))
        self.fit: Floats = np.zeros((0, channels))
        self.flowed: Floats = np.zeros((0, len(Flow), channels))
        self.market: Floats = np.zeros((0, fields))
        self.base_market: Floats = np.zeros((0, fields))
        self.rival: Floats = np.zeros((0, fields))
        self.attraction: Floats = np.zeros((0, fields))
        self.local_knowledge: Floats = np.zeros((0, fields))
        self.local_quality: Floats = np.zeros((0, fields))
        self.local_count: Ints = np.zeros((0, fields), np.int64)
        self.people: Ints = np.zeros((0, len(People)), np.int64)
        self.posted: Ints = np.zeros((0, fields), np.int64)
        self.used: Floats = np.zeros((0, channels, 2))
        self.directed: Floats = np.zeros((0, len(Instrument)))

    @property
    def living(self) -> Ints:
        """Rows of the living institutes, universities and firms, ascending: int64 (n,)."""
        return self.alive.view

    @property
    def by_region(self) -> Ints:
        """The same rows, region by region."""
        return self.alive_by_region.view

    @property
    def tally(self) -> Floats:
        """What flowed this quarter in the regions that indicators count: float64 (flows, channels)."""
        total: Floats = self.flowed[self.regions["counted"] > 0].sum(axis=0)
        return total

    def name_of(self, row: int) -> str | None:
        """Return the name of an organisation; what was founded in the run is called by kind and row; None for -1."""
        if row < 0:
            return None
        named = self.names["organisations"]
        return named[row] if row < len(named) else f"{Origin(int(self.orgs.rows['origin'][row])).name.lower()}.{row}"

    def reserve_organisations(self, extra: int) -> None:
        """Make room for more organisations in every table that has a row for each."""
        self.hold_organisations(len(self.orgs) + extra)

    def hold_organisations(self, rows: int) -> None:
        """Make room for so many organisations in all."""
        before = self.orgs.rows
        self.orgs.hold(rows)
        if self.orgs.rows is before:
            return
        for name in ("knowledge", "weights", "share", "delta", "vacant", "held", "measured"):
            setattr(self, name, grow_matrix(getattr(self, name), len(self.orgs.rows)))
        missing = len(self.orgs.rows) + 2 - len(self.adjacent_start)
        if missing > 0:  # organisations yet to come have no ties
            self.adjacent_start = np.pad(self.adjacent_start, (0, missing), mode="edge")

    def scratch(self, name: str, dtype: Any) -> Rows:
        """Return rows that nobody reads any more when a rule has acted; who asks by the same name has the same."""
        if name not in self._scratch:
            self._scratch[name] = Rows(dtype)
        return self._scratch[name]

    def copy(self) -> World:
        """Return an independent copy: runs that share a past are simulated once and then part."""
        twin = object.__new__(World)
        twin.__setstate__(
            {
                name: value.copy() if isinstance(value, np.ndarray | Rows) else value
                for name, value in self.__getstate__().items()
            }
        )
        if self.alive_by_region is self.alive:
            twin.alive_by_region = twin.alive
        twin._scratch = {name: rows.empty() for name, rows in self._scratch.items()}  # as much will be needed
        return twin

    def __getstate__(self) -> dict[str, Any]:
        """Return what another process, or a deep copy, needs: all but where it stands."""
        return {name: value for name, value in vars(self).items() if name not in ("at", "_scratch")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Stand here."""
        self.at, self._scratch = Places(_NUMBERS), {}
        for name, value in state.items():
            setattr(self, name, value)

    def __setattr__(self, name: str, value: Any) -> None:
        """Keep a value, and tell compiled code where it stands."""
        if isinstance(value, np.ndarray | Rows):
            self.at.tell(name, value)
        super().__setattr__(name, value)
