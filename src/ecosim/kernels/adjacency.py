"""Who is tied to whom: the lasting ties of every organisation, rebuilt when ties have changed."""

from __future__ import annotations

from typing import Any

from ecosim.compiled import inline, kernel


@kernel
def build_adjacency(ties: Any, start: Any, adjacent: Any) -> None:
    """Fill ``adjacent[start[i]:start[i + 1]]`` with the rows of organisation i's lasting ties, oldest first.

    Args:
        ties: ties that exist (m,).
        start: int64 (at least organisations + 2,); further entries stand for organisations that are yet to come.
        adjacent: int64 with room for two entries per lasting tie.
    """
    start[:] = 0
    for t in range(ties.shape[0]):
        if ties[t].ended < 0:
            start[ties[t].a + 2] += 1
            start[ties[t].b + 2] += 1
    for i in range(2, start.shape[0]):
        start[i] += start[i - 1]
    for t in range(ties.shape[0]):
        if ties[t].ended < 0:
            adjacent[start[ties[t].a + 1]] = t
            start[ties[t].a + 1] += 1
            adjacent[start[ties[t].b + 1]] = t
            start[ties[t].b + 1] += 1


@inline
def other_end(tie: Any, i: int) -> int:
    """Return whom a tie of organisation ``i`` joins it to."""
    return int(tie.a if tie.b == i else tie.b)


@inline
def tie_to(ties: Any, adjacent: Any, start: Any, carries: Any, carried: int, i: int, j: int) -> int:
    """Return the oldest lasting tie of ``i`` to ``j`` that carries ``carried``, or -1."""
    for k in range(start[i], start[i + 1]):
        tie = ties[adjacent[k]]
        if other_end(tie, i) == j and carries[tie.link, carried] and tie.ended < 0:
            return int(adjacent[k])
    return -1
