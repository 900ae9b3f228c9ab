"""Words and places of labels."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecosim.results.results import Results

_SIDE = "(science|education|industry)"


def words(name: str) -> str:
    """Return a name of the model as people write it: ``science–industry``, ``spin-off``, ``public funding``."""
    between = re.sub(rf"\b{_SIDE}_{_SIDE}\b", "\\1\N{EN DASH}\\2", name)
    return between.replace("spin_off", "spin-off").replace("_", " ")


def sentence(text: str) -> str:
    """Return text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def cell_titles(results: Results) -> dict[str, str]:
    """Return what pictures call each cell; only names made from links are put into words."""
    return {cell["name"]: words(cell["name"]) if cell["without"] else cell["name"] for cell in results.summary["cells"]}


def unit(results: Results, described: Mapping[str, Any]) -> str:
    """Return the unit of an indicator with the scenario's money; empty for a pure number."""
    text = re.sub(r"\bmoney\b", lambda _: str(results.summary["money"]), described["unit"])
    return "" if text == "1" else text


def wrapped(text: str, width: int) -> str:
    """Break text into lines."""
    return "\n".join(textwrap.wrap(text, width)) or text


def tick(value: float, _: int | None = None) -> str:
    """Return a number on an axis, such as ``1,500`` or ``0.3``."""
    return minus(f"{value:,.10g}")


def minus(text: str) -> str:
    """Return the text of a number with a proper minus sign."""
    return text.replace("-", "\N{MINUS SIGN}")


def spread(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> NDArray[np.float64]:
    """Return centres of labels near the wanted ones, in the same order, that do not overlap.

    The sum of squared displacements is the least possible (isotonic regression of what is wanted
    minus the labels' places in a gapless stack). Labels that need more room than there is overshoot ``high``.

    Args:
        wanted: where each centre should be.
        sizes: extent of each label.
        low, high: ends of the room.
    """
    order = np.argsort(wanted, kind="stable")
    size = np.asarray(sizes, dtype=float)[order]
    stacked = np.cumsum(size) - size / 2
    blocks: list[list[float]] = []
    for value in np.asarray(wanted, dtype=float)[order] - stacked:
        blocks.append([value])
        while len(blocks) > 1 and np.mean(blocks[-2]) > np.mean(blocks[-1]):
            last = blocks.pop()
            blocks[-1] += last
    fitted = np.array([np.mean(block) for block in blocks for _ in block])
    centres = np.empty(len(order))
    centres[order] = np.clip(fitted, low, max(low, high - size.sum())) + stacked
    return centres
