"""What a policy search found, as plain data: for tables, pictures and files."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ecosim.policy.levers import Mix

#: What the mix of the scenario as it is is called.
TODAY = "today"


@dataclass(frozen=True)
class Change:
    """A paired difference from today's mix, mean over replications, and its 95 % interval.

    Attributes:
        mean: the difference.
        low, high: its interval; NaN where there is only one pair.
    """

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Moved:
    """Today's mix with one lever moved; chosen before any run was made, so nothing flatters it.

    Attributes:
        name: what is done, such as ``projects x2`` or ``without incubation``.
        money: change of public money a year.
        completions: change of completed transfers by the horizon.
        clear: whether that change is more than luck, all levers taken together.
    """

    name: str
    money: Change
    completions: Change
    clear: bool


@dataclass(frozen=True)
class Candidate:
    """A mix that was measured on fresh runs.

    Attributes:
        name: a letter; ``today`` for today's.
        mix: a factor for each instrument, one or zero for each link.
        planned: money a year that the mix asks for.
        money: public money a year, mean over fresh runs.
        completions: completed transfers by the horizon, mean over fresh runs.
        ratio: completed transfers per `Policy.per` of public money.
        hours: heads who work for others over links, in full-time equivalents.
        more_money, more, more_ratio, more_hours: paired changes from today's mix in the same.
        searched: change of completed transfers that the runs of the search showed.
        clear: whether transfers differ from those of today's mix for certain, all pairs of mixes taken together.
        most: whether no other candidate brings certainly more transfers.
        thriftiest: whether no other candidate brings certainly more for its money.
    """

    name: str
    mix: Mix
    planned: float
    money: float
    completions: float
    ratio: float
    hours: float
    more_money: Change
    more: Change
    more_ratio: Change
    more_hours: Change
    searched: float
    clear: bool
    most: bool
    thriftiest: bool


@dataclass(frozen=True)
class Policy:
    """What a policy search found.

    Attributes:
        directory: where its files are.
        name, title: of the scenario.
        command: the command that makes it.
        version: of the model.
        seed: of runs and search.
        start, end: first and last quarter that a mix holds for.
        unit: of money.
        budget: money a year that a mix may ask for.
        planned: money a year that today's mix asks for.
        instruments: today's money a year of each instrument that was set.
        links: links that could be switched off.
        low, high: factors between which the money of an instrument was set.
        trials, replications: how many mixes were tried, by how many runs each.
        fresh: further runs of each candidate.
        failed: runs that could not be carried out.
        per: the amount of money to which ratios refer.
        tried: of every mix tried, money a year and change of completed transfers from today's, by the search's runs.
        moved: today's mix with one lever moved, by the runs of the search.
        candidates: today's mix, then candidates with the cheapest first.
    """

    directory: Path
    name: str
    title: str
    command: str
    version: str
    seed: int
    start: str
    end: str
    unit: str
    budget: float
    planned: float
    instruments: dict[str, float]
    links: tuple[str, ...]
    low: float
    high: float
    trials: int
    replications: int
    fresh: int
    failed: int
    per: float
    tried: tuple[tuple[float, float], ...]
    moved: tuple[Moved, ...]
    candidates: tuple[Candidate, ...]

    @property
    def today(self) -> Candidate:
        """Today's mix."""
        return self.candidates[0]

    @property
    def thrifty(self) -> Candidate | None:
        """The cheapest candidate that certainly brings more transfers than today's mix, if there is any."""
        more = (one for one in self.candidates[1:] if one.clear and one.more.mean > 0)
        return min(more, key=lambda one: one.money, default=None)

    def as_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return asdict(self) | {"directory": str(self.directory)}
