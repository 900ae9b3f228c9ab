"""Search rings: whoever can be found stands at a position drawn for the quarter; a search finds the next one."""

from __future__ import annotations

from bisect import bisect_left
from typing import Generic, TypeVar

Found = TypeVar("Found")


class Ring(Generic[Found]):
    """Who can be found in one group, by position."""

    def __init__(self, entries: list[tuple[int, Found]]) -> None:
        entries = sorted(entries, key=lambda entry: entry[0])
        self.positions = [position for position, _ in entries]
        self.members = [member for _, member in entries]

    def __len__(self) -> int:
        return len(self.members)

    def find(self, position: int) -> Found | None:
        """Return the first member at or after a position, around the ring; None if there is nobody."""
        return next(iter(self.read(position, 1)), None)

    def read(self, position: int, count: int) -> list[Found]:
        """Return the members from a position on, around the ring: so many, or each once if there are fewer."""
        first = bisect_left(self.positions, position)
        read = self.members[first : first + count]
        return read + self.members[: min(first, count - len(read))]
