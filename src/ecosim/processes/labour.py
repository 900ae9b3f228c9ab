"""Labour market: people find employers, employers find people, in one simultaneous match a round of recruiting.

Everybody judges a match through noise. A signal about the match m of a person and an employer is
m + sd * noise, with a much smaller sd over a tie that carries placements, and both sides rank by the
posterior mean .5 + l (signal - .5), l = v / (v + sd^2): without that shrinkage noisy strangers would
win. A tie gives information on who fits, never precedence nor news of a vacancy that others do not come
upon, and nobody is spared the draw of staying in the region. The wage answers to vacancies left unfilled
and to people left without work.

How often people and employers meet is a number of the model (``recruiting``), not of its step.
"""

from __future__ import annotations

import numpy as np

from ecosim.kernels import advertising, matching
from ecosim.kernels.radix import BUCKETS
from ecosim.memory import Place, number
from ecosim.parameter import Parameters, parameter
from ecosim.processes.base import Process, Stage
from ecosim.processes.staffing import begin_round, separate_and_post, settle
from ecosim.steps import Call, Room, Steps, when
from ecosim.world import layouts
from ecosim.world.codes import Kind
from ecosim.world.world import World


class Labour(Process):
    """Separations, vacancies, matching, hiring and the wage."""

    stage = Stage.LABOUR

    class Params(Parameters):
        """Parameters of the labour market."""

        recruiting: int = parameter(
            1, unit="quarters", range=(1, 40), plausible=(1, 2),
            source="assumed: order of the time to fill a skilled post",
            doc="length of a round of recruiting, in which people leave, look for work and are hired"
        )
        retirement: float = parameter(
            0.008, unit="1/quarter", range=(0, 0.5), plausible=(0.005, 0.012),
            source="assumed: a working life of about 30 years", doc="chance that a head retires"
        )
        quits: float = parameter(
            0.01, unit="1/quarter", range=(0, 0.5), plausible=(0.005, 0.03), source="assumed",
            doc="chance that a head looks for another employer",
        )
        emigration: float = parameter(
            0.02, unit="1/quarter", range=(0, 0.5), plausible=(0.01, 0.04),
            source="order of the loss of research staff in Russia 1989-1993, -42 % in four years, when pay collapsed",
            doc="chance that a head leaves per unit by which income per head falls short of its cost",
        )
        spread: float = parameter(
            0.2, unit="1", range=(0.001, 1), plausible=(0.1, 0.3), source="assumed",
            doc="standard deviation of the match between a person and an employer, around .5",
        )
        noise_open: float = parameter(
            0.5, unit="1", range=(0.001, 10), plausible=(0.3, 1.0), source="assumed",
            doc="standard deviation of the noise through which strangers see a match",
        )
        noise_tied: float = parameter(
            0.1, unit="1", range=(0.001, 10), plausible=(0.05, 0.3), source="assumed",
            doc="the same between an employer and the graduates of a university to which it is tied",
        )
        reads: int = parameter(
            5, unit="advertisements/quarter", range=(0, 100), plausible=(3, 10), source="assumed",
            doc="vacancies that a job-seeker comes upon, with ties or without",
        )
        applications: int = parameter(
            3, unit="applications", range=(1, 100), plausible=(1, 6), source="assumed",
            doc="of their employers, the best to which a job-seeker applies at once",
        )
        distance: float = parameter(
            60.0, unit="km", range=(0.1, 1e5), plausible=(30, 150),
            source="assumed: a commute or a move within the region",
            doc="distance at which the chance of considering an advertisement has fallen to 1/e",
        )
        pay_matters: float = parameter(
            0.3, unit="1", range=(0, 5), plausible=(0.1, 0.6), source="assumed",
            doc="weight of the logarithm of pay against the match in the choice of an employer",
        )
        stay: float = parameter(
            1.5, unit="log odds", range=(-10, 10), plausible=(0, 2.5), source="assumed",
            doc="log odds of taking the best offer rather than leaving, at a match of .5, amenity .5 and the usual pay",
        )
        stay_amenity: float = parameter(
            2.0, unit="log odds", range=(0, 20), plausible=(0.5, 4), source="assumed", doc="effect of amenity on these"
        )
        stay_match: float = parameter(
            3.0, unit="log odds", range=(0, 20), plausible=(1, 6), source="assumed", doc="effect of the match on these"
        )
        stay_wage: float = parameter(
            2.0, unit="log odds", range=(0, 20), plausible=(0.5, 4), source="assumed",
            doc="effect of the log of the regional wage relative to that of the start, which stands for pay elsewhere",
        )
        patience: int = parameter(
            2, unit="quarters", range=(1, 40), plausible=(1, 6), source="assumed", doc="search after which people leave"
        )
        mobility: float = parameter(
            0.44, unit="1/quarter", range=(0, 1), plausible=(0.2, 1),
            source="44 % of those who found work after a time without had changed their major occupational group, "
            "United States; Carrillo-Tudela and Visschers 2023",
            doc="chance that who has got no offer looks on in a field in which there are vacancies",
        )
        match_matters: float = parameter(
            0.6, unit="1", range=(0, 2), plausible=(0.2, 1), source="assumed",
            doc="effect of the true match, from its mean, on what a person achieves in the job",
        )
        wage_response: float = parameter(
            0.1, unit="log wage/quarter", range=(0, 2), plausible=(0.02, 0.3), source="assumed",
            doc="change of the log wage per unfilled vacancy (net of job-seekers) and head employed",
        )
        wage_step: float = parameter(
            0.02, unit="log wage/quarter", range=(0, 0.5), plausible=(0.01, 0.03),
            source="assumed", doc="largest change of the log wage"
        )
        state_pay: float = parameter(
            0.85, unit="1", range=(0.01, 3), plausible=(0.7, 1.0), source="assumed",
            doc="pay of a state post relative to the market wage, towards which it is indexed",
        )
        indexation: float = parameter(
            0.1, unit="1/quarter", range=(0, 1), plausible=(0.05, 0.25),
            source="assumed", doc="speed of that indexation"
        )
        overhead: float = parameter(
            0.3, unit="1", range=(0, 3), plausible=(0.2, 0.6),
            source="assumed", doc="other cost of a state post per unit of pay"
        )
        hiring: float = parameter(
            0.1, unit="vacancies/(head quarter)", range=(0, 1), plausible=(0.05, 0.2),
            source="assumed; limits of growth: Penrose 1959", doc="vacancies that an employer can handle, per head",
        )
        openings: float = parameter(
            1.0, unit="vacancies/quarter", range=(0, 1000), plausible=(0.5, 2), source="assumed",
            doc="vacancies that an employer can handle beside these",
        )
        slack: float = parameter(
            0.1, unit="share", range=(0, 1), plausible=(0.05, 0.2), source="assumed",
            doc="surplus staff that an employer keeps through a dip",
        )
        layoffs: float = parameter(
            0.5, unit="1/quarter", range=(0, 1), plausible=(0.25, 1), source="assumed",
            doc="chance that a head of the surplus beyond that is laid off",
        )
        cushion: float = parameter(
            8.0, unit="quarters", range=(1, 400), plausible=(4, 16), source="assumed",
            doc="time over which a state organisation would spend its reserves on posts",
        )

    def __init__(self, params: Params) -> None:
        super().__init__(of_a_round(params))

    def act(self, world: World) -> Steps:
        """Separate, post vacancies, match, hire and adjust the wage, once a round of recruiting."""
        w, found = world.at, np.zeros(2, np.int64)
        recruiting, leaving = number(found, 0), number(found, 1)
        yield Call(begin_round, w.orgs.view, w.alive.view, w.tick, self.record, into=recruiting)
        yield from when(recruiting, self.recruit(world, leaving))

    def recruit(self, world: World, leaving: Place) -> Steps:
        """Let no more than those ``leaving`` look for work, and all who do find some."""
        w, posted = world.at, number(np.zeros(1, np.int64))
        yield Room(world.seekers, leaving)
        yield Call(
            separate_and_post, w.orgs.view, w.alive.view, w.regions, w.weights, w.now, w.tick, self.record,
            w.seekers.rows, w.seekers.size, w.people, w.vacant, w.posted, into=posted,
        )
        yield from self.match(world, posted)
        yield Call(
            settle, w.orgs.view, w.alive_by_region.view, w.region_start, w.regions, w.knowledge, w.tick, self.record,
            w.seekers.rows, w.seekers.size, w.people,
        )

    def match(self, world: World, posted: Place) -> Steps:
        """Let job-seekers read ``posted`` advertisements, rank what they found, and make offers in order of value."""
        w, p = world.at, self.record
        ads, buckets = world.scratch("ads", layouts.ADVERTISEMENT.dtype), world.scratch("buckets", np.int32)
        order, applications = world.scratch("seekers", np.int32), world.scratch("applications", np.int32)
        ranks, sorted_ranks = world.scratch("ranks", np.uint64), world.scratch("sorted ranks", np.uint64)
        start, ends = np.zeros((2, len(world.regions) * world.fields + 1), np.int64)
        near, pay = np.empty_like(world.distance), np.empty((len(world.regions), Kind.FIRM + 1))
        for rows in (ads, buckets):
            yield Room(rows, posted, beyond=False, sets=True)
        yield Call(
            advertising.advertise, w.orgs.view, w.alive.view, w.regions, w.vacant, w.distance, w.now, p, ads.at.view,
            start, near, pay, buckets.at.view,
        )
        most = min(int(p["reads"][0]), int(p["applications"][0]))
        yield Room(order, w.seekers.length, beyond=False, sets=True)
        for rows in (applications, ranks, sorted_ranks):
            yield Room(rows, w.seekers.length, most, beyond=False, sets=True)
        tied = w.ties.rows, w.adjacent.rows, w.adjacent_start, w.carries
        yield Call(
            matching.apply, w.orgs.view, near, pay, w.seekers.view, *tied, ads.at.view, start, world.fields, w.now, p,
            np.zeros(matching.MARKS, np.uint8), np.empty(most), ends, order.at.view, applications.at.view,
            ranks.at.view,
        )
        yield Call(
            matching.offer, w.orgs.view, w.regions, w.places, w.seekers.view, w.now, p, w.vacant, pay, order.at.view,
            ends, applications.at.view, ranks.at.view, sorted_ranks.at.view, np.empty(BUCKETS, np.uint32), *tied,
            w.flowed,
        )


def of_a_round(params: Labour.Params) -> Labour.Params:
    """Return what holds for a round of recruiting, from what is declared for a quarter.

    Of a chance a quarter this is the chance that it comes at least once, of all else so many times as much.
    """
    n = params.recruiting
    if n == 1:
        return params
    update = {}
    for one in params.declarations():
        value = getattr(params, one.name)
        if "quarter" in one.unit.partition("/")[2]:
            update[one.name] = 1.0 - (1.0 - value) ** n if one.unit == "1/quarter" else n * value
    return params.model_copy(update=update)
