"""What commands that simulate have in common: progress, interruption, exit codes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

import click

from ecosim.cli.forecast import dry_run
from ecosim.cli.hints import watched

if TYPE_CHECKING:
    from ecosim.experiments.execute import Progress
    from ecosim.results import Results

_FAILURES_SHOWN = 5
Found = TypeVar("Found")


def simulated(work: Callable[[Progress], Found], quiet: bool) -> Found:
    """Return the results of some simulation, with progress on stderr.

    Interrupted, it says that the same command continues, and exits with code 130.

    Raises:
        UsageError: nothing is to be run, and the command has not said what it would have run.
    """
    if dry_run():
        raise click.UsageError("this command cannot tell beforehand what it would run")
    done = total = 0

    def note(now: int, of: int) -> None:
        nonlocal done, total
        done, total = now, of
        report(now, of)

    Thread(target=_read_ahead, daemon=True).start()
    with progress_bar(quiet) as report:
        try:
            return work(note)
        except KeyboardInterrupt:
            report.close()
            click.echo(f"Interrupted: {done} of {total} runs are kept; the same command continues.", err=True)
            raise click.exceptions.Exit(130) from None


def _read_ahead() -> None:
    """Load what tables and pictures are made with, while workers simulate: on a first start it takes seconds."""
    for module in ("pandas", "pyarrow.parquet", "scipy.stats", "ecosim.plots.curves"):
        import_module(module)


def finish(results: Results) -> None:
    """Report failed runs, and exit with code 1 if there are any."""
    from ecosim.results.table import plain

    failures = results.failures
    if not failures:
        return
    click.echo(f"{len(failures)} runs failed; the same command tries them again. In {results.directory}:", err=True)
    for failure in failures[:_FAILURES_SHOWN]:
        click.echo(f"  {failure['cell']}, replication {failure['replication']}: {plain(failure['error'])}", err=True)
        click.echo(f"    {failure['command']}", err=True)
    if len(failures) > _FAILURES_SHOWN:
        click.echo(f"  and {len(failures) - _FAILURES_SHOWN} more, in summary.json", err=True)
    raise click.exceptions.Exit(1)


class _Silence:
    """Progress that nobody watches."""

    def __call__(self, done: int, total: int) -> None:
        """Show nothing."""

    def close(self) -> None:
        """Do nothing."""


class _Bar:
    """A progress bar with the time left."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self._progress = Progress(
            TextColumn("runs"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
            console=Console(stderr=True), transient=True,
        )  # fmt: skip
        self._task = self._progress.add_task("runs", total=None)
        self._progress.start()

    def __call__(self, done: int, total: int) -> None:
        """Show the runs done and their total."""
        self._progress.update(self._task, completed=done, total=total)

    def close(self) -> None:
        """Take the bar away."""
        self._progress.stop()


@contextmanager
def progress_bar(quiet: bool) -> Iterator[_Bar | _Silence]:
    """Yield what shows runs done and their total on stderr; nothing is shown where nobody can see it."""
    bar = _Silence() if quiet or not watched() else _Bar()
    try:
        yield bar
    finally:
        bar.close()
