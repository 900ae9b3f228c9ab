"""``ecosim knockout``: what each mechanism does to transfers and to the effect of each link."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ecosim.cli.completing import study_name
from ecosim.cli.hints import quoted, suggest
from ecosim.cli.options import format_option, scenario_path, simulation_options

if TYPE_CHECKING:
    from ecosim.results.knockout import Knockout


@click.command("knockout")
@click.argument("scenario", type=scenario_path)
@click.option(
    "--study", type=study_name, default="knockout", show_default=True, metavar="FILE",
    help="A study file, or the name of one that comes with ecosim: knockout, equal-terms, what-ifs, findings.",
)  # fmt: skip
@format_option
@click.option("--only", multiple=True, metavar="NAME", help="Run this variant of the study; repeatable.")
@simulation_options(replications=20)
def command(
    scenario: Path, study: str, kind: str, only: tuple[str, ...], out: Path | None, seed: int, replications: int,
    jobs: int | None, overrides: tuple[str, ...], as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Freeze or remove each mechanism of SCENARIO in turn, and tabulate what that changes.

    Every variant of the study is run with all links, without each link of the Triangle, and without
    the Triangle. All runs share seed and replications, so that changes of a link's effect are taken in
    pairs too. Finished runs are kept: interrupted, the same command continues.

    \b
    Examples:
      ecosim knockout scenarios/novosibirsk.yaml
      ecosim knockout scenarios/novosibirsk.yaml --only wage --only seed_capital
      ecosim knockout scenarios/novosibirsk.yaml --study what-ifs
    """
    from ecosim.cli.forecast import announce
    from ecosim.cli.simulate import finish, simulated
    from ecosim.experiments.knockout import plan
    from ecosim.experiments.pool import processors
    from ecosim.experiments.study_file import read_study
    from ecosim.results.knockout import carry_out
    from ecosim.results.study import load_source

    asked = plan(read_study(study), load_source(scenario, overrides), only, seed, replications)
    directory, workers = out or Path("results", asked.design.name), jobs or processors()
    announce([asked.design], directory, workers, quiet)
    found = simulated(lambda progress: carry_out(asked, directory, workers, progress), quiet)
    _show(found, kind, as_json)
    finish(found)
    suggest(f"ecosim sensitivity {quoted(scenario)} --unpinned", quiet=quiet or as_json)


def _show(found: Knockout, kind: str, as_json: bool) -> None:
    import json

    from ecosim.cli.output import print_table
    from ecosim.plots.knockout import knockout
    from ecosim.results.knockout import SUMMARY
    from ecosim.results.knockout_report import knockout_footer, knockout_tables
    from ecosim.results.report import COUNTS

    plots = [found.directory / "plots" / f"knockout-{name}.{kind}" for name in COUNTS]
    for name, path in zip(COUNTS, plots, strict=True):
        knockout(found, name, path)
    if as_json:
        content = json.loads((found.directory / SUMMARY).read_text(encoding="utf-8"))
        places = {"directory": str(found.directory), "plots": [str(path) for path in plots]}
        click.echo(json.dumps(content | places, indent=2, ensure_ascii=False))
        return
    for table in knockout_tables(found):
        print_table(table)
        click.echo()
    files = [f"Results in {found.directory}", *(f"Plot: {path}" for path in plots)]
    click.echo("\n".join([*knockout_footer(found), *files]))
