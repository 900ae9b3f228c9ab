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
# # Reproduce a published model
#
# The machinery here (addressed luck, paired runs, tables of state) also carries models of the literature.
# This notebook runs March (1991), *Exploration and exploitation in organizational learning*, and lays the
# paper's numbers beside ours.
#
# People in an organisation learn from its code, the code learns from those who know better. Who learns slowly
# keeps differences alive, and the organisation ends up knowing more: exploration. The paper's Figure 1 shows
# it.

# %%
from ecosim.experiments.pool import processors
from ecosim.plots.published import draw
from ecosim.published.catalogue import PUBLISHED, study
from ecosim.published.report import summarise, table
from ecosim.published.study import carry_out

PUBLISHED


# %%
def silent(done, total):
    """Report no progress."""


march = study("march1991")
runs = 20
sample = carry_out(march, runs, 1, processors(), silent)
summary = summarise(march, sample, 1)
print(table(summary).text())

# %% [markdown]
# "Ours" has a standard error, because runs are few here. A published number read off a figure has an error
# too. A verdict says whether both agree within them, and where not, that is left standing.

# %%
import tempfile
from pathlib import Path

from IPython.display import Image

path = Path(tempfile.mkdtemp()) / "march.png"
draw(summary, path)
Image(filename=path)

# %% [markdown]
# ## Where to go from here
#
# - `ecosim reproduce march1991` runs it at full size; `ecosim reproduce --list` names the others.
# - `docs/published.md` holds all of them, also what does not agree and what a paper leaves open.
# - A model of your own: a folder in `ecosim/published` with its `STUDY`.
