"""The live view: a run in the browser, quarter by quarter, with the links as checkboxes."""

from __future__ import annotations

from ecosim.view.live import Live

__all__ = ["Live"]
