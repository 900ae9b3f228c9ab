"""The scenarios that come with ecosim."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ecosim.catalogue import Scenario
from ecosim.scenario import digest, entries, load_text, resolve, tally

ROOT = Path(__file__).parents[2]
SCENARIOS = sorted((ROOT / "scenarios").glob("*.yaml"))


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.name)
def test_every_number_has_a_source_or_is_marked_as_assumed(path: Path) -> None:
    count = tally(entries(resolve(path, Scenario)))
    assert [entry.path for entry in count.unsourced] == []


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.name)
def test_order_in_the_file_does_not_matter(path: Path) -> None:
    document = resolve(path, Scenario).document
    dumped = document.model_dump(mode="json", by_alias=True, exclude_none=True)
    assert digest(load_text(_reversed(dumped), Scenario)) == digest(document)


def test_the_documents_state_the_share_of_assumed_numbers() -> None:
    count = tally(entries(resolve(ROOT / "scenarios" / "novosibirsk.yaml", Scenario)))
    stated = f"{count.assumed}, or {100 * count.share_assumed:.0f} %, are assumed"
    assert stated in (ROOT / "docs" / "data.md").read_text(encoding="utf-8")


def _reversed(value: object) -> str:
    """Return plain data as YAML with every mapping in reverse order."""
    def turn(part: object) -> object:
        if isinstance(part, dict):
            return {key: turn(part[key]) for key in reversed(part)}
        return [turn(below) for below in part] if isinstance(part, list) else part

    return json.dumps(turn(value))
