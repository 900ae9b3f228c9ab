"""Bring the tables of the documents up to date: ``python docs/build_tables.py``."""

from __future__ import annotations

from pathlib import Path

import ecosim
from ecosim import reference

DOCS = Path(__file__).resolve().parent

if __name__ == "__main__":
    scenario = ecosim.load(DOCS.parent / "scenarios" / "novosibirsk.yaml")
    for path in reference.write(DOCS, reference.tables(scenario)):
        print(f"updated {path.name}")
