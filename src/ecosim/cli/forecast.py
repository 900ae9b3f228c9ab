"""What a command is about to run: said on stderr before it begins, or, with `--dry-run`, printed in its place."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ecosim.cli.options import DRY_RUN

if TYPE_CHECKING:
    from ecosim.experiments.design import Design
    from ecosim.experiments.effort import Effort


def dry_run() -> bool:
    """Return whether nothing is to be run."""
    context = click.get_current_context(silent=True)
    return bool(context and context.meta.get(DRY_RUN))


def announce(
    designs: Sequence[Design], directory: Path, workers: int, quiet: bool, *, before: str = "", most: bool = False
) -> None:
    """Say on stderr what is about to be run and about how long it takes; with --dry-run print it, and end there.

    Args:
        designs: what is to be run.
        directory: where results go; what it holds already is not run again.
        workers: number of processes.
        quiet: whether to say nothing of what is going to be run.
        before: what to say first.
        most: whether it may be less.
    """
    from ecosim.experiments.effort import effort

    if dry_run() or not quiet:
        foretell(effort(designs, directory, workers, most), directory, quiet, before)


def foretell(expected: Effort, directory: Path, quiet: bool, before: str = "") -> None:
    """Say how much work is expected, as `announce` does."""
    line = f"{before}; {expected}" if before else str(expected)
    if not dry_run():
        if not quiet:
            click.echo(line, err=True)
        return
    context = click.get_current_context()
    if context.params.get("as_json"):
        click.echo(json.dumps(vars(expected) | {"directory": str(directory)}, indent=2))
    else:
        click.echo(f"{line}\nResults would go to {directory}. Nothing was run.")
    raise click.exceptions.Exit(0)
