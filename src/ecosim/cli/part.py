"""What ``--shard`` does in every command that has it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ecosim.cli.hints import quoted, suggest
from ecosim.cli.simulate import simulated

if TYPE_CHECKING:
    from ecosim.experiments.design import Design


def make_part(
    design: Design, shard: str, directory: Path, jobs: int | None, executor: str, auto: bool, quiet: bool
) -> None:
    """Make one shard of a design, say how many runs it has, and how the shards become tables.

    Raises:
        UsageError: there is no such shard, or nobody can know yet how many replications there will be.
    """
    from ecosim.experiments.shard import Shard
    from ecosim.results.part import carry_out_part

    if auto:
        raise click.UsageError("--shard parts a number of replications; give it in place of --replications auto")
    one = Shard.parse(shard)
    runs, failed = simulated(lambda progress: carry_out_part(design, one, directory, jobs, progress, executor), quiet)
    click.echo(f"Shard {one}: {runs} runs are kept in {directory}")
    if failed:
        click.echo(f"{failed} of them failed; the same command tries them again", err=True)
        raise click.exceptions.Exit(1)
    suggest(f"ecosim merge {quoted(directory)} OTHERS --out WHOLE", quiet=quiet)
