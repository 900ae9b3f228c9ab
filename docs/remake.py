"""Make anew what the pages show: run the commands that stand in them and that put a table or a picture into them.

    python docs/remake.py                     all of them; more than an hour on two cores
    python docs/remake.py gallery cases/      those of pages whose path in docs holds one of these
    python docs/remake.py --list              say which they are, and run none

A command runs where it stands first, though several pages show it. Of a block that makes nothing for the pages, no
command runs. The first that fails ends it; what has been run is found again in `results`.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
FIRST = ("calibration.md", "gallery.md")  # others read what these leave
MAKES = re.compile(r"docs/(build_studies\.py|build_calibration\.py|figures)")
BLOCK = re.compile(r"^```sh\n(?P<fenced>(?:[^`].*\n)+)^```$|(?<=\n\n)(?P<indented>(?: {4}.*\n)+)", re.MULTILINE)


def blocks(page: str) -> Iterator[list[str]]:
    """Yield the commands of each block of a page that makes something for the pages."""
    for found in BLOCK.finditer(page):
        text = found["fenced"] or re.sub("^ {4}", "", found["indented"] or "", flags=re.MULTILINE)
        if MAKES.search(text):
            yield [line.split("  # ")[0].strip() for line in re.sub(r"\\\n\s*", "", text).splitlines() if line.strip()]


def pages(words: list[str]) -> list[Path]:
    """Return the pages whose path below `docs` holds one of the words, in the order in which they can be made."""
    names = (path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md"))
    asked = [name for name in names if not words or any(word in name for word in words)]
    return [DOCS / name for name in sorted(asked, key=lambda name: (name not in FIRST, name))]


def scripts(chosen: list[Path]) -> Iterator[list[str]]:
    """Yield each block's commands that no block before had; what runs in the background goes with its block."""
    seen: set[str] = set()
    for page in chosen:
        for block in blocks(page.read_text(encoding="utf-8")):
            new = [command for command in block if command not in seen]
            seen.update(new)
            if new:
                yield new


def run(script: list[str]) -> None:
    """Run the commands of a block in one shell, and end what they leave running."""
    print("\n".join(script), flush=True)
    began = perf_counter()
    text = "\n".join(["set -euo pipefail", "trap 'kill $(jobs -p) 2>/dev/null || true' EXIT", *script])
    subprocess.run(["bash", "-c", text], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    print(f"  {perf_counter() - began:.0f} s", flush=True)


def main(arguments: list[str]) -> None:
    """Run the commands of the pages, or list them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("words", nargs="*", metavar="PAGE", help="a part of the path of a page")
    parser.add_argument("--list", action="store_true", help="say what would be run")
    asked = parser.parse_args(arguments)
    for script in scripts(pages(asked.words)):
        print("\n".join(script)) if asked.list else run(script)


if __name__ == "__main__":
    main(sys.argv[1:])
