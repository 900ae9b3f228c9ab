"""Development (ODD, 7.14): from a laboratory result to a product, one readiness level at a time."""

from __future__ import annotations

import math

from ecosim.world.codes import Agreement, Flow, Moved, Stage
from reference.luck import at, named, poisson, uniform
from reference.model import Ecosystem
from reference.organisations import Firm
from reference.surroundings import OPEN
from reference.technologies import Technology

UP, DROP = named("development", "up"), named("development", "drop")


def development(model: Ecosystem) -> None:
    """Advance, help, abandon, return or launch."""
    for technology in model.active:
        if technology.stage == Stage.DEVELOPMENT:
            work_on(model, technology)


def work_on(model: Ecosystem, technology: Technology) -> None:
    """Work on a project: pay, get help, perhaps reach levels, perhaps give up. Without the money it rests."""
    p, firm = model.rules.development, technology.developer
    assert firm is not None
    if not firm.alive:
        give_back(model, technology)
        return
    cost = p.cost * firm.region.wage
    lot = uniform(at(model.now, DROP, technology.key))
    given_up = lot < p.abandonment
    if firm.cash >= cost:
        firm.transfer(firm.region.rest_of_world, cost)
        helped = buy_help(model, firm, technology)
        speed = know_how(model, firm, technology)
        speed += help_of(model, firm, technology, helped)
        part = lot / p.abandonment if given_up else 1.0  # of the quarter, until it was given up
        advance(model, technology, poisson(at(model.now, UP, technology.key), p.speed * speed * part))
    if given_up and technology.stage == Stage.DEVELOPMENT:
        technology.stage = Stage.ABANDONED
        firm.projects -= 1
        model.note(Moved.ABANDONED, technology, firm)


def know_how(model: Ecosystem, firm: Firm, technology: Technology) -> float:
    """Return what a firm's own people bring: knowledge, skill and a crew; less in the valley of death."""
    p = model.rules.development
    crew = firm.staff / firm.projects
    own = firm.level(technology.field) * firm.skill * crew / (crew + p.crew)
    return own * p.valley if 4 <= technology.level <= 6 else own


def buy_help(model: Ecosystem, firm: Firm, technology: Technology) -> bool:
    """Buy hours of the inventors, if they have any and the firm can pay; return whether it did."""
    p, terms, origin = model.rules.development, model.rules.contracts, technology.origin
    if not origin.alive or origin.hours_free(terms.most) < p.hours:
        return False
    tie = firm.tie_with(origin, "help")
    price = p.hours * origin.region.state_pay * (1.0 + model.rules.labour.overhead)
    price *= 1.0 if tie is not None else terms.premium
    if firm.cash < p.reserve * price:
        return False
    firm.reward(origin, price)
    origin.applied += p.hours / origin.staff
    channel = OPEN
    if tie is not None:
        tie.used += 1
        channel = tie.link
    firm.region.count(Flow.HELP_HOURS, channel, p.hours)
    model.note(Moved.HELPED, technology, origin, firm, channel)
    return True


def help_of(model: Ecosystem, firm: Firm, technology: Technology, inventors: bool) -> float:
    """Return what advice brings: of inventors and consultants whom a technopark pays, or of consultants alone."""
    p = model.rules.development
    consultants = min(p.hours, firm.served / firm.projects)
    if not inventors:
        consultants += hire_consultants(model, firm, p.hours - consultants)
    lead = technology.origin.level(technology.field) if inventors else 0.0
    return p.effect * (lead + p.consultant * consultants / max(1e-9, p.hours))


def hire_consultants(model: Ecosystem, firm: Firm, hours: float) -> float:
    """Buy consultants' hours on the open market; return what the firm got: all, or none for want of money."""
    price = hours * firm.region.wage * model.rules.contracts.premium
    if hours <= 0.0 or firm.cash < model.rules.development.reserve * price:
        return 0.0
    firm.transfer(firm.region.rest_of_world, price)
    return hours


def advance(model: Ecosystem, technology: Technology, levels: int) -> None:
    """Raise a technology by some levels; at 9 it is a product."""
    for _ in range(min(levels, 9 - technology.level)):
        technology.level += 1
        model.note(Moved.ADVANCED, technology, technology.developer)
    if technology.level == 9:
        launch(model, technology)


def launch(model: Ecosystem, technology: Technology) -> None:
    """Turn a technology into a product of its developer, which renews one of its lines."""
    firm = technology.developer
    assert firm is not None
    technology.stage, technology.launched = Stage.PRODUCT, model.tick
    jump = model.rules.development.eta * firm.quality * math.log(1.0 + technology.quality / max(1e-9, firm.quality))
    technology.gain = jump / firm.lines
    firm.quality += technology.gain
    firm.transferred += technology.gain
    firm.projects -= 1
    firm.region.count(Flow.PRODUCTS, technology.channel, 1.0)
    model.note(Moved.PRODUCT, technology, firm, technology.origin, technology.channel)


def give_back(model: Ecosystem, technology: Technology) -> None:
    """Return a closed firm's project to the shelf of its origin."""
    firm, technology.developer, technology.owner = technology.developer, None, technology.origin
    technology.stage = Stage.SHELF if technology.origin.alive else Stage.ABANDONED
    technology.agreement, technology.agreed = Agreement.NONE, -1
    model.note(Moved.RETURNED, technology, technology.origin, firm)
