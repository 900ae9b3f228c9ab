"""Contract research (ODD, 7.8)."""

from __future__ import annotations

import math

from ecosim.world.codes import Flow, Kind, Moved, Origin
from reference.luck import at, named, uniform
from reference.model import Ecosystem
from reference.organisations import Employer, Firm, Science
from reference.processes.research import found
from reference.rings import Ring
from reference.surroundings import OPEN
from reference.ties import Tie

TURN, SEARCH, KIND, HIT, NEAR, RESULT, IDEA, RESEARCHES = (
    named("contract", name) for name in ("turn", "search", "kind", "hit", "near", "result", "idea", "researches")
)


def contracts(model: Ecosystem) -> None:
    """Let firms, in an order drawn for the quarter, place contracts on their questions."""
    for firm in sorted(model.firms, key=lambda one: uniform(at(model.now, TURN, one.key))):
        if firm.cash < firm.budget:
            continue
        for question in range(int(firm.budget // question_cost(model, firm))):
            if firm.budget < question_cost(model, firm):
                break
            ask(model, firm, question)


def question_cost(model: Ecosystem, firm: Firm) -> float:
    """Return what the work on a question costs a science organisation."""
    region, work = firm.region, model.rules.contracts.work
    return work * region.state_pay * (1.0 + model.rules.labour.overhead)


def ask(model: Ecosystem, firm: Firm, question: int) -> None:
    """Put a question to the adviser with most knowledge for the money, if there is one."""
    p, f, cost = model.rules.contracts, firm.field, question_cost(model, firm)
    tie = best_partner(model, firm)
    adviser = tie.partner(firm) if tie is not None else None
    price = 1.0 if tie is not None else p.premium
    luck = at(model.now, SEARCH, firm.key, question)
    if firm.budget >= cost * p.premium and uniform(luck) < p.search:
        stranger = ask_around(model, firm, luck)
        if stranger is not None and (
            adviser is None or stranger.knowledge[f] / p.premium > adviser.knowledge[f] / price
        ):
            adviser, tie, price = stranger, None, p.premium
    if adviser is None:
        return
    assert isinstance(adviser, Science)
    channel = tie.link if tie is not None else OPEN
    answer(model, firm, adviser, cost * price, channel)
    if tie is not None:
        tie.used += 1
    key = at(model.now, IDEA, firm.key, adviser.key, f, question)
    likely = model.rules.research.discovery * p.work * adviser.skill * adviser.knowledge[f] / model.frontier[f]
    if uniform(at(key, RESULT)) < likely:
        technology = found(model, key, adviser, f)
        technology.sponsor = firm
        model.note(Moved.SPONSORED, technology, firm, adviser, channel)


def answer(model: Ecosystem, firm: Firm, adviser: Science, money: float, channel: str) -> None:
    """Carry out a contract: money one way, hours and knowledge the other."""
    p, f = model.rules.contracts, firm.field
    firm.reward(adviser, money)
    firm.budget -= money
    adviser.applied += p.work / adviser.staff
    lead = max(0.0, adviser.knowledge[f] - firm.knowledge[f])
    firm.knowledge[f] += lead * (1.0 - math.exp(-p.learning * p.work * firm.absorptive_capacity))
    firm.region.count(Flow.CONTRACTS, channel, 1.0)
    firm.region.count(Flow.CONTRACT_HOURS, channel, p.work)
    firm.region.count(Flow.CONTRACT_MONEY, channel, money)


def best_partner(model: Ecosystem, firm: Firm) -> Tie | None:
    """Return the tie that carries contracts to the partner who knows most of the firm's field and has hours."""
    p = model.rules.contracts
    best, most = None, 0.0
    for tie in firm.lasting_ties("contracts"):
        partner = tie.partner(firm)
        assert isinstance(partner, Science)
        known = partner.knowledge[firm.field]
        if partner.alive and known > most and partner.hours_free(p.most) >= p.work:
            best, most = tie, known
    return best


def ask_around(model: Ecosystem, firm: Firm, search: int) -> Science | None:
    """Return who knows most of a firm's field among those that a search comes upon and who have hours."""
    p, best = model.rules.contracts, None
    for attempt in range(p.advisers):
        one = search_adviser(model, firm, firm.field, at(search, attempt))
        if one is None or one.hours_free(p.most) < p.work:
            continue
        if best is None or one.knowledge[firm.field] > best.knowledge[firm.field]:
            best = one
    return best


def search_adviser(model: Ecosystem, one: Employer, f: int, search: int) -> Science | None:
    """Return an institute or university that an organisation comes upon for a field."""
    nobody: Ring[Employer] = Ring([])
    institutes = model.rings.get((Kind.INSTITUTE, one.region, f), nobody)
    universities = model.rings.get((Kind.UNIVERSITY, one.region, f), nobody)
    everybody = len(institutes) + len(universities)
    if everybody == 0:
        return None
    ring = universities if uniform(at(search, KIND)) * everybody >= len(institutes) else institutes
    found_one = ring.find(at(search, HIT))
    assert isinstance(found_one, Science)
    near = math.exp(-one.place.distance(found_one.place) / model.rules.contracts.distance)
    return found_one if uniform(at(search, NEAR, found_one.key)) < near else None


def does_research(model: Ecosystem, firm: Firm) -> bool:
    """Return whether a firm spends on research: a lasting trait of it, and of every spin-off."""
    return firm.origin == Origin.SPIN_OFF or uniform(at(RESEARCHES, firm.key)) < model.rules.contracts.performers


def set_aside(model: Ecosystem, firm: Firm) -> None:
    """Set money of the quarter's sales aside for questions, on top of what has not waited too long."""
    p = model.rules.contracts
    share = p.budget * firm.sales if does_research(model, firm) else 0.0
    waited = min(firm.budget, max(p.waits * share, p.premium * question_cost(model, firm)))
    firm.budget = min(waited + share, max(0.0, firm.cash))
