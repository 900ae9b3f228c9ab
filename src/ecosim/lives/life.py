"""The life of one technology: what happened to it, in order, and what it earned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ecosim.errors import UsageError
from ecosim.lives.film import Film, Visit
from ecosim.lives.watching import Bid
from ecosim.randomness import address, name_key, uniforms
from ecosim.world.codes import Agreement, Moved, Stage

_LOT = name_key("lives", "random")
#: A moment that no entry of the log tells of: a technology on the shelf that nobody took up.
FORGOTTEN = -1
#: Another one: a session at a large facility for the project, as filmed.
MEASURED = -2
AGREEMENTS = (Moved.LICENSED, Moved.PUBLICATION_USED, Moved.SPUN_OFF, Moved.OUTSIDE)
PATENTS = (Moved.PATENT_APPLIED, Moved.PATENT_GRANTED, Moved.PATENT_REFUSED)
_ENTRY = ("quarter", "what", "who", "other", "channel")
_LEAVING = (Moved.ABANDONED, Moved.RETURNED)
VALLEY = range(4, 7)  # readiness levels of the valley of death


@dataclass(frozen=True)
class Moment:
    """One entry in the life of a technology.

    Attributes:
        tick: when.
        what: code of `Moved`, `FORGOTTEN` or `MEASURED`.
        who, other: rows of organisations; -1 for nobody.
        channel: 0 arm's length, else the link's.
        level: readiness level after it.
    """

    tick: int
    what: int
    who: int
    other: int
    channel: int
    level: int


@dataclass(frozen=True)
class Life:
    """The life of a technology in one run.

    Attributes:
        film: the run.
        row: its row there.
    """

    film: Film
    row: int

    @property
    def key(self) -> int:
        """Its permanent key, the same in every run that has it."""
        return int(self.film.world.techs.rows["key"][self.row])

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        """What happened, in order."""
        log, tech = self.film.world.log.view, self.film.world.techs.rows[self.row]
        level, found = int(tech["entry"]), []
        for entry in log[log["technology"] == self.row]:
            level += int(entry["what"] == Moved.ADVANCED)
            tick, what, who, other, channel = (int(entry[name]) for name in _ENTRY)
            found.append(Moment(tick, what, who, other, channel, level))
        left = int(self.film.left[self.row])
        if left >= 0 and not any(one.tick == left and one.what in _LEAVING for one in found):
            found.append(Moment(left, FORGOTTEN, int(tech["owner"]), -1, 0, level))
        return tuple(_with_visits(sorted(found, key=lambda one: one.tick), self.film.visits.get(self.row, [])))

    @property
    def steps(self) -> tuple[Moment, ...]:
        """What happened to it, without what happened to its patent alone."""
        return tuple(one for one in self.moments if one.what not in PATENTS)

    def first(self, *what: int) -> Moment | None:
        """Return the first moment of some kinds."""
        return next((one for one in self.moments if one.what in what), None)

    @property
    def visits(self) -> tuple[Moment, ...]:
        """Sessions at large facilities, in order."""
        return tuple(one for one in self.moments if one.what == MEASURED)

    @property
    def fee(self) -> float:
        """What its owner was paid at once for licences."""
        return sum(fee for (row, _), fee in self.film.fees.items() if row == self.row)

    @property
    def rivals(self) -> tuple[tuple[int, Bid], ...]:
        """Bids that did not get it, with their ticks; known of a technology that was watched."""
        return tuple((tick, bid) for (row, tick), bids in self.film.rivals.items() if row == self.row for bid in bids)

    @cached_property
    def earned(self) -> NDArray[np.float64]:
        """Sales owed to it in each reported quarter, in money: the part of its firm's sales that royalties go by."""
        return earnings(self.film, np.array([self.row]))[:, 0]

    @property
    def royalties(self) -> float:
        """What its owner was owed as royalties by the end of the run."""
        tech = self.film.world.techs.rows[self.row]
        if tech["agreement"] != Agreement.LICENCE or tech["launched"] < 0:
            return 0.0
        total = 0.0
        for tick, amount in zip(self.film.ticks, self.earned, strict=True):
            frame = self.film.at(tick)
            total += frame.royalty * amount if tick - tech["launched"] <= frame.royalty_quarters else 0.0
        return float(total)


