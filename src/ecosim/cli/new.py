"""``ecosim new``: a scenario of one's own that runs."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import click

from ecosim.cli.completing import link
from ecosim.cli.hints import quoted, suggest, watched
from ecosim.cli.options import json_option, quiet_option, scenario_path
from ecosim.errors import StoreError, UsageError

_USUAL = {"institutes": 4, "universities": 2, "firms": 60, "researchers": 800}
_QUESTIONS = {
    "institutes": "How many research institutes", "universities": "How many universities",
    "firms": "How many high-tech firms", "researchers": "How many researchers in institutes and universities",
}  # fmt: skip
_FIELDS = ("informatics", "physics", "biotech")
_COUNT = click.IntRange(1, 1000)


@click.command("new")
@click.argument("path", metavar="NAME", type=click.Path(path_type=Path))
@click.option("--title", help="What people call it.  [default: of NAME]")
@click.option("--institutes", type=_COUNT, help="Research institutes.  [default: 4]")
@click.option("--universities", type=_COUNT, help="Universities.  [default: 2]")
@click.option("--firms", type=click.IntRange(2, 100_000), help="High-tech firms at the start.  [default: 60]")
@click.option(
    "--researchers", type=click.IntRange(1, 1_000_000),
    help="Researchers in institutes and universities.  [default: 800]",
)
@click.option("--field", "fields", multiple=True, help="What they work on; repeatable.  [default: three]")
@click.option("--link", "links", type=link, multiple=True, help="A link that there is; repeatable.  [default: all]")
@click.option("--start", default="2000Q1", show_default=True, metavar="QUARTER", help="First quarter reported.")
@click.option("--end", default="2024Q4", show_default=True, metavar="QUARTER", help="Last quarter reported.")
@click.option(
    "--from", "base", type=scenario_path, metavar="SCENARIO",
    help="Begin with this scenario, which is copied beside; what differs is yours to write.",
)  # fmt: skip
@json_option
@quiet_option
def command(path: Path, base: Path | None, as_json: bool, quiet: bool, **wishes: Any) -> None:
    """Write a scenario NAME.yaml of your own that is valid and runs, with comments that say what to change.

    On a terminal, what is not given is asked for. The JSON Schema is written beside it, by which editors complete and
    check. No file is ever overwritten.

    \b
    Examples:
      ecosim new my-city
      ecosim new my-city --title 'My City' --institutes 6 --firms 120 --link science_industry --link spin_off
      ecosim new my-city --from novosibirsk
    """
    file = path if path.suffix in (".yaml", ".yml") else path.with_name(f"{path.name}.yaml")
    texts = _made(file, base, wishes, asking=not quiet and not as_json)
    _write(texts)
    names = [str(one) for one in texts]
    if as_json:
        click.echo(json.dumps({"scenario": str(file), "files": names}, indent=2))
        return
    click.echo(f"Wrote {', '.join(names)}")
    suggest(f"ecosim validate {quoted(file)}", f"ecosim compare {quoted(file)}", quiet=quiet)


def _made(file: Path, base: Path | None, wishes: dict[str, Any], asking: bool) -> dict[Path, bytes]:
    """Return the content of every file that is to be there and is not yet, the scenario first.

    Raises:
        UsageError: a file of that name is there with other content, or what is wished for cannot be.
    """
    from ecosim.scenario.reference import NAME_PATTERN, NAME_RULE
    from ecosim.shipped import SCHEMA, folder

    if not re.fullmatch(NAME_PATTERN, file.stem):
        raise UsageError(f"{file.stem!r} cannot be the name of a scenario; allowed: {NAME_RULE}")
    if file.exists():
        raise UsageError(f"{file} is there already; choose another name, or remove it")
    texts = _copied(file, base, wishes["title"]) if base else {file: _begun(file, wishes, asking)}
    if not (file.parent / SCHEMA).exists():
        texts[file.parent / SCHEMA] = (folder() / SCHEMA).read_bytes()
    return texts


def _begun(file: Path, wishes: dict[str, Any], asking: bool) -> bytes:
    from ecosim.catalogue import link_types
    from ecosim.starter import Wish, scenario_text

    title = wishes["title"] or file.stem.replace("-", " ").replace("_", " ").title()
    counts = {name: wishes[name] or _asked(name, asking) for name in _QUESTIONS}
    start, end = (_quarter(name, wishes[name]) for name in ("start", "end"))
    fields, links = wishes["fields"] or _FIELDS, wishes["links"] or tuple(link_types())
    wish = Wish(file.stem, title, **counts, fields=tuple(fields), links=tuple(links), start=start, end=end)
    text = scenario_text(wish, file.name)
    _check(text, file)
    return text.encode()


def _asked(name: str, asking: bool) -> int:
    """Return what somebody at a terminal answers, or the usual number."""
    if not asking or not (sys.stdin.isatty() and watched()):
        return _USUAL[name]
    answer: int = click.prompt(_QUESTIONS[name], default=_USUAL[name], type=click.IntRange(2, 1_000_000), err=True)
    return answer


def _quarter(name: str, date: str) -> int:
    from ecosim.scenario.quarter import parse_quarter

    try:
        return parse_quarter(date)
    except ValueError as error:
        raise UsageError(f"--{name}: {error}") from None


def _check(text: str, file: Path) -> None:
    """Refuse what the wishes add up to, if it is no valid scenario."""
    from ecosim.catalogue import Scenario
    from ecosim.scenario import load_text

    load_text(text, Scenario, file=file.name)


_DIFFERENCE = """\
# yaml-language-server: $schema=scenario.schema.json
#
# What differs from {base}; everything else is as it says there. Some things that one could say:
#
#   links:
#     science_industry: {{from: 2010Q1}}     # a link that begins later
#     spin_off: null                        # a link that is not there at all
#   regions:
#     REGION: {{entrants: 8}}                # any number, by its path in {base}
#   source: where your numbers come from

extends: {base}
name: {name}
title: {title}
"""


def _copied(file: Path, base: Path, title: str | None) -> dict[Path, bytes]:
    """Return a file that extends a scenario, and copies of that scenario and of all that it extends itself."""
    from ecosim.catalogue import Scenario
    from ecosim.scenario import load
    from ecosim.scenario.files import read_layers
    from ecosim.shipped import located

    source = located(base)
    old = load(source, Scenario)
    title = title or f"{old.title}, changed"
    text = _DIFFERENCE.format(base=source.name, name=file.stem, title=json.dumps(title, ensure_ascii=False))
    chain = [Path(layer.mark.file) for layer in reversed(read_layers(source, []))]
    copies = {file.parent / one.relative_to(source.parent): one.read_bytes() for one in chain}
    for target, content in copies.items():
        if target.exists() and target.read_bytes() != content:
            raise UsageError(f"{target} is there already and differs from that of ecosim; choose another folder")
    return {file: text.encode(), **{target: content for target, content in copies.items() if not target.exists()}}


def _write(texts: dict[Path, bytes]) -> None:
    for path, content in texts.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as stream:
                stream.write(content)
        except OSError as error:
            raise StoreError(f"{path}: cannot be written: {error.strerror}") from error
