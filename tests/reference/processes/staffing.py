"""Staff (ODD, 7.4): who leaves, how many are wanted, who starts, what they are paid."""

from __future__ import annotations

from functools import cache
from typing import Any

from reference.luck import at, bell, binomial, named, uniform
from reference.model import Ecosystem
from reference.organisations import Employer, Firm
from reference.people import Seeker

RETIRE, QUIT, EMIGRATE = named("retire"), named("quit"), named("emigrate")
LAY_OFF, HANDLED = named("labour", "lay off"), named("labour", "handled")
PERSON, TRADE, POST = named("labour", "person"), named("labour", "trade"), named("labour", "post")
ELSEWHERE = named("labour", "elsewhere")
MATCH = named("labour", "match")


def draw_field(one: Employer, address: int) -> int:
    """Return a field drawn by the weights of an organisation."""
    u, last = uniform(address), 0
    for f, weight in enumerate(one.weights):
        if weight > 0.0:
            last = f
            u -= weight
            if u <= 0.0:
                return f
    return last


def release(model: Ecosystem, one: Employer, heads: int, now: int) -> None:
    """Let some of an organisation's people look for other work, each in a field drawn from its own."""
    for person in range(heads):
        key = at(now, PERSON, one.key, person)
        field = draw_field(one, at(key, TRADE))
        model.seekers.append(Seeker(key, one.region, field, one, one.skill, False, model.tick))
    one.staff -= heads


def cost_of_post(model: Ecosystem, one: Employer) -> float:
    """Return what a state post costs in the region of an organisation."""
    return one.region.state_pay * (1.0 + model.rules.labour.overhead)


def in_a_round(model: Ecosystem) -> Any:
    """Return the parameters of the labour market for a round of recruiting, declared for a quarter."""
    p = model.rules.labour
    return p if p.recruiting == 1 else _so_many_quarters(p, p.recruiting)


@cache
def _so_many_quarters(p: Any, n: int) -> Any:
    chances = ("retirement", "quits", "emigration", "layoffs", "indexation", "mobility")
    amounts = ("reads", "wage_response", "wage_step", "hiring", "openings")
    of_chances = {name: 1.0 - (1.0 - getattr(p, name)) ** n for name in chances}
    return p.model_copy(update=of_chances | {name: n * getattr(p, name) for name in amounts})


def wanted(model: Ecosystem, one: Employer) -> int:
    """Return the heads that an organisation wants and can pay."""
    if isinstance(one, Firm):
        return one.posts
    p, cost = model.rules.labour, cost_of_post(model, one)
    affordable = (one.income + max(0.0, one.cash) / p.cushion) / cost
    return int(min(affordable, one.region.core * one.posts + one.external / cost))


def separate(model: Ecosystem, one: Employer) -> None:
    """Let people of an organisation retire, emigrate, quit or be laid off."""
    p, region = in_a_round(model), one.region
    if one.staff == 0:
        return
    retired = binomial(at(model.now, RETIRE, one.key), one.staff, p.retirement)
    one.staff -= retired
    region.retired += retired
    if not isinstance(one, Firm):
        shortfall = max(0.0, 1.0 - one.income / (one.staff * region.state_pay * (1.0 + p.overhead) + 1e-9))
        left = binomial(at(model.now, EMIGRATE, one.key), one.staff, min(1.0, p.emigration * shortfall))
        one.staff -= left
        region.left += left
    quitting = binomial(at(model.now, QUIT, one.key), one.staff, p.quits)
    surplus = one.staff - quitting - wanted(model, one) - int(p.slack * one.staff)
    laid_off = binomial(at(model.now, LAY_OFF, one.key), max(0, surplus), p.layoffs)
    release(model, one, quitting + laid_off, model.now)


def open_vacancies(model: Ecosystem, one: Employer) -> None:
    """Post vacancies, each in a field drawn from the employer's own."""
    p = in_a_round(model)
    most = int(p.openings + p.hiring * one.staff + uniform(at(model.now, HANDLED, one.key)))
    one.hired = 0
    one.openings = max(0, min(most, wanted(model, one) - one.staff))
    one.vacancies = [0 for _ in model.fields]
    for post in range(one.openings):
        one.vacancies[draw_field(one, at(model.now, POST, one.key, post))] += 1


def look_elsewhere(model: Ecosystem, seeker: Seeker, posted: list[int]) -> None:
    """Perhaps let a person without an offer look on in a field drawn by the vacancies ``posted`` in the region."""
    p, luck = in_a_round(model), at(model.now, ELSEWHERE, seeker.key)
    if model.tick - seeker.since < p.recruiting or uniform(luck) >= p.mobility:
        return
    left = uniform(at(luck, 1)) * sum(posted)
    for f, vacancies in enumerate(posted):
        left -= vacancies
        if left < 0.0:
            seeker.field = f
            return


def start_work(model: Ecosystem, seeker: Seeker) -> None:
    """Add a person to the employer: heads, mean skill, and what the former home knows and the employer does not."""
    p, employer, f = model.rules.labour, seeker.employer, seeker.field
    assert employer is not None
    match = 0.5 + p.spread * bell(at(MATCH, seeker.key, employer.key))
    skill = seeker.skill * max(0.1, 1.0 + p.match_matters * (match - 0.5))
    employer.skill = (employer.skill * employer.staff + skill) / (employer.staff + 1)
    employer.staff += 1
    employer.hired += 1
    employer.knowledge[f] += max(0.0, seeker.home.knowledge[f] - employer.knowledge[f]) / (employer.staff + 1)


def pay_staff(model: Ecosystem) -> None:
    """Pay wages to households, and the other cost of state posts to the market."""
    for one in model.living:
        region = one.region
        if isinstance(one, Firm):
            one.transfer(region.households, one.staff * region.wage)
        else:
            one.transfer(region.households, one.staff * region.state_pay)
            one.transfer(region.rest_of_world, one.staff * region.state_pay * model.rules.labour.overhead)
