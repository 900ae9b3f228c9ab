"""Expert exchange: people of a region and of its partner work for a time on the other side.

What flows: practice of the partner's links (``practice``), as far as it fits, and what experts know
(``knowledge``), in both directions. Practice moves towards the partner's times the fit: what does not fit is not
taken over. Without it practice grows by own use alone, and knowledge comes from open publications.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ecosim.compiled import inline, kernel
from ecosim.links.travel import TravelLink, TravelParameters, in_science, members
from ecosim.parameter import flow, parameter
from ecosim.processes.research import absorptive_capacity
from ecosim.steps import Call, Steps
from ecosim.world.codes import Flow, Instrument, Kind
from ecosim.world.world import World

_UNIVERSITY, _LEARNT, _KNOWLEDGE = Kind.UNIVERSITY.value, Flow.PRACTICE_LEARNT.value, Flow.LEARNING.value


class ExpertExchange(TravelLink):
    """Link of two regions whose people work on the other side for a time."""

    name = "expert_exchange"
    instrument = Instrument.EXCHANGE

    class Params(TravelParameters):
        """Parameters of expert exchange."""

        practice: bool = flow("how the partner region works its links")
        knowledge: bool = flow("what the experts know of their fields")
        reach: float = parameter(
            2.0, unit="organisations/head quarter", range=(0, 1000), plausible=(0.5, 5), source="assumed",
            doc="organisations that an expert shows a practice in a quarter",
        )
        learning: float = parameter(
            0.03, unit="1/head quarter", range=(0, 1), plausible=(0.01, 0.06), source="assumed: as in contracts",
            doc="share of an expert's lead that a host with full absorptive capacity learns from a head's quarter",
        )

    def practice(self, world: World) -> Steps:
        """Send experts; let practice and knowledge move with them."""
        w, together = world.at, np.zeros(len(world.regions))
        yield from self.travel(world, together)
        if self.params.practice:  # type: ignore[attr-defined]
            yield Call(
                take_over, w.regions, w.region_start, w.practice, w.fit, w.joins, together, self.channel, self.record,
                w.flowed,
            )
        if self.params.knowledge:  # type: ignore[attr-defined]
            yield Call(
                host, w.orgs.view, w.alive_by_region.view, w.region_start, w.regions, w.knowledge, w.weights,
                w.frontier, together, self.channel, self.record, float(world.params["research"]["half"][0]), w.flowed,
            )


@kernel
def take_over(
    regions: Any, region_start: Any, practice: Any, fit: Any, joins: Any, together: Any, channel: int, params: Any,
    tally: Any,
) -> None:
    """Move a region's practice of links with ties towards what fits of its partner's, where that is better."""
    for r in range(regions.shape[0]):
        q = regions[r].partner
        reached = params[0].reach * together[r] / members(region_start, r)
        if q < 0 or reached == 0.0:
            continue
        for c in range(1, practice.shape[1]):
            if joins[c, 0] < 0:
                continue
            gain = (1.0 - np.exp(-reached)) * max(0.0, fit[r, c] * practice[q, c] - practice[r, c])
            practice[r, c] += gain
            tally[r, _LEARNT, channel] += gain


@inline
def _known_to(orgs: Any, local: Any, knowledge: Any, weights: Any, f: int) -> float:
    """Return what those who work in a field in a region's science know of it, on average; 0 if nobody does."""
    known, heads = 0.0, 0.0
    for i in local:
        if orgs[i].kind <= _UNIVERSITY and orgs[i].died < 0:
            known += orgs[i].staff * weights[i, f] * knowledge[i, f]
            heads += orgs[i].staff * weights[i, f]
    return known / heads if heads > 0.0 else 0.0


@kernel
def host(
    orgs: Any, by_region: Any, region_start: Any, regions: Any, knowledge: Any, weights: Any, frontier: Any,
    together: Any, channel: int, params: Any, half: float, tally: Any,
) -> None:
    """Let science on both sides learn from its guests, half of the time each, where these know more."""
    p = params[0]
    for r in range(regions.shape[0]):
        if regions[r].partner < 0 or together[r] == 0.0:
            continue
        for side in range(2):
            here, there = (r, regions[r].partner) if side == 0 else (regions[r].partner, r)
            hosts = by_region[region_start[here] : region_start[here + 1]]
            guests = by_region[region_start[there] : region_start[there + 1]]
            staff = in_science(orgs, hosts)
            for f in range(frontier.shape[0]):
                known = _known_to(orgs, guests, knowledge, weights, f)
                for i in hosts:
                    org = orgs[i]
                    if org.kind > _UNIVERSITY or org.died >= 0 or weights[i, f] == 0.0:
                        continue
                    met = 0.5 * together[r] * org.staff / max(1, staff) * weights[i, f]
                    lead = max(0.0, known - knowledge[i, f])
                    gain = lead * (1.0 - np.exp(-p.learning * met * absorptive_capacity(org, half)))
                    knowledge[i, f] += gain
                    tally[here, _KNOWLEDGE, channel] += gain
