"""Education: cohorts learn from whoever teaches them, graduate and look for work.

What a cohort learns in a quarter is the mean knowledge of its teachers, weighted by hours: a share
``practice`` of the hours is practical training. Links bring in institutes' researchers and places in
laboratories and firms (`ecosim.links`); lecturers can be hired at arm's length (`lecturers`); the university's
own staff do the rest, so hours that others give are hours released. Skill at graduation is (mean knowledge
of teachers / frontier) to a small power: what teachers know changes what graduates can do far less than one for one.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ecosim.compiled import inline, kernel
from ecosim.kernels.ring import sort_ring
from ecosim.memory import Place, number
from ecosim.parameter import Parameters, parameter
from ecosim.processes.base import Process, Stage
from ecosim.processes.contracts import draw_turn
from ecosim.processes.lecturers import hire_lecturers, own_teaching
from ecosim.randomness import Bits, at, name_key, normal, uniform
from ecosim.steps import Call, Room, Steps, when
from ecosim.world import layouts
from ecosim.world.codes import Kind, People
from ecosim.world.world import World

_TALENT = name_key("education", "talent")
_PERSON, _SEEKS = name_key("education", "person"), name_key("education", "seeks")
_COHORT = name_key("education", "cohort")
_UNIVERSITY = Kind.UNIVERSITY.value
_ENROLLED, _LEFT = People.ENROLLED.value, People.LEFT.value
GRADUATION = 2  # third quarter of the calendar year


class Education(Process):
    """Teaching, the yearly graduation and the yearly intake."""

    stage = Stage.EDUCATION

    class Params(Parameters):
        """Parameters of education."""

        term: int = parameter(
            4, unit="quarters", range=(1, 40), plausible=(2, 4), source="the academic year",
            doc="time between graduations, and length of a year of studies",
        )
        years: int = parameter(
            5, unit="years of studies", range=(1, 8), plausible=(4, 6), source="Russian specialist degree",
            doc="length of studies",
        )
        load: float = parameter(
            0.05, unit="heads per student", range=(0, 1), plausible=(0.03, 0.08),
            source="assumed: about ten students per member of staff who teaches half of the time",
            doc="full-time teachers that one student needs",
        )
        most: float = parameter(
            0.8, unit="share", range=(0, 1), plausible=(0.6, 0.9), source="assumed",
            doc="largest share of hours that university staff teach",
        )
        guests: float = parameter(
            0.5, unit="share", range=(0, 1), plausible=(0.2, 0.7),
            source="assumed; at Novosibirsk State University most lecturers are researchers",
            doc="largest share of a university's teaching that guests give, over ties or hired",
        )
        lecturers: float = parameter(
            0.03, unit="share", range=(0, 1), plausible=(0, 0.06), source="assumed",
            doc="share of its income that a university has for lecturers from outside, hired at arm's length",
        )
        practice: float = parameter(
            0.2, unit="share", range=(0, 1), plausible=(0.1, 0.3), source="assumed",
            doc="share of a student's hours that is practical training",
        )
        elasticity: float = parameter(
            0.25, unit="1", range=(0, 2), plausible=(0.1, 0.4),
            source="order of teacher-quality effects, Hanushek and Rivkin 2010",
            doc="elasticity of skill to teachers' knowledge",
        )
        talent: float = parameter(
            0.2, unit="1", range=(0, 1), plausible=(0.1, 0.3), source="assumed", doc="standard deviation of log talent"
        )

        seek: float = parameter(
            0.5, unit="share", range=(0, 1), plausible=(0.3, 0.9), source="assumed",
            doc="share of graduates who look for research or high-tech work in the region; the others leave at once",
        )

    def act(self, world: World) -> Steps:
        """Teach for a quarter; in the third quarter of a year graduate and enrol."""
        w, params, found = world.at, world.params, np.zeros(2, np.int64)
        due, leaving = number(found, 0), number(found, 1)
        yield Call(
            teach_for_a_quarter, w.orgs.view, w.universities, w.regions, w.knowledge, w.frontier, w.distance, w.mix,
            w.ring.rows, w.ring_start, w.now, self.record, params["contracts"], params["labour"], w.cohorts.view,
            w.taught, w.practised, w.released, np.empty(len(world.universities), layouts.RING.dtype), w.flowed,
        )
        yield Call(look_at_cohorts, w.cohorts.view, w.tick, w.quarter, self.record, into=due)
        yield from when(due, self.graduate(world, leaving))
        yield Call(take_intake, w.weights, w.universities, w.mix)

    def graduate(self, world: World, leaving: Place) -> Steps:
        """Let the oldest cohorts look for work and enrol as many students anew."""
        w = world.at
        yield Room(world.cohorts, number(np.array([len(world.taught) * world.fields])))
        yield Room(world.seekers, leaving)
        yield Call(
            graduate, w.orgs.view, w.cohorts.view, w.now, w.tick, self.record, w.people, w.seekers.rows,
            w.seekers.size,
        )
        yield Call(
            enrol, w.orgs.view, w.mix, w.now, w.tick, self.record, w.people, w.cohorts.rows, w.cohorts.size
        )


def first_cohorts(world: World, params: Parameters) -> None:
    """Fill the university years that a world begins with, as if teaching had always been what it is then."""
    record = params.record()
    years, term = int(record["years"][0]), int(record["term"][0])
    base = world.now
    for year in range(years, 0, -1):
        world.cohorts.reserve(len(world.taught) * world.fields)
        enrol(
            world.orgs.view, world.mix, np.uint64((int(base) + year) % 2**64),
            world.tick - term * year + term // 2, record, world.people, world.cohorts.rows, world.cohorts.size,
        )
    for cohort in world.cohorts.view:
        level = world.knowledge[cohort["university"], cohort["field"]] / world.frontier[cohort["field"]]
        cohort["learnt"] = level * (world.tick - cohort["entered"])


@kernel
def teach_for_a_quarter(
    orgs: Any, universities: Any, regions: Any, knowledge: Any, frontier: Any, distance: Any, mix: Any, ring: Any,
    ring_start: Any, now: Bits, params: Any, contracts: Any, labour: Any, cohorts: Any, taught: Any, practised: Any,
    released: Any, turns: Any, tally: Any,
) -> None:
    """Plan own teaching, hire lecturers and teach; then forget who helped. ``turns`` (universities,) is scratch."""
    for k in range(universities.shape[0]):
        u = universities[k]
        draw_turn(turns[k], orgs[u], u, now)
        orgs[u].teaching = own_teaching(orgs[u], released[orgs[u].desk], params[0])
    sort_ring(turns, 0, turns.shape[0])
    for k in range(turns.shape[0]):
        hire_lecturers(
            orgs, turns[k].row, regions, knowledge, frontier, distance, mix, ring, ring_start, now, params[0],
            contracts[0], labour[0].overhead, taught, released, tally,
        )
    teach(orgs, knowledge, mix, frontier, cohorts, taught, practised, params[0])
    taught[:, :, :] = 0.0
    practised[:, :, :] = 0.0
    released[:] = 0.0


@kernel
def look_at_cohorts(cohorts: Any, tick: int, quarter: int, params: Any) -> tuple[int, int]:
    """Return whether this quarter ends a year of studies, and how many people then graduate."""
    p, heads = params[0], 0
    if (quarter - GRADUATION) % p.term != 0:
        return 0, 0
    for c in range(cohorts.shape[0]):
        if cohorts[c].graduated < 0 and tick - cohorts[c].entered >= p.term * p.years:
            heads += cohorts[c].heads
    return 1, heads


@kernel
def take_intake(weights: Any, universities: Any, mix: Any) -> None:
    """Let new students enrol for what universities work on."""
    for d in range(universities.shape[0]):
        for f in range(mix.shape[1]):
            mix[d, f] = weights[universities[d], f]


@inline
def teach(
    orgs: Any, knowledge: Any, mix: Any, frontier: Any, cohorts: Any, taught: Any, practised: Any, p: Any
) -> None:
    """Let every cohort learn from the hours given; the university's staff give what is missing."""
    for c in range(cohorts.shape[0]):
        cohort = cohorts[c]
        if cohort.graduated >= 0:
            continue
        u, f = cohort.university, cohort.field
        d = orgs[u].desk
        own = knowledge[u, f] / frontier[f]
        need = p.load * orgs[u].students * mix[d, f]  # heads of teaching in this field
        guests = min(taught[d, f, 0], need)
        level = own
        if guests > 0.0:
            level += (guests / need) * (taught[d, f, 1] / taught[d, f, 0] - own)
        places = p.practice * orgs[u].students * mix[d, f]  # students' hours of practice in this field
        filled = min(practised[d, f, 0], places)
        hands = own
        if filled > 0.0:
            hands += (filled / places) * (practised[d, f, 1] / practised[d, f, 0] - own)
        cohort.learnt += (1.0 - p.practice) * level + p.practice * hands


