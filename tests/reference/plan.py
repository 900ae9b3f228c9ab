"""The rules of a quarter in their order (ODD, 3): in each stage the links in force, then what goes on without any."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from ecosim.world.codes import Kind
from reference.links import (
    education_industry,
    expert_exchange,
    facility_access,
    incubation,
    joint_assessment,
    public_funding,
    science_city,
    science_education,
    spin_off,
    tie,
    travel,
)
from reference.model import Ecosystem
from reference.processes.competition import competition
from reference.processes.contracts import contracts
from reference.processes.development import development
from reference.processes.education import education
from reference.processes.entry import entry
from reference.processes.funding import appropriation, funding
from reference.processes.labour import labour
from reference.processes.learning import learning
from reference.processes.licensing import licensing
from reference.processes.market import market
from reference.processes.measurement import measurement
from reference.processes.offers import offers
from reference.processes.partnering import partnering
from reference.processes.patenting import patenting
from reference.processes.practice import practice
from reference.processes.proposals import proposals
from reference.processes.research import research

Act = Callable[[Ecosystem], None]


@dataclass(frozen=True)
class LinkInForce:
    """A link with what the scenario in force says of it."""

    name: str
    params: Any


LinkAct = Callable[[Ecosystem, LinkInForce], None]

#: The stages in their order, and what goes on in each without any link.
STAGES: dict[str, Act | None] = {
    "appropriation": appropriation,
    "funding": funding,
    "education": education,
    "competition": competition,
    "labour": labour,
    "research": research,
    "partnering": partnering,
    "learning": learning,
    "contracts": contracts,
    "patenting": patenting,
    "offers": offers,
    "founding": None,
    "licensing": licensing,
    "proposals": proposals,
    "measurement": measurement,
    "development": development,
    "market": market,
    "entry": entry,
    "practice": practice,
}

#: The links in the order in which they act, and what they do in which stage.
LINKS: dict[str, dict[str, LinkAct]] = {
    "science_education": {"education": science_education.education, "partnering": tie.partnering},
    "education_industry": {"education": education_industry.education, "partnering": tie.partnering},
    "science_industry": {"partnering": tie.partnering},
    "spin_off": {"founding": spin_off.founding},
    "incubation": {"funding": incubation.funding},
    "public_funding": {"funding": public_funding.funding},
    "science_city": {"funding": science_city.funding},
    "facility_access": {"measurement": facility_access.measurement},
    "expert_exchange": {"funding": travel.funding, "practice": expert_exchange.practice},
    "joint_assessment": {"funding": travel.funding, "practice": joint_assessment.practice},
}

#: What the links with ties join.
JOINS: dict[str, tuple[Kind, Kind]] = {
    "science_education": (Kind.INSTITUTE, Kind.UNIVERSITY),
    "education_industry": (Kind.UNIVERSITY, Kind.FIRM),
    "science_industry": (Kind.INSTITUTE, Kind.FIRM),
}


def rules_of(model: Ecosystem) -> Iterator[tuple[str, str, Callable[[], None]]]:
    """Yield stage, owner and rule, in the order of a quarter."""
    for stage, act in STAGES.items():
        for link in model.links.values():
            if stage in LINKS[link.name]:
                yield stage, link.name, partial(LINKS[link.name][stage], model, link)
        if act is not None:
            yield stage, "process", partial(act, model)


def links_in_force(model: Ecosystem) -> dict[str, LinkInForce]:
    """Return the links that exist this quarter; one without a date begins when reporting does."""
    links = {}
    for name in LINKS:
        params = getattr(model.in_force.links, name)
        if params is None or not params.enabled:
            continue
        begins = model.in_force.time.start if params.from_ is None else params.from_
        if model.quarter >= begins and (params.until is None or model.quarter < params.until):
            links[name] = LinkInForce(name, params)
    return links
