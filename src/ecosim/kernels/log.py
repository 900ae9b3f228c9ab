"""The log of events: what happened to each technology, when, and who took part.

Provenance is recorded, not reconstructed.
"""

from __future__ import annotations

from typing import Any

from ecosim.compiled import inline


@inline
def note(log: Any, size: Any, tick: int, what: int, tech: int, who: int, other: int, channel: int) -> None:
    """Append an entry to the log of events."""
    entry = log[size[0]]
    entry.quarter, entry.what, entry.technology = tick, what, tech
    entry.who, entry.other, entry.channel = who, other, channel
    size[0] += 1
