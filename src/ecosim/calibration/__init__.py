"""Calibration: parameters within their plausible ranges under which a scenario comes near published numbers.

`free` says which parameters may move, `measure` runs a scenario with values for them, `loss` says how far it is from
the targets, `search` and `refine` look for less, `identify` tells what the targets pin down, `parameter_file` writes
the values down, and `study` does all of it. The search is only ever handed targets whose role is ``calibrate``.

`weighing` asks instead how likely each value is: `sampling` chooses and weighs points of the plausible ranges,
`beliefs` holds what is found.
"""

from __future__ import annotations

from ecosim.calibration.beliefs import Posterior
from ecosim.calibration.outcome import Calibration
from ecosim.calibration.study import calibrate
from ecosim.calibration.weighing import posterior

__all__ = ["Calibration", "Posterior", "calibrate", "posterior"]
