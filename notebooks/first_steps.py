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
# # First steps: from a scenario to a curve
#
# What happens to technology transfer around Novosibirsk when institutes and firms have no lasting
# ties? Or universities and firms? In the next minutes you will
#
# 1. read a scenario,
# 2. watch a region quarter by quarter,
# 3. compare it with itself, each link cut in turn,
# 4. see how much each link adds, and through which flow.
#
# You need to know how to run a cell (Shift+Enter) and a little Python. Everything here also works on
# the command line: `ecosim compare scenarios/novosibirsk.yaml`.

# %%
from collections import Counter
from pathlib import Path

import mesa

import ecosim
from ecosim.agents import Firm, Institute, University

NOVOSIBIRSK = Path("../scenarios/novosibirsk.yaml")

# %% [markdown]
# ## 1. A scenario
#
# A scenario is a text file: who is there, what money there is, which links exist, what happens when.
# Open it in an editor: every number says where it comes from, or that it is assumed. Loading checks
# it; a mistake is reported with its line.
#
# We stop at the end of 2025 to save time; `overrides` change single values without touching the file.

# %%
scenario = ecosim.load(NOVOSIBIRSK, overrides=["time.end=2025Q4"])
print(scenario.title)
print(scenario.question)

# %%
print(len(scenario.institutes), "institutes and", len(scenario.universities), "universities by name, such as")
for institute in list(scenario.institutes.values())[:3]:
    print(f"  {institute.title}: {institute.researchers} researchers")

print("links:", ", ".join(name for name, link in scenario.links if link is not None and link.enabled))

# %% [markdown]
# ## 2. One run, step by step
#
# An `Ecosystem` is a [Mesa](https://mesa.readthedocs.io) model, and a step is a quarter. It first runs
# for some years without the links, so that it starts from a settled state: the *burn-in*. The very
# first run compiles the program, which takes some seconds once.

# %%
model = ecosim.Ecosystem(scenario, seed=1)
model.burn_in()
print({kind.__name__: len(agents) for kind, agents in model.agents_by_type.items()})

# %% [markdown]
# Mesa's own tools work: here a `DataCollector` watches two years. What it collects is yours to choose.

# %%
collector = mesa.DataCollector(
    model_reporters={
        "firms": lambda model: len(model.agents_by_type[Firm]),
        "staff of firms": lambda model: model.agents_by_type[Firm].agg("staff", sum),
        "researchers": lambda model: sum(
            model.agents_by_type[kind].agg("staff", sum) for kind in (Institute, University)
        ),
    }
)
for _ in range(8):
    model.step()
    collector.collect(model)
collector.get_model_vars_dataframe()

# %% [markdown]
# Every organisation can be looked at. With whom does the largest institute have ties, and through which link?

# %%
largest = max(model.agents_by_type[Institute], key=lambda institute: institute.staff)
print(largest.name, "has", largest.staff, "researchers and", len(largest.technologies), "discoveries")
print("ties:", dict(Counter(tie.link for tie in largest.ties)))

# %% [markdown]
# ## 3. With and without each link
#
# One run proves nothing: chance plays its part. `compare` therefore runs the scenario several times
# (*replications*), and each of these again without one link, without another, and without all three
# links of the Triangle between science, education and industry. Runs of the same replication share
# their luck, so they can be compared in *pairs*.
#
# Four replications are enough to see how it works, and far too few to conclude anything: the
# intervals below are wide, and with so few pairs even too narrow. Use 100 for results.

# %%
results = ecosim.compare(scenario, replications=4)
results

# %% [markdown]
# Transfers are counted twice, because the two may disagree: when science and a firm **agree** (a contract,
# a licence, a spin-off, a publication used), and when a technology that was transferred becomes a **product**.
#
# The curves show products. Above, the median of each variant; below, each variant with its bands
# before the one with all links in grey. Numbers on top refer to dated events of the scenario.

# %%
results.plot.curves("completions")

# %% [markdown]
# How much does each link add? Where an interval holds zero, these runs do not tell.

# %%
results.plot.forest()

# %% [markdown]
# ## 4. Why? Follow the flows
#
# No rule in the model says that a link helps. A link lets something flow: people, hours, contracts,
# news of what is on offer. Cut it, and its flow vanishes; those cut off turn to what is open to all, at
# *arm's length*. Each bar shows both.

# %%
results.plot.flows()

# %% [markdown]
# The same as a table, for contracts:

# %%
flows = results.to_pandas("flows")
contracts = flows[flows["flow"] == "contracts"]
contracts.pivot(index="channel", columns="cell", values="median").round(1)

# %% [markdown]
# Does the link between science and industry matter because of its contracts, or because of something
# else that it carries? Keep the link, and switch only this flow off:

# %%
no_contracts = ecosim.load(
    NOVOSIBIRSK,
    overrides=["time.end=2025Q4", "links.science_industry.contracts=false", "name=no_contracts"],
)
question = ecosim.compare(scenario, no_contracts, replications=4)
question.plot.forest()

# %% [markdown]
# Positive now means: more *without* these contracts than with all flows.
#
# ## Where to go from here
#
# - Change a number in the scenario, or write a file that says `extends: novosibirsk.yaml` and only what differs.
# - `results.plot.curves("knowledge_firms")`: any indicator can be drawn; `results.summary["indicators"]` lists them.
# - `results.plot.curves(path="curve.svg")` writes a picture for a report; so do the other plots.
# - Ask for `replications=100` before you believe an effect, and read its interval before its mean.
