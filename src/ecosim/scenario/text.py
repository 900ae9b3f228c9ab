"""Words for people: what was found, safe to print on a terminal, and which word is near."""

from __future__ import annotations

from collections.abc import Sequence

from ecosim.errors import did_you_mean

_SHORT = 60
_MANY = 300


def printable(text: str) -> str:
    """Return the text with everything that a terminal could obey or hide written as an escape."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "replace").decode() for c in text)


def found(value: object) -> str:
    """Describe a value of a scenario file in a few words; long texts are cut."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict | list):
        kind = "mapping" if isinstance(value, dict) else "list"
        return f"a {kind} of {len(value)}" if value else f"an empty {kind}"
    if isinstance(value, str):
        return repr(value if len(value) <= _SHORT else value[:_SHORT] + "…")
    return str(value)


def listed(words: Sequence[str]) -> str:
    """Return the words as a list for a sentence; a long one is cut."""
    shown = ", ".join(printable(word) for word in words[:40])
    return f"{shown}, … ({len(words)} in all)" if len(words) > 40 else shown or "none"


def near(word: str, allowed: Sequence[str]) -> str:
    """Return a hint at the nearest allowed word, or nothing where looking would take long."""
    if len(word) > _SHORT or len(allowed) > _MANY:
        return ""
    return did_you_mean(word, allowed)
