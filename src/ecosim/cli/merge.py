"""``ecosim merge``: the runs of several results directories in one."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from ecosim.cli.hints import quoted
from ecosim.cli.options import json_option, quiet_option


@click.command("merge")
@click.argument("directories", metavar="RESULTS...", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Directory that is to hold them all.")
@json_option
@quiet_option
def command(directories: tuple[Path, ...], out: Path, as_json: bool, quiet: bool) -> None:
    """Take the runs of RESULTS over into one directory, such as those of the shards of a comparison.

    Runs that are there already are held against each other; damaged ones are left out. Afterwards the command that
    made the shards, without --shard and with the same --out, finds all runs and writes tables and pictures.

    \b
    Examples:
      ecosim compare scenarios/novosibirsk.yaml --shard 1/2 --out results/first
      ecosim compare scenarios/novosibirsk.yaml --shard 2/2 --out results/second
      ecosim merge results/first results/second --out results/whole
      ecosim compare scenarios/novosibirsk.yaml --out results/whole
    """
    from ecosim.experiments.merge import merge

    merged = merge(directories, out)
    if as_json:
        click.echo(json.dumps(asdict(merged) | {"directory": str(out)}, indent=2, ensure_ascii=False))
        return
    click.echo(f"{merged.runs} runs in {len(directories)} directories, {merged.added} of them new in {out}")
    if merged.failed or merged.damaged:
        click.echo(f"{merged.failed} failed and {merged.damaged} damaged ones are to be made again", err=True)
    if not quiet:
        click.echo(f"Tables: the command that made them, without --shard, with --out {quoted(out)}", err=True)
