"""March (1991): exploration and exploitation in organizational learning."""

from __future__ import annotations

from ecosim.published.march1991.experiments import STUDY

__all__ = ["STUDY"]
