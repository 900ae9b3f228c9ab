"""``ecosim verify``: whether results are what their runs showed, and runs made again show the same."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from ecosim.cli.options import jobs_option, json_option, quiet_option


@click.command("verify")
@click.argument("directory", metavar="RESULTS", type=click.Path(path_type=Path))
@click.option(
    "--sample", type=click.IntRange(1, 1_000_000), default=3, show_default=True,
    help="Replications to make again, in all cells.",
)  # fmt: skip
@click.option("--all", "everything", is_flag=True, help="Make all of them again.")
@click.option(
    "--posterior", type=click.Path(path_type=Path), help="The draws of parameters that the results were made with."
)
@jobs_option
@json_option
@quiet_option
def command(
    directory: Path, sample: int, everything: bool, posterior: Path | None, jobs: int | None, as_json: bool, quiet: bool
) -> None:
    """Hold RESULTS (a directory that run or compare made) against its runs, and make some of these again.

    Every kept run has a seal that tells damage; tables, scenarios and summary are made anew from the runs and must be
    the same; and a sample of runs is made again, which must have the same bits. Ends with 1 where anything differs.

    \b
    Examples:
      ecosim verify results/novosibirsk
      ecosim verify results/novosibirsk --all
    """
    from ecosim.cli.simulate import progress_bar
    from ecosim.experiments.pool import processors
    from ecosim.results import open_results
    from ecosim.results.table import plain
    from ecosim.results.verify import verify

    results = open_results(directory)
    with progress_bar(quiet) as progress:
        found = verify(results, None if everything else sample, jobs or processors(), progress, posterior)
    if as_json:
        click.echo(json.dumps(asdict(found) | {"directory": str(directory)}, indent=2, ensure_ascii=False))
    else:
        said = [f"{found.runs} runs are kept, {found.again} were made again", f"digest of the runs: {found.digest}"]
        said += [*found.findings, f"{len(found.findings)} findings" if found.findings else "nothing is wrong"]
        click.echo("\n".join(map(plain, said)))
    if found.findings:
        raise click.exceptions.Exit(1)
