"""Outside lecturers: what a university without ties to institutes does to have its students taught by researchers.

Every university sets aside a share of its income. In each of its fields it may come upon an institute or
another university by open search, as firms come upon advisers, and hires its researchers' hours at the price of
advice at arm's length, if they know more than its own staff does. Its own staff then teach less; a university that
lends hours has them beside those in which its staff teach its own students. Used by `education`.
"""

from __future__ import annotations

from typing import Any

from ecosim.compiled import inline
from ecosim.kernels.ledger import earn
from ecosim.processes.contracts import hours_free, search_adviser
from ecosim.randomness import Bits, at, name_key, uniform
from ecosim.world.codes import OPEN, Flow

_LECTURER = name_key("education", "lecturer")
_TEACHING = Flow.TEACHING_HOURS.value


@inline
def own_teaching(org: Any, released: float, p: Any) -> float:
    """Return the share of hours that a university's staff teach its own students."""
    if org.staff == 0:
        return 0.0
    promised = org.applied  # contracts and help of the last quarter are worked off in this one
    return float(max(0.0, min(p.most, max(0.0, p.load * org.students - released) / org.staff, 1.0 - promised)))


@inline
def hire_lecturers(
    orgs: Any, u: int, regions: Any, knowledge: Any, frontier: Any, distance: Any, mix: Any, ring: Any,
    ring_start: Any, now: Bits, p: Any, terms: Any, overhead: float, taught: Any, released: Any, tally: Any,
) -> None:
    """Let a university hire hours of those who know more, up to the hours that guests may give at all.

    Args:
        u: row of the university.
        mix: float64 (universities, fields), what students enrol for.
        taught: float64 (universities, fields, 2), heads who teach so far, and heads times their knowledge.
        released: float64 (universities,), hours of own staff that guests have taken over so far.
    """
    d, load = orgs[u].desk, p.load * orgs[u].students
    money = min(p.lecturers * orgs[u].income, max(0.0, orgs[u].cash))
    before = own_teaching(orgs[u], released[d], p)
    price = regions[orgs[u].region].state_pay * (1.0 + overhead) * terms.premium
    for f in range(frontier.shape[0]):
        room = min(load * mix[d, f] - taught[d, f, 0], p.guests * load - released[d])
        asked = at(at(at(now, _LECTURER), orgs[u].key), f)
        if room <= 0.0 or uniform(asked) >= terms.search:
            continue
        j = search_adviser(
            orgs, distance, ring, ring_start, regions.shape[0], frontier.shape[0], u, f, asked, terms
        )
        if j < 0 or j == u or knowledge[j, f] <= knowledge[u, f]:
            continue
        hours = min(room, hours_free(orgs[j], terms.most), money / price)
        if hours <= 0.0:
            continue
        earn(orgs, u, j, hours * price)
        money -= hours * price
        orgs[j].teaching += hours / orgs[j].staff
        taught[d, f, 0] += hours
        taught[d, f, 1] += hours * knowledge[j, f] / frontier[f]
        released[d] += hours
        tally[orgs[u].region, _TEACHING, OPEN] += hours
    orgs[u].teaching += own_teaching(orgs[u], released[d], p) - before
