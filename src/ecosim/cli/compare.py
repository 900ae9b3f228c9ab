"""``ecosim compare``: with and without links, or scenario files with each other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ecosim.cli.options import scenario_path, simulation_options

if TYPE_CHECKING:
    from ecosim.results.study import Replications


@click.command("compare")
@click.argument("scenarios", type=scenario_path, nargs=-1, required=True)
@click.option("--without", multiple=True, metavar="LINK", help="Cut this link instead of the Triangle's; repeatable.")
@click.option("--factorial", is_flag=True, help="Every combination of the Triangle's links.")
@simulation_options(replications=100, auto=True)
def command(
    scenarios: tuple[Path, ...], without: tuple[str, ...], factorial: bool, out: Path | None, seed: int,
    replications: Replications, at_most: int, jobs: int | None, overrides: tuple[str, ...], as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Compare one scenario with and without its links, or several SCENARIOS with each other.

    One scenario alone is run with all links, without each link of the Triangle, and without the
    Triangle. All cells share seed and replications, so that runs are compared in pairs. Of several
    scenarios the first is the baseline. Finished runs are kept: interrupted, the same command continues.

    With --replications auto there are as many, from 30 on, as it takes until the 95 % interval of every difference
    reaches no further to either side than the precision that the scenario declares in judgement.INDICATOR.precision.

    \b
    Examples:
      ecosim compare scenarios/novosibirsk.yaml
      ecosim compare scenarios/novosibirsk.yaml --without science_industry
      ecosim compare scenarios/novosibirsk.yaml --replications auto --at-most 300
      ecosim compare first.yaml second.yaml --replications 50 --out results/two
    """
    from ecosim.cli.output import print_json, print_results
    from ecosim.cli.plot import draw
    from ecosim.cli.simulate import finish, simulated
    from ecosim.results import study

    design = study.comparison(scenarios, overrides, without, factorial, seed, study.first_of(replications))
    directory = out or Path("results", design.name)
    most = at_most if replications == study.AUTO else None
    results = simulated(lambda progress: study.carry_out(design, directory, jobs, progress, at_most=most), quiet)
    plots = draw(results, directory / "plots")
    if as_json:
        print_json(results, plots)
    else:
        print_results(results, plots)
    finish(results)
