"""Pictures of results: curves and differences over time, effects and shares of links, flows; and of a calibration.

Each function takes `ecosim.results.Results`, or what a calibration found, returns a `Picture`, and writes
it where a path is given.
Only this package imports Matplotlib.
"""

from __future__ import annotations

from ecosim.plots.calibration import calibration
from ecosim.plots.convergence import convergence
from ecosim.plots.curves import curves
from ecosim.plots.difference import difference
from ecosim.plots.flows import flows
from ecosim.plots.forest import forest
from ecosim.plots.funnel import funnel
from ecosim.plots.interactions import interactions
from ecosim.plots.map import map_of
from ecosim.plots.network import network
from ecosim.plots.posterior import posterior
from ecosim.plots.sankey import sankey
from ecosim.plots.shapley import shapley
from ecosim.plots.style import Picture

__all__ = [
    "Picture",
    "calibration",
    "convergence",
    "curves",
    "difference",
    "flows",
    "forest",
    "funnel",
    "interactions",
    "map_of",
    "network",
    "posterior",
    "sankey",
    "shapley",
]
