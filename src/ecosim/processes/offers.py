"""Offers: technologies on the shelf are shown to firms, and each firm judges what it would gain.

A technology is shown some time after its discovery and then now and then. Firms tied to its owner
over a link that carries licences are told of it; others come upon it through publications, fairs and
search, larger and nearer ones more often; developers outside the region exist too. A firm expects

    gain = margin * sales of a line * power * eta * ln(1 + q / A) * horizon * chance - cost of development

from renewing one of its lines of products (a start-up has one, and another comes with each further ``slots``
heads); q is the technology's quality and A the firm's product quality, seen through noise, and q is judged by
its posterior mean. The best bid stands until the quarter's licences are concluded.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ecosim.compiled import inline, kernel
from ecosim.kernels.adjacency import other_end
from ecosim.kernels.prefetch import AHEAD, MANY, prefetch
from ecosim.kernels.ring import find, following, foresee, group_of
from ecosim.parameter import Parameters, parameter
from ecosim.processes.base import Process, Stage
from ecosim.randomness import Bits, at, name_key, normal, uniform
from ecosim.steps import Call, Room, Steps
from ecosim.world.codes import OPEN, Carries, Patent
from ecosim.world.codes import Stage as Life
from ecosim.world.world import World

_SHOW, _SEEN, _NEAR, _VIEW, _EXPIRE = (name_key("offers", name) for name in ("show", "seen", "near", "view", "expire"))
_SHELF, _ABANDONED, _DEVELOPMENT, _PRODUCT = (
    Life.SHELF.value, Life.ABANDONED.value, Life.DEVELOPMENT.value, Life.PRODUCT.value
)
_LICENCES = Carries.LICENCES.value
_APPLIED, _GRANTED = Patent.APPLIED.value, Patent.GRANTED.value
_FIRM = 2


class Offers(Process):
    """Keep the list of active technologies, show those on the shelf, and note the best bid for each."""

    stage = Stage.OFFERS

    class Params(Parameters):
        """Parameters of how technologies are shown and judged."""

        delay: int = parameter(
            1, unit="quarters", range=(1, 40), plausible=(1, 2), source="assumed",
            doc="time from a discovery, within which its owner decides on a patent, to when it is first shown",
        )
        show: float = parameter(
            0.25, unit="1/quarter", range=(0, 1), plausible=(0.1, 0.5), source="assumed: once a year",
            doc="chance that a technology on the shelf is shown",
        )
        expire: float = parameter(
            0.08, unit="1/quarter", range=(0, 1), plausible=(0.04, 0.12), source="assumed",
            doc="chance that a technology on the shelf is forgotten or overtaken",
        )
        encounters: int = parameter(
            4, unit="firms", range=(0, 1000), plausible=(2, 10), source="assumed",
            doc="firms of the field that publications and fairs put a technology before when it is shown",
        )
        attention: float = parameter(
            0.3, unit="1", range=(0, 1), plausible=(0.1, 0.6), source="assumed",
            doc="chance that the smallest firm notices it there",
        )
        prominence: float = parameter(
            40.0, unit="heads", range=(0.1, 1e6), plausible=(20, 100), source="assumed",
            doc="heads at which a firm notices twice as often",
        )
        distance: float = parameter(
            60.0, unit="km", range=(0.1, 1e5), plausible=(30, 150),
            source="localised spillovers: Jaffe et al. 1993; Belenzon and Schankerman 2013",
            doc="distance at which that chance has fallen to 1/e",
        )
        horizon: float = parameter(
            16.0, unit="quarters", range=(0, 200), plausible=(8, 24),
            source="assumed", doc="quarters of gain that a firm counts"
        )
        margin: float = parameter(
            0.4, unit="share of sales", range=(0, 1), plausible=(0.2, 0.6),
            source="assumed", doc="margin on additional sales"
        )
        chance: float = parameter(
            0.15, unit="1", range=(0, 1), plausible=(0.08, 0.3),
            source="AUTM: about one licence in ten becomes a product",
            doc="chance of success that a firm reckons with",
        )
        unprotected: float = parameter(
            0.08, unit="share", range=(0, 1), plausible=(0.02, 0.4),
            source="assumed: order of appropriability surveys, Levin et al. 1987",
            doc="share of the gain that is left to a firm whose rivals may use the same publication",
        )
        noise: float = parameter(
            0.8, unit="1", range=(0, 5), plausible=(0.4, 1.2),
            source="assumed", doc="standard deviation of the log of judged quality"
        )
        time: float = parameter(
            8.0, unit="quarters", range=(1, 200), plausible=(4, 20), source="assumed",
            doc="quarters of development that a firm counts, abandonment included",
        )
        slots: float = parameter(
            12.0, unit="heads", range=(1, 1e5), plausible=(6, 30), source="assumed",
            doc="skilled heads behind each line of products, and each development, beyond the first",
        )

    def act(self, world: World) -> Steps:
        """Update the active technologies and find this quarter's bids."""
        w, params, shown = world.at, world.params, world.scratch("shown", np.int32)
        yield Room(world.active, w.techs.length, beyond=False)
        yield Call(
            sweep, w.techs.view, w.now, w.tick, w.found_from, self.record, w.active.rows, w.active.size,
        )
        yield Room(shown, w.active.length, beyond=False, sets=True)
        yield Call(
            bid, w.orgs.view, w.regions, w.techs.rows, w.active.rows, w.active.size, w.distance, w.ties.rows,
            w.adjacent.rows, w.adjacent_start, w.carries, w.ring.rows, w.ring_start, world.fields, w.tick, w.now,
            self.record, params["research"], params["development"], params["competition"], shown.at.view,
        )


