"""What a scenario file says: the validated document, section by section.

Everything here is data. Links and processes bring their own parameters, so their two sections are
added by `ecosim.catalogue`, which knows them all.

Any mapping of the file may carry ``source``; it tells where numbers come from, is no part of the
document, and is read by `ecosim.scenario.sources`.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field, model_validator

from ecosim.scenario.organisations import (
    MAX_ORGANISATIONS,
    Facility,
    Firm,
    Institute,
    Ministry,
    Population,
    Technopark,
    University,
)
from ecosim.scenario.quarter import Quarter
from ecosim.scenario.terms import (
    Amount,
    FieldName,
    Name,
    Ratio,
    RegionName,
    Section,
    Share,
    Title,
    unit_of,
)

#: The indicators that are no part by channel of another one; `ecosim.indicators` says what each of them is.
Measure = Literal[
    "completions", "agreements", "contracts", "licences", "licences_outside", "publications", "spin_offs",
    "graduates_hired", "disclosures", "patent_applications", "patents", "abandoned", "lag", "revenue",
    "revenue_transferred", "jobs_young_firms", "firms", "start_ups_alive", "spin_offs_alive", "firm_staff",
    "researchers", "knowledge_science", "knowledge_universities", "knowledge_firms", "skill_science", "skill_firms",
    "absorptive_capacity", "teaching_share", "applied_share", "basic_share", "ties", "wage", "jobless", "unfilled",
    "left", "public_money", "beam_time", "beam_time_firms", "travel", "town_completions", "town_researchers",
    "town_jobs", "taxes",
]  # fmt: skip
MAX_QUARTERS = 2000


def _no_formula(text: str) -> str:
    if text[:1] in ("=", "+", "-", "@") or text[:1].isspace():  # spreadsheets pass over what is blank
        raise ValueError(f"begins with {text[0]!r}, which a spreadsheet takes for a formula; begin with a word")
    return text


def _affordable(populations: dict[str, Population]) -> dict[str, Population]:
    if (count := sum(one.count for one in populations.values())) > MAX_ORGANISATIONS:
        raise ValueError(f"{count} organisations in all; at most {MAX_ORGANISATIONS} are allowed")
    return populations


def _distinct(names: list[str]) -> list[str]:
    twice = [name for index, name in enumerate(names) if name in names[:index]]
    if twice:
        raise ValueError(f"{twice[0]!r} is given twice")
    return names


class Time(Section):
    """The calendar of a run."""

    start: Quarter = Field(description="first quarter that is reported")
    end: Quarter = Field(description="last quarter that is reported")
    burn_in: int = Field(
        80,
        ge=0,
        le=MAX_QUARTERS,
        description="time simulated before start, with no link but those dated earlier",
        json_schema_extra=unit_of("quarters"),
    )

    @model_validator(mode="after")
    def _in_order(self) -> Time:
        if self.end < self.start:
            raise ValueError("end lies before start")
        if self.quarters > MAX_QUARTERS:
            raise ValueError(f"{self.quarters} quarters from start to end; at most {MAX_QUARTERS} are allowed")
        return self

    @property
    def quarters(self) -> int:
        """Number of quarters reported."""
        return self.end - self.start + 1


class Money(Section):
    """The unit of every amount."""

    unit: Annotated[Title, AfterValidator(_no_formula)] = Field(description="such as 'million RUB of 2020'")
    wage: float = Field(
        gt=0,
        le=1e12,
        allow_inf_nan=False,
        description="cost of one skilled head for a quarter at the start",
        json_schema_extra=unit_of("money/(head quarter)"),
    )


class Currency(Section):
    """A region's own money."""

    unit: Title = Field(description="such as 'billion KZT of 2024'")
    worth: float = Field(
        gt=0,
        le=1e12,
        allow_inf_nan=False,
        description="what one unit is worth in the scenario's money",
        json_schema_extra=unit_of("money"),
    )


class Region(Section):
    """A labour market with its own wage, practice of links, distance to the frontier and public budget."""

    title: str = ""
    wage: float | None = Field(
        None,
        gt=0,
        le=1e12,
        allow_inf_nan=False,
        description="cost of one skilled head for a quarter at the start; that of the whole scenario if absent",
        json_schema_extra=unit_of("money/(head quarter)"),
    )
    currency: Currency | None = Field(None, description="money in which the amounts of the region are given")
    counted: bool = Field(True, description="whether indicators count it; false for a mere partner")
    practice: Share = Field(0.2, description="practice of every link at the start")
    frontier_access: Share = Field(
        1.0, description="part of the world's open publications that reaches its organisations"
    )
    partner: RegionName | None = Field(None, description="region whose practice of links it studies")
    fit: Share = Field(0.3, description="how well the partner's practice of every link fits at the start")
    market: dict[FieldName, Amount] = Field(description="demand that local firms can reach, by field, at the start")
    local_share: Share = Field(0.03, description="share of that demand which local firms have at the start of burn-in")
    growth: float = Field(
        0.0,
        ge=-0.2,
        le=0.2,
        allow_inf_nan=False,
        description="growth of that demand, beyond the wage index",
        json_schema_extra=unit_of("1/year"),
    )
    entrants: Ratio = Field(5.0, description="ordinary start-ups", json_schema_extra=unit_of("firms/quarter"))
    amenity: Share = Field(0.5, description="attraction of living there")


