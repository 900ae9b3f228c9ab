"""Work spread over processes, safe against interruption and against workers that die.

Workers are spawned, never forked, and the global start method stays untouched.
"""

from __future__ import annotations

import atexit
import faulthandler
import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Any, Protocol, TypeVar

from ecosim.errors import UsageError

Unit = TypeVar("Unit")
Outcome = TypeVar("Outcome")

_ATTEMPTS_ALONE = 2
#: Environment variable: seconds after which a worker that is still at one unit of work is given up; an hour by default.
LONGEST = "ECOSIM_LONGEST"
_work: Callable[[Any], Any]


class Spread(Protocol):
    """What does units of work somewhere; see `spread`."""

    def __call__(
        self, work: Callable[[Unit], Outcome], units: Sequence[Unit], jobs: int
    ) -> Generator[tuple[Unit, Outcome | None], None, None]:
        """Yield each unit with its outcome, in the order in which they finish."""


def processors() -> int:
    """Return the number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def longest() -> float:
    """Return after how many seconds a worker that is still at one unit of work is given up; 0: never.

    Raises:
        UsageError: the environment variable `LONGEST` is no such number.
    """
    said = os.environ.get(LONGEST, "3600")
    try:
        seconds = float(said)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < 1e9:
        raise UsageError(f"{LONGEST}: found {said!r}; allowed: a number of seconds, 0 for no end")
    return seconds


def spread(
    work: Callable[[Unit], Outcome], units: Sequence[Unit], jobs: int
) -> Generator[tuple[Unit, Outcome | None], None, None]:
    """Yield each unit with its outcome, in the order in which they finish.

    Args:
        work: what to do with a unit; must not raise, and be picklable when ``jobs`` > 1.
        units: the pieces of work. To a deque more may be added while outcomes are taken: it is emptied as they are
            taken up, and the same workers go on.
        jobs: number of worker processes; 1 works in this process.

    Yields:
        (unit, outcome); the outcome is None when the worker died each time it took up the unit.

    Raises:
        UsageError: worker processes cannot start at all, or the environment variable `LONGEST` is no number.
    """
    longest()  # refused before anything is begun, not in a worker
    waiting = units if isinstance(units, deque) else deque(units)
    if jobs == 1:
        while waiting:
            unit = waiting.popleft()
            yield unit, work(unit)
        return
    while waiting:
        lost = yield from _session(work, waiting, jobs)
        for unit in lost:
            yield from _alone(work, unit)


def _alone(work: Callable[[Unit], Outcome], unit: Unit) -> Generator[tuple[Unit, Outcome | None], None, None]:
    """Take a lost unit up again by itself, so that it is blamed for no death but its own."""
    for _ in range(_ATTEMPTS_ALONE):
        lost = yield from _session(work, deque([unit]), 1)
        if not lost:
            return
    yield unit, None


def _session(
    work: Callable[[Unit], Outcome], waiting: deque[Unit], jobs: int
) -> Generator[tuple[Unit, Outcome], None, list[Unit]]:
    """Work with one pool until nothing waits or a worker dies; return the units lost with it."""
    context = get_context("spawn")
    pool = ProcessPoolExecutor(jobs, context, initializer=_start, initargs=(work, context.Value("i", 0)))
    running: dict[Future[Outcome], Unit] = {}
    with deaf_to_interrupts():
        ready = pool.submit(_ready)
    try:
        while waiting or running:
            with deaf_to_interrupts():
                while waiting and len(running) < 2 * jobs:  # one more than at work, so that nobody idles
                    future = pool.submit(_take_up, waiting[0])
                    running[future] = waiting.popleft()
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                outcome = future.result()
                yield running.pop(future), outcome
        return []
    except BrokenProcessPool as error:
        if not ready.done() or ready.exception():
            raise UsageError(
                "worker processes cannot start; in a script, make the call under "
                "`if __name__ == '__main__':`, or work in one process (jobs=1)"
            ) from error
        return list(running.values())
    finally:
        _end(pool, at_once=bool(running))


def _end(pool: ProcessPoolExecutor, at_once: bool) -> None:
    if at_once:
        # Executor.kill_workers() is what is meant, but it exists from Python 3.14 on only.
        for process in list((pool._processes or {}).values()):
            process.kill()
    pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def deaf_to_interrupts() -> Iterator[None]:
    """Let processes started in this block inherit a mask without Ctrl-C, which is for the parent to handle."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start(work: Callable[[Any], Any], started: Any) -> None:
    global _work
    _work = work
    atexit.register(gc.freeze)  # what is loaded dies with the process; to collect it first takes half a second
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_die_with_parent, daemon=True).start()
    with started.get_lock():
        number = started.value
        started.value += 1
    if (prepare := getattr(work, "prepare", None)) is not None:
        prepare(number)


def _die_with_parent() -> None:
    # A parent that is killed cannot tell its workers, which would wait for work for ever.
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _take_up(unit: Any) -> Any:
    return within_limits(_work, unit)


def within_limits(work: Callable[[Unit], Outcome], unit: Unit) -> Outcome:
    """Do a unit of work in a worker, whose process ends where it takes longer than `longest` allows."""
    # A run that hangs in compiled code can be interrupted by nothing but the end of its process.
    if seconds := longest():
        faulthandler.dump_traceback_later(seconds, exit=True, file=_nowhere())
    try:
        return work(unit)
    finally:
        faulthandler.cancel_dump_traceback_later()


@cache
def _nowhere() -> int:
    return os.open(os.devnull, os.O_WRONLY)


def _ready() -> None:
    """Succeed: proof that workers start."""
