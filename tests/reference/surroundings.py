"""Regions and places (ODD, 2)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ecosim.world.codes import Flow, Instrument

if TYPE_CHECKING:
    from reference.organisations import Organisation

OPEN = "open"


@dataclass(eq=False)
class Region:
    """One labour market with one wage, accounts outside science and firms, and one practice of each link."""

    name: str
    key: int
    wage: float
    price: float
    state_pay: float
    amenity: float
    access: float
    counted: bool
    growth: float
    core: float
    local_share: float
    entrants: float
    practice: dict[str, float]
    fit: dict[str, float]
    market: list[float] = field(default_factory=list)  # demand by field, in wages of the start
    base_market: list[float] = field(default_factory=list)
    suppliers: list[float] = field(default_factory=list)  # weight of the world's suppliers, by field
    partner: Region | None = None
    state: Organisation = None  # type: ignore[assignment]  # the four accounts outside are made after the region
    households: Organisation = None  # type: ignore[assignment]
    rest_of_world: Organisation = None  # type: ignore[assignment]
    investors: Organisation = None  # type: ignore[assignment]
    experts: float = 0.0
    assessors: float = 0.0
    taxes: float = 0.0
    taxed: float = 0.0
    taxes_start: float = 0.0
    unfilled: int = 0
    jobless: int = 0
    enrolled: int = 0
    arrived: int = 0
    retired: int = 0
    left: int = 0
    local_knowledge: list[float] = field(default_factory=list)  # means over firms, by field, at the last entry
    local_quality: list[float] = field(default_factory=list)
    attraction: list[float] = field(default_factory=list)  # what its firms weigh in the competition, by field
    flows: defaultdict[tuple[Flow, str], float] = field(default_factory=lambda: defaultdict(float))
    directed: defaultdict[Instrument, float] = field(default_factory=lambda: defaultdict(float))

    def count(self, flow: Flow, channel: str, amount: float) -> None:
        """Note that something flowed through a channel this quarter."""
        self.flows[flow, channel] += amount


@dataclass(eq=False)
class Place:
    """Where organisations are."""

    name: str
    key: int
    region: Region
    entry: float
    focus: bool
    distances: dict[str, float]  # kilometres to each place
    city: bool = False
    amenity: float = 0.0
    introduced: float = 0.0
    meetings: float = 0.0

    def distance(self, other: Place) -> float:
        """Return the kilometres to another place."""
        return self.distances[other.name]
