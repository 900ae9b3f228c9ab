"""Mesa agents: views of rows of the world's tables, made when somebody asks for them."""

from __future__ import annotations

from ecosim.agents.organisations import Facility, Firm, Institute, Ministry, Organisation, Technopark, University
from ecosim.agents.places import ScienceCity
from ecosim.agents.records import Technology, Tie

__all__ = [
    "Facility",
    "Firm",
    "Institute",
    "Ministry",
    "Organisation",
    "ScienceCity",
    "Technology",
    "Technopark",
    "Tie",
    "University",
]
