"""The schema file beside the scenarios, which editors read."""

from __future__ import annotations

import json
from pathlib import Path

from ecosim.catalogue import Scenario
from ecosim.scenario import json_schema

FILE = Path(__file__).parents[2] / "scenarios" / "scenario.schema.json"


def test_the_schema_file_is_that_of_the_catalogue() -> None:
    kept = json.loads(FILE.read_text(encoding="utf-8"))
    assert kept == json_schema(Scenario), "run: ecosim schema --out scenarios/scenario.schema.json"
