"""``ecosim optimise``: which mix of public money and links brings most transfers for its money."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ecosim.cli.completing import link
from ecosim.cli.options import dry_run_option, format_option, json_option, quiet_option, scenario_path, set_option

if TYPE_CHECKING:
    from ecosim.policy import Policy


def _between(ctx: click.Context, param: click.Parameter, value: str) -> tuple[float, float]:
    """Return two factors that stand with a colon between them."""
    try:
        low, high = (float(part) for part in value.split(":"))
    except ValueError:
        raise click.BadParameter(f"{value!r}; two factors such as 0.5:2", ctx, param) from None
    return low, high


@click.command("optimise")
@click.argument("scenario", type=scenario_path)
@click.option(
    "--budget", required=True, metavar="MONEY", help="Money a year, or a factor of today's such as x1 or x0.9."
)
@click.option(
    "--over", type=link, multiple=True, metavar="NAME",
    help="Set only this instrument or link; repeatable.  [default: all]",
)
@click.option(
    "--between", callback=_between, default="0.5:2", show_default=True, metavar="LOW:HIGH",
    help="Least and most that an instrument may get, in parts of today's money.",
)
@click.option(
    "--trials", type=click.IntRange(1, 1_000_000), default=144, show_default=True, help="Mixes tried, at least."
)
@click.option(
    "--replications", type=click.IntRange(1, 1_000_000), default=6, show_default=True, help="Runs of each mix tried."
)
@click.option(
    "--fresh", type=click.IntRange(1, 1_000_000), default=40, show_default=True, help="Further runs of each candidate."
)
@click.option(
    "--candidates", type=click.IntRange(1, 25), default=6, show_default=True, help="Mixes of the front measured again."
)
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=1, show_default=True, help="Of runs and search.")
@click.option("--jobs", type=click.IntRange(1, 10_000), help="Worker processes.  [default: all processors]")
@click.option("--out", type=click.Path(path_type=Path), help="Directory of results  [default: policies/NAME].")
@format_option
@set_option
@dry_run_option
@json_option
@quiet_option
def command(
    scenario: Path, budget: str, over: tuple[str, ...], between: tuple[float, float], trials: int, replications: int,
    fresh: int, candidates: int, seed: int, jobs: int | None, out: Path | None, kind: str, overrides: tuple[str, ...],
    as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Search for mixes of public money and links of SCENARIO that bring most completed transfers for their money.

    The budget is divided over the ministries' instruments from the first reported quarter on, and each link may be
    cut. Mixes that no other dominates are measured again on fresh runs, in pairs with today's mix. Finished runs are
    kept: interrupted, the same command continues. The directory gets report.txt, policy.json, candidates.parquet,
    tried.parquet, a picture, and each candidate as a scenario that `compare` takes.

    \b
    Examples:
      ecosim optimise scenarios/novosibirsk.yaml --budget x1
      ecosim optimise scenarios/novosibirsk.yaml --budget 11000 --between 0.8:1.5
      ecosim optimise scenarios/novosibirsk.yaml --budget x1 --over projects --over subsidies --over incubation
    """
    from functools import partial

    from ecosim.cli.forecast import dry_run, foretell
    from ecosim.cli.simulate import simulated
    from ecosim.plots.front import front
    from ecosim.policy import optimise, study

    asked: dict[str, Any] = {
        "over": over, "between": between, "trials": trials, "replications": replications, "fresh": fresh,
        "count": candidates, "seed": seed, "jobs": jobs, "overrides": overrides,
    }  # fmt: skip
    if dry_run():
        task = study.asked(scenario, budget, **asked)
        foretell(study.effort(task, jobs), out or Path("policies", task.levers.scenario.name), quiet)
    work = partial(optimise, scenario, budget, **asked, out=out)
    found = simulated(lambda progress: work(progress=progress), quiet)
    plot = found.directory / "plots" / f"front.{kind}"
    front(found, plot)
    _print(found, plot, as_json)


def _print(found: Policy, plot: Path, as_json: bool) -> None:
    import json

    from ecosim.cli.output import print_table
    from ecosim.policy.report import tables

    if as_json:
        content = json.loads((found.directory / "policy.json").read_text(encoding="utf-8"))
        click.echo(json.dumps(content | {"plots": [str(plot)]}, indent=2, ensure_ascii=False))
        return
    for table in tables(found):
        print_table(table)
        click.echo()
    files = [f"Results in {found.directory}", f"Plot: {plot}"]
    click.echo("\n".join([f"{found.command}; ecosim {found.version}", *files]))
