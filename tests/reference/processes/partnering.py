"""Partnering (ODD, 7.6): who can be found, for the rest of the quarter and until the next rings are made."""

from __future__ import annotations

import math

from ecosim.world.codes import Kind
from reference.luck import at, named
from reference.model import Ecosystem
from reference.organisations import Employer
from reference.rings import Ring
from reference.surroundings import Region

RING = named("ring")


def partnering(model: Ecosystem) -> None:
    """Put every living institute, university and firm on the rings of the fields in which it is visible."""
    entries: dict[tuple[Kind, Region, int], list[tuple[int, Employer]]] = {}
    for one in model.living:
        for f in model.fields:
            if one.weights[f] >= model.rules.partnering.visible:
                position = at(model.now, RING, one.key, f)
                entries.setdefault((one.kind, one.region, f), []).append((position, one))
    model.rings = {group: Ring(members) for group, members in entries.items()}


def capacity(one: Employer, heads: float) -> int:
    """Return how many ties over a link an organisation can keep; students help a university."""
    return 2 + int((one.staff + one.students / 20.0) / heads)


def learning_potential(gap: float, scale: float) -> float:
    """Return the promise of learning from somebody ``gap`` ahead: most at ``scale``."""
    lead = max(0.0, gap) / scale
    return lead * math.exp(1.0 - lead)
