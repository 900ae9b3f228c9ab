"""Scenario files: what they say, whether it holds together, and where each value comes from."""

from __future__ import annotations

from ecosim.scenario.canonical import canonical, digest
from ecosim.scenario.json_schema import json_schema
from ecosim.scenario.load import Resolved, load, load_text, resolve, resolve_text
from ecosim.scenario.provenance import Entry, Tally, entries, tally
from ecosim.scenario.timeline import timeline

__all__ = [
    "Entry",
    "Resolved",
    "Tally",
    "canonical",
    "digest",
    "entries",
    "json_schema",
    "load",
    "load_text",
    "resolve",
    "resolve_text",
    "tally",
    "timeline",
]
