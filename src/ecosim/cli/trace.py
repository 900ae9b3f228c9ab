"""``ecosim trace``: why did this happen? One technology's life with and without links."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ecosim.cli.completing import link
from ecosim.cli.hints import quoted, suggest
from ecosim.cli.options import format_option, json_option


@click.command("trace")
@click.argument("directory", metavar="RESULTS", type=click.Path(path_type=Path))
@click.option("--technology", type=int, metavar="N", help="The technology of this number in the run.")
@click.option("--best", is_flag=True, help="The one to which most sales are owed.  [default]")
@click.option(
    "--random", "lot", is_flag=False, flag_value=0, type=click.IntRange(0), metavar="[LOT]",
    help="One drawn by lot; another number draws another one.",
)  # fmt: skip
@click.option(
    "--without", type=link, multiple=True, metavar="LINK",
    help="The other run goes without this link; repeatable.  [default: without the Triangle]",
)  # fmt: skip
@click.option("--replication", type=click.IntRange(0), metavar="R", help="Which run.  [default: the first]")
@format_option
@click.option("--out", type=click.Path(path_type=Path), help="Where to put the picture.  [default: RESULTS/plots]")
@json_option
def command(
    directory: Path, technology: int | None, best: bool, lot: int | None, without: tuple[str, ...],
    replication: int | None, kind: str, out: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Tell one technology's life with dates, and what becomes of it without links, under the same luck.

    A run of RESULTS (a directory that run or compare made) is made again, and once more without the links. Printed are
    both stories, where the paths part and why; a picture of both lives is left in RESULTS/plots.

    \b
    Examples:
      ecosim trace results/novosibirsk
      ecosim trace results/novosibirsk --random 3 --without science_industry
      ecosim trace results/novosibirsk --technology 18339 --replication 5 --format png
    """
    from ecosim.errors import UsageError
    from ecosim.lives import report, trace
    from ecosim.plots.lives import lives
    from ecosim.results import open_results

    if best and (technology is not None or lot is not None):
        raise UsageError("give one of --technology, --best and --random")
    results = open_results(directory)
    found = trace(results, technology, lot=lot, without=without, replication=replication)
    name = "best" if technology is None and lot is None else f"lot-{lot}" if technology is None else str(technology)
    picture = (out or directory / "plots") / f"life-{name}.{kind}"
    lives(found, picture)
    if as_json:
        click.echo(json.dumps(report.as_json(found) | {"plots": [str(picture)]}, indent=2, ensure_ascii=False))
        return
    from ecosim.cli.output import print_table

    click.echo(report.told(found))
    for table in report.tables(found):
        click.echo()
        print_table(table)
    click.echo(f"Plot: {picture}")
    suggest(f"ecosim trace {quoted(directory)} --random {(lot or 0) + 1}", f"ecosim effects {quoted(directory)}")
