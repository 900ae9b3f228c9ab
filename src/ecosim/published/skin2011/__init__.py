"""SKIN (Gilbert, Pyka and Ahrweiler 2001-2011): innovation networks with and without universities."""

from __future__ import annotations

from ecosim.published.skin2011.experiments import STUDY

__all__ = ["STUDY"]
