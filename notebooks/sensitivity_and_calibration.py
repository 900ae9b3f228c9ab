# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Sensitivity and calibration
#
# Most numbers of the model are assumed. Two questions follow. Which of them matter (sensitivity)? And which
# values fit what is known (calibration)? Both are shown at a size that takes seconds on a made-up city; the
# same commands at full size are named below each.

# %%
import tempfile
from pathlib import Path

import ecosim
from ecosim.calibration.report import tables
from ecosim.exploration.factors import factors
from ecosim.exploration.report import sensitivity_tables
from ecosim.exploration.sensitivity import analyse, study
from ecosim.plots.screening import screening

CITY = Path("small_city.yaml")
folder = Path(tempfile.mkdtemp())


def silent(done, total):
    """Report no progress."""


# %% [markdown]
# ## 1. Which parameters matter? Elementary effects (Morris 1991)
#
# Six parameters move over their plausible ranges, one at a time, from a few starting points. `mu_star` is how
# much the output moves; `sigma` how much that depends on the others. Luck is shared by all points, and a bar
# tells what luck alone would make of an index.

# %%
scenario = ecosim.load(CITY)
moving = factors(
    scenario,
    [
        "processes.offers.attention", "processes.offers.show", "processes.contracts.search",
        "processes.contracts.premium", "processes.development.speed", "processes.development.abandonment",
    ],
)  # fmt: skip
asked = study(scenario, moving, "morris", size=4, effects=["science_industry"], seed=1, replications=2)
print(asked.plan.points, "points,", len(asked.plan.design.cells) * 2, "runs")

# %%
drivers = analyse(asked, folder / "sensitivity", jobs=1, progress=silent)
print(sensitivity_tables(drivers)[0].text())

# %%
screening(drivers, "agreements")

# %% [markdown]
# Four starting points only hint. At full size: `ecosim sensitivity scenarios/novosibirsk.yaml`, and `--method
# sobol` or `--method pawn` for shares of variance; `ecosim robustness` tells where an effect keeps its sign.
#
# ## 2. Which values fit what is known?
#
# Calibration searches values of some parameters, within their plausible ranges, under which runs come near
# published numbers. Here two parameters and five trials: enough to see what it does, not to find anything.

# %%
calibration = ecosim.calibrate(
    CITY, parameters=["processes.patenting.apply", "processes.development.speed"], trials=5, replications=2, fresh=3,
    jobs=1, out=folder / "calibration",
)  # fmt: skip
for found in tables(calibration):
    print(found.text(), end="\n\n")

# %% [markdown]
# Some targets of the model are of American universities or of Russia as a whole; a made-up city need not meet
# them, and the table says so honestly.
#
# At full size: `ecosim calibrate scenarios/novosibirsk.yaml --trials 60 --replications 6`; `--posterior`
# tells how likely other values are, and `ecosim compare --posterior FILE` carries that into the intervals of
# effects.
#
# ## How to read it
#
# - A parameter that matters and is assumed is where evidence is worth most.
# - A calibrated number is the best of the ranges *given the rules*. It is no measurement.
