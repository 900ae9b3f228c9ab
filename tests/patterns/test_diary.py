"""The diary of a run agrees with the series and the tables, and reading changes nothing."""

from __future__ import annotations

import cases
import numpy as np
import pytest

from ecosim.patterns.diary import Diary
from ecosim.patterns.observe import MEASURES, Finished, finish, observe
from ecosim.patterns.portrait import portray
from ecosim.simulation import simulate
from ecosim.world import layouts
from ecosim.world.codes import Agreement, Kind, Stage
from ecosim.world.world import World


@pytest.fixture(scope="module")
def run() -> Finished:
    return finish(cases.scenario(cases.small(time={"end": "2012Q4"})), seed=11, replication=0)


def test_a_run_that_is_watched_is_the_same_run(run: Finished) -> None:
    alone = simulate({"one": run.scenario}, seed=11, replication=0)["one"]
    assert np.array_equal(alone.series, run.series, equal_nan=True)


def test_every_measure_is_a_number_or_absent(run: Finished) -> None:
    found = observe(run)
    assert set(found) == set(MEASURES)
    assert all(isinstance(value, float) for value in found.values())
    assert observe(run, ["product_lag"]) == {"product_lag": found["product_lag"]}
    assert 0 < found["funnel_applications"] <= 100
    assert 0 < found["startup_survival_5y"] <= 1
    assert np.isnan(found["firm_size_tail"])  # fewer than two hundred firms


def test_returns_belong_to_products_and_royalties_are_their_share(run: Finished) -> None:
    techs, owed = run.world.techs.view, run.diary.returns
    assert len(owed) == len(techs)
    assert owed[techs["stage"] != Stage.PRODUCT].sum() == 0
    licensed = (techs["agreement"] == Agreement.LICENCE) & (techs["launched"] >= run.begun)
    assert owed[licensed].sum() > 0
    licence_money = run.series[:, [c for n, c in run.columns.items() if n.startswith("licence_money.")]].sum()
    assert 0.03 * owed[licensed].sum() < licence_money  # fees come on top


def test_ties_that_were_used_say_when(run: Finished) -> None:
    ties = run.world.ties.view
    last = run.diary.used
    assert len(last) == len(ties)
    assert (last[ties["uses"] == 0] == -1).all()
    known = last >= 0
    assert known.any()
    assert (last[known] >= ties["formed"][known]).all()


def test_residents_stay_known_when_they_have_left_the_park(run: Finished) -> None:
    orgs = run.world.orgs.view
    park = int(run.world.parks[0])
    living = (run.diary.park == park) & (orgs["died"] < 0)
    count, heads, sales = run.diary.parks[-1][park]
    assert count == living.sum() > (orgs["park"] == park).sum()
    assert heads == orgs["staff"][living].sum()
    assert sales == pytest.approx(orgs["sales"][living].sum())
    assert (orgs["kind"][run.diary.park >= 0] == Kind.FIRM).all()


def test_public_money_for_research_is_less_than_all_public_money(run: Finished) -> None:
    research, every = np.array(run.diary.public_research), run.whole("public_money")
    assert len(research) == len(every) == run.scenario.time.quarters
    assert (0.5 * every < research).all()
    assert (research < every).all()


def test_a_portrait_has_a_number_for_each_whole_year(run: Finished) -> None:
    found = portray(run)
    years = run.scenario.time.quarters // 4
    assert {len(one) for one in (found.closures, found.industry, found.dependence, found.disclosures)} == {years}
    assert (np.diff(found.returns) >= 0).all()
    assert (np.diff(found.sizes) >= 0).all()


def test_a_product_is_owed_its_part_of_sales_for_five_years() -> None:
    world = World(1, 2)
    world.regions = np.zeros(1, layouts.REGION.dtype)
    world.params["competition"] = np.array([(0.1,)], dtype=[("creep", float)])
    world.orgs.append(2, kind=Kind.FIRM, quality=2.0, sales=100.0, died=[-1, 4])
    world.techs.append(5, stage=Stage.PRODUCT, gain=0.5, developer=[0, 0, 0, 1, 0], launched=[29, 28, 9, 29, 10])
    world.techs.append(1, stage=Stage.DEVELOPMENT, gain=0.5, developer=0, launched=29)
    world.tick = 30
    diary = Diary()
    diary.note(world)
    assert diary.returns.tolist() == pytest.approx([25.0, 22.5, 0.0, 0.0, 25 * 0.9**19, 0.0])
    diary.note(world)
    assert diary.returns[0] == pytest.approx(50.0)
