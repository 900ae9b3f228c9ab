"""``ecosim run``: the runs of one scenario."""

from __future__ import annotations

from pathlib import Path

import click

from ecosim.cli.options import scenario_path, simulation_options


@click.command("run")
@click.argument("scenario", type=scenario_path)
@click.option("--only", type=click.IntRange(0), metavar="NUMBER", help="Run the replication of this number alone.")
@simulation_options(replications=20)
def command(
    scenario: Path, only: int | None, out: Path | None, seed: int, replications: int, jobs: int | None,
    overrides: tuple[str, ...], as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Run SCENARIO and print transfers and flows by the horizon.

    Finished runs are kept: interrupted, the same command continues.

    \b
    Examples:
      ecosim run scenarios/novosibirsk.yaml
      ecosim run scenarios/novosibirsk.yaml --replications 5 --set links.spin_off.enabled=false
    """
    from ecosim.cli.output import print_json, print_results
    from ecosim.cli.simulate import finish, simulated
    from ecosim.results import study

    loaded = study.load_source(scenario, overrides)
    results = simulated(
        lambda progress: study.run(
            loaded, seed=seed, replications=replications, only=only, jobs=jobs,
            out=out or Path("results", loaded.name), progress=progress,
        ),
        quiet,
    )  # fmt: skip
    if as_json:
        print_json(results)
    else:
        print_results(results)
    finish(results)
