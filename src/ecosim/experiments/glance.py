"""A look at runs when they are first made, while what no store keeps of them is still there.

What was seen lives as long as the process that asked for it. A run that was kept before, or at which the look failed,
is not seen; whoever needs it makes it again, see `ecosim.experiments.observing`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ecosim.patterns.finished import Finished


@dataclass(frozen=True)
class Glance:
    """What to look at.

    Attributes:
        look: returns what a finished run of that replication shows; the run itself does not travel.
        scenarios: digests of the scenarios whose runs are looked at.
        replications: their replications.
        seen: what was seen so far, by digest and replication.
    """

    look: Callable[[Finished, int], Any]
    scenarios: frozenset[str]
    replications: frozenset[int]
    seen: dict[tuple[str, int], Any] = field(default_factory=dict)

    def at(self, digest: str, run: Finished, replication: int) -> dict[str, Any]:
        """Return what a run shows, by the digest of its scenario; nothing of others, and where the look fails."""
        if digest not in self.scenarios:
            return {}
        try:
            return {digest: self.look(run, replication)}
        except Exception:  # the run is sound; whoever makes it again to look at it will be told
            return {}

    def note(self, replication: int, seen: Mapping[str, Any]) -> None:
        """Keep what was seen of a replication."""
        self.seen.update({(digest, replication): one for digest, one in seen.items()})
