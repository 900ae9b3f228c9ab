"""A ring on which every edge may be rewired, and how clustered and how wide it is.

Source: Watts and Strogatz (1998), Collective dynamics of 'small-world' networks, Nature 393, 440-442.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecosim.published.machine import kernel
from ecosim.randomness import Bits, at, name_key, uniform

_REWIRE, _TO = name_key("cowan_jonard2004", "rewire"), name_key("cowan_jonard2004", "to")
_ATTEMPTS = 1000


def ring(agents: int, degree: int, rewiring: float, luck: np.uint64) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """Return the edges of a rewired ring and its adjacency matrix.

    Args:
        agents: number of agents. degree: nearest neighbours of each on the ring, an even number.
        rewiring: chance that the far end of an edge moves to a random agent.
        luck: address of the run.

    Returns:
        edges, shape (agents * degree / 2, 2); adjacency, 0 or 1, shape (agents, agents).
    """
    edges = np.zeros((agents * degree // 2, 2), np.int64)
    linked = np.zeros((agents, agents), np.uint8)
    _rewire(rewiring, luck, edges, linked)
    return edges, linked


def shape_of(linked: NDArray[np.uint8]) -> tuple[float, float]:
    """Return the mean clustering coefficient and the mean path length between agents that are joined at all."""
    out, queue, steps = np.zeros(2), np.zeros(len(linked), np.int64), np.zeros(len(linked), np.int64)
    table = np.zeros((len(linked), int(linked.sum(axis=1).max())), np.int64)
    degree = np.zeros(len(linked), np.int64)
    _shape(linked, table, degree, queue, steps, out)
    return float(out[0]), float(out[1])


@kernel
def _rewire(rewiring: float, luck: Bits, edges: Any, linked: Any) -> None:
    """Fill the edges of the ring, then move far ends one after another, never onto oneself or a neighbour."""
    n = linked.shape[0]
    for e in range(edges.shape[0]):
        i, j = e % n, (e % n + e // n + 1) % n
        edges[e, 0], edges[e, 1] = i, j
        linked[i, j] = linked[j, i] = 1
    for e in range(edges.shape[0]):
        if uniform(at(at(luck, _REWIRE), e)) >= rewiring:
            continue
        i, old = edges[e, 0], edges[e, 1]
        for attempt in range(_ATTEMPTS):
            new = int(uniform(at(at(at(luck, _TO), e), attempt)) * n)
            if new != i and linked[i, new] == 0:
                linked[i, old] = linked[old, i] = 0
                linked[i, new] = linked[new, i] = 1
                edges[e, 1] = new
                break


@kernel
def _shape(linked: Any, table: Any, degree: Any, queue: Any, steps: Any, out: Any) -> None:
    """Fill ``out`` (2) with clustering and path length, the latter by breadth-first search from everybody."""
    n = linked.shape[0]
    for i in range(n):
        for j in range(n):
            if linked[i, j]:
                table[i, degree[i]] = j
                degree[i] += 1
    total = pairs = clustered = 0.0
    for i in range(n):
        among = 0
        for a in range(degree[i]):
            for b in range(a):
                among += linked[table[i, a], table[i, b]]
        if degree[i] > 1:
            clustered += 2.0 * among / (degree[i] * (degree[i] - 1))
        steps[:] = -1
        steps[i], queue[0], last = 0, i, 1
        first = 0
        while first < last:
            here = queue[first]
            first += 1
            for a in range(degree[here]):
                there = table[here, a]
                if steps[there] < 0:
                    steps[there] = steps[here] + 1
                    queue[last] = there
                    last += 1
                    total += steps[there]
                    pairs += 1.0
    out[0] = clustered / n
    out[1] = total / pairs
