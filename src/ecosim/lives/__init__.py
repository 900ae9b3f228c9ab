"""One technology's life: a run made again and filmed, told as a story beside its life in the run without links.

What happened is read from the log of events and from tables whose rows are never reused; what those forget from
quarter to quarter is filmed.
"""

from __future__ import annotations

from ecosim.lives.tracing import Trace, trace

__all__ = ["Trace", "trace"]
