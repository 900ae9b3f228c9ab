"""Patents (ODD, 7.9)."""

from __future__ import annotations

from ecosim.world.codes import Moved, Patent
from reference.luck import at, named, uniform
from reference.model import Ecosystem
from reference.technologies import Technology

APPLY, GRANT = named("patent", "apply"), named("patent", "grant")


def patenting(model: Ecosystem) -> None:
    """Apply for what was discovered in the last quarter; decide on what was applied for some years ago."""
    for technology in model.found_in.get(model.tick - 1, []):
        apply(model, technology)
    for technology in model.found_in.get(model.tick - 1 - model.rules.patenting.lag, []):
        if technology.patent == Patent.APPLIED:
            decide(model, technology)


def apply(model: Ecosystem, technology: Technology) -> None:
    """Let the owner apply for some technologies, if it can pay."""
    p, owner = model.rules.patenting, technology.owner
    cost = p.cost * owner.region.wage
    if owner.alive and owner.cash >= cost and uniform(at(technology.key, APPLY)) < p.apply:
        owner.transfer(owner.region.rest_of_world, cost)
        technology.patent = Patent.APPLIED
        model.note(Moved.PATENT_APPLIED, technology, owner)


def decide(model: Ecosystem, technology: Technology) -> None:
    """Grant or refuse a patent."""
    granted = uniform(at(technology.key, GRANT)) < model.rules.patenting.grant
    technology.patent = Patent.GRANTED if granted else Patent.REFUSED
    model.note(Moved.PATENT_GRANTED if granted else Moved.PATENT_REFUSED, technology, technology.owner)
