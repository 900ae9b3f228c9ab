"""``ecosim replications``: how many replications are enough."""

from __future__ import annotations

from pathlib import Path

import click

from ecosim.cli.completing import indicator
from ecosim.cli.options import format_option, json_option


@click.command("replications")
@click.argument("directory", type=click.Path(path_type=Path))
@click.option(
    "--indicator", type=indicator, metavar="NAME",
    help="Of this indicator.  [default: the first with a precision in the scenario]",
)
@click.option("--shared-luck", is_flag=True, help="Tell instead what shared luck saves, for every indicator.")
@format_option
@click.option("--out", type=click.Path(path_type=Path), help="Where to put it.  [default: DIRECTORY/plots]")
@json_option
def command(
    directory: Path, indicator: str | None, shared_luck: bool, kind: str, out: Path | None, as_json: bool
) -> None:
    """Show how the intervals of the results in DIRECTORY shrink with replications, and when they are narrow enough.

    Beside it stands what the rule of the coefficient of variation would ask for; nothing stops by that one.

    \b
    Examples:
      ecosim replications results/novosibirsk
      ecosim replications results/novosibirsk --indicator agreements --format png
      ecosim replications results/novosibirsk --shared-luck
    """
    import json

    from ecosim.cli.output import print_table
    from ecosim.results import open_results
    from ecosim.results.luck import shared_luck as luck
    from ecosim.results.luck import shared_luck_tables
    from ecosim.results.replications import as_json as plain
    from ecosim.results.replications import chosen, curve, curve_tables

    results = open_results(directory)
    if shared_luck:
        tables, content = shared_luck_tables(results), {"ratios": luck(results).to_dict("records")}
    else:
        from ecosim.plots.replications import replications

        found = curve(results, chosen(results, indicator))
        path = (out or directory / "plots") / f"replications-{found.indicator}.{kind}"
        replications(results, found, path)
        tables, content = curve_tables(found, results), plain(found) | {"plots": [str(path)]}
    if as_json:
        click.echo(json.dumps(content, indent=2, ensure_ascii=False))
        return
    for table in tables:
        print_table(table)
        click.echo()
    click.echo("\n".join(f"Plot: {path}" for path in content.get("plots", [])), nl="plots" in content)
