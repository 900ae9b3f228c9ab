"""``ecosim sweep``: transfers and effects of links along values of a path, or over a grid or sample of several."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from ecosim.cli.completing import change
from ecosim.cli.explore import effect_option, show
from ecosim.cli.hints import quoted, suggest
from ecosim.cli.options import format_option, scenario_path, simulation_options

if TYPE_CHECKING:
    from ecosim.exploration.sampling import Design
    from ecosim.exploration.sweep import Sweep


@click.command("sweep")
@click.argument("scenario", type=scenario_path)
@click.option(
    "--over", type=change, multiple=True, required=True, metavar="PATH=a:b:n",
    help="From a to b in n values, or PATH=a,b,c for words, switches and numbers of your own; repeatable.",
)  # fmt: skip
@click.option(
    "--design", type=click.Choice(["grid", "lhs", "sobol"]), default="grid", show_default=True,
    help="Every combination, or a sample of the space between the ends.",
)  # fmt: skip
@click.option("--points", type=click.IntRange(2, 1_000_000), default=64, show_default=True, help="Points of a sample.")
@effect_option
@format_option
@simulation_options(replications=10)
def command(
    scenario: Path, over: tuple[str, ...], design: str, points: int, effects: tuple[str, ...], kind: str,
    out: Path | None, seed: int, replications: int, jobs: int | None, overrides: tuple[str, ...],
    as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Run SCENARIO over values of one path or more, and show transfers and the effects of links at each.

    Values hold for the whole run. One path gives a curve, two a map. Finished runs are kept: interrupted, the same
    command continues.

    \b
    Examples:
      ecosim sweep scenarios/novosibirsk.yaml --over processes.contracts.search=0.05:0.4:6
      ecosim sweep scenarios/novosibirsk.yaml --over links.science_industry.strength=0.5:1:3 \\
          --over processes.offers.attention=0.1:0.6:4
      ecosim sweep scenarios/novosibirsk.yaml --over links.incubation.enabled=true,false
    """
    from ecosim.cli.forecast import announce
    from ecosim.cli.simulate import finish, simulated
    from ecosim.experiments.pool import processors
    from ecosim.exploration.axes import axes
    from ecosim.exploration.report import sweep_tables
    from ecosim.exploration.sweep import SUMMARY, study, swept
    from ecosim.results.study import load_source

    loaded = load_source(scenario, overrides)
    sampled = None if design == "grid" else cast("Design", design)
    asked = study(loaded, axes(loaded, over), sampled, points, effects, seed, replications)
    directory, workers = out or Path("results", asked.plan.design.name), jobs or processors()
    announce([asked.plan.design], directory, workers, quiet, before=f"{asked.plan.points} points")
    found = simulated(lambda progress: swept(asked, directory, workers, progress), quiet)
    show(found, partial(sweep_tables, found), _plots(found, directory / "plots", kind), SUMMARY, as_json)
    finish(found)
    suggest(f"ecosim sensitivity {quoted(scenario)} --unpinned", quiet=quiet or as_json)


def _plots(found: Sweep, folder: Path, kind: str) -> dict[Path, Callable[[Path], Any]]:
    from ecosim.plots.sweep import sweep
    from ecosim.results.report import COUNTS

    return {folder / f"sweep-{indicator}.{kind}": partial(sweep, found, indicator) for indicator in COUNTS}
