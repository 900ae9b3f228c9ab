"""What a scenario file says: the validated document, section by section.

Everything here is data. Links and processes bring their own parameters, so their two sections are
added by `ecosim.catalogue`, which knows them all.

Any mapping of the file may carry ``source``; it tells where numbers come from, is no part of the
document, and is read by `ecosim.scenario.sources`.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from ecosim.scenario.quarter import Quarter
from ecosim.scenario.reference import NAME_PATTERN, Refers


def _unit(unit: str) -> dict[str, Any]:
    return {"unit": unit}


def _distinct(names: list[str]) -> list[str]:
    twice = [name for index, name in enumerate(names) if name in names[:index]]
    if twice:
        raise ValueError(f"{twice[0]!r} is given twice")
    return names


Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Amount = Annotated[float, Field(ge=0, le=1e15, allow_inf_nan=False, json_schema_extra=_unit("money/year"))]
Heads = Annotated[int, Field(ge=0, le=10_000_000, json_schema_extra=_unit("heads"))]
Ratio = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
Title = Annotated[str, Field(min_length=1, max_length=120)]
Name = Annotated[str, Field(pattern=NAME_PATTERN)]
PlaceName = Annotated[str, Refers("places")]
RegionName = Annotated[str, Refers("regions")]
FieldName = Annotated[str, Refers("fields")]
Weights = Annotated[
    dict[FieldName, Annotated[float, Field(gt=0, le=1e6, allow_inf_nan=False)]], Field(min_length=1)
]
Instrument = Literal["institutes", "universities", "projects", "subsidies", "technoparks", "housing"]
#: The indicators that are no part by channel of another one; `ecosim.indicators` says what each of them is.
Measure = Literal[
    "completions", "agreements", "contracts", "licences", "licences_outside", "publications", "spin_offs",
    "graduates_hired", "disclosures", "patent_applications", "patents", "abandoned", "lag", "revenue",
    "revenue_transferred", "jobs_young_firms", "firms", "start_ups_alive", "spin_offs_alive", "firm_staff",
    "researchers", "knowledge_science", "knowledge_universities", "knowledge_firms", "skill_science", "skill_firms",
    "absorptive_capacity", "teaching_share", "applied_share", "basic_share", "ties", "wage", "jobless", "unfilled",
    "left", "public_money", "taxes",
]  # fmt: skip
MAX_QUARTERS = 2000
#: Organisations that a scenario may have, those included that start up in its course.
MAX_ORGANISATIONS = 1_000_000


def _no_formula(text: str) -> str:
    if text[:1] in ("=", "+", "-", "@"):
        raise ValueError(f"begins with {text[0]!r}, which a spreadsheet takes for a formula; begin with a word")
    return text


class Section(BaseModel):
    """A part of a scenario file: unknown keys are refused, values never change after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Time(Section):
    """The calendar of a run."""

    start: Quarter = Field(description="first quarter that is reported")
    end: Quarter = Field(description="last quarter that is reported")
    burn_in: int = Field(
        80, ge=0, le=MAX_QUARTERS, description="time simulated before start, with no link but those dated earlier",
        json_schema_extra=_unit("quarters"),
    )  # fmt: skip

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
        gt=0, le=1e12, allow_inf_nan=False, description="cost of one skilled head for a quarter at the start",
        json_schema_extra=_unit("money/(head quarter)"),
    )  # fmt: skip


class Region(Section):
    """A labour market with its own wage, practice of links, distance to the frontier and public budget."""

    title: str = ""
    practice: Share = Field(0.2, description="practice of every link at the start")
    market: dict[FieldName, Amount] = Field(description="demand that local firms can reach, by field, at the start")
    local_share: Share = Field(0.03, description="share of that demand which local firms have at the start of burn-in")
    growth: float = Field(
        0.0, ge=-0.2, le=0.2, allow_inf_nan=False, description="growth of that demand, beyond the wage index",
        json_schema_extra=_unit("1/year"),
    )  # fmt: skip
    entrants: Ratio = Field(5.0, description="ordinary start-ups", json_schema_extra=_unit("firms/quarter"))
    amenity: Share = Field(0.5, description="attraction of living there")


class Place(Section):
    """Where organisations are; a science city when designated."""

    title: str = ""
    region: RegionName
    latitude: float = Field(ge=-90, le=90, allow_inf_nan=False, json_schema_extra=_unit("degrees north"))
    longitude: float = Field(ge=-180, le=180, allow_inf_nan=False, json_schema_extra=_unit("degrees east"))
    entry: float = Field(
        0.0, ge=0, le=1e15, allow_inf_nan=False, description="weight with which ordinary start-ups settle here"
    )
    designated: Quarter | None = Field(None, description="date from which it is a science city")


