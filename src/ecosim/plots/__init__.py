"""Pictures of results: curves over time, effects and shares of links, flows by channel; and of a calibration.

Each function takes `ecosim.results.Results`, or what a calibration found, returns a `Picture`, and writes
it where a path is given.
Only this package imports Matplotlib.
"""

from __future__ import annotations

from ecosim.plots.calibration import calibration
from ecosim.plots.curves import curves
from ecosim.plots.flows import flows
from ecosim.plots.forest import forest
from ecosim.plots.interactions import interactions
from ecosim.plots.posterior import posterior
from ecosim.plots.shapley import shapley
from ecosim.plots.style import Picture

__all__ = ["Picture", "calibration", "curves", "flows", "forest", "interactions", "posterior", "shapley"]
