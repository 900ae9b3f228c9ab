"""Offers (ODD, 7.10): what is on the shelf is shown to firms, and each judges what it would gain."""

from __future__ import annotations

import math

from ecosim.world.codes import Kind, Stage
from reference.arithmetic import square
from reference.luck import at, named, normal, uniform
from reference.model import Ecosystem
from reference.organisations import Firm
from reference.surroundings import OPEN
from reference.technologies import Technology

SHOW, SEEN, NEAR, VIEW, EXPIRE = (named("offers", name) for name in ("show", "seen", "near", "view", "expire"))


def offers(model: Ecosystem) -> None:
    """Let technologies be forgotten; show those on the shelf, and note the best bid for each."""
    forget(model)
    for technology in model.active:
        technology.bidder, technology.bid = None, 0.0
        if is_shown(model, technology):
            show(model, technology)


def forget(model: Ecosystem) -> None:
    """Let what is on the shelf expire; take up what was discovered this quarter."""
    for technology in model.active:
        lost = uniform(at(model.now, EXPIRE, technology.key)) < model.rules.offers.expire
        if technology.stage == Stage.SHELF and lost:
            technology.stage = Stage.ABANDONED
    in_hand = (Stage.SHELF, Stage.DEVELOPMENT, Stage.PRODUCT)
    model.active = [one for one in model.active if one.stage in in_hand] + model.found_in.get(model.tick, [])


def is_shown(model: Ecosystem, technology: Technology) -> bool:
    """Return whether a technology is shown: surely when its time has come, then now and then."""
    p, age = model.rules.offers, model.tick - technology.found
    if technology.stage != Stage.SHELF or age < p.delay:
        return False
    return age == p.delay or uniform(at(model.now, SHOW, technology.key)) < p.show


def show(model: Ecosystem, technology: Technology) -> None:
    """Show a technology to those who are told of it and to those who come upon it."""
    p, owner = model.rules.offers, technology.owner
    for tie in owner.lasting_ties("licences"):
        consider(model, technology, tie.partner(owner), tie.link)
    if technology.sponsor is not None:
        consider(model, technology, technology.sponsor, OPEN)
    ring = model.rings.get((Kind.FIRM, owner.region, technology.field))
    search = at(model.now, SEEN, technology.key)
    for firm in ring.read(search, p.encounters) if ring else []:
        notice = p.attention * (1.0 + firm.staff / p.prominence)
        notice *= math.exp(-firm.place.distance(owner.place) / p.distance)
        if uniform(at(search, NEAR, firm.key)) < notice:
            consider(model, technology, firm, OPEN)
    if technology.bidder is None:
        technology.via = OPEN


def consider(model: Ecosystem, technology: Technology, firm: Firm, channel: str) -> None:
    """Let a firm judge a technology; its bid stands if it is the best so far, and takes room for a project."""
    p, d = model.rules.offers, model.rules.development
    if not firm.alive or firm.field != technology.field or firm.projects >= int(firm.lines):
        return
    wage = firm.region.wage
    if firm.cash <= d.reserve * d.cost * wage:
        return
    luck = normal(at(model.now, VIEW, technology.key, firm.key))
    seen = judged_quality(model, technology.quality, max(1e-9, firm.quality), luck, p.noise)
    gain = expected_gain(model, firm.demand / firm.lines, firm.quality, seen)
    if not technology.protected:
        gain *= p.unprotected
    gain -= d.cost * wage * p.time
    if gain > technology.bid:
        if technology.bidder is not None:
            technology.bidder.projects -= 1
        firm.projects += 1
        technology.bid, technology.bidder, technology.via = gain, firm, channel


def expected_gain(model: Ecosystem, demand: float, own: float, quality: float) -> float:
    """Return the money that renewing a line of products with some demand brings a firm of quality ``own``."""
    p = model.rules.offers
    response = model.rules.competition.power * model.rules.development.eta
    return p.margin * demand * response * math.log(1.0 + quality / max(1e-9, own)) * p.horizon * p.chance


def judged_quality(model: Ecosystem, quality: float, typical: float, luck: float, noise: float) -> float:
    """Return the posterior mean of a quality that is log-normal around ``typical`` and seen through noise."""
    variance = square(model.rules.research.sigma)
    shrink = variance / (variance + square(noise) + 1e-12)
    seen = math.log(max(1e-12, quality) / typical) + noise * luck
    return typical * math.exp(shrink * seen + 0.5 * (1.0 - shrink) * variance)
