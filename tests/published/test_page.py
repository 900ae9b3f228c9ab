"""The page of published models says what `ecosim reproduce` stored, and the stored studies can be made again."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from ecosim.published.catalogue import PUBLISHED, study
from ecosim.published.report import summarise, table
from ecosim.published.study import carry_out
from ecosim.reference import parameter_table

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "published.md").read_text(encoding="utf-8")
UPDATE = "out of date; run: python docs/build_tables.py"


def stored(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DOCS / "figures" / f"published-{name}.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_page_shows_results_settings_figure_and_command_of_every_model(name: str) -> None:
    settings = type(next(iter(study(name).cells.values())))
    assert f"```text\n{table(stored(name)).text()}\n```" in PAGE, UPDATE
    assert parameter_table(settings.declarations()) in PAGE, UPDATE
    assert f"](figures/published-{name}.png)\n\n    ecosim reproduce {name} --out docs/figures\n" in PAGE


@pytest.mark.parametrize("name", PUBLISHED)
def test_what_was_stored_is_the_study_that_is_declared(name: str) -> None:
    kept, declared = stored(name), study(name)
    assert (kept["runs"], kept["seed"]) == (declared.runs, 1)
    assert {cell: found["settings"] for cell, found in kept["cells"].items()} == {
        cell: settings.model_dump() for cell, settings in declared.cells.items()
    }


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_overview_counts_the_verdicts(name: str) -> None:
    verdicts = [one["verdict"] for one in stored(name)["findings"] if one["verdict"] != "-"]
    row = next(line for line in PAGE.splitlines() if line.startswith("| [") and f"(#{_anchor(name)})" in line)
    agree, of = (sum(map(int, one)) for one in zip(*re.findall(r"(\d+) of (\d+)", row), strict=True))
    assert (agree, of) == (verdicts.count("agrees"), len(verdicts))


def _anchor(name: str) -> str:
    heading = PAGE[: PAGE.index(f"figures/published-{name}.png")].rpartition("\n## ")[2].partition("\n")[0]
    return re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-")


@pytest.mark.slow
@pytest.mark.parametrize("name", PUBLISHED)
def test_the_study_gives_the_stored_numbers_again(name: str) -> None:
    declared = study(name)
    again = summarise(declared, carry_out(declared, declared.runs, 1, 2, lambda done, total: None), 1)
    kept = stored(name)
    assert again["cells"] == kept["cells"]
    assert again["findings"] == kept["findings"]
