"""Published numbers and signs beside ours, with a verdict each.

The findings of a study are judged together: each interval is wide enough that, if the paper is right in
everything, all of them hold with 95 % (Bonferroni). Without that, one in twenty would differ by chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, isfinite
from statistics import NormalDist

AGREES, DIFFERS, UNDECIDED = "agrees", "differs", "undecided"
LEVEL = 0.95


@dataclass(frozen=True)
class Finding:
    """One thing that a paper says, and what we found.

    Attributes:
        what: which quantity; for a sign the difference that has it.
        ours: our mean.
        error: standard error of our mean.
        published: the published number; None where only a sign is published.
        published_error: its standard error.
        sign: where only a sign is published, +1 or -1; 0 where nothing is published and ours stands alone.
        digits: decimals that are printed.
    """

    what: str
    ours: float
    error: float
    published: float | None = None
    published_error: float = 0.0
    sign: int = 0
    digits: int = 3

    def verdict(self, width: float) -> str:
        """Return whether ours agrees with the paper at an interval of ``width`` standard errors to each side."""
        if self.published is None and not self.sign:
            return "-"
        if not isfinite(self.error):
            return UNDECIDED
        if self.published is not None:
            bound = width * hypot(self.error, self.published_error)
            return AGREES if abs(self.ours - self.published) <= bound else DIFFERS
        if abs(self.ours) <= width * self.error:
            return UNDECIDED
        return AGREES if self.ours * self.sign > 0 else DIFFERS

    def said(self, width: float) -> str:
        """Return what is published, such as ``0.864 ± 0.021`` or ``positive``."""
        if self.published is None:
            return {1: "positive", -1: "negative", 0: "-"}[self.sign]
        return f"{self.published:.{self.digits}f} ± {width * self.published_error:.{self.digits}f}"


def width_of(findings: Sequence[Finding]) -> float:
    """Return how many standard errors reach to each side of an interval, for all judged findings together."""
    judged = sum(one.published is not None or one.sign != 0 for one in findings)
    return NormalDist().inv_cdf(1 - (1 - LEVEL) / (2 * max(judged, 1)))