class Place(Section):
    """Where organisations are; a science city when designated."""

    title: str = ""
    region: RegionName
    latitude: float = Field(ge=-90, le=90, allow_inf_nan=False, json_schema_extra=unit_of("degrees north"))
    longitude: float = Field(ge=-180, le=180, allow_inf_nan=False, json_schema_extra=unit_of("degrees east"))
    entry: float = Field(
        0.0, ge=0, le=1e15, allow_inf_nan=False, description="weight with which ordinary start-ups settle here"
    )
    designated: Quarter | None = Field(None, description="date from which it is a science city")
    focus: bool = Field(False, description="whether the indicators of the town count it")


class Event(Section):
    """A dated change of anything that may change in a run."""

    date: Quarter
    title: Title
    set: dict[str, object] = Field(
        default_factory=dict,
        description="dotted path -> new value; null deletes, x0.8 multiplies the number in force",
    )


class Alternative(Section):
    """A cell that `ecosim compare` sets beside the scenario as it stands."""

    title: str = Field("", max_length=120, description="what tables call it; its name if absent")
    set: dict[str, object] = Field(
        default_factory=dict,
        description="dotted path -> value for the whole run; null deletes, x0.8 multiplies",
    )
    events: list[Event] = Field(default_factory=list, max_length=200, description="dated changes beside the scenario's")
    like: Name | None = Field(None, description="cell whose changes it takes over before its own")
    against: Name | None = Field(None, description="cell that it is compared with; the scenario as it stands if absent")


class Judged(Section):
    """How differences in an indicator are judged; it changes no run."""

    smallest: float = Field(
        gt=0, le=1e15, allow_inf_nan=False,
        description="smallest effect of interest by the horizon; what is surely smaller counts as none",
        json_schema_extra=unit_of("the indicator's unit"),
    )
    precision: float | None = Field(
        None, gt=0, le=1e15, allow_inf_nan=False,
        description="half-width of the 95 % interval of each difference at which --replications auto stops",
        json_schema_extra=unit_of("the indicator's unit"),
    )


class ScenarioBase(Section):
    """A whole scenario without the sections of links and processes.

    Attributes:
        own_links: classes of links that are not the package's own (see `ecosim.catalogue.scenario_type`).
    """

    own_links: ClassVar[tuple[type, ...]] = ()

    name: Name
    title: Title
    question: str = ""
    time: Time
    money: Money
    fields: Annotated[list[Name], AfterValidator(_distinct)] = Field(min_length=1, max_length=64)
    regions: dict[Name, Region] = Field(min_length=1)
    places: dict[Name, Place] = Field(min_length=1)
    institutes: dict[Name, Institute] = Field(default_factory=dict)
    universities: dict[Name, University] = Field(default_factory=dict)
    firms: dict[Name, Firm] = Field(default_factory=dict)
    populations: Annotated[dict[Name, Population], AfterValidator(_affordable)] = Field(default_factory=dict)
    ministries: dict[Name, Ministry] = Field(default_factory=dict)
    technoparks: dict[Name, Technopark] = Field(default_factory=dict)
    facilities: dict[Name, Facility] = Field(default_factory=dict)
    events: list[Event] = Field(default_factory=list, max_length=200)
    frontier_growth: float = Field(
        0.005,
        ge=-0.05,
        le=0.05,
        allow_inf_nan=False,
        description="growth of the world frontier",
        json_schema_extra=unit_of("1/quarter"),
    )
    baseline: Title = Field("as it stands", description="what tables call the scenario itself beside its cells")
    cells: dict[Name, Alternative] = Field(
        default_factory=dict, max_length=100, description="what compare sets beside it, in place of cutting links"
    )
    rank: Measure | None = Field(None, description="indicator by which compare ranks the cells")
    judgement: dict[Measure, Judged] = Field(
        default_factory=dict,
        description="indicators whose differences are judged, by the horizon; both counts of transfers always are",
    )

    @model_validator(mode="after")
    def _towns_in_their_region(self) -> ScenarioBase:
        for name, ministry in self.ministries.items():
            town = self.places.get(ministry.place or "")
            if town is not None and town.region != ministry.region:
                raise ValueError(f"ministries.{name}: {ministry.place} is in {town.region}, not in {ministry.region}")
        return self

    @model_validator(mode="after")
    def _start_ups_affordable(self) -> ScenarioBase:
        a_quarter = sum(region.entrants for region in self.regions.values())
        if (count := round(a_quarter * (self.time.burn_in + self.time.quarters))) > MAX_ORGANISATIONS:
            raise ValueError(
                f"{count} start-ups of all regions in the whole run; at most {MAX_ORGANISATIONS} are allowed: "
                "lower regions.*.entrants, or shorten time"
            )
        return self
