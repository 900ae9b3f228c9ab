"""Shards: one of several equal parts of a design, for arrays of jobs that share no disk and no scheduler."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ecosim.errors import UsageError
from ecosim.experiments.design import Design


@dataclass(frozen=True)
class Shard:
    """Part ``number`` of ``of`` parts, counted from 1: every ``of``-th replication, with all its cells."""

    number: int
    of: int

    @classmethod
    def parse(cls, text: str) -> Shard:
        """Return the shard that ``3/40`` names.

        Raises:
            UsageError: it names none.
        """
        found = re.fullmatch(r"(\d{1,7})/(\d{1,7})", text)
        if found is None or not 1 <= int(found[1]) <= int(found[2]):
            raise UsageError(f"shard: found {text!r}; allowed: NUMBER/PARTS, such as 3/40, with 1 <= NUMBER <= PARTS")
        return cls(int(found[1]), int(found[2]))

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    def part(self, design: Design) -> Design:
        """Return the design with the replications of this shard alone; there may be none."""
        return replace(design, replications=design.replications[self.number - 1 :: self.of])
