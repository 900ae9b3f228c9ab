"""The funnel from disclosure to patent, licence, start-up and product, over the last ten years.

Everything is counted in the same years, as licensing surveys do: nobody follows a year's disclosures to their end.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ecosim.patterns.finished import Finished
from ecosim.patterns.measure import Measure, ratio
from ecosim.world.codes import Agreement, Moved


def per_100_disclosures(*names: str) -> Callable[[Finished], float]:
    """Return what counts some flows for each hundred technologies that science discovers in the same ten years."""

    def measure(run: Finished) -> float:
        return 100.0 * ratio(sum(run.mature(name).sum() for name in names), run.mature("disclosures").sum())

    return measure


def products(run: Finished) -> float:
    """Count products from licensed technologies and in spin-offs, as licensing surveys do; not from publications."""
    log, techs = run.world.log.view, run.world.techs.view
    launched = log[(log["what"] == Moved.PRODUCT) & (log["quarter"] >= run.ripe)]
    licensed = np.isin(techs["agreement"][launched["technology"]], (Agreement.LICENCE, Agreement.SPIN_OFF))
    return 100.0 * ratio(float(licensed.sum()), run.mature("disclosures").sum())


def disclosures_per_researcher(run: Finished) -> float:
    """Return technologies discovered a year over staff of institutes and universities, last ten years."""
    return ratio(4.0 * run.mature("disclosures").sum(), run.mature("researchers").sum())


_SURVEY = "institutes are counted with the universities that the survey asks"

MEASURES = {
    "funnel_applications": Measure(
        per_100_disclosures("patent_applications"), "patent applications by science, last ten years", _SURVEY
    ),
    "funnel_patents": Measure(per_100_disclosures("patents"), "patents granted to science, last ten years", _SURVEY),
    "funnel_licences": Measure(
        per_100_disclosures("licences", "licences_outside"),
        "licences to firms of the region and to outsiders, last ten years", f"{_SURVEY}; options do not exist",
    ),
    "funnel_startups": Measure(per_100_disclosures("spin_offs"), "spin-offs founded, last ten years", _SURVEY),
    "funnel_products": Measure(
        products, "products from licences and in spin-offs, last ten years",
        f"{_SURVEY}; products of licensees outside the region are not simulated",
    ),
    "disclosures_per_researcher": Measure(
        disclosures_per_researcher, "discoveries of science a year over its staff, last ten years",
        "staff of universities who mostly teach are in the denominator, as in the estimate",
    ),
}  # fmt: skip
