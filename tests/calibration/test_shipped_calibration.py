"""The calibration that comes with ecosim: scenario, parameter file and document say the same."""

from __future__ import annotations

import re
from pathlib import Path

from ecosim.catalogue import Scenario
from ecosim.experiments.parameters import declared
from ecosim.scenario import entries, resolve

ROOT = Path(__file__).parents[2]
FILE = ROOT / "scenarios" / "parameters" / "calibrated.yaml"


def test_the_scenario_takes_its_values_which_are_plausible_and_told_in_the_document() -> None:
    resolved = resolve(ROOT / "scenarios" / "novosibirsk.yaml", Scenario)
    taken = [entry for entry in entries(resolved) if FILE.name in entry.origin]
    known = declared(resolved.document)
    block = re.search(
        "<!-- calibration:begin -->(.*)<!-- calibration:end -->",
        (ROOT / "docs" / "calibration.md").read_text(encoding="utf-8"), re.DOTALL,
    )  # fmt: skip
    assert taken and block
    for entry in taken:
        low, high = known[entry.path].plausible
        assert isinstance(entry.value, float) and low <= entry.value <= high
        assert entry.source.startswith(("calibrated: ", "assumed: "))
        assert re.search(rf"^{re.escape(entry.path)} .* {entry.value:g} ", block[1], re.MULTILINE), entry.path


def test_document_and_file_name_the_same_command() -> None:
    text = " ".join(FILE.read_text(encoding="utf-8").replace("#", " ").split())
    found = re.search(r"ecosim calibrate scenarios/novosibirsk\.yaml [-\w ]*--seed \d+", text)
    assert found and found[0] in (ROOT / "docs" / "calibration.md").read_text(encoding="utf-8")
