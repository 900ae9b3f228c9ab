"""Figures of published models, each drawn from the summary that `ecosim.published.report.summarise` returns."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from ecosim.plots.style import Picture


def draw(summary: Mapping[str, Any], path: str | Path | None = None) -> Picture:
    """Draw the paper's figure from a fresh or stored summary.

    Args:
        summary: the result of a study.
        path: where to write the picture.

    Raises:
        UsageError: the suffix of the path is unknown.
        StoreError: the picture cannot be written.
    """
    picture: Picture = import_module(f"ecosim.plots.published.{summary['study']}").figure(summary)
    if path is not None:
        picture.save(path)
    return picture
