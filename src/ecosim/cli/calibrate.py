"""``ecosim calibrate``: parameters under which a scenario comes near published numbers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from ecosim.cli.completing import parameter
from ecosim.cli.forecast import dry_run, foretell
from ecosim.cli.hints import quoted, suggest
from ecosim.cli.options import dry_run_option, json_option, quiet_option, scenario_path, set_option

if TYPE_CHECKING:
    from ecosim.calibration import Calibration, Posterior

    Found: TypeAlias = Calibration | Posterior


@click.command("calibrate")
@click.argument("scenario", type=scenario_path)
@click.option(
    "--targets", type=click.Path(path_type=Path), help="Targets, a CSV file.  [default: those of the package]"
)
@click.option(
    "--parameters", type=parameter, multiple=True, metavar="PATH[,PATH...]",
    help="What may move; repeatable.  [default: what the targets depend on and the scenario leaves open]",
)
@click.option("--posterior", "beliefs", is_flag=True, help="Say how likely each value is instead of choosing one.")
@click.option(
    "--trials", type=click.IntRange(1, 1_000_000),
    help="Sets of values tried.  [default: 200; 600 with --posterior]",
)
@click.option(
    "--replications", type=click.IntRange(1, 1_000_000),
    help="Runs of each trial.  [default: 8; 2 with --posterior]",
)
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=1, show_default=True, help="Of runs and trials.")
@click.option("--jobs", type=click.IntRange(1, 10_000), help="Worker processes.  [default: all processors]")
@click.option(
    "--out", type=click.Path(path_type=Path),
    help="Directory of results.  [default: calibrations/NAME, calibrations/NAME-posterior]",
)
@set_option
@dry_run_option
@json_option
@quiet_option
def command(
    scenario: Path, targets: Path | None, parameters: tuple[str, ...], beliefs: bool, trials: int | None,
    replications: int | None, seed: int, jobs: int | None, out: Path | None, overrides: tuple[str, ...],
    as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Search for parameters, within their plausible ranges, under which SCENARIO comes near the targets.

    Only rows of the targets marked `calibrate` are looked at; those marked `check` are measured when the search is
    over. Finished trials are kept: interrupted, the same command continues, and more --trials add to those that are
    there. The directory gets parameters.yaml, which a scenario can extend, report.txt, calibration.json and a picture.

    With --posterior, trials are weighed by how near they come (approximate Bayesian computation); the directory gets
    draws.csv, which a comparison can take, trials.parquet, report.txt, posterior.json and a picture.

    \b
    Examples:
      ecosim calibrate scenarios/novosibirsk.yaml
      ecosim calibrate scenarios/novosibirsk.yaml --trials 60 --replications 6
      ecosim calibrate mine.yaml --targets mine.csv --parameters processes.research.discovery,links.spin_off.drive
      ecosim calibrate scenarios/novosibirsk.yaml --posterior
    """
    from functools import partial

    from ecosim import calibration
    from ecosim.calibration.effort import effort
    from ecosim.patterns.targets import TARGETS

    which: Callable[..., Found] = calibration.posterior if beliefs else calibration.calibrate
    paths = [path.strip() for one in parameters for path in one.split(",")]
    asked: dict[str, Any] = {"targets": targets or TARGETS, "parameters": paths, "seed": seed, "overrides": overrides}
    asked |= {name: n for name, n in (("trials", trials), ("replications", replications), ("jobs", jobs)) if n}
    if dry_run():
        expected = effort(scenario, beliefs=beliefs, **asked)
        foretell(expected, out or Path("calibrations", expected.name), quiet)
    found = _watched(partial(which, scenario, out=out, **asked), quiet)
    (_print_json if as_json else _print)(found, _draw(found))
    draws = f" --posterior {quoted(found.directory / 'draws.csv')}" if beliefs else ""
    suggest(f"ecosim compare {quoted(scenario)}{draws}", quiet=quiet or as_json)


def _watched(work: Callable[..., Found], quiet: bool) -> Found:
    """Return what was found, with progress on stderr; interrupted, say that the same command continues."""
    from ecosim.cli.simulate import progress_bar

    with progress_bar(quiet) as report:
        try:
            return work(progress=report)
        except KeyboardInterrupt:
            report.close()
            click.echo("Interrupted: finished trials are kept; the same command continues.", err=True)
            raise click.exceptions.Exit(130) from None


def _draw(found: Found) -> list[Path]:
    from ecosim import plots
    from ecosim.calibration import Posterior

    name = "posterior" if isinstance(found, Posterior) else "calibration"
    paths = [found.directory / "plots" / f"{name}.{kind}" for kind in ("svg", "png")]
    for path in paths:
        if isinstance(found, Posterior):
            plots.posterior(found, path)
        else:
            plots.calibration(found, path)
    return paths


def _print(found: Found, plots: list[Path]) -> None:
    from ecosim.calibration import Posterior, write
    from ecosim.calibration.posterior_report import posterior_tables
    from ecosim.calibration.report import tables
    from ecosim.cli.output import print_table

    for table in posterior_tables(found) if isinstance(found, Posterior) else tables(found):
        print_table(table)
        click.echo()
    files = [f"Parameters: {found.directory / write.PARAMETERS}"]
    if isinstance(found, Posterior):
        files = [f"Draws: {found.directory / write.DRAWS}", f"Trials: {found.directory / write.WEIGHED}"]
    files += [f"Plot: {path}" for path in plots]
    click.echo("\n".join([f"{found.command}; ecosim {found.version}", *files]))


def _print_json(found: Found, plots: list[Path]) -> None:
    import json

    click.echo(json.dumps(found.as_dict() | {"plots": [str(path) for path in plots]}, indent=2, ensure_ascii=False))
