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
# # Build your own science city
#
# A scenario is a text file. Here you write one from nothing: places, institutes, a university, firms, money,
# links, and a technopark that opens in a later year. Then you run it and look at it on a map. All numbers are
# made up; in a scenario of yours every number should say where it comes from (`source:`).

# %%
import tempfile
from pathlib import Path

import ecosim

# %% [markdown]
# ## 1. The text
#
# Names are yours. `fields` are what people work in; `market` is what the world would buy from local firms in
# a year; `budget` is what ministries give in a year. What you leave out has a default: `ecosim show FILE`
# prints each with its source.

# %%
CITY = """
name: lakeside
title: Lakeside, a city of our own
source: assumed
time: {start: 2000Q1, end: 2014Q4, burn_in: 40}
money: {unit: million, wage: 0.5}
fields: [optics, software]
regions:
  coast: {title: The coast, market: {optics: 6000, software: 9000}, local_share: 0.1, growth: 0.02, entrants: 2}
places:
  harbour: {title: Harbour, region: coast, latitude: 59.0, longitude: 10.0, entry: 2}
  hill: {title: College Hill, region: coast, latitude: 59.05, longitude: 10.1, entry: 1, designated: 1990Q1}
institutes:
  lenses: {title: Institute of Lenses, place: hill, researchers: 80, fields: {optics: 1}}
universities:
  coast: {title: Coast University, place: hill, researchers: 60, students: 600, fields: {optics: 1, software: 2}}
populations:
  shops:
    place: harbour
    count: 25
    fields: {optics: 1, software: 2}
    staff: {median: 8, sigma: 0.8}
    knowledge: {median: 0.5, sigma: 0.2}
ministries:
  science: {title: Ministry of Science, region: coast, budget: {institutes: 180, universities: 140, projects: 60}}
  trade: {title: Ministry of Trade, region: coast, budget: {subsidies: 15, technoparks: 0}}
technoparks:
  pier: {title: The Pier, place: harbour, opens: 2006Q1, capacity: 8}
events:
  - {date: 2006Q1, title: The Pier opens, set: {ministries.trade.budget.technoparks: 12}}
links:
  science_education: {}
  education_industry: {}
  science_industry: {}
  spin_off: {}
  incubation: {}
  public_funding: {}
"""
folder = Path(tempfile.mkdtemp())
file = folder / "lakeside.yaml"
file.write_text(CITY, encoding="utf-8")
scenario = ecosim.load(file)
scenario.title

# %% [markdown]
# ## 2. Mistakes are told with their line
#
# Change a word, and loading says what was found, where, and what is allowed.

# %%
(folder / "wrong.yaml").write_text(CITY.replace("researchers: 80", "reserchers: 80"), encoding="utf-8")
try:
    ecosim.load(folder / "wrong.yaml")
except ecosim.ScenarioError as error:
    print(error.problems[0].message)

# %% [markdown]
# ## 3. Run it
#
# Ten runs that differ in nothing but luck. (`jobs=1`: so few are quicker in this one process.) The line is
# their median, the bands hold half and nine tenths of them; the number above marks the year in which the Pier
# opens.

# %%
results = ecosim.run(scenario, replications=10, jobs=1)
results.plot.curves("agreements")

# %% [markdown]
# ## 4. Look at it
#
# Where are people, and which places are tied? One of the runs, at two dates.

# %%
results.plot.map(dates=["2001", "2014Q4"])

# %% [markdown]
# Who is tied to whom? Institutes are to the left, universities above, firms to the right.

# %%
results.plot.network(dates=["2001", "2014Q4"])

# %% [markdown]
# ## 5. A variant says only what differs
#
# What if the Pier had opened six years earlier? A second file extends the first.

# %%
(folder / "early.yaml").write_text(
    """
extends: lakeside.yaml
name: early
technoparks: {pier: {opens: 2000Q1}}
ministries: {trade: {budget: {technoparks: 12}}}
""",
    encoding="utf-8",
)
both = ecosim.compare(scenario, folder / "early.yaml", replications=10, jobs=1)
both.effects("completions", "spin_offs", "firms")[["cell", "indicator", "difference", "interval_low", "interval_high"]]

# %% [markdown]
# With ten pairs the intervals are wide. `replications="auto"` makes as many as it takes until they are as
# narrow as you declare under `judgement`.
#
# ## Where to go from here
#
# - Give every number a `source`. `ecosim validate` checks a file, `ecosim show --sources` counts what is
#   assumed.
# - `scenarios/novosibirsk.yaml` is a real place with 53 institutes; take a part of it with `extends`.
# - Next: `with_and_without.py` cuts links one by one.
