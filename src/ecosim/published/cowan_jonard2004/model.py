"""Cowan and Jonard (2004): knowledge spreads by barter over a network.

Cowan, R. and Jonard, N. (2004), Network structure and the diffusion of knowledge, Journal of Economic Dynamics
and Control 28(8), 1557-1575.

``agents`` sit on a ring, each joined to the ``degree`` nearest; every edge is rewired with probability ``rewiring``.
Everybody knows ``types`` kinds of things to a level drawn from 0 to 1; ``experts`` agents of each kind, nobody expert
in two, know theirs to ``expert_level``. Again and again a linked pair meets. Each may lead in some kinds. If both do,
they trade: the same number of kinds each way, as many as the shorter list of leads allows, drawn at random where there
is a choice. Who receives a kind comes nearer to the giver by the share ``absorbed`` of the gap; the giver loses
nothing. It ends when no linked pair can trade. Measured then: the mean of knowledge over agents and kinds, and variance
and coefficient of variation over agents of their mean knowledge.

Who meets is drawn among the pairs that can trade. Meetings in which nothing happens change nothing, so the end is the
same as with draws among all pairs; how many meetings that would have taken is reported as its expectation.

Where the text is not enough (what we had of it does not hold these numbers):

- The number of experts. Five per kind is the choice here; cells without experts show what hangs on it.
- When a gap is a lead. A gap that shrinks by a tenth at each trade never closes, so barter would never end. Here a
  gap counts from ``least_lead`` on.
- Whether agents meet as edges or as agents. Here every edge is as likely as any other.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ecosim.compiled import inline
from ecosim.parameter import Parameters, parameter
from ecosim.published.cowan_jonard2004.graph import ring, shape_of
from ecosim.published.machine import kernel
from ecosim.randomness import Bits, address, at, name_key, uniform, uniforms

_PAPER = "Cowan and Jonard (2004)"
_LEVEL, _EXPERT = name_key("cowan_jonard2004", "level"), name_key("cowan_jonard2004", "expert")
_PAIR, _KINDS = name_key("cowan_jonard2004", "pair"), name_key("cowan_jonard2004", "kinds")


class Settings(Parameters):
    """Parameters of the economy, and choices that the paper's text leaves open."""

    agents: int = parameter(500, unit="agents", range=(11, 5000), source=_PAPER, doc="agents on the ring")
    degree: int = parameter(10, unit="edges", range=(2, 100), source=_PAPER, doc="neighbours of each, an even number")
    types: int = parameter(5, unit="kinds", range=(2, 50), source=_PAPER, doc="kinds of knowledge")
    rewiring: float = parameter(0.09, unit="1", range=(0, 1), source=_PAPER, doc="p: chance that an edge is rewired")
    absorbed: float = parameter(
        0.1, unit="1", range=(0.001, 1), source=_PAPER, doc="alpha: share of a gap that a trade closes"
    )
    expert_level: float = parameter(
        10.0, unit="knowledge", range=(0, 1000), source=_PAPER, doc="what experts know of their kind"
    )
    experts: int = parameter(
        5, unit="agents per kind", range=(0, 100), source="assumed; a few in the paper", doc="experts of each kind"
    )
    least_lead: float = parameter(
        0.01, unit="knowledge", range=(1e-9, 1), plausible=(0.001, 0.05), source="assumed",
        doc="gap from which an agent leads",
    )
    giving: int = parameter(
        0, unit="0 or 1", range=(0, 1), source="variation, not in the paper",
        doc="1: whoever leads gives without return",
    )  # fmt: skip


