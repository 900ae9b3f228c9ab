"""``ecosim robustness``: where in the plausible parameter space each link's effect keeps its sign."""

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
    from ecosim.exploration.robustness import Robustness


@click.command("robustness")
@click.argument("scenario", type=scenario_path)
@click.option(
    "--points", type=click.IntRange(2, 1_000_000), default=64, show_default=True,
    help="Points of the parameter space; more of them begin with the same ones.",
)  # fmt: skip
@click.option(
    "--reference", type=click.IntRange(2, 1_000_000), default=60, show_default=True,
    help="Runs of the scenario as it is, whose sign is to be kept; never fewer than of a point.",
)  # fmt: skip
@click.option(
    "--shares", is_flag=True,
    help="Run every combination of the links, and tell each one's share of what they bring together (Shapley value).",
)  # fmt: skip
@parameter_options
@effect_option
@format_option
@simulation_options(replications=8)
def command(
    scenario: Path, points: int, reference: int, shares: bool, parameters: tuple[str, ...], unpinned: bool,
    effects: tuple[str, ...], kind: str, out: Path | None, seed: int, replications: int, jobs: int | None,
    overrides: tuple[str, ...], as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Tell in which share of the plausible parameter space each link's effect in SCENARIO keeps its sign, and its size.

    All parameters are drawn at once, evenly over their plausible ranges. Points at which luck hides the sign are
    counted by themselves. Finished runs are kept: interrupted, or with more points, the command continues.

    \b
    Examples:
      ecosim robustness scenarios/novosibirsk.yaml
      ecosim robustness scenarios/novosibirsk.yaml --unpinned --points 128
      ecosim robustness scenarios/novosibirsk.yaml --unpinned --shares
    """
    from ecosim.cli.forecast import announce
    from ecosim.cli.simulate import finish, simulated
    from ecosim.experiments.pool import processors
    from ecosim.exploration.report import robustness_tables
    from ecosim.exploration.robustness import SUMMARY, judge, study

    loaded, varying = chosen(scenario, overrides, parameters, unpinned)
    asked = study(loaded, varying, points, effects, seed, replications, reference, shares)
    directory, workers = out or Path("results", asked.plan.design.name), jobs or processors()
    designs = [asked.plan.design, asked.reference.design]
    announce(designs, directory, workers, quiet, before=f"{len(varying)} parameters, {points} points")
    found = simulated(lambda progress: judge(asked, directory, workers, progress), quiet)
    show(found, partial(robustness_tables, found), _plots(found, directory / "plots", kind), SUMMARY, as_json)
    finish(found)
    suggest(f"ecosim knockout {quoted(scenario)}", quiet=quiet or as_json)


def _plots(found: Robustness, folder: Path, kind: str) -> dict[Path, Callable[[Path], Any]]:
    from ecosim.plots.robustness import robustness, shares

    drawn: dict[Path, Callable[[Path], Any]] = {folder / f"robustness.{kind}": partial(robustness, found)}
    if found.summary["shares"]:
        drawn[folder / f"shares.{kind}"] = partial(shares, found)
    return drawn
