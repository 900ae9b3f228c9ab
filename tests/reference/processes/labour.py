"""The labour market of a quarter (ODD, 7.4)."""

from __future__ import annotations

import math

from reference.model import Ecosystem
from reference.processes.matching import match
from reference.processes.staffing import in_a_round, look_elsewhere, open_vacancies, separate, start_work
from reference.surroundings import Region


def labour(model: Ecosystem) -> None:
    """Separate, post vacancies, match, hire and adjust the wage, once a round of recruiting."""
    if model.tick % model.rules.labour.recruiting != 0:
        for one in model.living:
            one.hired = 0
        return
    for one in model.living:
        separate(model, one)
    for one in model.living:
        open_vacancies(model, one)
    posted = {region: [0 for _ in model.fields] for region in model.regions}
    for one in model.living:
        posted[one.region] = [had + more for had, more in zip(posted[one.region], one.vacancies, strict=True)]
    for seeker in model.seekers:
        look_elsewhere(model, seeker, posted[seeker.region])
    match(model)
    settle(model)
    for region in model.regions:
        adjust_wage(model, region)


def settle(model: Ecosystem) -> None:
    """Let hired people start and impatient ones leave; the others go on looking."""
    for region in model.regions:
        region.unfilled = region.jobless = 0
    looking = []
    for seeker in model.seekers:
        if seeker.employer is not None:
            start_work(model, seeker)
        elif seeker.gone or model.tick - seeker.since >= model.rules.labour.patience:
            seeker.region.left += 1
        else:
            seeker.region.jobless += 1
            looking.append(seeker)
    model.seekers = looking
    for one in model.living:
        one.region.unfilled += sum(one.vacancies)


def adjust_wage(model: Ecosystem, region: Region) -> None:
    """Move the wage by the tightness of the market, and state pay after it."""
    p = in_a_round(model)
    employed = 1 + sum(one.staff for one in model.living if one.region is region)
    step = p.wage_response * (region.unfilled - region.jobless) / employed
    region.wage *= math.exp(min(p.wage_step, max(-p.wage_step, step)))
    region.state_pay += p.indexation * (p.state_pay * region.wage - region.state_pay)
