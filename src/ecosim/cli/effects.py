"""``ecosim effects``: what each link's effect is made of."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ecosim.cli.completing import link
from ecosim.cli.hints import quoted, suggest
from ecosim.cli.options import json_option

if TYPE_CHECKING:
    from ecosim.results import Results
    from ecosim.results.table import Table


@click.command("effects")
@click.argument("directory", type=click.Path(path_type=Path))
@click.option(
    "--cell", "cells", type=link, multiple=True, metavar="NAME",
    help="Tell of this cell, or of the cell without this link; repeatable.  [default: all; of very many, "
    "those without a single link]",
)  # fmt: skip
@click.option("--shares", is_flag=True, help="Tell only how much each link brings, and how links work together.")
@json_option
def command(directory: Path, cells: tuple[str, ...], shares: bool, as_json: bool) -> None:
    """Tell what changes in the results in DIRECTORY, what flows instead, and when.

    Where every combination of links was run (compare --factorial), first how much each link brings, and which links
    are complements or substitutes.

    \b
    Examples:
      ecosim effects results/novosibirsk
      ecosim effects results/novosibirsk --cell science_industry
      ecosim effects results/novosibirsk --shares
    """
    import json
    from dataclasses import asdict

    from ecosim.cli.output import print_table
    from ecosim.results import open_results

    told = _told(open_results(directory), cells, shares)
    if as_json:
        content = {cell: [asdict(table) for table in tables] for cell, tables in told.items()}
        click.echo(json.dumps(content, indent=2, ensure_ascii=False))
        return
    for cell, tables in told.items():
        click.echo(f"== {cell}\n")
        for table in tables:
            print_table(table)
            click.echo()
    suggest(f"ecosim report {quoted(directory)}", f"ecosim trace {quoted(directory)}")


def _told(results: Results, cells: tuple[str, ...], shares: bool) -> dict[str, list[Table]]:
    """Return tables by heading: of all links together where combinations of links were run, and of cells."""
    from ecosim.errors import UsageError
    from ecosim.results.attribution_report import attribution_tables
    from ecosim.results.explained import cells_of, explained

    if shares and cells:
        raise UsageError("--shares tells of all links together, --cell of single cells; give one")
    together = [] if cells else attribution_tables(results)
    if shares and not together:
        raise UsageError("shares need every combination of links; `ecosim compare --factorial` runs them")
    told = {"together": together} if together else {}
    return told if shares else told | {cell: explained(results, cell) for cell in cells_of(results, cells)}
