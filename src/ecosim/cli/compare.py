"""``ecosim compare``: with and without links, or scenario files with each other."""

from __future__ import annotations

from pathlib import Path

import click

from ecosim.cli.options import scenario_path, simulation_options


@click.command("compare")
@click.argument("scenarios", type=scenario_path, nargs=-1, required=True)
@click.option("--without", multiple=True, metavar="LINK", help="Cut this link instead of the Triangle's; repeatable.")
@click.option("--factorial", is_flag=True, help="Every combination of the Triangle's links.")
@click.option(
    "--posterior", type=click.Path(path_type=Path), metavar="FILE",
    help="Draws of parameters, such as draws.csv of `calibrate --posterior`: replication r takes draw r.",
)  # fmt: skip
@simulation_options(replications=100)
def command(
    scenarios: tuple[Path, ...], without: tuple[str, ...], factorial: bool, posterior: Path | None, out: Path | None,
    seed: int, replications: int, jobs: int | None, overrides: tuple[str, ...], as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Compare one scenario with and without its links, or several SCENARIOS with each other.

    One scenario alone is run with all links, without each link of the Triangle, and without the
    Triangle. All cells share seed and replications, so that runs are compared in pairs. Of several
    scenarios the first is the baseline. Finished runs are kept: interrupted, the same command continues.

    With --posterior every replication has values of its own for some parameters, the same in all cells, so that
    intervals hold both luck and what is not known of them.

    \b
    Examples:
      ecosim compare scenarios/novosibirsk.yaml
      ecosim compare scenarios/novosibirsk.yaml --without science_industry
      ecosim compare scenarios/novosibirsk.yaml --posterior calibrations/novosibirsk-posterior/draws.csv
      ecosim compare first.yaml second.yaml --replications 50 --out results/two
    """
    from ecosim.cli.output import print_json, print_results
    from ecosim.cli.plot import draw
    from ecosim.cli.simulate import finish, simulated
    from ecosim.experiments.draws import drawn
    from ecosim.results import study

    design = drawn(study.comparison(scenarios, overrides, without, factorial, seed, replications), posterior)
    directory = out or Path("results", design.name)
    results = simulated(lambda progress: study.carry_out(design, directory, jobs, progress), quiet)
    plots = draw(results, directory / "plots")
    if as_json:
        print_json(results, plots)
    else:
        print_results(results, plots)
    finish(results)
