"""``ecosim list``: what there is: scenarios, links, indicators, parameters."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from ecosim.cli.hints import suggest
from ecosim.cli.options import json_option, quiet_option

if TYPE_CHECKING:
    from ecosim.results.table import Table

Row = dict[str, Any]
WHAT = ("scenarios", "links", "indicators", "parameters")


@click.command("list")
@click.argument("what", type=click.Choice(WHAT), required=False)
@click.argument("text", required=False)
@json_option
@quiet_option
def command(what: str | None, text: str | None, as_json: bool, quiet: bool) -> None:
    """List scenarios that come with ecosim, links, indicators, or parameters with unit, range and source.

    Alone it tells how many there are of each. With TEXT only those that have it in their name or meaning. --json also
    tells what tables leave out.

    \b
    Examples:
      ecosim list
      ecosim list scenarios
      ecosim list parameters contracts
      ecosim list indicators --json
    """
    from ecosim.cli.output import print_table

    if what is None:
        _count(as_json)
        return
    rows = [row for row in _rows(what) if text is None or text.lower() in " ".join(map(str, row.values())).lower()]
    if as_json:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    print_table(_table(what, rows))
    if rows:
        suggest(f"ecosim {'run' if what == 'scenarios' else 'explain'} {rows[0]['name']}", quiet=quiet)


def _count(as_json: bool) -> None:
    """Print how many there are of each."""
    from ecosim.cli.output import print_table
    from ecosim.results.table import Table

    counts = {what: len(_rows(what)) for what in WHAT}
    if as_json:
        click.echo(json.dumps(counts, indent=2))
        return
    rows = [[what, str(count), f"ecosim list {what}"] for what, count in counts.items()]
    print_table(Table("What there is", ["", "how many", "names them"], rows, left=[2]))


def _rows(what: str) -> list[Row]:
    from ecosim import glossary
    from ecosim.catalogue import link_types
    from ecosim.indicators import catalogue

    if what == "scenarios":
        return _scenarios()
    if what == "links":
        return [_link(term) for term in glossary.links()]
    if what == "indicators":
        return [dict(vars(one)) for one in catalogue(link_types())]
    empty = ("kind", "path", "used", "parts")
    return [
        {"name": term.path, **{key: value for key, value in vars(term).items() if key not in empty}}
        for term in glossary.parameters()
    ]


def _scenarios() -> list[Row]:
    from ecosim import load
    from ecosim.scenario.quarter import format_quarter
    from ecosim.shipped import scenarios

    rows = []
    for name, path in scenarios().items():
        scenario = load(path)
        span = f"{format_quarter(scenario.time.start)} to {format_quarter(scenario.time.end)}"
        rows.append({"name": name, "title": scenario.title, "span": span, "question": scenario.question.strip()})
    return rows


def _link(term: Any) -> Row:
    from ecosim.catalogue import TRIANGLE, link_types

    name = term.path.partition(".")[2]
    flows = list(link_types()[name].Params.flows())
    return {
        "name": name, "doc": term.doc, "flows": flows, "triangle": name in TRIANGLE, "package": term.source or "ecosim",
        "acts": list(term.used),
    }  # fmt: skip


def _table(what: str, rows: list[Row]) -> Table:
    from ecosim.results.table import Table

    columns = {
        "scenarios": ("title", "span"), "links": ("flows", "doc"), "indicators": ("unit", "kind", "definition"),
        "parameters": ("default", "plausible", "allowed", "unit", "source"),
    }[what]  # fmt: skip
    shown = [row for row in rows if what != "indicators" or "." not in row["name"]]
    notes = {
        "scenarios": "`ecosim new NAME --from SCENARIO` makes one of your own of any of them",
        "links": "sides of the Lavrentyev Triangle: " + ", ".join(row["name"] for row in rows if row.get("triangle")),
        "indicators": "what flows is counted by channel too, such as contracts.open; --json lists those as well",
        "parameters": "`ecosim explain NAME` says what it means and where it is read",
    }[what]
    texts = [[row["name"], *(_text(row[column]) for column in columns)] for row in shown]
    words = range(1 if what != "parameters" else 4, 1 + len(columns))
    return Table(what.capitalize(), [what.removesuffix("s"), *columns], texts, [notes], words)


def _text(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else f"{value:g}" if isinstance(value, float) else str(value)
