"""``ecosim patterns``: a run held against published numbers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ecosim.cli.options import format_option, json_option, looking_options, quiet_option

if TYPE_CHECKING:
    from ecosim.results.patterns import Patterns


@click.command("patterns")
@click.argument("directory", metavar="RESULTS", type=click.Path(path_type=Path))
@looking_options
@format_option
@json_option
@quiet_option
def command(
    directory: Path, replications: int | None, jobs: int | None, kind: str, as_json: bool, quiet: bool
) -> None:
    """Hold the baseline of RESULTS (a directory that run or compare made) against every published number.

    Its runs are made again, bit for bit, because measures need every firm, technology and tie. Prints each
    quantity with its interval, the band and the verdict, and facts of history where the scenario holds them;
    leaves patterns.parquet, history.parquet, plots/patterns and plots/history in RESULTS.

    \b
    Examples:
      ecosim patterns results/novosibirsk
      ecosim patterns results/novosibirsk --replications 50 --format png
    """
    from ecosim.cli.simulate import progress_bar
    from ecosim.results import open_results
    from ecosim.results.patterns import patterns

    results = open_results(directory)
    with progress_bar(quiet) as progress:
        found = patterns(results, replications, jobs, progress)
    tables, pictures = _write(found, directory, kind)
    if as_json:
        click.echo(json.dumps(_object(found, pictures), indent=2, ensure_ascii=False, allow_nan=False))
    else:
        _print(found, [*(f"Table: {path}" for path in tables), *(f"Plot: {path}" for path in pictures)])
    if found.failures:
        number, error = next(iter(found.failures.items()))
        click.echo(f"{len(found.failures)} runs failed; replication {number}: {error}", err=True)
        raise click.exceptions.Exit(1)


def _write(found: Patterns, directory: Path, kind: str) -> tuple[list[Path], list[Path]]:
    """Write tables and pictures; history only where the scenario holds some."""
    from ecosim.plots.history import history
    from ecosim.plots.patterns import sheet
    from ecosim.results import history as past
    from ecosim.results import patterns as present
    from ecosim.results.files import write_table

    tables, pictures = [directory / present.FILE], [directory / "plots" / f"patterns.{kind}"]
    write_table(tables[0], found.table)
    sheet(found, pictures[0])
    if len(found.history):
        tables.append(directory / past.FILE)
        pictures.append(directory / "plots" / f"history.{kind}")
        write_table(tables[1], found.history)
        history(found, pictures[1])
    return tables, pictures


def _print(found: Patterns, files: Sequence[str]) -> None:
    from ecosim.cli.output import print_table
    from ecosim.results.history import history_table
    from ecosim.results.patterns import printed

    print_table(printed(found))
    if len(found.history):
        click.echo()
        print_table(history_table(found.results.summary["title"], found.history))
    click.echo("\n".join(files))


def _object(found: Patterns, pictures: Sequence[Path]) -> dict[str, object]:
    return {
        "directory": str(found.results.directory),
        "name": found.results.summary["name"],
        "replications": [one.replication for one in found.seen],
        "failures": {str(number): error for number, error in found.failures.items()},
        "same": found.same,
        "patterns": json.loads(found.table.to_json(orient="records")),
        "history": json.loads(found.history.to_json(orient="records")),
        "plots": [str(path) for path in pictures],
    }
