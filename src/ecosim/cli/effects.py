"""``ecosim effects``: what each link's effect is made of."""

from __future__ import annotations

from pathlib import Path

import click

from ecosim.cli.options import json_option


@click.command("effects")
@click.argument("directory", type=click.Path(path_type=Path))
@click.option(
    "--cell", "cells", multiple=True, metavar="NAME",
    help="Tell of this cell, or of the cell without this link; repeatable.  [default: all; of very many, "
    "those without a single link]",
)  # fmt: skip
@json_option
def command(directory: Path, cells: tuple[str, ...], as_json: bool) -> None:
    """Tell what changes in the results in DIRECTORY, what flows instead, and when.

    Where every combination of links was run (compare --factorial), first how much each link brings, and which links
    are complements or substitutes.

    \b
    Examples:
      ecosim effects results/novosibirsk
      ecosim effects results/novosibirsk --cell science_industry
    """
    import json
    from dataclasses import asdict

    from ecosim.cli.output import print_table
    from ecosim.results import open_results
    from ecosim.results.attribution_report import attribution_tables
    from ecosim.results.explained import cells_of, explained

    results = open_results(directory)
    together = [] if cells else attribution_tables(results)
    told = {"together": together} if together else {}
    told |= {cell: explained(results, cell) for cell in cells_of(results, cells)}
    if as_json:
        content = {cell: [asdict(table) for table in tables] for cell, tables in told.items()}
        click.echo(json.dumps(content, indent=2, ensure_ascii=False))
        return
    for cell, tables in told.items():
        click.echo(f"== {cell}\n")
        for table in tables:
            print_table(table)
            click.echo()
