"""How long ties between firms and science last."""

from __future__ import annotations

import numpy as np

from ecosim.patterns.finished import Finished
from ecosim.patterns.measure import NONE, Measure
from ecosim.patterns.survival import Lives, between
from ecosim.world.codes import Kind


def tie_lives(run: Finished) -> Lives:
    """Return the lives of all ties between firms and institutes or universities formed since reporting began."""
    ties, kinds = run.world.ties.view, run.world.orgs.view["kind"]
    with_firm = (kinds[ties["a"]] == Kind.FIRM) | (kinds[ties["b"]] == Kind.FIRM)
    formed = ties[with_firm & (ties["formed"] >= run.begun)]
    return between(formed["formed"], formed["ended"], run.world.tick - 1)


def mean_life(run: Finished) -> float:
    """Return the mean life of a tie in years: years lived by all ties over ties ended, in the last ten years.

    With as many ties formed as ended this is the mean life, whatever its distribution, and ties that
    outlast the run count for what they lived.
    """
    ties, kinds = run.world.ties.view, run.world.orgs.view["kind"]
    ties = ties[(kinds[ties["a"]] == Kind.FIRM) | (kinds[ties["b"]] == Kind.FIRM)]
    until = np.where(ties["ended"] >= 0, ties["ended"], run.world.tick)
    lived = np.maximum(0, until - np.maximum(ties["formed"], run.ripe)).sum()
    ended = (ties["ended"] >= run.ripe).sum()
    return float(lived / ended / 4.0) if ended else NONE


MEASURES = {
    "ties_half_life": Measure(
        mean_life, "years lived by ties between firms and science over ties ended, last ten years",
        "alliances are mostly between firms, agreed for a project; a tie of the model is a standing relation",
        absent="no tie ended in the last ten years",
    ),
}  # fmt: skip
