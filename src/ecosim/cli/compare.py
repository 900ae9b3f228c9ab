"""``ecosim compare``: with and without links, or scenario files with each other."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ecosim.cli.completing import link
from ecosim.cli.forecast import announce
from ecosim.cli.hints import quoted, suggest
from ecosim.cli.options import cluster_options, scenario_path, simulation_options

if TYPE_CHECKING:
    from ecosim.experiments.design import Design
    from ecosim.experiments.glance import Glance
    from ecosim.results import Results
    from ecosim.results.study import Replications


@click.command("compare")
@click.argument("scenarios", type=scenario_path, nargs=-1, required=True)
@click.option(
    "--without", type=link, multiple=True, metavar="LINK", help="Cut this link instead of the Triangle's; repeatable."
)
@click.option(
    "--factorial", is_flag=True,
    help="Cut every combination of these links (at most 8): how much each brings, and how they work together.",
)  # fmt: skip
@click.option(
    "--orders", type=click.IntRange(4, 100_000), metavar="N",
    help="With --factorial: only the combinations along N sampled orders of adding links one by one; "
    "fewer runs, for shares alone, with the error of sampling.",
)  # fmt: skip
@click.option(
    "--posterior", type=click.Path(path_type=Path), metavar="FILE",
    help="Draws of parameters, such as draws.csv of `calibrate --posterior`: replication r takes draw r.",
)  # fmt: skip
@cluster_options
@simulation_options(replications=100, auto=True)
def command(
    scenarios: tuple[Path, ...], without: tuple[str, ...], factorial: bool, orders: int | None, posterior: Path | None,
    executor: str, shard: str | None, out: Path | None, seed: int, replications: Replications, at_most: int,
    jobs: int | None, overrides: tuple[str, ...], as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Compare one scenario with and without its links, or several SCENARIOS with each other.

    One scenario alone is run beside the cells that it names, or else with all links, without each link of the
    Triangle, and without the Triangle; of several the first is the baseline. Cells share seed and replications: runs
    are compared in pairs. Interrupted, the same command continues. --replications auto makes as many, from 30 on, as
    judgement.INDICATOR.precision asks for. --factorial shares out what links bring (Shapley), and writes a report with
    a switch for each; 8 links: 256 cells. With --posterior intervals hold luck and what is not known of parameters.

    \b
    Examples:
      ecosim compare scenarios/novosibirsk.yaml
      ecosim compare scenarios/novosibirsk.yaml --without science_industry
      ecosim compare scenarios/novosibirsk.yaml --replications auto --at-most 300
      ecosim compare scenarios/novosibirsk.yaml --factorial --without science_industry --without spin_off
      ecosim compare scenarios/novosibirsk.yaml --posterior calibrations/novosibirsk-posterior/draws.csv
      ecosim compare first.yaml second.yaml --replications 50 --out results/two
    """
    if orders is not None and not factorial:
        raise click.UsageError("--orders samples the combinations of --factorial; give both")
    from ecosim.cli.carry import Carrier
    from ecosim.cli.simulate import finish
    from ecosim.experiments.draws import drawn
    from ecosim.experiments.pool import processors
    from ecosim.results import study

    first, most = study.first_of(replications), at_most if replications == study.AUTO else None
    design = drawn(study.comparison(scenarios, overrides, without, factorial, seed, first, orders), posterior)
    largest, directory = study.growing(design, most)[-1:], out or Path("results", design.name)
    announce(largest, directory, jobs or processors(), quiet or not factorial, most=bool(most))
    carrier = Carrier(directory, jobs, executor, shard, most, quiet)
    seen = _glance(design) if factorial else None
    results = carrier.carry_out(design, scenarios[0], overrides, seen)
    _show(results, partial(_report, results, jobs, quiet, seen) if factorial else None, as_json)
    finish(results)
    _go_on(directory, factorial, quiet or as_json)


def _go_on(directory: Path, reported: bool, quiet: bool) -> None:
    names = ["effects", "trace"] if reported else ["effects", "report", "trace"]
    suggest(*(f"ecosim {name} {quoted(directory)}" for name in names), quiet=quiet)


def _glance(design: Design) -> Glance | None:
    from ecosim.report.seen import glance_at

    return glance_at(design)


def _report(results: Results, jobs: int | None, quiet: bool, seen: Glance | None) -> Path:
    from ecosim.cli.simulate import progress_bar
    from ecosim.report.page import write_report

    with progress_bar(quiet) as progress:
        return write_report(results, jobs=jobs, progress=progress, glance=seen)


def _show(results: Results, write: Callable[[], Path] | None, as_json: bool) -> None:
    """Draw pictures, write the report, and print who brings how much, where known, and levels of cells if few."""
    from ecosim.cli.output import print_results, print_table
    from ecosim.cli.plot import draw
    from ecosim.results.attribution_report import attribution_tables
    from ecosim.results.ranking import ranking_tables
    from ecosim.results.report import footer
    from ecosim.results.results import FEW

    plots = draw(results, results.directory / "plots")
    report = write() if write is not None else None
    if as_json:
        _print_json(results, plots, report)
        return
    tables = [*attribution_tables(results), *ranking_tables(results)]
    for table in tables:
        print_table(table)
        click.echo()
    if not tables or len(results.cells) <= FEW:
        print_results(results, plots)
    else:
        files = [f"Results in {results.directory}", *(f"Plot: {path}" for path in plots)]
        click.echo("\n".join([*footer(results.summary), *files]))
    if report is not None:
        click.echo(f"Report: {report}")


def _print_json(results: Results, plots: list[Path], report: Path | None) -> None:
    """Print the summary as one JSON object, with shares and interactions where they are known."""
    import json

    from ecosim.cli.output import print_json
    from ecosim.results import Results
    from ecosim.results.attribution import can_attribute

    summary = results.summary
    if can_attribute(results):
        summary = summary | {"attribution": json.loads(results.attribution().to_json(orient="records"))}
    if report is not None:
        summary = summary | {"report": str(report)}
    print_json(Results(results.directory, summary), plots)
