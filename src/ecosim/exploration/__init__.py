"""Exploration: what drives transfers and the effects of links over ranges of parameters.

`factors` says which parameters vary, `sampling` where in their ranges, `plan` makes cells of the points, `outputs`
reads their runs. `morris`, `sobol` and `pawn` know how one method samples and what its indices are, `noise` tells luck
from parameters. `sensitivity`, `robustness` and `sweep` each answer one question.
"""
