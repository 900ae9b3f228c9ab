"""``ecosim schema``: the JSON Schema of scenario files, for editors."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ecosim.errors import UsageError


@click.command("schema")
@click.option("--out", type=click.Path(path_type=Path), help="File to write.  [default: standard output]")
def command(out: Path | None) -> None:
    """Print the JSON Schema of scenario files.

    An editor with a YAML language server completes and checks a scenario that begins with
    ``# yaml-language-server: $schema=scenario.schema.json`` and lies beside that file.

    \b
    Example:
      ecosim schema --out scenarios/scenario.schema.json
    """
    from ecosim.catalogue import Scenario
    from ecosim.scenario import json_schema

    text = json.dumps(json_schema(Scenario), indent=2, ensure_ascii=False)
    if out is None:
        click.echo(text)
        return
    try:
        out.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{out}: cannot be written: {error.strerror}") from error
