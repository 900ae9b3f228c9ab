"""Ties (ODD, 2): two organisations joined over one link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reference.model import Ecosystem
    from reference.organisations import Employer


@dataclass(eq=False)
class Tie:
    """A relation of two organisations over one link."""

    model: Ecosystem
    key: int
    a: Employer
    b: Employer
    link: str
    trust: float
    formed: int
    ended: int = -1
    uses: int = 0
    used: int = 0

    @property
    def lasting(self) -> bool:
        """Whether it exists."""
        return self.ended < 0

    def partner(self, one: Employer) -> Employer:
        """Return the other side."""
        return self.a if self.b is one else self.b

    def carries(self, flow: str) -> bool:
        """Return whether the link lets something flow over its ties."""
        link = self.model.links.get(self.link)
        return link is not None and bool(getattr(link.params, flow, False))
