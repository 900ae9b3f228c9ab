"""Put what a command printed into the documents: ``COMMAND | python docs/build_studies.py NAME``.

Replaces everything between ``<!-- study:NAME:begin -->`` and ``<!-- study:NAME:end -->`` in the pages of this folder
and those below. Lines that name a results directory are left out.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parent


def fill(page: str, name: str, printed: str) -> str:
    """Return a page with the block of a study filled anew."""
    lines = [line for line in printed.strip().splitlines() if not line.startswith(("Results in ", "Plot: ", "Table: "))]
    block = "\n".join([f"<!-- study:{name}:begin -->", "```text", *lines, "```", f"<!-- study:{name}:end -->"])
    pattern = re.compile(rf"<!-- study:{re.escape(name)}:begin -->.*?<!-- study:{re.escape(name)}:end -->", re.DOTALL)
    return pattern.sub(lambda _: block, page)


if __name__ == "__main__":
    study, text = sys.argv[1], sys.stdin.read()
    for path in sorted(DOCS.rglob("*.md")):
        before = path.read_text(encoding="utf-8")
        after = fill(before, study, text)
        if after != before:
            path.write_text(after, encoding="utf-8")
            print(f"updated {path.name}")
