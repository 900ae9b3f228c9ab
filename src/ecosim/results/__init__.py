"""Results: what a design left in its directory, and what can be said about it.

Nothing here imports Mesa or Numba unless runs have to be simulated.
"""

from __future__ import annotations

from ecosim.results.results import Results, open_results

__all__ = ["Results", "open_results"]
