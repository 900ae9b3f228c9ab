"""``ecosim validate``: whether scenario files hold together."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ecosim.cli.hints import quoted, suggest
from ecosim.cli.options import json_option, quiet_option, scenario_path, set_option
from ecosim.errors import Problem, ScenarioError

if TYPE_CHECKING:
    from ecosim.scenario.document import ScenarioBase


@click.command("validate")
@click.argument("files", type=scenario_path, nargs=-1, required=True)
@set_option
@json_option
@quiet_option
def command(files: tuple[Path, ...], overrides: tuple[str, ...], as_json: bool, quiet: bool) -> None:
    """Check scenario FILES and print everything that is wrong with them.

    Exit code 0 if all are valid, 2 if not.

    \b
    Examples:
      ecosim validate scenarios/novosibirsk.yaml
      ecosim validate scenarios/novosibirsk.yaml --set time.burn_in=40
    """
    from ecosim.catalogue import Scenario
    from ecosim.experiments.cells import alternatives
    from ecosim.scenario import load
    from ecosim.shipped import located

    valid: dict[str, str] = {}
    problems: list[Problem] = []
    for file in files:
        try:
            scenario = load(located(file), Scenario, overrides)
            alternatives(scenario)
            valid[str(file)] = summary(scenario)
        except ScenarioError as error:
            problems += error.problems
    if as_json:
        click.echo(json.dumps(_report(valid, problems), indent=2))
    elif not quiet:
        _print(valid)
    if problems and as_json:
        raise click.exceptions.Exit(2)
    if problems:
        raise ScenarioError(problems)
    suggest(f"ecosim compare {quoted(files[0])}", quiet=quiet or as_json)


def summary(scenario: ScenarioBase) -> str:
    """Return a scenario in one line."""
    from ecosim.scenario.quarter import format_quarter

    parts = ("institutes", "universities", "firms", "populations", "ministries", "technoparks", "facilities", "events")
    counts = [f"{part}: {len(getattr(scenario, part))}" for part in (*parts, "cells") if getattr(scenario, part)]
    span = f"{format_quarter(scenario.time.start)} to {format_quarter(scenario.time.end)}"
    return f"{scenario.title}; {span}; {', '.join(counts) or 'no organisations'}"


def _print(valid: dict[str, str]) -> None:
    from ecosim.scenario.text import printable

    for file, line in valid.items():
        click.echo(f"{printable(file)}: valid\n  {printable(line)}")


def _report(valid: dict[str, str], problems: list[Problem]) -> dict[str, Any]:
    return {"valid": valid, "problems": [vars(problem) for problem in sorted(problems)]}
