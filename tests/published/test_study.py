"""Studies: the same numbers whatever the number of workers, summaries that print and draw when stored."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ecosim.errors import EcosimError, UsageError
from ecosim.plots.published import draw
from ecosim.published.catalogue import PUBLISHED, study
from ecosim.published.march1991.model import Settings
from ecosim.published.report import summarise, table
from ecosim.published.study import Sample, Study, carry_out
from ecosim.published.verdict import Finding


def nothing(done: int, total: int) -> None:
    """Show no progress."""


def fails(settings: Settings, luck: np.uint64) -> tuple[float, ...]:
    raise ArithmeticError("no such number")


def one_sign(sample: Sample) -> list[Finding]:
    return [Finding("anything", float(sample.of("a", "code").mean()), 0.1, sign=1)]


@pytest.fixture(scope="module")
def small() -> Study:
    cells = {"a": Settings(periods=5), "b": Settings(periods=5, turnover=0.2)}
    return replace(study("march1991"), cells=cells, judge=one_sign)


@pytest.mark.slow
def test_workers_do_not_change_the_numbers(small: Study) -> None:
    samples = [carry_out(small, 25, 7, jobs, nothing) for jobs in (1, 2)]
    assert np.array_equal(samples[0].values, samples[1].values, equal_nan=True)
    assert not np.array_equal(samples[0].values, carry_out(small, 25, 8, 1, nothing).values, equal_nan=True)


def test_every_run_has_luck_of_its_own(small: Study) -> None:
    values = carry_out(small, 45, 7, 1, nothing).values[0, :, 1]  # knowledge of members, which takes many values
    assert len(set(values.tolist())) > 40


def test_more_runs_keep_the_first_ones(small: Study) -> None:
    few, more = (carry_out(small, runs, 7, 1, nothing).values for runs in (3, 25))
    assert np.array_equal(few, more[:, :3], equal_nan=True)


def test_progress_counts_runs_of_all_cells(small: Study) -> None:
    seen: list[tuple[int, int]] = []
    carry_out(small, 25, 7, 1, lambda done, total: seen.append((done, total)))
    assert seen == [(0, 50), (20, 50), (25, 50), (45, 50), (50, 50)]


def test_a_run_that_fails_is_told(small: Study) -> None:
    with pytest.raises(EcosimError, match="march1991, a, run 0: ArithmeticError: no such number"):
        carry_out(replace(small, simulate=fails), 2, 1, 1, nothing)


def test_a_summary_survives_being_stored(small: Study) -> None:
    summary = summarise(small, carry_out(small, 4, 7, 1, nothing), 7)
    stored = json.loads(json.dumps(summary))
    assert stored == summary
    assert table(stored).text() == table(summary).text()
    assert summary["cells"]["a"]["fast"] == {"mean": None, "error": None}
    assert "4 runs per cell · seed 7 · ecosim 0.1.0+march1991." in table(summary).text()


def test_an_unknown_model_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(UsageError, match="no published model 'march1919'; did you mean 'march1991'"):
        study("march1919")


@pytest.mark.parametrize("name", PUBLISHED)
def test_figures_have_the_same_bytes_each_time(name: str, tmp_path: Path) -> None:
    stored = json.loads((Path(__file__).parents[2] / "docs" / "figures" / f"published-{name}.json").read_text())
    for copy in "ab":
        draw(stored, tmp_path / f"{copy}.png")
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
