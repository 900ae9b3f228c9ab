"""Carrying a design out for a command: here or on a cluster, all of it or one shard."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ecosim.cli.hints import quoted, suggest
from ecosim.cli.simulate import simulated

if TYPE_CHECKING:
    from ecosim.experiments.design import Design
    from ecosim.experiments.glance import Glance
    from ecosim.results import Results


@dataclass(frozen=True)
class Carrier:
    """How a command has its runs made.

    Attributes:
        directory: where results go.
        jobs: number of processes; None for all processors.
        executor: where runs are made, see `ecosim.experiments.cluster.executor`.
        shard: the one part to make, such as ``3/40``; None for all.
        at_most: where a number of replications that is left to the scenario's precision ends; None where it is not.
        quiet: whether progress and messages are unwanted.
    """

    directory: Path
    jobs: int | None
    executor: str
    shard: str | None
    at_most: int | None
    quiet: bool

    def carry_out(
        self, design: Design, scenario: Path, overrides: tuple[str, ...], glance: Glance | None = None
    ) -> Results:
        """Return the results of a design, with the sources of a scenario's values; of a shard there are none.

        Args:
            design: what is carried out.
            scenario: the file of the scenario.
            overrides: what was given in place of its values.
            glance: what to look at when a run ends.

        Raises:
            Exit: a shard has been made, which is all that was asked.
        """
        from ecosim.results import study
        from ecosim.results.sources import keep_sources

        if self.shard is not None:
            self._make_part(design, self.shard)
        results = simulated(
            lambda progress: study.carry_out(
                design, self.directory, self.jobs, progress, at_most=self.at_most, executor=self.executor,
                glance=glance,
            ),
            self.quiet,
        )
        keep_sources(results, scenario, overrides)
        return results

    def _make_part(self, design: Design, shard: str) -> None:
        """Make one shard of a design, say how many runs it has and how the shards become tables, and end there."""
        from ecosim.experiments.shard import Shard
        from ecosim.results.part import carry_out_part

        if self.at_most is not None:
            raise click.UsageError("--shard parts a number of replications; give it in place of --replications auto")
        one = Shard.parse(shard)
        runs, failed = simulated(
            lambda progress: carry_out_part(design, one, self.directory, self.jobs, progress, self.executor), self.quiet
        )
        click.echo(f"Shard {one}: {runs} runs are kept in {self.directory}")
        if failed:
            click.echo(f"{failed} of them failed; the same command tries them again", err=True)
            raise click.exceptions.Exit(1)
        suggest(f"ecosim merge {quoted(self.directory)} OTHERS --out WHOLE", quiet=self.quiet)
        raise click.exceptions.Exit(0)
