"""Cohorts of students, and job-seekers, who are single persons (ODD, 2)."""

from __future__ import annotations

from dataclasses import dataclass

from reference.organisations import Employer, University
from reference.surroundings import Region


@dataclass(eq=False)
class Cohort:
    """Students who enrolled in one quarter for one field."""

    key: int
    university: University
    field: int
    entered: int
    heads: int
    learnt: float = 0.0
    graduated: int = -1


@dataclass(eq=False)
class Seeker:
    """A person who looks for work."""

    key: int
    region: Region
    field: int
    home: Employer
    skill: float
    graduate: bool
    since: int
    employer: Employer | None = None
    gone: bool = False  # declined the best offer and leaves the region


@dataclass(eq=False)
class Request:
    """A proposal for beam time; for own research of science, or for a project of a firm."""

    key: int
    organisation: Employer
    field: int
    technology: object | None
    merit: float
    channel: str | None = None
