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
    if quiet or not watched():
        return
    first, *others = commands
    click.echo("\n".join([f"Next: {first}", *(f"      {command}" for command in others)]), err=True)


def watched() -> bool:
    """Return whether somebody sees what is said on stderr."""
    return sys.stderr.isatty()


def quoted(word: object) -> str:
    """Return a word as a shell takes it."""
    return shlex.quote(str(word))