def simulate(settings: Settings, luck: np.uint64) -> tuple[float, ...]:
    """Return of one run mean, variance, coefficient of variation, meetings per edge, clustering, and path length.

    Args:
        settings: the economy.
        luck: address that all draws of the run hang on.
    """
    edges, linked = ring(settings.agents, settings.degree, settings.rewiring, luck)
    known = np.zeros((settings.agents, settings.types))
    uniforms(address(luck, _LEVEL), np.arange(known.size), known.reshape(-1))
    lot = np.zeros(settings.agents)
    uniforms(address(luck, _EXPERT), np.arange(settings.agents), lot)
    chosen = np.argsort(lot)[: settings.experts * settings.types]
    known[chosen, np.arange(len(chosen)) % settings.types] = settings.expert_level
    order = np.argsort(edges.ravel(), kind="stable") // 2  # the edges of agent 0, of agent 1, ...
    first = np.concatenate([[0], np.cumsum(np.bincount(edges.ravel(), minlength=settings.agents))])
    able, place = np.zeros(len(edges), np.int64), np.full(len(edges), -1)
    meetings = _barter(settings.record(), luck, known, edges, order, first, able, place)
    each = known.mean(axis=1)
    return (
        float(each.mean()), float(each.var()), float(each.std() / each.mean()), meetings / len(edges),
        *shape_of(linked),
    )  # fmt: skip


@inline
def _leads(one: Any, mine: Any, yours: Any) -> int:
    """Return in how many kinds one agent leads another."""
    count = 0
    for k in range(mine.shape[0]):
        if mine[k] - yours[k] >= one.least_lead:
            count += 1
    return count


@inline
def _list(one: Any, known: Any, edges: Any, e: int, able: Any, place: Any, count: int) -> int:
    """Put an edge on the list of those that can trade, or off it; return how many are on it."""
    mine, yours = known[edges[e, 0]], known[edges[e, 1]]
    ahead, behind = _leads(one, mine, yours), _leads(one, yours, mine)
    can = (ahead > 0 or behind > 0) if one.giving else (ahead > 0 and behind > 0)
    if can and place[e] < 0:
        able[count], place[e] = e, count
        return count + 1
    if not can and place[e] >= 0:
        last = able[count - 1]
        able[place[e]], place[last] = last, place[e]
        place[e] = -1
        return count - 1
    return count


@inline
def _pass_on(one: Any, bits: Bits, mine: Any, yours: Any, leads: int, gives: int) -> None:
    """Pass ``gives`` of the kinds in which one agent leads, drawn at random, to the other."""
    left = leads
    for k in range(mine.shape[0]):
        if mine[k] - yours[k] >= one.least_lead:
            if uniform(at(bits, k)) * left < gives:
                yours[k] += one.absorbed * (mine[k] - yours[k])
                gives -= 1
            left -= 1


@kernel
def _barter(
    settings: Any, luck: Bits, known: Any, edges: Any, order: Any, first: Any, able: Any, place: Any
) -> float:
    """Let pairs trade until none can, and return the expected number of meetings that it takes.

    Args:
        settings: `Settings` as a record (1,). luck: address of the run.
        known: knowledge (agents, types), changed in place. edges: (edges, 2).
        order: edges of each agent, one agent after another. first: where an agent's edges begin (agents + 1,).
        able: room for the edges that can trade (edges,). place: where an edge stands among them, -1 (edges,).
    """
    one, count, meetings, step = settings[0], 0, 0.0, 0
    for e in range(edges.shape[0]):
        count = _list(one, known, edges, e, able, place, count)
    while count > 0:
        now = at(luck, step)
        e = able[int(uniform(at(now, _PAIR)) * count)]
        i, j = edges[e, 0], edges[e, 1]
        ahead, behind = _leads(one, known[i], known[j]), _leads(one, known[j], known[i])
        short = min(ahead, behind)
        kinds = at(now, _KINDS)
        _pass_on(one, at(kinds, 0), known[i], known[j], ahead, ahead if one.giving else short)
        _pass_on(one, at(kinds, 1), known[j], known[i], behind, behind if one.giving else short)
        meetings += edges.shape[0] / count
        step += 1
        for agent in (i, j):
            for a in range(first[agent], first[agent + 1]):
                count = _list(one, known, edges, order[a], able, place, count)
    return meetings
