"""What commands that explore ranges of parameters have in common: options, the scenario, and what they print."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ecosim.cli.completing import link, parameter
from ecosim.cli.options import Command

if TYPE_CHECKING:
    from ecosim.calibration.free import Free
    from ecosim.exploration.summary import Explored
    from ecosim.results.table import Table
    from ecosim.scenario.document import ScenarioBase

effect_option = click.option(
    "--effect", "effects", type=link, multiple=True, metavar="LINK",
    help="Measure the effect of this link, or of the Triangle; repeatable.  [default: each link of it, and all]",
)  # fmt: skip
_parameter_option = click.option(
    "--parameter", "parameters", type=parameter, multiple=True, metavar="PATH[=a:b]",
    help="Vary this parameter, over a range other than the plausible one if given; * matches any text; repeatable.  "
    "[default: every one that the scenario does not give itself]",
)  # fmt: skip
_unpinned_option = click.option(
    "--unpinned", is_flag=True,
    help="Vary what data do not pin down: the arm's-length rate, awareness, outside know-how.",
)  # fmt: skip


def parameter_options(command: Command) -> Command:
    """Add the options that say which parameters vary."""
    return _parameter_option(_unpinned_option(command))


def chosen(
    path: Path, overrides: Sequence[str], asked: Sequence[str], unpinned: bool
) -> tuple[ScenarioBase, tuple[Free, ...]]:
    """Return a scenario and the parameters that vary.

    Raises:
        ScenarioError: the scenario is invalid.
        UsageError: a parameter is none.
    """
    from ecosim.catalogue import Scenario
    from ecosim.exploration.factors import UNPINNED, factors, given_by
    from ecosim.scenario import resolve
    from ecosim.shipped import located

    path = located(path)
    resolved = resolve(path, Scenario, overrides)
    wanted = [*(UNPINNED if unpinned else ()), *asked]
    return resolved.document, factors(resolved.document, wanted, given_by(path, resolved))


def show(
    found: Explored, tables: Callable[[], Sequence[Table]], plots: Mapping[Path, Callable[[Path], Any]],
    summary: str, as_json: bool,
) -> None:  # fmt: skip
    """Draw pictures and print tables, or the summary as one JSON object with the directory and the plots.

    Args:
        found: what was found.
        tables: makes the tables.
        plots: for each path what draws it.
        summary: name of the JSON file in the results directory.
        as_json: whether to print that instead of tables.
    """
    from ecosim.cli.output import print_table

    for path, draw in plots.items():
        draw(path)
    if as_json:
        content = json.loads((found.directory / summary).read_text(encoding="utf-8"))
        places = {"directory": str(found.directory), "plots": [str(path) for path in plots]}
        click.echo(json.dumps(content | places, indent=2, ensure_ascii=False))
        return
    for table in tables():
        print_table(table)
        click.echo()
    files = [f"Results in {found.directory}", *(f"Plot: {path}" for path in plots)]
    click.echo("\n".join([found.footer(), *files]))
