"""Joint assessment (ODD, 7.18): people of both sides find out what of the partner's practice fits."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from reference.links.travel import organisations, travel
from reference.model import Ecosystem

if TYPE_CHECKING:
    from reference.plan import LinkInForce


def practice(model: Ecosystem, link: LinkInForce) -> None:
    """Send assessors; let fit rise."""
    together = travel(model, link)
    for region in model.regions if link.params.fit else []:
        understood = link.params.insight * together[region] / organisations(model, region)
        for other in region.fit:
            region.fit[other] += (1.0 - math.exp(-understood)) * (1.0 - region.fit[other])