@kernel
def sweep(techs: Any, now: Bits, tick: int, found_from: Any, params: Any, active: Any, actives: Any) -> None:
    """Let shelved technologies expire, drop finished ones from ``active`` and add this quarter's."""
    base = at(now, _EXPIRE)
    kept = 0
    for a in range(actives[0]):
        tech = techs[active[a]]
        if tech.stage == _SHELF and uniform(at(base, tech.key)) < params[0].expire:
            tech.stage = _ABANDONED
        if tech.stage <= _PRODUCT:
            active[kept] = active[a]
            kept += 1
    for t in range(found_from[tick], techs.shape[0]):
        active[kept] = t
        kept += 1
    actives[0] = kept


@inline
def lines(staff: float, slots: float) -> float:
    """Return how many lines of products a firm has; a new product renews one of them (Klette and Kortum 2004)."""
    return float(1.0 + staff / slots)


@inline
def protected(tech: Any) -> bool:
    """Return whether a patent is sought or held."""
    return bool(tech.patent == _APPLIED or tech.patent == _GRANTED)


@inline
def expected_gain(demand: float, own: float, quality: float, response: float, p: Any) -> float:
    """Return the money that a technology is expected to bring a firm of product quality ``own``.

    ``demand`` is that of one line of products. ``response`` is the relative rise of demand per ln(1 + quality / own).
    """
    return float(p.margin * demand * response * np.log(1.0 + quality / max(1e-9, own)) * p.horizon * p.chance)


@inline
def judged_quality(quality: float, typical: float, luck: float, sigma: float, noise: float) -> float:
    """Return the posterior mean of a technology's quality seen through noise (log-normal around ``typical``)."""
    shrink = sigma**2 / (sigma**2 + noise**2 + 1e-12)
    seen = np.log(max(1e-12, quality) / typical) + noise * luck
    return float(typical * np.exp(shrink * seen + 0.5 * (1.0 - shrink) * sigma**2))


@inline
def consider(orgs: Any, regions: Any, tech: Any, i: int, channel: int, viewed: Bits, p: Any, q: Any) -> None:
    """Let firm ``i`` judge a technology, with its luck at ``viewed``; keep its bid if it is the best so far.

    A standing bid takes room for a project, so that no firm bids for more than it could take up.
    """
    sigma, eta, cost, reserve, power = q
    firm = orgs[i]
    if firm.died >= 0 or firm.field != tech.field or firm.projects >= int(lines(firm.staff, p.slots)):
        return
    wage = regions[firm.region].wage
    if firm.cash <= reserve * cost * wage:
        return
    seen = judged_quality(tech.quality, max(1e-9, firm.quality), normal(at(viewed, firm.key)), sigma, p.noise)
    gain = expected_gain(firm.demand / lines(firm.staff, p.slots), firm.quality, seen, power * eta, p)
    if not protected(tech):
        gain *= p.unprotected
    gain -= cost * wage * p.time
    if gain > tech.bid:
        if tech.bidder >= 0:
            orgs[tech.bidder].projects -= 1
        firm.projects += 1
        tech.bid = gain
        tech.bidder = i
        tech.via = channel


@inline
def is_shown(tech: Any, tick: int, now: Bits, p: Any) -> bool:
    """Return whether a technology is shown; its owner first decides whether to protect it."""
    age = tick - tech.found
    if tech.stage != _SHELF or age < p.delay:
        return False
    return bool(age == p.delay or uniform(at(at(now, _SHOW), tech.key)) < p.show)


