"""Practice and trust (ODD, 7.17): what the use of ties leaves behind at the end of a quarter."""

from __future__ import annotations

from reference.arithmetic import whole_power
from reference.model import Ecosystem
from reference.surroundings import Region
from reference.ties import Tie


def practice(model: Ecosystem) -> None:
    """Update practice, from the start of reporting, and trust from this quarter's uses of ties."""
    lasting = [tie for tie in model.ties if tie.lasting]
    if model.reporting:
        for region in model.regions:
            learn_by_doing(model, region, [tie for tie in lasting if tie.a.region is region])
    for tie in lasting:
        fade(model, tie)


def learn_by_doing(model: Ecosystem, region: Region, ties: list[Tie]) -> None:
    """Raise the practice of each link with the share of ties used, and let it fade."""
    p = model.rules.practice
    for link, known in region.practice.items():
        over = [tie for tie in ties if tie.link == link]
        share = sum(tie.used > 0 for tie in over) / len(over) if over else 0.0
        risen = known + p.gain * share * (1.0 - known)
        region.practice[link] = max(p.floor, risen * (1.0 - p.decay))


def fade(model: Ecosystem, tie: Tie) -> None:
    """Let trust grow with use and fade; end a tie that is too weak or has lost a partner."""
    p = model.rules.practice
    tie.trust += (1.0 - tie.trust) * (1.0 - whole_power(1.0 - p.build, tie.used))
    tie.trust *= 1.0 - p.fade
    tie.uses += tie.used
    tie.used = 0
    if tie.trust < p.least or not tie.a.alive or not tie.b.alive:
        tie.ended = model.tick
