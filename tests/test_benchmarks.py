"""Benchmarks compare what does the same: the kernels in C to the bit, the compact models in what they conserve."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

FOLDER = Path(__file__).resolve().parent.parent / "benchmarks"

if not FOLDER.exists():
    pytest.skip("benchmarks are no part of this copy", allow_module_level=True)
sys.path.insert(0, str(FOLDER))
import against_c  # noqa: E402
import compact  # noqa: E402
import frameworks  # noqa: E402
from ecosystem import ecosystem  # noqa: E402

AGENTS, STEPS = 400, 12


def test_an_ecosystem_of_several_regions_has_as_many_organisations_in_each() -> None:
    from ecosim.simulation import Simulation

    world = Simulation(ecosystem(400, 4)).world
    assert np.diff(world.region_start).tolist() == 4 * [len(Simulation(ecosystem(100)).world.living)]


def test_kernels_in_c_leave_the_same_bits() -> None:
    library = against_c.built()
    if library is None:
        pytest.skip("no C compiler")
    arguments = against_c.captured(organisations=100, quarters=4)
    for kernel in against_c.KERNELS:
        assert against_c.Pair(kernel, library, arguments[kernel.title]).same(), kernel.title


def test_without_a_compiler_the_table_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(against_c.shutil, "which", lambda name: None)
    assert "no C compiler here" in against_c.against_c().text()


@pytest.mark.parametrize("name", frameworks.MODELS)
def test_compact_models_conserve_money_and_forget_nothing(name: str) -> None:
    package, build = frameworks.MODELS[name]
    if not frameworks.installed(package):
        pytest.skip(f"{package} is not installed")
    model = build(AGENTS, 1)
    knowledge, money = model.state()
    assert sorted(knowledge) == sorted(frameworks.knowledge_at_start(AGENTS, 1))
    assert np.all(money == frameworks.START)
    for _ in range(STEPS):
        before = knowledge
        model.step()
        knowledge, money = model.state()
        assert np.all(knowledge > before)
        assert money.sum() == pytest.approx(AGENTS * frameworks.START)
        assert money.min() > 0
    assert money.std() > 0.1


@pytest.mark.parametrize("name", frameworks.MODELS)
def test_compact_models_are_the_same_model(name: str) -> None:
    package, build = frameworks.MODELS[name]
    if not frameworks.installed(package):
        pytest.skip(f"{package} is not installed")
    ours, theirs = frameworks.MODELS[frameworks.OURS][1](4 * AGENTS, 1), build(4 * AGENTS, 2)
    for _ in range(STEPS):
        ours.step()
        theirs.step()
    for left, right in zip(ours.state(), theirs.state(), strict=True):
        assert right.mean() == pytest.approx(left.mean(), rel=0.02)
        assert right.std() == pytest.approx(left.std(), rel=0.1)


def test_a_framework_that_is_not_here_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compact, "installed", lambda package: package == "ecosim")
    text = compact.compact_models(sizes=(50,), rounds=1, aim=1e-3).text()
    assert text.count("not installed") == len(frameworks.MODELS) - 1
