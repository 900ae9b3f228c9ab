"""Who is alive, and in which region: rows that rules visit in place of all, and those of one region at once.

A rule that does something for each region would otherwise look at every organisation for each of them.
"""

from __future__ import annotations

from typing import Any

from ecosim.compiled import kernel
from ecosim.world.codes import Kind

_FIRM = Kind.FIRM.value


@kernel
def find_living(orgs: Any, rows: Any, where: Any, start: Any) -> int:
    """Fill ``rows`` with the living institutes, universities and firms, ascending; return how many there are.

    ``where``, int32 (organisations,), is filled with the region of each, and ``start``, int64 (regions + 1,) of zeros,
    with where each region begins in `sort_by_region`.
    """
    count = 0
    for i in range(orgs.shape[0]):
        if orgs[i].kind <= _FIRM and orgs[i].died < 0:
            rows[count], where[count] = i, orgs[i].region
            start[orgs[i].region + 1] += 1
            count += 1
    for r in range(1, start.shape[0]):
        start[r] += start[r - 1]
    return count


@kernel
def sort_by_region(living: Any, where: Any, start: Any, rows: Any) -> None:
    """Fill ``rows`` with those of ``living``, region by region, ascending in each; see `find_living`.

    ``start`` then holds where each region ends.
    """
    for n in range(living.shape[0]):
        rows[start[where[n]]] = living[n]
        start[where[n]] += 1
