"""Work spread over a Dask cluster: the same bits, and nothing lost with a worker."""

from __future__ import annotations

from pathlib import Path

import pytest

import toy
from ecosim.errors import UsageError
from ecosim.experiments.cluster import executor
from ecosim.experiments.design import Design
from ecosim.experiments.execute import Simulate, digests, execute
from ecosim.experiments.store import Store

pytest.importorskip("distributed")
# Dask's own sockets and files are closed by the interpreter where a worker was killed.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")


def carry_out(directory: Path, design: Design, simulate: Simulate, where: str, jobs: int = 2) -> list[tuple[int, int]]:
    told: list[tuple[int, int]] = []
    with Store(directory, design.seed, "m") as store:
        execute(design, store, toy.KINDS, jobs, lambda *done: told.append(done), simulate, over=executor(where))
    return told


def test_a_cluster_gives_the_same_bits_and_tells_its_progress(tmp_path: Path) -> None:
    design = toy.design(5)
    carry_out(tmp_path / "here", design, toy.simulate, "processes", 1)
    told = carry_out(tmp_path / "cluster", design, toy.simulate, "dask")
    assert toy.kept(tmp_path / "cluster", design) == toy.kept(tmp_path / "here", design)
    assert told == [(done, 25) for done in range(0, 26, 5)]


def test_a_killed_worker_loses_nothing(tmp_path: Path) -> None:
    design = toy.design(4)
    carry_out(tmp_path / "here", design, toy.simulate, "processes", 1)
    carry_out(tmp_path / "cluster", design, toy.DyingOnce(tmp_path / "died"), "dask")
    assert (tmp_path / "died").exists()
    assert toy.kept(tmp_path / "cluster", design) == toy.kept(tmp_path / "here", design)


@pytest.mark.slow
def test_a_run_at_which_workers_die_each_time_is_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ECOSIM_LONGEST", "1")
    design = Design("toy", toy.design(1).cells[:1], 1, range(4))
    told = carry_out(tmp_path, design, toy.Odd("hang"), "dask")
    assert sorted(toy.kept(tmp_path, design)["all links"]) == [0, 2, 3]
    assert told[-1] == (4, 4)
    with Store(tmp_path, 1, "m") as store:
        (message,) = store.failures(digests(design)["all links"]).values()
    assert "the worker process died each time it took up this run" in message


def test_a_scheduler_is_reached_at_its_address(tmp_path: Path) -> None:
    from distributed import LocalCluster

    design = toy.design(3)
    with LocalCluster(
        n_workers=1, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, processes=False, protocol="tcp"
    ) as cluster:  # fmt: skip
        told = carry_out(tmp_path, design, toy.simulate, cluster.scheduler_address)
    assert told[-1] == (15, 15)


def test_where_no_scheduler_answers_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ecosim.experiments.cluster._ANSWER", "0.2s")
    with pytest.raises(UsageError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        carry_out(tmp_path, toy.design(1), toy.simulate, "tcp://127.0.0.1:9")


def test_what_is_no_executor_is_refused() -> None:
    with pytest.raises(UsageError, match="found 'slurm'; allowed: processes, dask, or the address"):
        executor("slurm")


def test_without_dask_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ecosim.experiments.cluster.find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"pip install 'ecosim\[cluster\]'"):
        executor("dask")
