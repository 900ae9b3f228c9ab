"""``ecosim synergy``: triple-helix synergy of the technologies of a run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ecosim.cli.completing import link
from ecosim.cli.options import format_option, json_option, looking_options, quiet_option

if TYPE_CHECKING:
    from ecosim.results.synergy import Synergy


@click.command("synergy")
@click.argument("directory", metavar="RESULTS", type=click.Path(path_type=Path))
@click.option(
    "--cell", "cells", type=link, multiple=True, metavar="NAME",
    help="A cell beside the baseline, or the link that it goes without; repeatable.  [default: all]",
)  # fmt: skip
@looking_options
@format_option
@json_option
@quiet_option
def command(
    directory: Path, cells: tuple[str, ...], replications: int | None, jobs: int | None, kind: str, as_json: bool,
    quiet: bool,
) -> None:  # fmt: skip
    """Measure the triple-helix synergy of technologies: what science, education and industry tell of each other.

    T is NOT a measure of collaboration: it falls and rises again as collaboration grows (docs/published.md). Runs of
    RESULTS (a directory that run or compare made) are made again, bit for bit, because the log of every technology is
    needed. Prints T with its terms and who took part; leaves synergy.parquet and plots/synergy in RESULTS.

    \b
    Examples:
      ecosim synergy results/novosibirsk
      ecosim synergy results/novosibirsk --cell science_industry --replications 10
    """
    from ecosim.cli.simulate import progress_bar
    from ecosim.plots.synergy import synergy as draw
    from ecosim.results import open_results
    from ecosim.results.explained import cells_of
    from ecosim.results.files import write_table
    from ecosim.results.synergy import FILE, synergy_of

    results = open_results(directory)
    named = tuple(cell for cell in cells if cell != results.baseline)
    others = cells_of(results, named) if named or not cells else []  # the baseline alone may be asked for
    with progress_bar(quiet) as progress:
        found = synergy_of(results, others, replications, jobs, progress)
    picture = directory / "plots" / f"synergy.{kind}"
    write_table(directory / FILE, found.records)
    draw(found, picture)
    _show(found, [directory / FILE, picture], as_json)
    if found.failures:
        (cell, number), error = next(iter(found.failures.items()))
        click.echo(f"{len(found.failures)} runs failed; {cell}, replication {number}: {error}", err=True)
        raise click.exceptions.Exit(1)


def _show(found: Synergy, files: list[Path], as_json: bool) -> None:
    from ecosim.cli.output import print_table
    from ecosim.results.synergy_report import WARNING, synergy_tables

    if as_json:
        content = {
            "directory": str(found.results.directory), "cells": list(found.cells), "replications": found.runs,
            "warning": WARNING, "values": json.loads(found.values.to_json(orient="records")),
            "plots": [str(files[1])],
        }  # fmt: skip
        click.echo(json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False))
        return
    for table in synergy_tables(found):
        print_table(table)
        click.echo()
    click.echo(f"{found.footer}\nTable: {files[0]}\nPlot: {files[1]}")