def _with_visits(moments: list[Moment], visits: Sequence[Visit]) -> list[Moment]:
    """Return moments with visits among them: in a quarter after agreements and before development, as rules act."""
    found = list(moments)
    for visit in reversed(visits):
        before = [one for one in moments if one.tick < visit.tick + (one.what in AGREEMENTS)]
        place = found.index(before[-1]) + 1
        who = (visit.firm, visit.facility, visit.channel)
        found.insert(place, Moment(visit.tick, MEASURED, *who, before[-1].level))
    return found


def earnings(film: Film, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return sales owed to some technologies in each reported quarter: (quarters, technologies)."""
    techs = film.world.techs.rows[rows]
    died = film.world.orgs.rows["died"]
    found = np.zeros((len(film.ticks), len(rows)))
    for place, tick in enumerate(film.ticks):
        frame = film.at(tick)
        age = tick - techs["launched"]
        sold = np.flatnonzero((techs["launched"] >= 0) & (age >= 0))
        makers = techs["developer"][sold]
        alive = (died[makers] < 0) | (died[makers] > tick)
        firms = frame.orgs[makers]
        left = techs["gain"][sold] * (1.0 - frame.creep) ** age[sold]
        part = np.minimum(1.0, left / np.maximum(firms["quality"], 1e-12))
        found[place, sold] = np.where(alive, firms["sales"], 0.0) * part
    return found


def numbered(film: Film, number: int) -> Life:
    """Return the technology of a row.

    Raises:
        UsageError: there is none, or it was discovered before reporting began.
    """
    known = _traceable(film)
    if not len(known) or not known[0] <= number <= known[-1]:
        allowed = f"allowed: {known[0]} to {known[-1]}" if len(known) else "none was discovered since reporting began"
        raise UsageError(f"no technology {number} to be traced; {allowed}")
    return Life(film, number)


def best(film: Film) -> Life:
    """Return the technology to which most sales are owed by the end, of those discovered since reporting began.

    Raises:
        UsageError: none became a product.
    """
    rows = _traceable(film)
    rows = rows[film.world.techs.rows["stage"][rows] == Stage.PRODUCT]
    if not len(rows):
        raise UsageError("no technology discovered since reporting began became a product; try --random")
    return Life(film, int(rows[np.argmax(earnings(film, rows).sum(axis=0))]))


def by_lot(film: Film, lot: int) -> Life:
    """Return a technology discovered since reporting began, drawn by lot; another number, another one.

    Raises:
        UsageError: there is none.
    """
    rows = _traceable(film)
    if not len(rows):
        raise UsageError("no technology was discovered since reporting began")
    lots = np.empty(len(rows))
    seat = address(film.world.luck, int(_LOT), lot)
    uniforms(seat, np.ascontiguousarray(film.world.techs.rows["key"][rows]), lots)
    return Life(film, int(rows[np.argmin(lots)]))


def _traceable(film: Film) -> NDArray[np.int64]:
    return np.flatnonzero(film.world.techs.view["found"] >= film.begun)


def another_fate(first: Film, second: Film) -> tuple[int, int]:
    """Return how many technologies of a run have another fate in a second one, and how many there are.

    Those discovered since reporting began count. A fate is who took it up when, and how it ended when.
    """
    rows = _traceable(first)
    fates = [_fates(film) for film in (first, second)]
    other = sum(fates[0][key] != fates[1].get(key) for key in first.world.techs.rows["key"][rows].tolist())
    return other, len(rows)


def _fates(film: Film) -> dict[int, tuple[int, ...]]:
    techs, keys = film.world.techs.view, film.world.orgs.view["key"]
    makers = np.where(techs["developer"] >= 0, keys[techs["developer"]], np.uint64(0))
    columns = [makers, *(techs[name] for name in ("agreed", "launched", "stage", "level")), film.left]
    fates = zip(*(column.tolist() for column in columns), strict=True)
    return dict(zip(techs["key"].tolist(), fates, strict=True))
