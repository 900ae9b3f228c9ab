"""Work spread over a Dask cluster: one on this machine, or one whose scheduler answers at an address.

The cluster is told how to do one unit of work; what is finished comes back and is kept by this process alone, so
workers need no common disk. A worker that dies loses nothing: Dask gives its unit to another one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from ecosim.errors import UsageError
from ecosim.experiments.pool import Outcome, Spread, Unit, deaf_to_interrupts, spread, within_limits
from ecosim.version import model_version

if TYPE_CHECKING:
    from distributed import Client

PROCESSES, DASK = "processes", "dask"
_SCHEMES = ("tcp://", "tls://", "ucx://", "inproc://")
_ANSWER = "30s"  # how long a scheduler may take to answer
_DEATHS = 2  # workers that may die at a unit before it is blamed


def executor(name: str) -> Spread:
    """Return what spreads work as ``name`` says.

    Args:
        name: ``processes`` of this machine, ``dask`` for a cluster on it that lives as long as the work, or the
            address of a scheduler, such as ``tcp://10.0.0.5:8786``.

    Raises:
        UsageError: it is none of these, or Dask is not installed.
    """
    if name == PROCESSES:
        return spread
    if name != DASK and not name.startswith(_SCHEMES):
        raise UsageError(
            f"executor: found {name!r}; allowed: {PROCESSES}, {DASK}, or the address of a Dask scheduler, "
            "such as tcp://10.0.0.5:8786"
        )
    if find_spec("distributed") is None:
        raise UsageError(f"executor {name!r} needs Dask: python -m pip install 'ecosim[cluster]'")
    return partial(_over_cluster, None if name == DASK else name)


def _over_cluster(
    address: str | None, work: Callable[[Unit], Outcome], units: Sequence[Unit], jobs: int
) -> Generator[tuple[Unit, Outcome | None], None, None]:
    """Yield each unit with its outcome, or None where workers died at it each time; see `ecosim.experiments.pool`."""
    from distributed import wait

    waiting = units if isinstance(units, deque) else deque(units)
    with _connected(address, jobs) as client:
        shared = client.submit(_same, work, pure=False)  # made again where the workers that had it have died
        take_up = partial(client.submit, _take_up, shared, model=model_version(), pure=False)
        running: dict[Any, Unit] = {}
        suspects: list[Unit] = []
        while waiting or running:
            room = 2 * max(1, sum(client.nthreads().values()))  # workers may come and go
            while waiting and len(running) < room:
                unit = waiting.popleft()
                running[take_up(unit)] = unit
            for future in wait(list(running), return_when="FIRST_COMPLETED").done:
                unit = running.pop(future)
                if _survived(future):
                    yield unit, future.result()
                else:
                    suspects.append(unit)
        for unit in suspects:  # Dask blames all that a dead worker had before it; alone, a unit is blamed for its own
            future = take_up(unit)
            yield unit, future.result() if _survived(future) else None


def _survived(future: Any) -> bool:
    """Wait for a unit; return whether it came to its end before too many workers had died."""
    from distributed import KilledWorker

    return not isinstance(future.exception(), KilledWorker)


def _same(work: Callable[[Unit], Outcome]) -> Callable[[Unit], Outcome]:
    """Return what it is given: a task whose result all units share."""
    return work


def _take_up(work: Callable[[Unit], Outcome], unit: Unit, model: str) -> Outcome:
    """Do a unit of work in a worker, which must have the same version of the model."""
    if model_version() != model:
        raise UsageError(f"a worker of the cluster has ecosim {model_version()}, and this process {model}")
    return within_limits(work, unit)


@contextmanager
def _connected(address: str | None, jobs: int) -> Iterator[Client]:
    """Yield a client of the cluster; one made for it listens on this machine alone."""
    import dask
    from distributed import Client, LocalCluster

    quiet = {"distributed.scheduler.allowed-failures": _DEATHS, "logging.distributed": "critical"}
    with dask.config.set(quiet):
        if address is None:
            with deaf_to_interrupts():
                cluster = LocalCluster(
                    n_workers=jobs, threads_per_worker=1, host="127.0.0.1", dashboard_address=None,
                    silence_logs="CRITICAL",
                )  # fmt: skip
            with cluster, Client(cluster) as client:
                yield client
            return
        try:
            client = Client(address, timeout=_ANSWER)
        except (OSError, ValueError) as error:
            raise UsageError(f"executor: no Dask scheduler answers at {address}") from error
        with client:
            yield client
