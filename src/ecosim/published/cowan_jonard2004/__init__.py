"""Cowan and Jonard (2004): network structure and the diffusion of knowledge."""

from __future__ import annotations

from ecosim.published.cowan_jonard2004.experiments import STUDY

__all__ = ["STUDY"]
