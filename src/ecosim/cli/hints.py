"""Which command comes next: said on stderr, to people at a terminal alone."""

from __future__ import annotations

import shlex
import sys

import click


def suggest(*commands: str, quiet: bool = False) -> None:
    """Name commands that people go on with, each in a line.

    Args:
        commands: whole command lines, with a word or two behind ``#`` if need be.
        quiet: whether messages are unwanted.
    """
    if quiet or not sys.stderr.isatty():
        return
    first, *others = commands
    click.echo("\n".join([f"Next: {first}", *(f"      {command}" for command in others)]), err=True)


def quoted(word: object) -> str:
    """Return a word as a shell takes it."""
    return shlex.quote(str(word))
