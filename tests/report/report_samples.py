"""Results of the small scenario with and without two links, and a scenario that tries to break out of its texts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cases import scenario, small

from ecosim.results import Results
from ecosim.results.study import compare

LINKS = ("education_industry", "science_industry")
#: What somebody might write into a scenario to be run in a reader's browser.
EVIL = "</script><img src=x onerror=alert(1)>'\"&"


def evil() -> dict[str, Any]:
    """Return the small scenario with markup wherever a scenario holds free text."""
    titled = {"title": EVIL}
    return small(
        title=EVIL, question=f"Why {EVIL}?", money={"unit": EVIL}, places={"campus": titled, "town": titled},
        institutes={"inp": titled}, universities={"nsu": titled}, firms={"soft": titled},
        events=[{"date": "2002Q1", "title": EVIL}],
    )  # fmt: skip


def made(directory: Path, data: dict[str, Any] | None = None, factorial: bool = True) -> Results:
    """Return results of three replications, with every combination of two links or without each of them."""
    return compare(scenario(data), without=LINKS, factorial=factorial, replications=3, jobs=1, out=directory)
