"""Bring the tables of the documents up to date: ``python docs/build_tables.py``."""

from __future__ import annotations

import json
from pathlib import Path

import ecosim
from ecosim import reference
from ecosim.published.catalogue import PUBLISHED, study
from ecosim.published.report import table

DOCS = Path(__file__).resolve().parent


def published() -> dict[str, str]:
    """Return results and parameters of the published models, from what `ecosim reproduce` stored beside the figures."""
    made = {}
    for name in PUBLISHED:
        stored = json.loads((DOCS / "figures" / f"published-{name}.json").read_text(encoding="utf-8"))
        made[f"published.{name}"] = f"```text\n{table(stored).text()}\n```\n"
        settings = type(next(iter(study(name).cells.values())))
        made[f"settings.{name}"] = reference.parameter_table(settings.declarations())
    return made


if __name__ == "__main__":
    scenario = ecosim.load(DOCS.parent / "scenarios" / "novosibirsk.yaml")
    for path in reference.write(DOCS, reference.tables(scenario) | published()):
        print(f"updated {path.name}")
