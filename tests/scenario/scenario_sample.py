"""A small scenario and a document class with two links, for the tests of the loader."""

from __future__ import annotations

from pydantic import ConfigDict, Field, model_validator

from ecosim.errors import ScenarioError
from ecosim.parameter import Parameters, flow, parameter
from ecosim.scenario import load_text
from ecosim.scenario.document import ScenarioBase
from ecosim.scenario.quarter import Quarter

TEXT = """\
name: tiny
title: Tiny
source: assumed
time: {start: 2000Q1, end: 2010Q4}
money: {unit: million, wage: 0.3}
fields: [physics, biology]
regions:
  r: {market: {physics: 100, biology: 50}}
places:
  p: {region: r, latitude: 54.8, longitude: 83.1}
institutes:
  inp: {title: Nuclear Physics, place: p, researchers: 33, fields: {physics: 1}}
universities:
  nsu: {title: University, place: p, researchers: 100, students: 500, fields: {physics: 1, biology: 2}}
ministries:
  m: {title: Ministry, region: r, budget: {projects: 100}}
links:
  science_industry: {from: 2005, strength: 0.5}
"""


class LinkParameters(Parameters):
    """What every link has."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
    enabled: bool = True
    from_: Quarter | None = Field(None, alias="from")
    until: Quarter | None = None
    strength: float = parameter(1.0, unit="share", range=(0, 1), source="definition", doc="width of the channel")

    @model_validator(mode="after")
    def _in_order(self) -> LinkParameters:
        if self.from_ is not None and self.until is not None and self.until <= self.from_:
            raise ValueError("until must lie after from")
        return self


class ScienceIndustry(LinkParameters):
    """A link with a flow and a parameter."""

    contracts: bool = flow("contract research")
    budget: float = parameter(
        0.02, unit="1", range=(0, 1), plausible=(0.01, 0.05), source="assumed", doc="share of revenue"
    )


class Links(Parameters):
    """The links of the sample."""

    science_industry: ScienceIndustry | None = None
    science_education: LinkParameters | None = None


class Research(Parameters):
    """A process."""

    rho: float = parameter(
        0.0009, unit="1/quarter", range=(0, 0.1), plausible=(0.0003, 0.003), source="Somebody 2001", doc="productivity"
    )


class Processes(Parameters):
    """The processes of the sample."""

    research: Research = Field(default_factory=Research)


class Scenario(ScenarioBase):
    """The document class of the sample."""

    links: Links = Field(default_factory=Links)
    processes: Processes = Field(default_factory=Processes)


def problems(text: str, *overrides: str) -> list[str]:
    """Return what is wrong with a text, each problem as it is printed."""
    try:
        load_text(text, Scenario, overrides, file="t")
    except ScenarioError as error:
        return [str(problem) for problem in error.problems]
    return []


def with_event(*changes: str, date: str = "2003Q2") -> str:
    """Return the sample with one event per group of changes, all of one date."""
    events = "".join(f"- {{date: {date}, title: change, set: {{{change}}}}}\n" for change in changes)
    return f"{TEXT}events:\n{events}"


def swapped(old: str, new: str) -> str:
    """Return the sample with one piece of text replaced by another."""
    assert old in TEXT
    return TEXT.replace(old, new, 1)
