"""``ecosim explain``: what a name means."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ecosim.cli.completing import anything
from ecosim.cli.hints import suggest
from ecosim.cli.options import json_option, quiet_option, scenario_path

if TYPE_CHECKING:
    from ecosim.glossary import Term

_WIDTH = 100  # of a line of text


@click.command("explain")
@click.argument("name", type=anything)
@click.option(
    "--in", "scenario", type=scenario_path, default="novosibirsk", show_default=True, metavar="SCENARIO",
    help="Say what it is in this scenario.",
)  # fmt: skip
@json_option
@quiet_option
def command(name: str, scenario: Path, as_json: bool, quiet: bool) -> None:
    """Explain NAME: a link, a stage, an indicator, or a path in scenario files, of which the last part will do.

    Tells what it is, its unit, default, range and source, which rules read it, and its value in a scenario.

    \b
    Examples:
      ecosim explain links.spin_off.drive
      ecosim explain science_industry
      ecosim explain completions
      ecosim explain regions.entrants
    """
    from ecosim.glossary import explain
    from ecosim.scenario.text import printable

    terms = explain(name)
    values = _values(terms, scenario)
    if as_json:
        objects = [vars(term) | {"value": values.get(term.path)} for term in terms]
        click.echo(json.dumps(objects, indent=2, ensure_ascii=False))
        return
    told = ["\n".join(map(printable, _lines(term, values.get(term.path, "")))) for term in terms]
    click.echo("\n\n".join(told))
    if terms[0].kind in ("parameter", "flow", "value"):
        value = {True: "false", False: "true"}.get(terms[0].default, "VALUE")
        suggest(f"ecosim run {scenario} --set {terms[0].path}={value}", quiet=quiet)


def _values(terms: list[Term], scenario: Path) -> dict[str, str]:
    """Return the value of each path in a scenario, with where it comes from."""
    from ecosim.catalogue import Scenario
    from ecosim.scenario import entries, resolve
    from ecosim.shipped import located

    if not any(term.kind in ("parameter", "flow", "value") for term in terms):
        return {}
    found = {entry.path: entry for entry in entries(resolve(located(scenario), Scenario))}
    return {
        term.path: f"{json.dumps(found[term.path].value)} in {scenario} ({_origin(found[term.path].origin)})"
        for term in terms
        if term.path in found
    }


def _origin(origin: str) -> str:
    """Return where a value comes from, a file by its name alone."""
    return "the default" if origin == "default" else Path(origin).name


def _lines(term: Term, value: str) -> Iterator[str]:
    yield f"{term.path}: {term.kind}"
    yield from _wrapped(term.doc)
    default = "" if term.default is None else _word(term.default)
    facts = {
        "unit": term.unit, "default": default, "allowed": term.allowed, "plausible": term.plausible,
        "source": term.source, "value": value,
        "acts in" if term.kind in ("link", "stage") else "read by": "\n".join(term.used),
        "holds": ", ".join(term.parts),
    }  # fmt: skip
    for head, text in facts.items():
        for number, line in enumerate(line for part in text.split("\n") for line in _wrapped(part, "")):
            yield f"  {head if not number else '':<9}  {line}"


def _wrapped(text: str, indent: str = "  ") -> list[str]:
    import textwrap

    return textwrap.wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=indent)


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else f"{value:g}" if isinstance(value, float) else str(value)
