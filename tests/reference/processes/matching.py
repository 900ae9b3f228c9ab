"""The match of job-seekers and vacancies (ODD, 7.4): one assignment, by a value that both sides share."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ecosim.world.codes import Flow
from reference.luck import at, bell, named, uniform
from reference.model import Ecosystem
from reference.organisations import Employer, Firm
from reference.people import Seeker
from reference.processes.staffing import MATCH, in_a_round
from reference.rings import Ring
from reference.surroundings import OPEN, Region
from reference.ties import Tie

ADS, READ, NEAR = named("labour", "ads"), named("labour", "read"), named("labour", "near")
NOISE, STAY = named("labour", "noise"), named("labour", "stay")


@dataclass
class Application:
    """A person applies to an employer; over a tie both see better who fits."""

    seeker: Seeker
    employer: Employer
    value: float
    tie: Tie | None

    @property
    def rank(self) -> int:
        """A whole number that is smaller the higher the value, which counts to 2^-34 and between -4 and 4."""
        return int((4.0 - min(4.0, max(-4.0, self.value))) * 2.0**34)


def match(model: Ecosystem) -> None:
    """Let job-seekers read advertisements and apply; settle pairs in descending order of value."""
    rings = advertise(model)
    applications = [one for seeker in model.seekers for one in apply(model, seeker, rings[seeker.region, seeker.field])]
    for application in sorted(applications, key=lambda one: one.rank):
        if application.seeker.employer is None and not application.seeker.gone:
            offer(model, application)


def advertise(model: Ecosystem) -> dict[tuple[Region, int], Ring[Employer]]:
    """Put every vacancy on the ring of its region and field."""
    entries: dict[tuple[Region, int], list[tuple[int, Employer]]] = {
        (region, f): [] for region in model.regions for f in model.fields
    }
    for one in model.living:
        for f, vacancies in enumerate(one.vacancies):
            for vacancy in range(vacancies):
                entries[one.region, f].append((at(model.now, ADS, one.key, f, vacancy), one))
    return {group: Ring(members) for group, members in entries.items()}


def apply(model: Ecosystem, seeker: Seeker, ring: Ring[Employer]) -> list[Application]:
    """Let a person read advertisements from some place on; return applications to the best, best first."""
    p = in_a_round(model)
    search = at(model.now, READ, seeker.key)
    found: dict[Employer, Application] = {}
    for employer in ring.read(search, p.reads):
        near = math.exp(-seeker.home.place.distance(employer.place) / p.distance)
        if near < 1.0 and uniform(at(search, NEAR, employer.key)) >= near:
            continue
        if employer not in found:
            tie = employer.tie_with(seeker.home, "placements") if seeker.graduate else None
            found[employer] = Application(seeker, employer, value_of(model, seeker, employer, tie), tie)
    return sorted(found.values(), key=lambda one: -one.value)[: p.applications]


def value_of(model: Ecosystem, seeker: Seeker, employer: Employer, tie: Tie | None) -> float:
    """Return what both sides expect of a pair: the posterior mean of the match, and pay."""
    p = model.rules.labour
    pair = at(MATCH, seeker.key, employer.key)
    noise = p.noise_tied if tie is not None else p.noise_open
    variance = p.spread * p.spread
    shrink = variance / (variance + noise * noise)
    judged = 0.5 + shrink * (p.spread * bell(pair) + noise * bell(at(pair, NOISE)))
    if isinstance(employer, Firm):
        return judged
    return judged + p.pay_matters * math.log(max(0.01, employer.region.state_pay / employer.region.wage))


def offer(model: Ecosystem, application: Application) -> None:
    """Offer a vacancy, if there still is one, to a person, who takes it or leaves the region."""
    p, seeker, employer = model.rules.labour, application.seeker, application.employer
    if employer.vacancies[seeker.field] <= 0:
        return
    region = seeker.region
    amenity = min(1.0, region.amenity + employer.place.amenity)
    odds = p.stay + p.stay_amenity * (amenity - 0.5) + p.stay_match * (application.value - 0.5)
    odds += p.stay_wage * math.log(region.wage / region.price)
    if uniform(at(model.now, STAY, seeker.key)) >= 1.0 / (1.0 + math.exp(-odds)):
        seeker.gone = True
        return
    seeker.employer = employer
    employer.vacancies[seeker.field] -= 1
    channel = OPEN
    if application.tie is not None:
        channel = application.tie.link
        application.tie.used += 1
    to_firm = isinstance(employer, Firm)
    employer.region.count(Flow.HIRES_FIRMS if to_firm else Flow.HIRES_SCIENCE, channel, 1.0)
    if to_firm and seeker.graduate:
        employer.region.count(Flow.GRADUATES_FIRMS, channel, 1.0)
