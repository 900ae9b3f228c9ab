"""What a page shows of single runs is seen when they are first made, and else when they are made again: the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cases import scenario
from report_samples import LINKS

from ecosim.experiments.design import Design, attributing
from ecosim.experiments.draws import Draws, uncertain
from ecosim.patterns.finished import Finished
from ecosim.report import page, seen
from ecosim.report.seen import glance_at, look
from ecosim.results import study


def design(replications: int) -> Design:
    return attributing(scenario(), LINKS, None, 1, replications)


def nobody(*_: Any) -> Any:
    """Stand where nothing may be called."""
    raise AssertionError("a run is made again")


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_seen_at_first_is_not_made_again_and_the_page_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    asked = design(2)
    glance = glance_at(asked)
    results = study.carry_out(asked, tmp_path, jobs, glance=glance)
    again = page.write_report(results, tmp_path / "again.html", jobs=1)
    monkeypatch.setattr(seen, "look_at_runs", nobody)
    monkeypatch.setattr(seen, "resolved_scenario", nobody)
    first = page.write_report(results, tmp_path / "first.html", jobs=1, glance=glance)
    assert first.read_bytes() == again.read_bytes()


def test_runs_that_were_kept_before_are_made_again_and_only_they(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study.carry_out(design(1), tmp_path, 1)
    glance = glance_at(design(3))
    results = study.carry_out(design(3), tmp_path, 1, glance=glance)
    assert glance is not None and {replication for _, replication in glance.seen} == {1, 2}
    asked: list[int] = []
    whole, looking = look(results, 1), seen.look_at_runs
    monkeypatch.setattr(
        seen, "look_at_runs", lambda look, numbers, *rest: asked.extend(numbers) or looking(look, numbers, *rest)
    )
    found = look(results, 1, glance=glance)
    assert asked == [0] and found.runs.keys() == whole.runs.keys()
    assert all((found.runs[unit].climbed == run.climbed).all() for unit, run in whole.runs.items())
    assert all(found.runs[unit].network == run.network for unit, run in whole.runs.items())


def failing(run: Finished, replication: int) -> None:
    raise ValueError(f"cannot look at {replication}")


def test_a_look_that_fails_costs_no_run(tmp_path: Path) -> None:
    asked = design(1)
    glance = glance_at(asked)
    assert glance is not None
    glance = replace(glance, look=failing)
    results = study.carry_out(asked, tmp_path, 1, glance=glance)
    assert not results.failures and not glance.seen
    assert len(look(results, 1, glance=glance).runs) == len(results.cells)


def test_only_what_a_page_shows_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen, "MOST_CELLS", 3)
    asked = design(50)
    glance = glance_at(asked)
    assert glance is not None and len(glance.scenarios) == 3 and glance.replications == frozenset(range(20))
    drawn = uncertain(asked, Draws(("processes.offers.show",), ((0.2,),)))
    assert glance_at(drawn) is None  # each run has its own scenario, which a page cannot show
