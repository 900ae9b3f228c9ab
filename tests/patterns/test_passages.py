"""Passages are those of the log: channel, kind and end agree with the tables and the counts of the run."""

from __future__ import annotations

import cases
import numpy as np
import pytest

from ecosim.patterns.finished import Finished, finish
from ecosim.patterns.passages import End, Passages, passages
from ecosim.world.codes import Agreement, Stage


@pytest.fixture(scope="module")
def run() -> Finished:
    return finish(cases.scenario(cases.small(time={"end": "2012Q4"})), seed=11, replication=0)


@pytest.fixture(scope="module")
def found(run: Finished) -> Passages:
    return passages(run)


def test_agreements_of_every_channel_are_those_of_the_series(run: Finished, found: Passages) -> None:
    names = {Agreement.LICENCE: "licences", Agreement.PUBLICATION: "publications", Agreement.SPIN_OFF: "spin_offs"}
    for kind, name in names.items():
        for number, channel in enumerate(run.world.names["channels"]):
            column = f"{name}.{channel}"
            counted = run.whole(column).sum() if column in run.columns else 0
            assert ((found.kind == kind) & (found.channel == number)).sum() == counted


def test_products_are_those_of_the_series_but_for_what_passed_before_reporting(run: Finished, found: Passages) -> None:
    techs = run.world.techs.view
    before = (techs["launched"] >= run.begun) & (techs["agreed"] < run.begun)
    assert (found.end == End.PRODUCT).sum() == run.whole("completions").sum() - before.sum()
    assert (found.end == End.PRODUCT).sum() > 5


def test_what_is_under_way_is_in_development_now(run: Finished, found: Passages) -> None:
    techs = run.world.techs.view
    developing = (techs["stage"] == Stage.DEVELOPMENT) & (techs["agreed"] >= run.begun)
    assert (found.end == End.UNDER_WAY).sum() == developing.sum() > 0
    assert {End.GIVEN_UP, End.CLOSED} <= set(found.end.tolist())


def test_time_runs_forward(run: Finished, found: Passages) -> None:
    last = run.scenario.time.quarters - 1
    assert (found.found <= found.agreed).all()
    assert (found.agreed <= found.ended).all()
    assert found.ended.max() == last
    assert (found.agreed >= 0).all()
    assert (found.found < 0).any()  # discovered before reporting
    again = ~found.first
    assert again.any()
    assert np.isin(found.kind, [Agreement.LICENCE, Agreement.PUBLICATION, Agreement.SPIN_OFF]).all()
