"""What a scenario file says of organisations: institutes, universities, firms, ministries, technoparks, facilities."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from ecosim.scenario.quarter import Quarter
from ecosim.scenario.terms import (
    Amount,
    FieldName,
    Heads,
    PlaceName,
    Ratio,
    RegionName,
    Section,
    Share,
    Title,
    Weights,
    unit_of,
)

Instrument = Literal[
    "institutes", "universities", "projects", "subsidies", "technoparks", "housing", "exchange", "assessment"
]

#: Organisations that a scenario may have, those included that start up in its course.
MAX_ORGANISATIONS = 1_000_000


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
        ge=0, le=MAX_ORGANISATIONS, json_schema_extra=unit_of("organisations"), description="members at the start"
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


#: What the government of a town may spend on; the rest is for the state.
MUNICIPAL = ("subsidies", "technoparks", "housing")


class Ministry(Section):
    """A ministry with a budget for each instrument, or the government of a town with a budget of its own."""

    title: Title
    region: RegionName
    place: PlaceName | None = Field(
        None, description="town whose government it is, and where alone it pays; its whole region if absent"
    )
    budget: dict[Instrument, Amount] = Field(description="money at the start, by instrument")
    growth: float = Field(
        0.0,
        ge=-0.5,
        le=0.5,
        allow_inf_nan=False,
        description="growth of the budget, beyond the wage index",
        json_schema_extra=unit_of("1/year"),
    )

    @model_validator(mode="after")
    def _municipal(self) -> Ministry:
        others = [name for name in self.budget if self.place is not None and name not in MUNICIPAL]
        if others:
            allowed = ", ".join(MUNICIPAL)
            raise ValueError(f"the government of a town has no budget for {', '.join(others)}; allowed: {allowed}")
        return self


class Technopark(Section):
    """A technopark: space and services for young firms."""

    title: Title
    place: PlaceName
    opens: Quarter
    capacity: int = Field(ge=0, le=1_000_000, description="resident firms", json_schema_extra=unit_of("firms"))


class Facility(Section):
    """A large research facility, such as a synchrotron; built and run by the state."""

    title: Title
    place: PlaceName
    begins: Quarter | None = Field(None, description="first quarter of construction; none is paid for if absent")
    opens: Quarter | None = Field(None, description="first quarter of beam time; never if absent")
    slots: int = Field(
        ge=0, le=1_000_000, description="sessions of beam time for users", json_schema_extra=unit_of("slots/quarter")
    )
    fields: Weights = Field(description="fields that it serves; use of each, relative to the largest")
    trained: Share = Field(0.0, description="share of its region's researchers who can use it when it opens")
    construction: Amount = Field(0.0, description="cost of construction while it lasts")
    running: Amount = Field(0.0, description="cost of running it")
