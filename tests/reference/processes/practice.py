"""Practice and trust (ODD, 7.17): what the use of ties leaves behind at the end of a quarter."""

from __future__ import annotations

from reference.arithmetic import whole_power
from reference.model import Ecosystem
from reference.organisations import Employer
from reference.surroundings import Region
from reference.ties import Tie


def practice(model: Ecosystem) -> None:
    """Update practice, from the start of reporting, and trust from this quarter's uses of ties."""
    lasting = [tie for tie in model.ties if tie.lasting]
    if model.reporting:
        for region in model.regions:
            learn_by_doing(model, region)
    for tie in lasting:
        fade(model, tie)


def learn_by_doing(model: Ecosystem, region: Region) -> None:
    """Raise the practice of each link with the share of organisations that used it, and let it fade."""
    from reference.plan import JOINS

    p = model.rules.practice
    for link, known in region.practice.items():
        able = [one for one in model.living if one.region is region and one.staff and one.kind in JOINS.get(link, ())]
        share = sum(uses(one, link) for one in able) / len(able) if able else 0.0
        risen = known + p.gain * share * (1.0 - known)
        region.practice[link] = max(p.floor, risen * (1.0 - p.decay))


def uses(one: Employer, link: str) -> bool:
    """Return whether an organisation used a tie over a link this quarter."""
    return any(tie.used for tie in one.lasting_ties() if tie.link == link)


def fade(model: Ecosystem, tie: Tie) -> None:
    """Let trust grow with use and fade; end a tie that is too weak or has lost a partner."""
    p = model.rules.practice
    tie.trust += (1.0 - tie.trust) * (1.0 - whole_power(1.0 - p.build, tie.used))
    tie.trust *= 1.0 - p.fade
    tie.uses += tie.used
    tie.used = 0
    if tie.trust < p.least or not tie.a.alive or not tie.b.alive:
        tie.ended = model.tick
