"""``ecosim show``: the resolved values of a scenario, and where each comes from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ecosim.cli.options import json_option, scenario_path, set_option

if TYPE_CHECKING:
    from ecosim.scenario import Entry, Tally

Rule = tuple[str, str, str, str]


@click.command("show")
@click.argument("file", type=scenario_path)
@click.option("--plan", is_flag=True, help="Print the ordered rules of a quarter instead.")
@click.option("--sources", is_flag=True, help="Count the numbers with a source, assumed, and without either instead.")
@set_option
@json_option
def command(file: Path, plan: bool, sources: bool, overrides: tuple[str, ...], as_json: bool) -> None:
    """Print every value of scenario FILE with its unit, the line it comes from, and its source.

    \b
    Examples:
      ecosim show scenarios/novosibirsk.yaml
      ecosim show scenarios/novosibirsk.yaml --plan --set links.science_industry.enabled=false
    """
    from ecosim.catalogue import Scenario
    from ecosim.scenario import entries, resolve, tally
    from ecosim.shipped import located

    resolved = resolve(located(file), Scenario, overrides)
    found: dict[str, Any] = {"file": str(file)}
    lines: list[str] = []
    if plan:
        from ecosim.plan import describe_plan

        rules = describe_plan(resolved.document)
        found["plan"] = [dict(zip(("stage", "owner", "rule", "doc"), rule, strict=True)) for rule in rules]
        lines += _plan_lines(rules)
    values = entries(resolved)
    if sources:
        count = tally(values)
        found["sources"] = _count(count)
        lines += _source_lines(count)
    if not (plan or sources):
        found["values"] = [vars(entry) for entry in values]
        lines += [_line(entry) for entry in values]
    _print(found if as_json else lines)


def _print(what: dict[str, Any] | list[str]) -> None:
    from ecosim.scenario.text import printable

    text = "\n".join(map(printable, what)) if isinstance(what, list) else json.dumps(what, indent=2)
    click.echo(text)


def _line(entry: Entry) -> str:
    value = json.dumps(entry.value, ensure_ascii=False)
    parts = (f"{entry.path} = {value}", entry.unit, f"[{entry.origin}]", entry.source)
    return "  ".join(part for part in parts if part)


def _count(count: Tally) -> dict[str, Any]:
    unsourced = [vars(entry) for entry in count.unsourced]
    return {
        "sourced": count.sourced,
        "assumed": count.assumed,
        "share_assumed": count.share_assumed,
        "unsourced": unsourced,
    }


def _source_lines(count: Tally) -> list[str]:
    return [
        f"numbers with a source:     {count.sourced}",
        f"numbers marked as assumed: {count.assumed} ({count.share_assumed:.0%})",
        f"numbers without either:    {len(count.unsourced)}",
        *(f"  {_line(entry)}" for entry in count.unsourced),
    ]


def _plan_lines(rules: Sequence[Rule]) -> list[str]:
    widths = [max((len(rule[column]) for rule in rules), default=0) for column in range(3)]
    return ["  ".join([*(rule[i].ljust(widths[i]) for i in range(3)), rule[3]]).rstrip() for rule in rules]
