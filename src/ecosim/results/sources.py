"""``sources.json``: every value of the scenario that was run, with its unit, its place in a file and its source.

Resolved scenarios keep values only; sources stand in the files that a scenario was read from.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ecosim.errors import StoreError
from ecosim.results.files import write_json
from ecosim.results.results import Results

FILE = "sources.json"


def keep_sources(results: Results, file: Path, overrides: Sequence[str] = ()) -> None:
    """Write the values and sources of the scenario file that the baseline was made of.

    Args:
        results: the results.
        file: the scenario file.
        overrides: values that replaced those of the file.

    Raises:
        ScenarioError: the file is no longer valid.
        StoreError: the values cannot be written.
    """
    from ecosim.catalogue import Scenario
    from ecosim.scenario import entries, resolve
    from ecosim.shipped import located

    values = [asdict(entry) for entry in entries(resolve(located(file), Scenario, overrides))]
    write_json(results.directory / FILE, {"values": values})


def read_sources(results: Results) -> list[dict[str, Any]] | None:
    """Return the numbers and switches that `keep_sources` wrote; None where it wrote nothing.

    Raises:
        StoreError: the file cannot be read.
    """
    path = results.directory / FILE
    if not path.exists():
        return None
    try:
        values: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["values"]
        return [one for one in values if one["is_number"] or isinstance(one["value"], bool)]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{path}: cannot be read: {error}") from error
