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
# # Which link first?
#
# A region without links can build only one at a time. Which should come first? Two questions hide here. How
# much does each link bring, when others are there or not (Shapley shares, complements, substitutes)? And what
# does it cost to build them in the wrong order?
#
# The place is a made-up small city, so that many runs take seconds.

# %%
import ecosim

CITY = "small_city.yaml"

# %% [markdown]
# ## 1. Every combination
#
# Three links give eight combinations. Each is run ten times. (`jobs=1`: so few runs are quicker in this one
# process.)

# %%
every = ecosim.compare(CITY, factorial=True, replications=10, jobs=1)
every

# %% [markdown]
# A link's *share* is what it adds on average over all orders in which the three could be added. Bars of all
# links sum to what they bring together.

# %%
every.plot.shapley()

# %% [markdown]
# Do links help each other? Blue: complements, together they bring more than the sum. Orange: substitutes.
# Where the interval holds zero, these runs do not tell.

# %%
every.plot.interactions()

# %% [markdown]
# ## 2. Orders in time
#
# Now dates. In each plan one link comes in 2000, one in 2004, one in 2008; the plans differ in nothing else.
# A link without a date is there from the start.

# %%
SIDES = ("science_education", "education_industry", "science_industry")


def plan(*order):
    """Return the city with links that come in this order."""
    dates = dict(zip(order, ("2000Q1", "2004Q1", "2008Q1"), strict=True))
    overrides = [f"links.{link}.from={date}" for link, date in dates.items()]
    return ecosim.load(CITY, overrides=[*overrides, f"name={order[0]}_first"])


plans = [
    plan("science_industry", "education_industry", "science_education"),
    plan("education_industry", "science_industry", "science_education"),
    plan("science_education", "education_industry", "science_industry"),
]
orders = ecosim.compare(*plans, replications=10, jobs=1)
orders.plot.curves("agreements")

# %% [markdown]
# The first plan is the baseline; negative means that a plan brings less than it. Luck is shared, so even ten
# pairs can tell much.

# %%
columns = ["cell", "indicator", "difference", "interval_low", "interval_high", "verdict"]
orders.effects("completions", "agreements")[columns]

# %%
orders.plot.difference("agreements")

# %% [markdown]
# ## How to read it
#
# - Practice of a link has to be learnt: a link that comes late has less time to be learnt. Part of what comes
#   first gains, it gains by that alone.
# - The order of *this* city says nothing of another one. Change `market`, `researchers` or `practice` in
#   `small_city.yaml` and look again.
# - On the command line: `ecosim compare FILE --factorial`; for mixes of money and links `ecosim optimise`.