class ScienceOrganisation(Section):
    """What institutes and universities have in common."""

    title: Title
    place: PlaceName
    researchers: Heads = Field(description="heads who do research or teach, and posts, at the start")
    fields: Weights = Field(description="weights of the fields; scaled to sum 1")
    knowledge: Ratio = Field(
        0.7, description="knowledge in its fields at the start of burn-in, relative to the frontier"
    )


class Institute(ScienceOrganisation):
    """A research institute."""


class University(ScienceOrganisation):
    """A university."""

    students: Heads = Field(description="students in all years")


class Firm(Section):
    """A named firm."""

    title: Title
    place: PlaceName
    field: FieldName
    staff: Heads = Field(description="skilled staff at the start")
    knowledge: Ratio = Field(
        0.5, description="knowledge in its field at the start of burn-in, relative to the frontier"
    )


class Draw(Section):
    """A positive quantity drawn for each member of a population."""

    distribution: Literal["constant", "lognormal"] = "lognormal"
    median: float = Field(gt=0, le=1e9, allow_inf_nan=False, description="half of the members have less")
    sigma: float = Field(0.0, ge=0, le=5, allow_inf_nan=False, description="standard deviation of the logarithm")

    @model_validator(mode="after")
    def _spread_means_lognormal(self) -> Draw:
        if self.distribution == "constant" and self.sigma:
            raise ValueError("a constant has no sigma; leave it out or write distribution: lognormal")
        return self


class Population(Section):
    """Generated organisations of one kind."""

    kind: Literal["firm", "institute", "university"] = "firm"
    place: PlaceName
    count: int = Field(
        ge=0, le=MAX_ORGANISATIONS, json_schema_extra=_unit("organisations"), description="members at the start"
    )
    fields: Weights = Field(description="weights with which each member's main field is drawn")
    staff: Draw = Field(description="skilled staff, or researchers, of each member")
    students: Draw | None = Field(None, description="students of each university")
    knowledge: Draw = Field(description="knowledge in the main field, relative to the frontier")

    @model_validator(mode="after")
    def _students_of_universities(self) -> Population:
        if (self.kind == "university") != (self.students is not None):
            raise ValueError(f"kind is {self.kind}: students must be given for universities, and for nothing else")
        return self


def _affordable(populations: dict[str, Population]) -> dict[str, Population]:
    if (count := sum(one.count for one in populations.values())) > MAX_ORGANISATIONS:
        raise ValueError(f"{count} organisations in all; at most {MAX_ORGANISATIONS} are allowed")
    return populations


class Ministry(Section):
    """A ministry with a budget for each instrument."""

    title: Title
    region: RegionName
    budget: dict[Instrument, Amount] = Field(description="money at the start, by instrument")
    growth: float = Field(
        0.0, ge=-0.5, le=0.5, allow_inf_nan=False, description="growth of the budget, beyond the wage index",
        json_schema_extra=_unit("1/year"),
    )  # fmt: skip


class Technopark(Section):
    """A technopark: space and services for young firms."""

    title: Title
    place: PlaceName
    opens: Quarter
    capacity: int = Field(ge=0, le=1_000_000, description="resident firms", json_schema_extra=_unit("firms"))


class Event(Section):
    """A dated change of anything that may change in a run."""

    date: Quarter
    title: Title
    set: dict[str, object] = Field(
        default_factory=dict,
        description="dotted path -> new value; null deletes, x0.8 multiplies the number in force",
    )


class Judged(Section):
    """How differences in an indicator are judged; it changes no run."""

    smallest: float = Field(
        gt=0, le=1e15, allow_inf_nan=False,
        description="smallest effect of interest by the horizon; what is surely smaller counts as none",
        json_schema_extra=_unit("the indicator's unit"),
    )  # fmt: skip
    precision: float | None = Field(
        None, gt=0, le=1e15, allow_inf_nan=False,
        description="half-width of the 95 % interval of each difference at which --replications auto stops",
        json_schema_extra=_unit("the indicator's unit"),
    )  # fmt: skip


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
    events: list[Event] = Field(default_factory=list, max_length=200)
    frontier_growth: float = Field(
        0.005, ge=-0.05, le=0.05, allow_inf_nan=False, description="growth of the world frontier",
        json_schema_extra=_unit("1/quarter"),
    )  # fmt: skip
    judgement: dict[Measure, Judged] = Field(
        default_factory=dict,
        description="indicators whose differences are judged, by the horizon; both counts of transfers always are",
    )

    @model_validator(mode="after")
    def _start_ups_affordable(self) -> ScenarioBase:
        a_quarter = sum(region.entrants for region in self.regions.values())
        if (count := round(a_quarter * (self.time.burn_in + self.time.quarters))) > MAX_ORGANISATIONS:
            raise ValueError(
                f"{count} start-ups of all regions in the whole run; at most {MAX_ORGANISATIONS} are allowed: "
                "lower regions.*.entrants, or shorten time"
            )
        return self
