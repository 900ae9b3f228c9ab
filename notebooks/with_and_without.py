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
# # With and without each link
#
# What does a link add? Not what happens over it: whoever loses it turns to something else. So the same region
# is run with it and without it, with the same luck, and the two are compared in pairs. The place is
# Novosibirsk.

# %%
from pathlib import Path

import ecosim

NOVOSIBIRSK = Path("../scenarios/novosibirsk.yaml")
scenario = ecosim.load(NOVOSIBIRSK)

# %% [markdown]
# Five variants, three runs each. (Use a hundred for results: three tell nothing for sure.)

# %%
results = ecosim.compare(scenario, replications=3)
results

# %% [markdown]
# ## When does a difference show?
#
# Each panel: all links minus without the one named, summed up over time. The band holds the whole path at
# once; above each panel stands since when it excludes zero.

# %%
results.plot.difference("agreements")

# %% [markdown]
# ## What takes the place of a link?
#
# Left: with all links. Right: without the Triangle. Contracts and licences do not stop, they go at arm's
# length: they cost more and take longer to find.

# %%
results.plot.sankey()

# %% [markdown]
# ## Where on the way to a product?
#
# The same runs again, to count every technology. Is it that fewer are taken up, or that fewer survive the
# valley of death (levels 4 to 6)?

# %%
results.plot.funnel(replications=2, jobs=1)

# %% [markdown]
# ## Why? One technology's life
#
# Averages do not tell how. Take one technology and tell its life with all links and without the Triangle. It
# is the same technology in both, with the same luck. The one here was drawn by lot; another number draws
# another.

# %%
ecosim.trace(results, lot=5)

# %% [markdown]
# The one to which most sales are owed makes a better story, and a worse argument: it was chosen because it
# was lucky.

# %%
best = ecosim.trace(results)
print(best.parting.why)

# %%
from ecosim.plots.lives import lives

lives(best)

# %% [markdown]
# ## Where to go from here
#
# - On the command line: `ecosim compare`, `ecosim plot RESULTS difference sankey funnel`, `ecosim trace
#   RESULTS --random 5`.
# - `docs/explained.md` tells all links of Novosibirsk in full; `docs/knockout.md` which assumed numbers carry
#   each effect.
# - Next: `which_link_first.py`.
