"""``ecosim sensitivity``: which parameters drive transfers and the effects of links."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ecosim.cli.explore import chosen, effect_option, parameter_options, show
from ecosim.cli.hints import quoted, suggest
from ecosim.cli.options import format_option, scenario_path, simulation_options

if TYPE_CHECKING:
    from ecosim.exploration.sensitivity import Sensitivity


@click.command("sensitivity")
@click.argument("scenario", type=scenario_path)
@click.option(
    "--method", type=click.Choice(["morris", "sobol", "pawn"]), default="morris", show_default=True,
    help="morris: screens many parameters; sobol: shares of the variance; pawn: shift of the whole distribution.",
)  # fmt: skip
@click.option(
    "--size", type=click.IntRange(1, 1_000_000),
    help="Trajectories of morris, base points of sobol (a power of two), points of pawn.  [default: 10, 64, 200]",
)  # fmt: skip
@parameter_options
@effect_option
@format_option
@simulation_options(replications=5)
def command(
    scenario: Path, method: str, size: int | None, parameters: tuple[str, ...], unpinned: bool,
    effects: tuple[str, ...], kind: str, out: Path | None, seed: int, replications: int, jobs: int | None,
    overrides: tuple[str, ...], as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Tell which parameters of SCENARIO drive transfers and the effects of links, over their plausible ranges.

    Every point is run with all links and without those whose effect is measured, with the same seed and replications:
    what luck adds is told from what parameters do. Before it starts the command says how many runs that makes.
    Finished runs are kept: interrupted, the same command continues.

    \b
    Examples:
      ecosim sensitivity scenarios/novosibirsk.yaml --parameter 'processes.contracts.*'
      ecosim sensitivity scenarios/novosibirsk.yaml --method sobol --unpinned --effect science_industry
      ecosim sensitivity scenarios/novosibirsk.yaml --parameter processes.offers.attention=0.2:0.4 --unpinned
    """
    from ecosim.cli.forecast import announce
    from ecosim.cli.simulate import finish, simulated
    from ecosim.experiments.pool import processors
    from ecosim.exploration.report import sensitivity_tables
    from ecosim.exploration.sensitivity import SUMMARY, analyse, study

    loaded, varying = chosen(scenario, overrides, parameters, unpinned)
    asked = study(loaded, varying, method, size, effects, seed, replications)
    directory, workers = out or Path("results", asked.plan.design.name), jobs or processors()
    what = f"{len(varying)} parameters, {asked.plan.points} points"
    announce([asked.plan.design], directory, workers, quiet, before=what)
    found = simulated(lambda progress: analyse(asked, directory, workers, progress), quiet)
    show(found, partial(sensitivity_tables, found), _plots(found, directory / "plots", kind), SUMMARY, as_json)
    finish(found)
    suggest(f"ecosim robustness {quoted(scenario)}", quiet=quiet or as_json)


def _plots(found: Sensitivity, folder: Path, kind: str) -> dict[Path, Callable[[Path], Any]]:
    from ecosim.plots.drivers import drivers, tornado
    from ecosim.plots.screening import screening
    from ecosim.results.report import COUNTS

    main = screening if found.summary["method"] == "morris" else drivers
    pictures = {"drivers": main, "tornado": tornado}
    return {
        folder / f"{name}-{indicator}.{kind}": partial(draw, found, indicator)
        for indicator in COUNTS
        for name, draw in pictures.items()
    }
