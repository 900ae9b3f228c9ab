"""Runs that are looked at: those that share a past are each as from its beginning, and fail each by itself."""

from __future__ import annotations

import os
import pickle
from dataclasses import dataclass

import cases
import pytest

from ecosim.experiments.execute import silent
from ecosim.experiments.observing import Look, look_at_runs
from ecosim.patterns.finished import Finished, finish

_CLOSED = {"date": "2003Q2", "title": "closed", "set": {"links.science_industry": None}}
_CELLS = {
    "whole": cases.small(),
    "from the start": cases.only("spin_off"),
    "as the whole": cases.small(),
    "until": cases.small(links={"science_industry": {"until": "2002Q3"}}),
    "event": cases.small(events=[_CLOSED]),
    "event and more": cases.small(events=[_CLOSED | {"set": {"regions.r.entrants": 5, **_CLOSED["set"]}}]),
    "another past": cases.small(money={"wage": 0.6}),
}
SCENARIOS = {name: cases.scenario(data) for name, data in _CELLS.items()}


@dataclass(frozen=True)
class Raises:
    """Looks at runs, and raises or ends the process at one whose wage is not that of the others."""

    deadly: bool = False

    def __call__(self, run: Finished, replication: int) -> int:
        if run.scenario.money.wage != 0.5 and replication == 1:
            if self.deadly:
                os._exit(1)
            raise ArithmeticError("no\nnumber")
        return len(run.world.orgs)


def whole(run: Finished, replication: int) -> Finished:
    return run


def in_short(run: Finished, replication: int) -> tuple[dict[str, bytes], bytes, bytes]:
    return cases.state(run.world), run.series.tobytes(), pickle.dumps(vars(run.diary))


def test_runs_that_share_a_past_are_each_as_from_its_beginning() -> None:
    seen, failures = look_at_runs(Look(SCENARIOS, 3, whole, diary=True), [0, 4], 1, silent)
    assert list(seen) == [(name, replication) for name in SCENARIOS for replication in (0, 4)] and not failures
    assert seen["whole", 4].world is seen["as the whole", 4].world  # they were made together
    for (name, replication), run in seen.items():
        alone = finish(SCENARIOS[name], seed=3, replication=replication)
        assert not cases.differing(run.world, alone.world), name
        assert run.series.tobytes() == alone.series.tobytes(), name
        assert pickle.dumps(vars(run.diary)) == pickle.dumps(vars(alone.diary)), name
        assert run.scenario is SCENARIOS[name]
        assert run.world.names == alone.world.names
    assert len({run.series.tobytes() for run in seen.values()}) == 2 * (len(SCENARIOS) - 1)


def test_a_run_without_a_diary_is_the_same_run_and_says_that_it_has_none() -> None:
    seen, _ = look_at_runs(Look({"": SCENARIOS["whole"]}, 3, whole), [0], 1, silent)
    alone = finish(SCENARIOS["whole"], seed=3, replication=0)
    assert not cases.differing(seen["", 0].world, alone.world)
    with pytest.raises(ValueError, match="no diary was kept"):
        _ = seen["", 0].diary


def test_a_run_that_fails_spoils_none_that_was_made_with_it() -> None:
    told: list[tuple[int, int]] = []
    look = Look(SCENARIOS, 3, Raises())
    seen, failures = look_at_runs(look, [0, 1], 1, lambda done, total: told.append((done, total)))
    assert failures == {("another past", 1): "ArithmeticError: no number"}
    assert set(seen) == {(name, replication) for name in SCENARIOS for replication in (0, 1)} - set(failures)
    assert told == sorted(told) and told[0] == (0, 14) and told[-1] == (14, 14)


@pytest.mark.slow
def test_a_run_that_kills_its_worker_is_given_up_and_no_other() -> None:
    few = {name: SCENARIOS[name] for name in ("whole", "another past")}
    seen, failures = look_at_runs(Look(few, 3, Raises(deadly=True)), range(3), 2, silent)
    assert failures == {("another past", 1): "the worker process died each time it took up this run"}
    assert len(seen) == 5


@pytest.mark.slow
def test_one_process_or_two_see_the_same() -> None:
    look = Look(SCENARIOS, 3, in_short, diary=True)
    one, two = (look_at_runs(look, range(3), jobs, silent) for jobs in (1, 2))
    assert one == two and list(one[0]) == list(two[0])
