"""Findings of Triulzi, Pyka and Scholz (2014) and of Dosi et al. (2023), as signs on the Novosibirsk scenario.

A hundred pairs of runs share their luck. A sign counts where the 99 % interval of the mean difference lies on its side.
Which findings agree is told, with the numbers, in docs/published.md; a sign that changes with the model fails here,
so that the page is brought up to date. Four pairs tell most of the signs, and are run each time.

    python tests/published/test_findings.py | python docs/build_studies.py findings

prints the table of that page.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from ecosim import indicators
from ecosim.catalogue import Scenario, link_types
from ecosim.experiments.design import cut
from ecosim.experiments.knockout import plan
from ecosim.experiments.study_file import read_study
from ecosim.scenario import load
from ecosim.simulation import simulate
from ecosim.version import model_version

ROOT = Path(__file__).parents[2]
NOVOSIBIRSK = ROOT / "scenarios" / "novosibirsk.yaml"
INDUSTRY = ("science_industry", "education_industry")
PAIRS, FEW = 100, 4
CATALOGUE = indicators.catalogue(link_types())


@lru_cache(maxsize=2)
def outcomes(pairs: int) -> dict[str, NDArray[np.float64]]:
    """Return outcomes at the horizon (pairs, indicators) of four cells: flows summed, levels of the last quarter."""
    scenario = load(NOVOSIBIRSK, Scenario)
    cells = {"all": scenario, "apart": cut(scenario, INDUSTRY)}
    for cell in plan(read_study("findings"), scenario, (), 1, pairs).design.cells:
        name, _, links = cell.name.partition(": ")
        if links == "all links" and name != "as it is":
            cells[name] = cell.scenario
    flows = np.array([one.kind == "flow" for one in CATALOGUE])
    found: dict[str, list[NDArray[np.float64]]] = {name: [] for name in cells}
    for replication in range(pairs):
        for name, run in simulate(cells, seed=1, replication=replication).items():
            found[name].append(np.where(flows, run.series.sum(axis=0), run.series[-1]))
    return {name: np.array(rows) for name, rows in found.items()}


def of(cell: str, indicator: str, pairs: int) -> NDArray[np.float64]:
    """Return an indicator, or a flow over all its channels, at the horizon (pairs,)."""
    columns = [i for i, one in enumerate(CATALOGUE) if one.name == indicator or one.name.startswith(f"{indicator}.")]
    return outcomes(pairs)[cell][:, columns].sum(axis=1)


def change(indicator: str, cell: str, against: str, pairs: int = PAIRS) -> tuple[float, float, float]:
    """Return the mean relative difference of two cells, and its 99 % interval."""
    ratio = of(cell, indicator, pairs) / of(against, indicator, pairs) - 1.0
    half = stats.t.ppf(0.995, pairs - 1) * ratio.std(ddof=1) / np.sqrt(pairs)
    return float(ratio.mean()), float(ratio.mean() - half), float(ratio.mean() + half)


#: What is compared: finding, indicator, cell, cell it is held against, the sign that is found (0: none can be told).
SIGNS = (
    ("relations with industry draw science to applied work", "applied_share", "all", "apart", 1),
    ("science gains money of industry", "contract_money", "all", "apart", 1),
    ("firms gain knowledge", "knowledge_firms", "all", "apart", 1),
    ("universities gain little knowledge", "knowledge_universities", "all", "apart", 0),
    ("basic funding counteracts the drift", "applied_share", "basic_funding", "all", -1),
    ("subsidies beat a public laboratory of the same cost", "completions", "public_laboratory", "all", -1),
)
NAMES = [one[0] for one in SIGNS]
LARGE = ("applied_share", "knowledge_firms")  # changes that few pairs tell from none


def sign_of(low: float, high: float) -> int:
    """Return on which side of zero an interval lies, 0 where it holds zero."""
    return (low > 0) - (high < 0)


@pytest.mark.slow
@pytest.mark.parametrize(("finding", "indicator", "cell", "against", "sign"), SIGNS, ids=NAMES)
def test_the_sign_is_what_the_page_says(finding: str, indicator: str, cell: str, against: str, sign: int) -> None:
    _, low, high = change(indicator, cell, against)
    assert sign_of(low, high) == sign


@pytest.mark.slow
def test_universities_gain_less_knowledge_from_relations_with_industry_than_firms_do() -> None:
    universities, firms = (change(f"knowledge_{who}", "all", "apart") for who in ("universities", "firms"))
    assert universities[2] < firms[1]


@pytest.mark.parametrize(("finding", "indicator", "cell", "against", "sign"), SIGNS, ids=NAMES)
def test_few_pairs_do_not_speak_against_it(finding: str, indicator: str, cell: str, against: str, sign: int) -> None:
    _, low, high = change(indicator, cell, against, FEW)
    assert sign_of(low, high) in ((sign,) if indicator in LARGE else (sign, 0))


def test_the_page_has_the_signs_that_are_tested() -> None:
    page = (ROOT / "docs" / "published.md").read_text(encoding="utf-8")
    block = page.split("<!-- study:findings:begin -->")[1].split("<!-- study:findings:end -->")[0]
    for finding, *_, sign in SIGNS:
        (row,) = [line for line in block.splitlines() if line.startswith(finding)]
        low, high = (float(bound.strip("+%")) for bound in row.split("[")[1].split("]")[0].split(", "))
        assert sign_of(low, high) == sign, finding


def table() -> str:
    """Return the table of docs/published.md."""
    wide = max(map(len, NAMES))
    rows = [
        f"{finding:{wide}}  {indicator:22}  {mean:+8.2%} [{low:+.2%}, {high:+.2%}]"
        for finding, indicator, cell, against, _ in SIGNS
        for mean, low, high in [change(indicator, cell, against)]
    ]
    head = f"{'finding':{wide}}  {'indicator at 2025Q4':22}   change, 99 % interval (t)"
    return "\n".join([head, *rows, f"{PAIRS} pairs, seed 1, ecosim {model_version()}"])


if __name__ == "__main__":
    print(table())