@kernel
def graduate(orgs: Any, cohorts: Any, now: Bits, tick: int, params: Any, people: Any, seekers: Any, size: Any
) -> None:
    """Turn the members of finished cohorts into job-seekers with a skill each."""
    p = params[0]
    talents = at(now, _TALENT)
    for c in range(cohorts.shape[0]):
        cohort = cohorts[c]
        if cohort.graduated >= 0 or tick - cohort.entered < p.term * p.years:
            continue
        cohort.graduated = tick
        level = max(0.05, cohort.learnt / (tick - cohort.entered)) ** p.elasticity
        for j in range(cohort.heads):
            person = at(at(_PERSON, cohort.key), j)
            if uniform(at(person, _SEEKS)) >= p.seek:
                people[orgs[cohort.university].region, _LEFT] += 1
                continue
            seeker = seekers[size[0]]
            seeker.key = person
            seeker.region = orgs[cohort.university].region
            seeker.field = cohort.field
            seeker.home = cohort.university
            seeker.skill = level * np.exp(p.talent * normal(at(talents, person)) - 0.5 * p.talent**2)
            seeker.graduate = 1
            seeker.since = tick
            seeker.employer = -1
            size[0] += 1


@kernel
def enrol(
    orgs: Any, mix: Any, now: Bits, tick: int, params: Any, people: Any, cohorts: Any, size: Any
) -> None:
    """Enrol a new cohort in every field of every university: its students divided by the years of study.

    Whole people: each field's fraction of a head is rounded up with that probability.
    """
    p = params[0]
    base = at(now, _COHORT)
    for u in range(orgs.shape[0]):
        if orgs[u].kind != _UNIVERSITY or orgs[u].died >= 0:
            continue
        for f in range(mix.shape[1]):
            share = orgs[u].students * mix[orgs[u].desk, f] / p.years
            if share <= 0.0:
                continue
            key = at(at(base, orgs[u].key), f)
            cohort = cohorts[size[0]]
            cohort.key = key
            cohort.university = u
            cohort.field = f
            cohort.entered = tick
            cohort.heads = int(np.floor(share + uniform(key)))
            cohort.learnt = 0.0
            cohort.graduated = -1
            people[orgs[u].region, _ENROLLED] += cohort.heads
            size[0] += 1
