"""Tables on stdout: for a terminal by rich, otherwise as aligned text that is always the same."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ecosim.results import Results
    from ecosim.results.table import Table

_UNBOUNDED = 10_000


def print_results(results: Results, plots: Sequence[Path] = ()) -> None:
    """Print the headline, what flowed by channel, which runs they are made of, and where the files are."""
    from ecosim.results.report import flow_table, footer, headline_tables
    from ecosim.results.table import plain

    for table in [*headline_tables(results.summary), flow_table(results)]:
        print_table(table)
        click.echo()
    files = [f"Results in {results.directory}", *(f"Plot: {path}" for path in plots)]
    click.echo("\n".join(map(plain, [*footer(results.summary), *files])))


def print_json(results: Results, plots: Sequence[Path] = ()) -> None:
    """Print the summary as one JSON object, with the directory and the plots."""
    places = {"directory": str(results.directory), "plots": [str(path) for path in plots]}
    click.echo(json.dumps(results.summary | places, indent=2, ensure_ascii=False))


def print_table(table: Table) -> None:
    """Print a table, in colour and with lines on a terminal wide enough for it."""
    text = table.text()
    if not sys.stdout.isatty():
        click.echo(text)
        return
    from rich.console import Console
    from rich.table import Table as Rich
    from rich.text import Text

    from ecosim.results.table import plain

    rich = Rich(
        title=Text(plain(table.title)),
        title_justify="left",
        caption=Text("\n".join(map(plain, table.notes))),
        caption_justify="left",
    )
    for i, head in enumerate(table.heading):
        rich.add_column(Text(head), justify="left" if not i or i in table.left else "right", no_wrap=True)
    for row in table.rows:
        rich.add_row(*(Text(plain(cell)) for cell in row))
    console = Console()
    if Console(width=_UNBOUNDED).measure(rich).maximum > console.width:
        click.echo(text)
    else:
        console.print(rich)
