"""Options and arguments that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from ecosim.cli.completing import ScenarioPath, change

Command = TypeVar("Command", bound=Callable[..., Any])

#: Where a command keeps whether nothing is to be run; see `ecosim.cli.forecast`.
DRY_RUN = "ecosim.dry_run"

scenario_path = ScenarioPath()
jobs_option = click.option(
    "--jobs", type=click.IntRange(1, 10_000), help="Worker processes.  [default: all processors]"
)


class Count(click.IntRange):
    """A number of replications, or ``auto`` for as many as the scenario's precision needs."""

    name = "number or auto"

    def __init__(self) -> None:
        super().__init__(1, 1_000_000)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the number, or the word."""
        if value != "auto" and not str(value).lstrip("-").isdecimal():
            self.fail(f"{value!r} is neither a whole number nor 'auto'", param, ctx)
        return value if value == "auto" else super().convert(value, param, ctx)


def simulation_options(replications: int, *, auto: bool = False) -> Callable[[Command], Command]:
    """Return a decorator that adds the options of a command that simulates.

    Args:
        replications: the default number of replications.
        auto: whether the number may be left to the scenario's precision.
    """
    most = click.option(
        "--at-most", type=click.IntRange(30, 1_000_000), default=1000, show_default=True,
        help="Where --replications auto ends at the latest.",
    )  # fmt: skip
    options = [
        click.option("--out", type=click.Path(path_type=Path), help="Results directory  [default: results/NAME]."),
        click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=1, show_default=True, help="Seed."),
        click.option(
            "--replications", type=Count() if auto else click.IntRange(1, 1_000_000), default=replications,
            show_default=True, help="Runs of each cell, numbered from 0" + ("; auto: see above." if auto else "."),
        ),
        *([most] if auto else []),
        jobs_option,
        set_option,
        dry_run_option,
        json_option,
        quiet_option,
    ]  # fmt: skip

    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def cluster_options(command: Command) -> Command:
    """Add the options of a command whose runs may be made on other machines."""
    where = click.option(
        "--executor", default="processes", show_default=True, metavar="WHERE",
        help="Where runs are made: processes, dask (a cluster on this machine), or the address of a Dask scheduler.",
    )  # fmt: skip
    part = click.option(
        "--shard", metavar="K/N", help="Make only the K-th of N parts of the runs, and no tables; see `ecosim merge`."
    )
    return where(part(command))


def _remember(ctx: click.Context, param: click.Parameter, wanted: bool) -> None:
    ctx.meta[DRY_RUN] = wanted


def looking_options(command: Command) -> Command:
    """Add the options of a command that makes runs of a results directory again to look at them closely."""
    runs = click.option(
        "--replications", type=click.IntRange(1, 1_000_000),
        help="Runs to look at.  [default: what RESULTS has, at most 20]",
    )  # fmt: skip
    return runs(jobs_option(command))


FORMATS = ("svg", "png", "pdf")
format_option = click.option(
    "--format", "kind", type=click.Choice(FORMATS), default="svg", show_default=True, help="Kind of picture."
)
set_option = click.option(
    "--set", "overrides", type=change, multiple=True, metavar="PATH=VALUE", help="Replace a value; repeatable."
)
dry_run_option = click.option(
    "--dry-run", is_flag=True, expose_value=False, callback=_remember,
    help="Check everything, say how many runs would be made and about how long they take, and make none.",
)  # fmt: skip
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of tables.")
quiet_option = click.option("--quiet", is_flag=True, help="No progress, no messages but errors.")
