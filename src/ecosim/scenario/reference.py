"""A text that must be a name given elsewhere in the scenario."""

from __future__ import annotations

from dataclasses import dataclass

NAME_PATTERN = r"^[a-z0-9][a-z0-9_-]{0,63}$"
NAME_RULE = "1 to 64 of a-z, 0-9, _ and -, beginning with one of a-z, 0-9"


@dataclass(frozen=True)
class Refers:
    """Marks a text, or the keys of a mapping, as names from a section: ``Annotated[str, Refers("places")]``.

    Attributes:
        section: the top-level mapping whose keys, or list whose items, are the names.
    """

    section: str
