"""``ecosim reproduce``: published models of the literature, their numbers beside ours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ecosim.cli.completing import published
from ecosim.cli.options import dry_run_option, json_option, quiet_option

if TYPE_CHECKING:
    from ecosim.published.study import Study


@click.command("reproduce")
@click.argument("name", type=published, required=False)
@click.option("--list", "as_list", is_flag=True, help="List the published models.")
@click.option("--runs", type=click.IntRange(2, 1_000_000), help="Runs of each cell.  [default: the study's own]")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=1, show_default=True, help="Seed.")
@click.option("--jobs", type=click.IntRange(1, 10_000), help="Worker processes.  [default: all processors]")
@click.option("--out", type=click.Path(path_type=Path), help="Folder of figure and numbers.  [default: results/NAME]")
@dry_run_option
@json_option
@quiet_option
def command(
    name: str | None, as_list: bool, runs: int | None, seed: int, jobs: int | None, out: Path | None,
    as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Run the published model NAME, print the published numbers beside ours, and draw the paper's figure.

    The folder of --out then holds published-NAME.png and published-NAME.json, all numbers behind it.

    \b
    Examples:
      ecosim reproduce --list
      ecosim reproduce march1991
      ecosim reproduce march1991 --runs 100 --out results/quick
    """
    from ecosim.cli.forecast import dry_run, foretell
    from ecosim.errors import UsageError
    from ecosim.experiments.effort import Effort
    from ecosim.experiments.pool import processors
    from ecosim.published.catalogue import PUBLISHED, study

    if as_list:
        _list(PUBLISHED, as_json)
        return
    if name is None:
        raise UsageError(f"which published model? known: {', '.join(PUBLISHED)}")
    found = study(name)
    workers = jobs or processors()
    folder = out or Path("results", name)
    if dry_run():
        foretell(Effort(name, len(found.cells) * (runs or found.runs), None, workers), folder, quiet)
    summary = _carried_out(found, runs or found.runs, seed, workers, quiet)
    files = _write(summary, folder)
    if as_json:
        click.echo(json.dumps(summary | {"files": files}, indent=2, ensure_ascii=False))
    else:
        from ecosim.cli.output import print_table
        from ecosim.published.report import table

        print_table(table(summary))
        click.echo("\n".join(["", *files]))


def _list(published: dict[str, str], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(published, indent=2, ensure_ascii=False))
        return
    width = max(map(len, published))
    click.echo("\n".join(f"{name.ljust(width)}  {what}" for name, what in published.items()))


def _carried_out(found: Study, runs: int, seed: int, workers: int, quiet: bool) -> dict[str, Any]:
    from ecosim.cli.simulate import progress_bar
    from ecosim.published.report import summarise
    from ecosim.published.study import carry_out

    with progress_bar(quiet) as report:
        sample = carry_out(found, runs, seed, workers, report)
    return summarise(found, sample, seed)


def _write(summary: dict[str, Any], folder: Path) -> list[str]:
    from ecosim.plots.published import draw
    from ecosim.results.files import write_json

    stem = f"published-{summary['study']}"
    write_json(folder / f"{stem}.json", summary)
    draw(summary, folder / f"{stem}.png")
    return [str(folder / f"{stem}.{suffix}") for suffix in ("png", "json")]
