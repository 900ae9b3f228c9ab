"""Who is alive, and in which region: rows that rules visit in place of all, and those of one region at once.

A rule that does something for each region would otherwise look at every organisation for each of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ecosim.compiled import kernel
from ecosim.memory import RowPlaces
from ecosim.steps import Call, Room, Steps
from ecosim.world.codes import Kind

if TYPE_CHECKING:
    from ecosim.world.world import World

_FIRM = Kind.FIRM.value


@kernel
def find_living(orgs: Any, rows: Any, where: Any, start: Any) -> int:
    """Fill ``rows`` with the living institutes, universities and firms, ascending; return how many there are.

    ``where``, int32 (organisations,), is filled with the region of each, and ``start``, int64 (regions + 1,),
    with where each region begins in `sort_by_region`.
    """
    count = 0
    start[:] = 0
    for i in range(orgs.shape[0]):
        if orgs[i].kind <= _FIRM and orgs[i].died < 0:
            rows[count], where[count] = i, orgs[i].region
            start[orgs[i].region + 1] += 1
            count += 1
    for r in range(1, start.shape[0]):
        start[r] += start[r - 1]
    return count


@kernel
def sort_by_region(living: Any, where: Any, start: Any, ends: Any, rows: Any) -> None:
    """Fill ``rows`` with those of ``living``, region by region, ascending in each; see `find_living`.

    ``ends``, int64 of the shape of ``start``, is scratch.
    """
    for r in range(start.shape[0]):
        ends[r] = start[r]
    for n in range(living.shape[0]):
        rows[ends[where[n]]] = living[n]
        ends[where[n]] += 1


class Organisations:
    """Every table that has a row for each organisation, as one that grows."""

    def __init__(self, world: World) -> None:
        self._world = world

    @property
    def at(self) -> RowPlaces:
        """Where organisations stand."""
        return self._world.orgs.at

    def hold(self, rows: int) -> None:
        """Make room for so many organisations in all."""
        self._world.hold_organisations(rows)


def find_who_lives(world: World) -> Steps:
    """Bring the rows of living institutes, universities and firms up to date."""
    w = world.at
    for rows in (world.alive, world.home):
        yield Room(rows, w.orgs.length, beyond=False, sets=True)
    yield Call(find_living, w.orgs.view, w.alive.rows, w.home.rows, w.region_start, into=w.alive.length)
    if world.alive_by_region is not world.alive:
        yield Room(world.alive_by_region, w.alive.length, beyond=False, sets=True)
        start = np.zeros_like(world.region_start)
        yield Call(sort_by_region, w.alive.view, w.home.rows, w.region_start, start, w.alive_by_region.rows)
