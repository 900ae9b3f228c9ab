"""``ecosim survival``: how long technologies take to become products, by channel."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ecosim.cli.completing import link
from ecosim.cli.options import format_option, json_option, looking_options, quiet_option

if TYPE_CHECKING:
    from ecosim.results.survival import Survival


@click.command("survival")
@click.argument("directory", metavar="RESULTS", type=click.Path(path_type=Path))
@click.option(
    "--cell", type=link, metavar="NAME", help="A cell, or the link that it goes without.  [default: the baseline]"
)
@click.option(
    "--by", type=click.Choice(("channel", "kind")), default="channel", show_default=True,
    help="Tell passages apart by the channel of the agreement, or by its kind: licence, publication, spin-off.",
)  # fmt: skip
@looking_options
@format_option
@json_option
@quiet_option
def command(
    directory: Path, cell: str | None, by: str, replications: int | None, jobs: int | None, kind: str, as_json: bool,
    quiet: bool,
) -> None:  # fmt: skip
    """Tell how long technologies take from discovery, and from the agreement, to a product, by channel.

    Runs of one cell of RESULTS (a directory that run or compare made) are made again, bit for bit, because every
    technology is needed. Prints survival tables and leaves survival.parquet and plots/survival in RESULTS.

    \b
    Examples:
      ecosim survival results/novosibirsk
      ecosim survival results/novosibirsk --cell science_industry --by kind
    """
    from ecosim.cli.simulate import progress_bar
    from ecosim.plots.survival import survival as draw
    from ecosim.results import open_results
    from ecosim.results.explained import cell_of
    from ecosim.results.files import write_table
    from ecosim.results.survival import FILE, survival

    results = open_results(directory)
    with progress_bar(quiet) as progress:
        found = survival(results, cell_of(results, cell), by, replications, jobs, progress)
    picture = directory / "plots" / f"survival.{kind}"
    write_table(directory / FILE, found.curves)
    draw(found, picture)
    _show(found, [directory / FILE, picture], as_json)
    if found.failures:
        number, error = next(iter(found.failures.items()))
        click.echo(f"{len(found.failures)} runs failed; replication {number}: {error}", err=True)
        raise click.exceptions.Exit(1)


def _show(found: Survival, files: list[Path], as_json: bool) -> None:
    from ecosim.cli.output import print_table
    from ecosim.results.survival_report import records, survival_tables

    if as_json:
        content = {
            "directory": str(found.results.directory), "cell": found.cell, "replications": found.runs,
            "followed_quarters": found.followed, "ends": records(found),
            "curves": json.loads(found.curves.to_json(orient="records")), "plots": [str(files[1])],
        }  # fmt: skip
        click.echo(json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False))
        return
    for table in survival_tables(found):
        print_table(table)
        click.echo()
    click.echo(f"{found.footer}\nTable: {files[0]}\nPlot: {files[1]}")
