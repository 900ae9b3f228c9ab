"""Everything that a scenario can name: the links, the processes, and the scenario document with both.

Adding a link is adding one file and its line here, passing it to `scenario_type`, or a plug-in (`ecosim.plugins`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, create_model

from ecosim import plugins
from ecosim.links.base import Link, LinkParameters
from ecosim.links.education_industry import EducationIndustry
from ecosim.links.expert_exchange import ExpertExchange
from ecosim.links.facility_access import FacilityAccess
from ecosim.links.incubation import Incubation
from ecosim.links.joint_assessment import JointAssessment
from ecosim.links.public_funding import PublicFunding
from ecosim.links.science_city import ScienceCity
from ecosim.links.science_education import ScienceEducation
from ecosim.links.science_industry import ScienceIndustry
from ecosim.links.spin_off import SpinOff
from ecosim.processes.base import Process
from ecosim.processes.competition import Competition
from ecosim.processes.contracts import Contracts
from ecosim.processes.development import Development
from ecosim.processes.education import Education
from ecosim.processes.entry import Entry
from ecosim.processes.funding import Appropriation, Funding
from ecosim.processes.labour import Labour
from ecosim.processes.learning import Learning
from ecosim.processes.licensing import Licensing
from ecosim.processes.market import Market
from ecosim.processes.measurement import Measurement
from ecosim.processes.offers import Offers
from ecosim.processes.partnering import Partnering
from ecosim.processes.patenting import Patenting
from ecosim.processes.practice import Practice
from ecosim.processes.proposals import Proposals
from ecosim.processes.research import Research
from ecosim.scenario.document import ScenarioBase
from ecosim.scenario.reference import NAME_PATTERN, NAME_RULE

#: The links of this package, in the order of their channels (1, 2, ...).
OWN_LINKS: tuple[type[Link], ...] = (
    ScienceEducation,
    EducationIndustry,
    ScienceIndustry,
    SpinOff,
    Incubation,
    PublicFunding,
    ScienceCity,
    FacilityAccess,
    ExpertExchange,
    JointAssessment,
)


def _problem(name: str, link: Any) -> str:
    """Return why a plug-in is no link, or nothing."""
    if not (isinstance(link, type) and issubclass(link, Link) and issubclass(link.Params, LinkParameters)):
        return "it is no subclass of ecosim.links.base.Link with Params of LinkParameters"
    if getattr(link, "name", None) != name or not re.fullmatch(NAME_PATTERN, name):
        return f"entry point and link need the same name ({NAME_RULE})"
    return "ecosim has a link of this name" if name in (one.name for one in OWN_LINKS) else ""


#: The same, and behind them those of other packages; see `ecosim.plugins`.
LINKS: tuple[type[Link], ...] = (*OWN_LINKS, *(link for _, link in plugins.usable(plugins.LINKS, _problem)))

#: Processes, one for each stage of the quarter that goes on without any link.
PROCESSES: tuple[type[Process], ...] = (
    Appropriation,
    Funding,
    Education,
    Competition,
    Labour,
    Research,
    Partnering,
    Learning,
    Contracts,
    Patenting,
    Offers,
    Licensing,
    Proposals,
    Measurement,
    Development,
    Market,
    Entry,
    Practice,
)

#: The sides of the Lavrentyev Triangle.
TRIANGLE: tuple[str, ...] = tuple(link.name for link in OWN_LINKS if link.triangle)


def link_types(*more: type[Link]) -> dict[str, type[Link]]:
    """Return every link by name; a link of one's own replaces one of the same name or comes after them."""
    return {link.name: link for link in (*LINKS, *more)}


class _Group(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _section(title: str, fields: Mapping[str, Any], doc: str) -> type[BaseModel]:
    model: type[BaseModel] = create_model(title, __base__=_Group, __doc__=doc, **fields)
    return model


def scenario_type(*more: type[Link]) -> type[ScenarioBase]:
    """Return the scenario document with a section for every link and process.

    Args:
        more: links of one's own.
    """
    links = {
        name: (link.Params | None, Field(None, description=(link.__doc__ or "").splitlines()[0]))
        for name, link in link_types(*more).items()
    }
    processes = {
        process.stage.value: (
            process.Params, Field(process.Params(), description=(process.__doc__ or "").splitlines()[0])
        )
        for process in PROCESSES
    }
    links_model = _section("Links", links, "The links of a scenario; one that is not named is absent.")
    processes_model = _section("Processes", processes, "Parameters of the stages of a quarter.")
    scenario: type[ScenarioBase] = create_model(
        "Scenario",
        __base__=ScenarioBase,
        __doc__="A whole scenario.",
        links=(links_model, Field(default_factory=links_model)),
        processes=(processes_model, Field(default_factory=processes_model)),
    )
    scenario.own_links = more
    return scenario


def types_of(scenario: ScenarioBase) -> dict[str, type[Link]]:
    """Return every link that a scenario can name, by name, in the order of their channels."""
    return link_types(*scenario.own_links)


#: The document of scenario files that use the links of this package.
Scenario: type[ScenarioBase] = scenario_type()
# By these names, workers in other processes find the two classes again.
Links, Processes = (Scenario.model_fields[name].annotation for name in ("links", "processes"))
