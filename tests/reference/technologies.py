"""Technologies from discovery to product, and the log of what happens to them (ODD, 2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecosim.world.codes import Agreement, Moved, Patent, Stage
from reference.surroundings import OPEN

if TYPE_CHECKING:
    from reference.organisations import Employer, Firm, Science


@dataclass(eq=False)
class Technology:
    """What was discovered, and what has become of it."""

    key: int
    origin: Science
    owner: Employer
    field: int
    quality: float
    entry: int
    level: int
    found: int
    developer: Firm | None = None
    sponsor: Firm | None = None
    stage: Stage = Stage.SHELF
    patent: Patent = Patent.NONE
    agreement: Agreement = Agreement.NONE
    channel: str = OPEN
    agreed: int = -1
    launched: int = -1
    gain: float = 0.0
    bidder: Firm | None = None
    bid: float = 0.0
    via: str = OPEN

    @property
    def protected(self) -> bool:
        """Whether a patent is sought or held."""
        return self.patent in (Patent.APPLIED, Patent.GRANTED)


@dataclass(eq=False)
class Entry:
    """An entry of the log."""

    quarter: int
    what: Moved
    technology: Technology
    who: Employer | None
    other: Employer | None
    channel: str
