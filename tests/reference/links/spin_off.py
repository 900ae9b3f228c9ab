"""Spin-off (ODD, 7.11): a technology, its inventors and private capital leave science as a new firm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecosim.world.codes import Agreement, Flow, Moved, Origin, Stage
from reference.luck import at, named, normal, uniform
from reference.model import Ecosystem
from reference.processes.competition import prospect
from reference.processes.entry import endow, new_firm
from reference.processes.offers import expected_gain, judged_quality
from reference.technologies import Technology

if TYPE_CHECKING:
    from reference.plan import LinkInForce

DRIVE, VIEW, INVESTOR, SECOND = (named("spin-off", name) for name in ("drive", "view", "investor", "second"))


def founding(model: Ecosystem, link: LinkInForce) -> None:
    """Found firms on technologies of this quarter's shelf."""
    if not link.params.founding:
        return
    chosen: list[Technology] = []
    for technology in model.active:
        leaving = sum(other.origin is technology.origin for other in chosen)
        available = technology.stage == Stage.SHELF and technology.owner is technology.origin
        if available and is_founded(model, link, technology, leaving):
            chosen.append(technology)
    for technology in chosen:
        found(model, link, technology)


def is_founded(model: Ecosystem, link: LinkInForce, technology: Technology, leaving: int) -> bool:
    """Return whether inventors found a firm: their organisation can spare them, they want to, an investor is found."""
    p, parent = link.params, technology.origin
    if parent.staff - p.team * (leaving + 1) < p.stay:
        return False
    if uniform(at(model.now, DRIVE, technology.key)) >= p.drive * p.strength:
        return False
    typical = parent.region.local_quality[technology.field]
    if typical <= 0.0:  # in the first quarter of a run nobody knows yet what firms' products are like
        return False
    return inventors_want(model, link, technology, typical) and investor_wants(model, link, technology, typical)


def inventors_want(model: Ecosystem, link: LinkInForce, technology: Technology, typical: float) -> bool:
    """Return whether inventors expect more of a firm of their own than of a licence."""
    p, o, region, f = link.params, model.rules.offers, technology.origin.region, technology.field
    seen = judged_quality(model, technology.quality, typical, normal(at(technology.key, VIEW)), o.noise)
    first = p.quality * technology.origin.knowledge[f]
    demand = prospect(model, region, f, first)
    further = demand / (model.rules.market.output * region.wage) / o.slots  # lines of products beside the first
    gain = expected_gain(model, demand / (1.0 + further), first, seen)
    if not technology.protected:
        gain *= o.unprotected
    gain -= model.rules.development.cost * region.wage * o.time
    fee = model.rules.licensing.fee * technology.bid
    return p.stake * gain - p.effort * region.wage > p.inventors * fee


def investor_wants(model: Ecosystem, link: LinkInForce, technology: Technology, typical: float) -> bool:
    """Return whether an investor, or the better of two, sees enough in the technology."""
    p, key = link.params, technology.key
    seen = judged_quality(model, technology.quality, typical, normal(at(model.now, INVESTOR, key)), p.noise)
    second = at(model.now, SECOND, key)
    if uniform(second) < technology.origin.place.introduced:
        further = judged_quality(model, technology.quality, typical, normal(at(second, 1)), p.noise)
        seen = max(seen, further)
    return seen > p.hurdle * typical


def found(model: Ecosystem, link: LinkInForce, technology: Technology) -> None:
    """Let a firm begin, with people and knowledge of its parent."""
    p, parent, f = link.params, technology.origin, technology.field
    key = at(technology.key, Moved.SPUN_OFF, model.tick - technology.found)  # it may come back and be taken out again
    firm = new_firm(model, key, parent.place, f, Origin.SPIN_OFF, p.team, p.quality * parent.knowledge[f])
    parent.staff -= p.team
    firm.parent, firm.skill, firm.trained, firm.projects = parent, parent.skill, parent.trained, 1
    firm.knowledge[f] = parent.knowledge[f]
    endow(firm, p.team, p.capital)
    technology.stage, technology.agreement = Stage.DEVELOPMENT, Agreement.SPIN_OFF
    technology.developer = technology.owner = firm
    technology.agreed, technology.channel = model.tick, link.name
    model.note(Moved.SPUN_OFF, technology, firm, parent, link.name)
    parent.region.count(Flow.SPIN_OFFS, link.name, 1.0)