@inline
def _show(
    orgs: Any, regions: Any, tech: Any, distance: Any, ties: Any, adjacent: Any, start: Any, carries: Any, ring: Any,
    low: int, high: int, now: Bits, p: Any, q: Any,
) -> None:
    """Show a technology to those who are told of it and those who come upon it, on ``ring[low:high]``."""
    owner, viewed = tech.owner, at(at(now, _VIEW), tech.key)
    for k in range(start[owner], start[owner + 1]):
        tie = ties[adjacent[k]]
        if tie.ended < 0 and carries[tie.link, _LICENCES]:
            consider(orgs, regions, tech, other_end(tie, owner), tie.link, viewed, p, q)
    if tech.sponsor >= 0:  # it has paid for the work and knows of it
        consider(orgs, regions, tech, tech.sponsor, OPEN, viewed, p, q)
    search = at(at(now, _SEEN), tech.key)
    hit, lots, place = find(ring, low, high, search), at(search, _NEAR), orgs[owner].place
    for _ in range(min(p.encounters, high - low)):
        i = ring[hit].row
        hit = following(hit, low, high)
        firm = orgs[i]
        notice = p.attention * (1.0 + firm.staff / p.prominence)
        luck = uniform(at(lots, firm.key))
        if luck >= notice:  # distance only takes away from it
            continue
        if luck < notice * np.exp(-distance[firm.place, place] / p.distance):
            consider(orgs, regions, tech, i, OPEN, viewed, p, q)
    if tech.bidder < 0:
        tech.via = OPEN


@inline
def _firms_of(orgs: Any, tech: Any, ring_start: Any, regions: int, fields: int) -> tuple[int, int]:
    """Return where the firms of a technology's region and field begin on the ring, and where they end."""
    g = group_of(_FIRM, orgs[tech.owner].region, tech.field, regions, fields)
    return ring_start[g], ring_start[g + 1]


@inline
def _foresee(
    orgs: Any, techs: Any, shown: Any, n: int, ties: Any, adjacent: Any, start: Any, ring: Any, ring_start: Any,
    regions: int, fields: int, now: Bits, encounters: int,
) -> None:
    """Ask for owners, then where searches begin, then the firms there and the ties of those whose turn comes soon."""
    last, seen = shown.shape[0] - 1, at(now, _SEEN)
    far = techs[shown[min(n + 3 * AHEAD, last)]]
    prefetch(orgs, far.owner)
    prefetch(start, far.owner)
    tech = techs[shown[min(n + 2 * AHEAD, last)]]
    low, high = _firms_of(orgs, tech, ring_start, regions, fields)
    foresee(ring, low, high, at(seen, tech.key), False)
    prefetch(adjacent, start[tech.owner])
    soon = techs[shown[min(n + AHEAD, last)]]
    low, high = _firms_of(orgs, soon, ring_start, regions, fields)
    hit = find(ring, low, high, at(seen, soon.key))
    for _ in range(min(encounters, high - low, AHEAD)):
        prefetch(orgs, ring[hit].row)
        hit = following(hit, low, high)
    for k in range(start[soon.owner], start[soon.owner + 1]):
        prefetch(ties, adjacent[k])


@kernel
def bid(
    orgs: Any, regions: Any, techs: Any, active: Any, actives: Any, distance: Any, ties: Any, adjacent: Any, start: Any,
    carries: Any, ring: Any, ring_start: Any, fields: int, tick: int, now: Bits, params: Any,
    research: Any, development: Any, competition: Any, shown: Any,
) -> None:
    """Show technologies to firms, and note the best bid for each; ``shown``, int32 (actives,), is scratch."""
    p, d = params[0], development[0]
    q = (research[0].sigma, d.eta, d.cost, d.reserve, competition[0].power)
    count = 0
    for a in range(actives[0]):
        tech = techs[active[a]]
        tech.bidder = -1
        tech.bid = 0.0
        if is_shown(tech, tick, now, p):
            shown[count] = active[a]
            count += 1
    shown = shown[:count]
    for n in range(count):
        if orgs.shape[0] >= MANY:
            _foresee(
                orgs, techs, shown, n, ties, adjacent, start, ring, ring_start, regions.shape[0], fields, now,
                p.encounters,
            )
        tech = techs[shown[n]]
        low, high = _firms_of(orgs, tech, ring_start, regions.shape[0], fields)
        _show(orgs, regions, tech, distance, ties, adjacent, start, carries, ring, low, high, now, p, q)
