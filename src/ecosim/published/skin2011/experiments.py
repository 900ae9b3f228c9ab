"""The experiment of 2011: the same population with and without universities, under every reading of the model.

A run of a cell is a pair of runs that share their luck, one with universities and one without.
"""

from __future__ import annotations

import numpy as np

from ecosim.published.skin2011.model import MEASURES, simulate
from ecosim.published.skin2011.settings import Settings
from ecosim.published.study import Sample, Study, mean_and_error
from ecosim.published.verdict import Finding

#: Universities beside 500 firms.
UNIVERSITIES = 50
#: What the paper says: measure -> (words, sign).
SAID = {
    "competence": ("competence of all actors, with less without", 1),
    "variety": ("capabilities that firms hold, with less without", 1),
    "passed": ("capabilities passed to firms per step, with less without", 1),
    "delay": ("steps from first firm to ten, with less without", -1),
    "attraction": ("share attracted: by firms with a university less by others", 1),
}
#: What stands beside it and is not in the paper.
BESIDE = {
    "competence of firms": "competence of firms alone, with less without",
    "variety per firm": "capabilities that firms hold, per firm, with less without",
    "spread": "capabilities that ten firms held at once, with less without",
    "firms": "firms at the end, with less without",
    "trading": "share of firms that trade at the end, with less without",
}
_DIGITS = {"attraction": 4, "variety per firm": 3, "trading": 3}
#: The default reading, and each switch turned the other way; what each means.
READINGS = {
    "default": "default reading",
    "forget_partners": "former partners forgotten",
    "fresh_adverts": "adverts a step late",
    "whole_kene": "small steps on any triple",
    "new_hypothesis": "hypothesis kept when radical",
    "copied_expertise": "start-ups inexperienced",
    "capped": "kenes capped by capital",
    "price_floor": "no floor for prices",
    "forgetful_universities": "universities forget",
    "both_willing": "one side's wish is enough",
    "first_fit": "one partner ends a search",
    "random_prices": "first prices at random",
    "likeness": "all look for likeness",
    "novelty": "all look for novelty",
}
#: Readings that are no switch: values in place of the defaults.
_VALUES: dict[str, dict[str, float]] = {
    "default": {}, "likeness": {"progressive": 0.0}, "novelty": {"progressive": 1.0},
}  # fmt: skip


def pair(settings: Settings, luck: np.uint64) -> tuple[float, ...]:
    """Return every measure with less without universities, the attraction of ties to them, and the levels without.

    Args:
        settings: a population with universities.
        luck: address that all draws of both runs hang on.
    """
    some = np.array(simulate(settings, luck))
    none = np.array(simulate(settings.model_copy(update={"universities": 0}), luck))
    attraction = some[MEASURES.index("met linked")] - some[MEASURES.index("met others")]
    return (*(some - none).tolist(), float(attraction), *none.tolist())


def judge(sample: Sample) -> list[Finding]:
    """Return what the paper says beside our sample, in the default reading."""
    found = []
    for measure, (words, sign) in {**SAID, **{name: (words, 0) for name, words in BESIDE.items()}}.items():
        mean, error = mean_and_error(sample.of("default", measure))
        found.append(Finding(words, mean, error, sign=sign, digits=_DIGITS.get(measure, 2)))
    return found


def _settings(reading: str) -> Settings:
    turned = _VALUES[reading] if reading in _VALUES else {reading: 1 - getattr(Settings(), reading)}
    return Settings.model_validate({"universities": UNIVERSITIES} | turned)


STUDY = Study(
    name="skin2011",
    title="With universities firms hold more capabilities, but diffusion is no faster",
    citation=(
        "Ahrweiler, P., Pyka, A. and Gilbert, N. (2011), A new model for university-industry links in knowledge-based "
        "economies, Journal of Product Innovation Management 28, 218-235."
    ),
    origin=(
        "Signs: the paper's abstract. How the paper measures them, and what its universities are, we could not read; "
        "both are ours. Rows without a published side are not in the paper."
    ),
    runs=50,
    cells={reading: _settings(reading) for reading in READINGS},
    measures=(*MEASURES, "attraction", *(f"{name} without" for name in MEASURES)),
    simulate=pair,
    judge=judge,
)
