"""The scenarios that come with ecosim: in an installed package beside the code, in a checkout in ``scenarios/``.

Wherever the path of a scenario is asked for, the name of one of them will do.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from ecosim.errors import UsageError, did_you_mean

SCHEMA = "scenario.schema.json"


@cache
def folder() -> Path:
    """Return the folder of the scenarios that come with ecosim."""
    here = Path(__file__).resolve().parent
    installed = here / "scenarios"
    return installed if installed.is_dir() else here.parent.parent / "scenarios"


def scenarios() -> dict[str, Path]:
    """Return the file of each scenario by name, in alphabetical order."""
    return {path.stem: path for path in sorted(folder().glob("*.yaml"))}


def located(path: str | os.PathLike[str]) -> Path:
    """Return the path of a scenario: the one given if it leads somewhere, else of what comes with ecosim by that name.

    Raises:
        UsageError: a bare word is neither a file nor such a name.
    """
    given = Path(path)
    if given.is_file() or given.name != os.fspath(path) or given.suffix:
        return given
    known = scenarios()
    if given.name in known:
        return known[given.name]
    if given.exists():
        return given
    raise UsageError(
        f"{given.name}: neither a file nor a scenario that comes with ecosim ({', '.join(known)})"
        f"{did_you_mean(given.name, list(known))}"
    )
