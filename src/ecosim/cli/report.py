"""``ecosim report``: results as one page that works offline, with a switch for each link."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ecosim.cli.hints import quoted, suggest
from ecosim.cli.options import jobs_option, json_option, quiet_option


@click.command("report")
@click.argument("directory", metavar="RESULTS", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="The file to write.  [default: RESULTS/report.html]")
@jobs_option
@json_option
@quiet_option
def command(directory: Path, out: Path | None, jobs: int | None, as_json: bool, quiet: bool) -> None:
    """Write the results in RESULTS (a directory that run or compare made) as one HTML file and print its path.

    It opens in any browser, needs no network and no server, and stays under 5 MB. Flip a link, and curves, network,
    funnel, flows and numbers are those of the runs without it; a combination that was not run says so. With `compare
    --factorial` every combination was run. For the funnel by readiness level up to twenty replications of each cell are
    made again, the first of them for the network.

    \b
    Examples:
      ecosim report results/novosibirsk
      ecosim report results/novosibirsk --out novosibirsk.html
    """
    from ecosim.cli.simulate import progress_bar
    from ecosim.report.page import write_report
    from ecosim.results import open_results

    results = open_results(directory)
    with progress_bar(quiet) as progress:
        path = write_report(results, out, jobs, progress)
    if as_json:
        click.echo(json.dumps({"report": str(path)}, indent=2))
    elif not quiet:
        click.echo(str(path))
    suggest(f"ecosim trace {quoted(directory)}", quiet=quiet or as_json)
