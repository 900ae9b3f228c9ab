"""Policy search: which mix of public money and links brings most completed transfers, and what it costs.

`levers` says what may be set and makes a scenario of a mix, `trial` runs it, `search` looks for mixes that are not
dominated, `judge` weighs a few of them on fresh runs against today's, `study` does all of it, and `report` prints it.
"""

from __future__ import annotations

from ecosim.policy.outcome import Policy
from ecosim.policy.study import optimise

__all__ = ["Policy", "optimise"]
