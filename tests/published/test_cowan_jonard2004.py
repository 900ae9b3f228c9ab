"""Cowan and Jonard (2004): its graphs, the rules of barter, and what the paper says of them."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import networkx as nx
import numba
import numpy as np
import pytest

from ecosim.published.catalogue import study
from ecosim.published.cowan_jonard2004 import model
from ecosim.published.cowan_jonard2004.experiments import cell
from ecosim.published.cowan_jonard2004.graph import ring, shape_of
from ecosim.published.cowan_jonard2004.model import Settings, simulate
from ecosim.published.report import summarise
from ecosim.published.study import carry_out
from ecosim.randomness import address


def test_the_ring_has_the_clustering_and_path_length_that_are_known() -> None:
    _, linked = ring(500, 10, 0.0, address(1))
    clustering, path = shape_of(linked)
    assert clustering == pytest.approx(2 / 3)
    assert path == pytest.approx((2 * sum(math.ceil(d / 5) for d in range(1, 250)) + 50) / 499)


@pytest.mark.parametrize("rewiring", [0.05, 1.0])
def test_a_rewired_graph_is_simple_and_measured_as_networkx_does(rewiring: float) -> None:
    edges, linked = ring(120, 6, rewiring, address(2))
    graph = nx.Graph([tuple(edge) for edge in edges.tolist()])
    assert graph.number_of_edges() == 360 == linked.sum() / 2
    assert not list(nx.selfloop_edges(graph))
    clustering, path = shape_of(linked)
    assert clustering == pytest.approx(nx.average_clustering(graph))
    assert path == pytest.approx(nx.average_shortest_path_length(graph))


def test_links_are_rewired_at_the_rate_that_is_asked_for() -> None:
    moved = [np.mean((ring(200, 10, 0.3, address(3, run))[0] - ring(200, 10, 0, address(3, run))[0])[:, 1] != 0)
             for run in range(30)]  # fmt: skip
    assert np.mean(moved) == pytest.approx(0.3, abs=0.02)


def ended(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Knowledge before and after barter, and the edges."""
    seen: list[np.ndarray] = []
    barter = model._barter

    def watched(*arguments: object) -> float:
        known, edges = arguments[2:4]
        seen.extend([known.copy(), known, edges])  # type: ignore[attr-defined, list-item]
        return barter(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(model, "_barter", watched)
    simulate(settings, address(5))
    return seen[0], seen[1], seen[2]


def test_nobody_loses_nobody_exceeds_the_best_and_in_the_end_nobody_can_trade(monkeypatch: pytest.MonkeyPatch) -> None:
    before, after, edges = ended(monkeypatch, Settings(agents=100, rewiring=0.1))
    assert (after >= before).all()
    assert (after.max(axis=0) == before.max(axis=0)).all()
    assert after.mean() > before.mean()
    lead = after[edges[:, 0]] - after[edges[:, 1]]
    assert not ((lead >= 0.01).any(axis=1) & (lead <= -0.01).any(axis=1)).any()


def test_giving_spreads_the_best_to_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    _, after, edges = ended(monkeypatch, Settings(agents=100, rewiring=0.1, giving=1))
    assert (np.abs(after[edges[:, 0]] - after[edges[:, 1]]) < 0.01).all()
    assert after.min() > 9.8


def test_there_are_as_many_experts_of_each_kind_as_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    before, _, _ = ended(monkeypatch, Settings(agents=100, experts=4))
    assert ((before == 10).sum(axis=0) == 4).all()
    assert (before == 10).sum(axis=1).max() == 1


@numba.njit
def _pass_on(settings: Any, luck: Any, mine: Any, yours: Any) -> None:
    model._pass_on(settings[0], luck, mine, yours, 4, 2)


def test_as_many_kinds_pass_as_are_to_be_given_each_as_often_as_the_others() -> None:
    counts = np.zeros(5)
    for luck in range(600):
        mine, yours = np.array([1.0, 1.0, 0.0, 1.0, 1.0]), np.zeros(5)
        _pass_on(Settings().record(), address(luck), mine, yours)
        assert np.count_nonzero(yours) == 2
        assert set(yours.tolist()) == {0.0, 0.1}
        counts += yours > 0
    assert counts[2] == 0
    assert counts[[0, 1, 3, 4]] == pytest.approx(300, abs=60)


def plainly(settings: Settings, rng: np.random.Generator) -> float:
    """Barter with draws among all edges, in plain Python; the mean of knowledge at the end."""
    edges, _ = ring(settings.agents, settings.degree, settings.rewiring, address(int(rng.integers(1 << 60))))
    known = rng.random((settings.agents, settings.types))
    chosen = rng.permutation(settings.agents)[: settings.experts * settings.types]
    known[chosen, np.arange(len(chosen)) % settings.types] = settings.expert_level
    idle = 0
    while idle < 12 * len(edges):  # long enough without a trade that no pair is left out
        i, j = edges[rng.integers(len(edges))]
        gives, takes = (np.flatnonzero(known[a] - known[b] >= settings.least_lead) for a, b in ((i, j), (j, i)))
        short = min(len(gives), len(takes))
        idle = 0 if short else idle + 1
        for giver, taker, kinds in ((i, j, gives), (j, i, takes)):
            some = rng.permutation(kinds)[:short]
            known[taker, some] += settings.absorbed * (known[giver, some] - known[taker, some])
    return float(known.mean())


def test_draws_among_pairs_that_can_trade_end_as_draws_among_all() -> None:
    settings = Settings(agents=24, degree=4, types=3, experts=2, least_lead=0.1, absorbed=0.5, rewiring=0.2)
    ours = np.array([simulate(settings, address(6, run))[0] for run in range(600)])
    rng = np.random.default_rng(6)
    theirs = np.array([plainly(settings, rng) for _ in range(60)])
    error = math.hypot(ours.std() / math.sqrt(600), theirs.std() / math.sqrt(60))
    assert abs(ours.mean() - theirs.mean()) < 3 * error


def test_every_sign_of_the_paper_at_a_small_size() -> None:
    full = study("cowan_jonard2004")
    barter = {name: full.cells[name] for name in ("ring", *(cell("barter", p) for p in (0.001, 0.09, 1.0)))}
    cells = barter | {
        cell(name, p): Settings(agents=20, rewiring=p, experts=0)  # not judged
        for name in ("no experts", "giving", "lead 0.001", "lead 0.1") for p in (0.001, 0.09, 1.0)
    }  # fmt: skip
    small = replace(full, cells=cells)
    findings = summarise(small, carry_out(small, 12, 2, 1, lambda done, total: None), 2)["findings"]
    assert [one["verdict"] for one in findings if one["verdict"] != "-"] == ["agrees"] * 8
