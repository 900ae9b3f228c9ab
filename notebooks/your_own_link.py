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
# # Write your own link in 30 lines
#
# A link is a channel: something flows over it, and whoever lacks it falls back on what is open to all. Here:
# a *summer school*. Once a year firms that are near an institute send people there. They learn a part of what
# the institute knows more, and it costs both sides: institutes hours, firms money.

# %%
import numpy as np

import ecosim
from ecosim.catalogue import scenario_type
from ecosim.links.base import Link, LinkParameters
from ecosim.parameter import parameter
from ecosim.scenario import load
from ecosim.world.codes import Kind

# %% [markdown]
# ## 1. The link
#
# A subclass with a name, parameters with unit, range and source, and a method named after the stage of the
# quarter in which it acts. Nothing else: an absent link has no rule, so the model never asks whether it is
# there.


# %%
class SummerSchool(Link):
    """Firms send people to institutes of their field and place for a week."""

    name = "summer_school"

    class Params(LinkParameters):
        """Parameters of the summer school."""

        share: float = parameter(
            0.05, unit="share", range=(0, 1), plausible=(0.01, 0.1), source="assumed",
            doc="share of an institute's lead that a firm learns in a week",
        )  # fmt: skip
        fee: float = parameter(
            0.2, unit="wages", range=(0, 100), plausible=(0, 1), source="assumed", doc="what a firm pays"
        )

    def learning(self, world):
        """Teach in the third quarter of each year."""
        if world.quarter % 4 != 2:
            return
        orgs = world.orgs.view
        for institute in np.flatnonzero((orgs["kind"] == Kind.INSTITUTE) & (orgs["died"] < 0)):
            field, place = orgs["field"][institute], orgs["place"][institute]
            fee = self.params.fee * world.regions["wage"][orgs["region"][institute]]
            near = (orgs["kind"] == Kind.FIRM) & (orgs["died"] < 0) & (orgs["place"] == place) & (orgs["cash"] > fee)
            for firm in np.flatnonzero(near & (orgs["field"] == field)):
                lead = max(0.0, world.knowledge[institute, field] - world.knowledge[firm, field])
                world.knowledge[firm, field] += self.params.strength * self.params.share * lead
                orgs["cash"][firm] -= fee
                orgs["cash"][institute] += fee
                orgs["applied"][institute] += 0.4 * self.params.share / max(1, orgs["staff"][institute])


# %% [markdown]
# ## 2. A scenario with it
#
# A scenario has a section for each link that it knows. Without a section of its name the link is absent.

# %%
city = load("small_city.yaml", scenario_type(SummerSchool), ["links.summer_school.share=0.05"])
city.links.summer_school

# %% [markdown]
# ## 3. Does it matter?
#
# The same as for every other link: run with and without, in pairs. A link defined in a notebook is run in
# this process.

# %%
results = ecosim.compare(city, without=["summer_school"], replications=12, jobs=1)
results.effects("knowledge_firms", "agreements", "completions")[
    ["indicator", "difference", "interval_low", "interval_high"]
]

# %%
results.plot.difference("knowledge_firms")

# %% [markdown]
# ## 4. Is it honest?
#
# A check that every link should pass: a school at which nobody learns anything and nobody pays must change
# nothing, bit for bit. (That is why the hours above are in proportion to what is learnt.)

# %%
idle = load(
    "small_city.yaml", scenario_type(SummerSchool), ["links.summer_school.share=0", "links.summer_school.fee=0"]
)
nothing = ecosim.compare(idle, without=["summer_school"], replications=3, jobs=1)
print("largest difference that an idle school makes:", nothing.effects()["difference"].abs().max())

# %% [markdown]
# For the command line, name the class in a package of your own as an entry point of the group `ecosim.links`;
# `docs/contributing.md` shows how, and how a link becomes part of ecosim itself.
# What to test is in `tests/model/test_links.py`.
