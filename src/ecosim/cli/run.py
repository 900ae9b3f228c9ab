"""``ecosim run``: the runs of one scenario."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ecosim.cli.forecast import announce
from ecosim.cli.hints import quoted, suggest
from ecosim.cli.options import cluster_options, scenario_path, simulation_options

if TYPE_CHECKING:
    from ecosim.results.study import Replications


@click.command("run")
@click.argument("scenario", type=scenario_path)
@click.option("--only", type=click.IntRange(0), metavar="NUMBER", help="Run the replication of this number alone.")
@cluster_options
@simulation_options(replications=20, auto=True)
def command(
    scenario: Path, only: int | None, executor: str, shard: str | None, out: Path | None, seed: int,
    replications: Replications, at_most: int, jobs: int | None, overrides: tuple[str, ...], as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Run SCENARIO and print transfers and flows by the horizon.

    Finished runs are kept: interrupted, the same command continues.

    With --replications auto there are as many, from 30 on, as it takes until the 95 % interval of the mean
    reaches no further to either side than the precision that the scenario declares in judgement.INDICATOR.precision.

    \b
    Examples:
      ecosim run scenarios/novosibirsk.yaml
      ecosim run scenarios/novosibirsk.yaml --replications auto
      ecosim run scenarios/novosibirsk.yaml --replications 5 --set links.spin_off.enabled=false
    """
    from ecosim.cli.carry import Carrier
    from ecosim.cli.output import print_json, print_results
    from ecosim.cli.simulate import finish
    from ecosim.experiments.design import Design, single
    from ecosim.experiments.pool import processors
    from ecosim.results import study

    loaded = study.load_source(scenario, overrides)
    directory = out or Path("results", loaded.name)
    numbers = range(study.first_of(replications)) if only is None else range(only, only + 1)
    design = Design(loaded.name, single(loaded), seed, numbers)
    most = at_most if replications == study.AUTO and only is None else None
    announce([study.growing(design, most)[-1]], directory, jobs or processors(), True, most=most is not None)
    results = Carrier(directory, jobs, executor, shard, most, quiet).carry_out(design, scenario, overrides)
    if as_json:
        print_json(results)
    else:
        print_results(results)
    finish(results)
    suggest(f"ecosim plot {quoted(directory)}", f"ecosim compare {quoted(scenario)}", quiet=quiet or as_json)
