"""Outside lecturers, whom a university hires at arm's length (ODD, 7.2)."""

from __future__ import annotations

from ecosim.world.codes import Flow
from reference.luck import at, named, uniform
from reference.model import Ecosystem
from reference.organisations import University
from reference.processes.contracts import search_adviser
from reference.surroundings import OPEN

LECTURER = named("education", "lecturer")


def own_teaching(model: Ecosystem, university: University) -> float:
    """Return the share of hours that a university's staff teach its own students."""
    p = model.rules.education
    if university.staff == 0:
        return 0.0
    hours = max(0.0, p.load * university.students - university.released)
    return max(0.0, min(p.most, hours / university.staff, 1.0 - university.applied))


def hire_lecturers(model: Ecosystem, university: University) -> None:
    """Hire hours of those who know more, up to the hours that guests may give at all."""
    p, terms, region = model.rules.education, model.rules.contracts, university.region
    before = own_teaching(model, university)
    load = p.load * university.students
    money = min(p.lecturers * university.income, max(0.0, university.cash))
    price = region.state_pay * (1.0 + model.rules.labour.overhead) * terms.premium
    for f in model.fields:
        room = min(load * university.mix[f] - university.taught[f], p.guests * load - university.released)
        asked = at(model.now, LECTURER, university.key, f)
        if room <= 0.0 or uniform(asked) >= terms.search:
            continue
        lecturer = search_adviser(model, university, f, asked)
        if lecturer is None or lecturer is university or lecturer.knowledge[f] <= university.knowledge[f]:
            continue
        hours = min(room, lecturer.hours_free(terms.most), money / price)
        if hours <= 0.0:
            continue
        university.reward(lecturer, hours * price)
        money -= hours * price
        lecturer.teaching += hours / lecturer.staff
        university.taught[f] += hours
        university.taught_level[f] += hours * lecturer.knowledge[f] / model.frontier[f]
        university.released += hours
        region.count(Flow.TEACHING_HOURS, OPEN, hours)
    university.teaching += own_teaching(model, university) - before
