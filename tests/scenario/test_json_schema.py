"""The schema that editors read agrees with the loader."""

from __future__ import annotations

from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from ruamel.yaml import YAML
from scenario_sample import TEXT, Scenario, swapped, with_event
from test_provenance import SOURCED

from ecosim.scenario import json_schema

SCHEMA = json_schema(Scenario)
CHECK = jsonschema.Draft202012Validator(SCHEMA)


def plain(text: str) -> Any:
    """Return a text as plain data."""
    return YAML(typ="safe", pure=True).load(text)


def test_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        SOURCED,
        with_event("frontier_growth: x2"),
        "extends: b.yaml\n",
        "extends: b.yaml\nuniversities: {nsu: {students: 3}, other: null}\nlinks: {science_industry: null}\n",
        swapped("projects: 100", "projects: 100, source: assumed"),
        swapped("{from: 2005", "{source: {strength: A book}, from: 2005"),
    ],
)
def test_accepts(text: str) -> None:
    assert [error.message for error in CHECK.iter_errors(plain(text))] == []


@pytest.mark.parametrize(
    "text",
    [
        "money: {unit: u, wage: 1}\n",
        swapped("wage: 0.3", "wage: -1"),
        swapped("wage: 0.3", "wages: 0.3"),
        swapped("2010Q4", "2010Q5"),
        swapped("strength: 0.5", "strength: 1.5"),
        swapped("projects: 100", "project: 100"),
        swapped("  nsu:", "  N S U:"),
        "extends: [b.yaml]\n",
    ],
)
def test_refuses(text: str) -> None:
    assert not CHECK.is_valid(plain(text))


def test_descriptions_tell_unit_range_and_source() -> None:
    rho = SCHEMA["$defs"]["Research"]["properties"]["rho"]
    assert rho["description"] == "productivity [1/quarter; 0 to 0.1; plausible 0.0003 to 0.003; source: Somebody 2001]"
    assert "unit" not in rho
    assert SCHEMA["$defs"]["Money"]["properties"]["unit"]["type"] == "string"
