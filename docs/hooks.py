"""What the site adds to the pages: help texts of all commands, and readable names of files that it does not hold."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_LINK = re.compile(r"\[([^\]]+)\]\(([^)#\s:]+)(#[^)\s]*)?\)")
_MARK = "<!-- commands -->"


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    """Return the text of a page as the site shows it."""
    if _MARK in markdown:
        markdown = markdown.replace(_MARK, "\n".join(_commands()))
    folder = Path("docs", page.file.src_uri).parent

    def shown(link: re.Match[str]) -> str:
        """Name a file of the repository that is no page; a browser could not open it."""
        path = os.path.normpath(folder / link[2])
        if path.startswith("docs" + os.sep):
            return link[0]
        return f"`{path}`" if link[1].strip("`") == path else f"{link[1]} (`{path}`)"

    return _LINK.sub(shown, markdown)


def _commands() -> Iterator[str]:
    """Yield a section for each command: what `ecosim COMMAND --help` prints."""
    import click

    from ecosim.cli import COMMANDS, main

    top = click.Context(main, info_name="ecosim")
    for name, line in COMMANDS.items():
        command = main.get_command(top, name)  # type: ignore[attr-defined]
        context = click.Context(command, parent=top, info_name=name, terminal_width=84, max_content_width=84)
        yield f"## {name}\n\n{line}\n\n```text\n{context.get_help()}\n```\n"
