"""The statistics hold what they promise: coverage, false alarms, power, on experiments whose truth is known.

The full study of 2,000 experiments is kept in trials.json; here it is held against what is promised, made again in
small, and, among the slow tests, made again whole.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import trials
from trials import DESIGNS, KINDS, inside

from ecosim.results.decision import EFFECT, NONE, UNDECIDED

STORED = json.loads(trials.STORED.read_text(encoding="utf-8"))
PAGE = Path(__file__).parents[2] / "docs" / "statistics.md"
HARD = "log-normal differences"  # not pairs that share luck; the page says what is missed


def test_intervals_of_paired_outcomes_hold_the_truth_as_often_as_they_should() -> None:
    found = {name: one["interval"] for name, one in STORED["coverage"].items() if not name.startswith(HARD)}
    assert len(found) == 16
    assert [name for name, share in found.items() if not inside(share)] == []


def test_where_intervals_are_too_short_the_page_says_so() -> None:
    missed = [one["interval"] for one in STORED["coverage"].values() if not inside(one["interval"])]
    assert f"down to {min(missed):.1%}".replace("%", " %") in PAGE.read_text(encoding="utf-8")


def test_words_are_wrong_in_few_tables_and_power_is_high() -> None:
    assert max(max(one.values()) for one in STORED["false alarms"].values()) <= 0.05
    assert STORED["power"]["0.50"][EFFECT] >= 0.95
    assert STORED["power"]["0.00"][NONE] >= 0.95
    assert max(one[UNDECIDED] for one in STORED["power"].values()) <= 0.05


def test_the_page_shows_the_stored_numbers() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for table in trials.printed(STORED):
        assert table.text() in page, "run: python tests/statistics/trials.py --stored | docs/build_studies.py trials"


@pytest.mark.parametrize("how", ["30", "auto, about 100"])
@pytest.mark.parametrize("name", ["normal outcomes", "bimodal outcomes"])
def test_coverage_in_small(name: str, how: str) -> None:
    found = trials.coverage(KINDS[name], *DESIGNS[how], experiments=400)
    assert 0.92 <= found["interval"] <= 0.98  # three standard errors


def test_false_alarms_in_small() -> None:
    found = trials.false_alarms("normal outcomes", *DESIGNS["30"], experiments=200)
    assert max(found.values()) <= 0.09  # four standard errors above what is expected, half of what goes uncorrected


def test_power_in_small() -> None:
    found = trials.power(0.5, experiments=100)
    assert found[EFFECT] >= 0.92
    assert 80 < found["pairs"] < 130


@pytest.mark.slow
def test_the_stored_study_is_what_comes_out() -> None:
    made = trials.study()
    assert made.keys() == STORED.keys()
    for part, rows in STORED.items():
        for name, row in rows.items():
            assert made[part][name] == pytest.approx(row, abs=0.002), (part, name)
