"""SKIN: firms trade, learn, research and join forces, with and without universities.

Gilbert, N., Pyka, A. and Ahrweiler, P. (2001), Innovation networks: a simulation approach, Journal of Artificial
Societies and Social Simulation 4(3) 8; Ahrweiler, P., Pyka, A. and Gilbert, N. (2011), A new model for
university-industry links in knowledge-based economies, Journal of Product Innovation Management 28(2), 218-235.

Written from published descriptions alone. What an actor knows and makes is in `state`, partners and research are in
`learning`, trade in `market`, comings and goings in `population`. A step:

1. The living act in random order. A firm that did not trade looks for partners. A firm whose reward was below success
   researches. Triples in use gain expertise, others lose it and are forgotten. A step costs `Settings.tax`.
   Headquarters of networks act like firms, but take no partners. Universities research whatever happens, pay nothing
   and never trade; they are found, and become partners, like firms.
2. Trade.
3. Headquarters share out; who is bankrupt leaves; successful firms found networks; the best reward draws start-ups.

Where the text is not enough. Accounts of SKIN differ in seven points, each a switch (`settings.Settings`); the study
runs every one of them both ways. The description that comes with the published model (2010) adds that a partner has
to be willing, too (followed; at first, who asked decided alone), that a search ends at the first partner and that
prices start at random (switches), and that one strategy of search holds for all (run both ways). Not given at all in
what we had are: how many universities there are, how broad their kenes are and how they research; from what range
prices start; when a firm is too poor for anything but radical research; the share of firms that look for novelty; and
how competence, variety, diffusion and attractiveness are measured. All of these are assumed. They were chosen before
the first run, but for three. A first measure of speed said nothing (one capability per firm was passed on within two
steps in every run) and gave way to the delay below. Universities at first forgot what they did not use, so that their
kenes were soon no broader than firms', against the description; that is an eighth switch now, and the study shows it
both ways, too. The floor of prices at first also lifted prices to cost, which let firms that supply each other drive
prices up without end; now it only limits cuts.

Measures, over a whole run or at its end:

- competence: mean sum of expertise over an actor's triples, for all actors and for firms alone.
- variety: capabilities that at least one firm holds.
- passed: capabilities that firms got from partners, per step; spread: capabilities that ten firms held at once.
- delay: steps from a capability's first firm to ten at once, or to the end of the run; the mean over capabilities.
- met: share of chance acquaintances that found a firm attractive, for firms with a university among their partners
  (NaN where there are none) and for others.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ecosim.compiled import inline
from ecosim.published.machine import kernel
from ecosim.published.skin2011.learning import look_for_partners, research, study
from ecosim.published.skin2011.market import trade
from ecosim.published.skin2011.population import found_networks, found_population, leave, line_up, share_out, start_up
from ecosim.published.skin2011.settings import Settings
from ecosim.published.skin2011.state import (
    FIRM,
    HEADQUARTERS,
    LIVING,
    MANY,
    MET_LINKED,
    MET_OTHERS,
    NETWORKS,
    PASSED,
    ROWS,
    STARTUPS,
    TOOK_LINKED,
    TOOK_OTHERS,
    UNIVERSITY,
    State,
    age,
    empty,
    show,
)
from ecosim.randomness import Bits, at

MEASURES = (
    "competence", "competence of firms", "variety", "variety per firm", "passed", "spread", "delay", "met linked",
    "met others", "firms", "trading", "start-ups", "networks",
)  # fmt: skip


def run(settings: Settings, luck: np.uint64) -> State:
    """Return the end of a run.

    Args:
        settings: the population.
        luck: address that all draws of the run hang on.
    """
    state = empty(settings)
    _run(settings.record(), luck, state)
    return state


def simulate(settings: Settings, luck: np.uint64) -> tuple[float, ...]:
    """Return the `MEASURES` of a run."""
    end = run(settings, luck)
    actor, tally = end.actor[: end.count[ROWS]], end.tally
    held = np.arange(end.expertise.shape[1]) < actor["length"][:, None]
    competence = (end.expertise[: len(actor)] * held).sum(axis=1)
    alive, firms = actor["alive"] == 1, (actor["alive"] == 1) & (actor["kind"] == FIRM)
    ours = alive & (actor["kind"] != HEADQUARTERS)
    seen = end.first >= 0
    delay = (np.where(end.spread < 0, settings.steps, end.spread) - end.first)[seen].mean()
    variety = len(np.unique(end.capability[: len(actor)][held & firms[:, None]]))
    count = int(firms.sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        met = tally[[TOOK_LINKED, TOOK_OTHERS]] / tally[[MET_LINKED, MET_OTHERS]]
        return (
            competence[ours].sum() / ours.sum(), np.divide(competence[firms].sum(), count), variety,
            np.divide(variety, count), tally[PASSED] / settings.steps, (end.spread >= 0).sum(), delay, met[0], met[1],
            count, np.divide(actor["trading"][firms].sum(), count), tally[STARTUPS], tally[NETWORKS],
        )  # fmt: skip


@inline
def _act(one: Any, w: Any, i: int, now: Bits) -> None:
    if w.actor[i].kind == UNIVERSITY:
        study(one, w, i, now)
    else:
        if w.actor[i].kind == FIRM and w.actor[i].trading == 0:
            look_for_partners(one, w, i, now)
        if w.actor[i].reward < one.success:
            research(one, w, i, now)
        w.actor[i].capital -= one.tax
    age(one, w, i)


@inline
def _note_spread(w: Any, step: int) -> None:
    """Note which capabilities a firm, or many firms, hold for the first time."""
    w.holders[:] = 0
    for r in range(w.count[LIVING]):
        i = w.live[r]
        if w.actor[i].kind == FIRM:
            for k in range(w.actor[i].length):
                w.holders[w.capability[i, k]] += 1
    for c in range(w.holders.shape[0]):
        if w.holders[c] >= 1 and w.first[c] < 0:
            w.first[c] = step
        if w.holders[c] >= MANY and w.spread[c] < 0:
            w.spread[c] = step


@kernel
def _run(settings: Any, luck: Bits, w: Any) -> None:
    """Run a population to the end.

    Args:
        settings: `Settings` as a record (1,). luck: address of the run. w: an empty `State`.
    """
    one = settings[0]
    found_population(one, w, luck)
    for step in range(one.steps):
        now = at(luck, step)
        line_up(w, now)
        for r in range(w.count[LIVING]):
            show(w, w.live[r])
        for r in range(w.count[LIVING]):
            _act(one, w, w.live[r], at(now, w.actor[w.live[r]].key))
        _note_spread(w, step)
        trade(one, w)
        share_out(one, w)
        leave(w)
        found_networks(one, w, now)
        start_up(one, w, now)
