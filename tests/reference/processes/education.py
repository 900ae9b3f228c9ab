"""Education (ODD, 7.2): cohorts learn from whoever teaches them, graduate and look for work."""

from __future__ import annotations

import math

from reference.luck import at, named, normal, uniform
from reference.model import Ecosystem
from reference.organisations import University
from reference.people import Cohort, Seeker
from reference.processes.contracts import TURN
from reference.processes.lecturers import hire_lecturers, own_teaching

TALENT, PERSON, SEEKS = named("education", "talent"), named("education", "person"), named("education", "seeks")
COHORT = named("education", "cohort")
GRADUATION = 2  # third quarter of the calendar year


def education(model: Ecosystem) -> None:
    """Teach for a quarter; in the third quarter of a year graduate and enrol."""
    p = model.rules.education
    for university in model.universities:
        university.teaching = own_teaching(model, university)
    for university in sorted(model.universities, key=lambda one: uniform(at(model.now, TURN, one.key))):
        hire_lecturers(model, university)
    for cohort in model.cohorts:
        if cohort.graduated < 0:
            teach(model, cohort)
    if (model.quarter - GRADUATION) % p.term == 0:
        for cohort in model.cohorts:
            if cohort.graduated < 0 and model.tick - cohort.entered >= p.term * p.years:
                graduate(model, cohort)
        for university in model.universities:
            enrol(model, university)
    for university in model.universities:
        university.mix = list(university.weights)
        university.clear_teaching()


def teach(model: Ecosystem, cohort: Cohort) -> None:
    """Let a cohort learn from the hours given; the university's staff give what is missing."""
    p, university, f = model.rules.education, cohort.university, cohort.field
    own = university.level(f)
    need = p.load * university.students * university.mix[f]
    places = p.practice * university.students * university.mix[f]
    level = _mixed(own, university.taught[f], university.taught_level[f], need)
    hands = _mixed(own, university.practised[f], university.practised_level[f], places)
    cohort.learnt += (1.0 - p.practice) * level + p.practice * hands


def _mixed(own: float, given: float, given_level: float, need: float) -> float:
    """Return the mean knowledge of those who teach: others as far as they are needed, the own staff the rest."""
    others = min(given, need)
    return own + (others / need) * (given_level / given - own) if others > 0.0 else own


def graduate(model: Ecosystem, cohort: Cohort) -> None:
    """Turn those members of a cohort who seek such work in the region into job-seekers; the others leave."""
    p, university = model.rules.education, cohort.university
    cohort.graduated = model.tick
    level = max(0.05, cohort.learnt / (model.tick - cohort.entered)) ** p.elasticity
    for member in range(cohort.heads):
        key = at(PERSON, cohort.key, member)
        if uniform(at(key, SEEKS)) >= p.seek:
            university.region.left += 1
            continue
        talent = p.talent * normal(at(model.now, TALENT, key)) - 0.5 * (p.talent * p.talent)
        skill = level * math.exp(talent)
        model.seekers.append(Seeker(key, university.region, cohort.field, university, skill, True, model.tick))


def enrol(model: Ecosystem, university: University) -> None:
    """Enrol a cohort in every field; a fraction of a head is rounded up with that chance."""
    for f in model.fields:
        share = university.students * university.mix[f] / model.rules.education.years
        if share > 0.0:
            key = at(model.now, COHORT, university.key, f)
            heads = math.floor(share + uniform(key))
            model.cohorts.append(Cohort(key, university, f, model.tick, heads))
            university.region.enrolled += heads
