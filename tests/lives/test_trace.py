"""One technology's life: what is told is what the run holds, and paths are the same until they part."""

from __future__ import annotations

import json
from pathlib import Path

import cases
import numpy as np
import pytest
from click.testing import CliRunner, Result

from ecosim.cli import main
from ecosim.errors import UsageError
from ecosim.experiments.design import cut
from ecosim.lives import report, trace
from ecosim.lives.facts import Pair
from ecosim.lives.film import Film, film
from ecosim.lives.life import FORGOTTEN, MEASURED, Life, another_fate, best, by_lot, earnings
from ecosim.lives.naming import Names
from ecosim.lives.parting import parting
from ecosim.lives.story import story
from ecosim.patterns.diary import FIRST_YEARS
from ecosim.patterns.finished import finish
from ecosim.plots.lives import lives
from ecosim.results import Results, open_results
from ecosim.results.study import compare
from ecosim.world.codes import OPEN, Flow, Moved, Stage

SMALL = cases.scenario(cases.small(time={"end": "2009Q4"}))
WITHOUT = cut(SMALL, ["science_industry"])


@pytest.fixture(scope="module")
def films() -> tuple[Film, Film]:
    return film(SMALL, seed=1, replication=0), film(WITHOUT, seed=1, replication=0)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    folder = tmp_path_factory.mktemp("small")
    return compare(SMALL, without=["science_industry"], replications=2, jobs=1, out=folder)


def pair(films: tuple[Film, Film], row: int) -> Pair:
    """Return the lives of a technology of the first film in both."""
    life = Life(films[0], row)
    there = films[1].technologies.get(life.key, -1)
    second = Life(films[1], there) if there >= 0 else None
    return Pair(life, second, films, (Names(films[0], films[0]), Names(films[1], films[0])), "without")


def rows(one: Film) -> list[int]:
    return np.flatnonzero(one.world.techs.view["found"] >= one.begun).tolist()


def test_filming_changes_nothing(films: tuple[Film, Film]) -> None:
    plain = finish(SMALL, seed=1, replication=0)
    assert not cases.differing(plain.world, films[0].world)
    assert np.array_equal(plain.series, films[0].series, equal_nan=True)


def test_what_a_product_earns_in_its_first_years_is_what_the_diary_of_patterns_notes(films: tuple[Film, Film]) -> None:
    plain = finish(SMALL, seed=1, replication=0)
    sold = [row for row in rows(films[0]) if films[0].world.techs.rows["stage"][row] == Stage.PRODUCT]
    assert len(sold) > 10
    earned = earnings(films[0], np.array(sold))
    launched = films[0].world.techs.rows["launched"][sold] - films[0].begun
    young = [earned[first : first + FIRST_YEARS, place].sum() for place, first in enumerate(launched)]
    assert np.allclose(young, plain.diary.returns[sold])


def test_people_hired_are_those_whom_firms_count(films: tuple[Film, Film]) -> None:
    orgs = films[0].world.orgs.view
    hired = np.bincount(films[0].frames[-1].hires["employer"], minlength=len(orgs))
    assert np.array_equal(hired[orgs["died"] < 0], orgs["hired"][orgs["died"] < 0])
    assert sum(int(frame.hires["graduate"].sum()) for frame in films[0].frames) > 50


def test_between_two_rounds_of_recruiting_nobody_is_hired() -> None:
    rare = cases.scenario(cases.small(time={"end": "2001Q4"}, processes={"labour": {"recruiting": 2}}))
    hired = [len(frame.hires) for frame in film(rare, seed=1, replication=0).frames]
    some, none = sorted((hired[0::2], hired[1::2]), key=sum, reverse=True)
    assert all(some) and not any(none)


def taken(one: Film) -> list[tuple[int, int]]:
    """Return technologies that went to the best bidder, with the tick."""
    log = one.world.log.view
    kinds = np.isin(log["what"], (Moved.LICENSED, Moved.PUBLICATION_USED)) & (log["quarter"] >= one.begun)
    return [(int(entry["technology"]), int(entry["quarter"])) for entry in log[kinds]]


def test_fees_are_all_the_money_that_licences_bring_at_once() -> None:
    short = cases.scenario(cases.small(time={"end": "2001Q4"}, processes={"market": {"royalty": 0.0}}))
    run, made = cases.Simulation(short, seed=1, replication=0), film(short, seed=1, replication=0)
    paid: dict[int, float] = {}
    while not run.finished:
        run.step()
        paid[run.world.tick - 1] = float(run.world.flowed[:, Flow.LICENCE_MONEY].sum())
    told = {tick: sum(fee for (_, when), fee in made.fees.items() if when == tick) for tick in paid}
    assert sum(paid.values()) > 0.0 and sum(one.fee > 0.0 for one in map(lambda row: Life(made, row), rows(made))) > 3
    assert told == pytest.approx(paid, rel=1e-12)


def test_visits_are_those_that_the_run_counts(films: tuple[Film, Film]) -> None:
    made, column = films[0], finish(SMALL, seed=1, replication=0).columns["beam_time_firms"]
    visits = [(row, one) for row, found in made.visits.items() for one in found if one.tick >= made.begun]
    assert len(visits) == made.series[:, column].sum() > 5
    assert {one.channel == OPEN for _, one in visits} == {True, False}
    for row, visit in visits:
        life = Life(made, row)
        assert (visit.tick, MEASURED) in [(one.tick, one.what) for one in life.moments]
        named = [text.text for text in story(life, Names(made, made)) if text.first <= visit.tick <= text.last]
        assert any("measures for it" in text for text in named)


def test_bids_in_vain_are_lower_and_the_first_bid_is_the_one_that_stood(films: tuple[Film, Film]) -> None:
    lost = 0
    for row, tick in taken(films[0])[:30]:
        key = int(films[0].world.techs.rows["key"][row])
        made = film(SMALL, seed=1, replication=0, watched=key)
        assert not cases.differing(made.world, films[0].world)
        bids = made.rivals[row, tick]
        values = [made.bids[row, tick], *(one.gain for one in bids)]
        assert values == sorted(values, reverse=True) and values[-1] > 0.0
        assert made.world.techs.rows["developer"][row] not in [one.firm for one in bids]
        fields = made.world.orgs.rows["field"][[one.firm for one in bids]]
        assert (fields == made.world.techs.rows["field"][row]).all()
        lost += len(bids)
        said = " ".join(one.text for one in story(Life(made, row), Names(made, made)) if one.first == tick)
        assert ("in vain" in said) == bool(bids)
    assert lost > 3


def test_moments_are_in_order_and_end_where_the_technology_stands(films: tuple[Film, Film]) -> None:
    techs = films[0].world.techs.rows
    forgotten = 0
    for row in rows(films[0]):
        life = Life(films[0], row)
        ticks = [one.tick for one in life.moments]
        assert ticks == sorted(ticks)
        assert life.moments[0].what == Moved.DISCOVERED
        assert max(one.level for one in life.moments) == techs["level"][row]
        forgotten += life.first(FORGOTTEN) is not None
        assert (life.first(Moved.PRODUCT) is not None) == (techs["stage"][row] == Stage.PRODUCT)
    assert forgotten > 10


def test_a_run_does_not_part_from_itself(films: tuple[Film, Film]) -> None:
    assert another_fate(films[0], films[0])[0] == 0
    for row in rows(films[0])[::5]:
        assert parting(pair((films[0], films[0]), row)).tick is None


def test_until_they_part_the_same_happens_to_both(films: tuple[Film, Film]) -> None:
    ways = set()
    for row in rows(films[0]):
        both = pair(films, row)
        found = parting(both)
        ways.add("never" if found.tick is None else "unfound" if both.second is None else "parted")
        if both.second is None:
            assert found.tick == both.first.moments[0].tick
            continue
        end = films[0].world.tick if found.tick is None else found.tick
        paths = []
        for life in (both.first, both.second):
            keys = life.film.world.orgs.rows["key"]
            paths.append([(one.tick, one.what, keys[one.who]) for one in life.moments if one.tick < end])
        assert paths[0] == paths[1]
    assert ways == {"never", "unfound", "parted"}


def test_every_life_can_be_told(films: tuple[Film, Film]) -> None:
    for one in films:
        names = Names(one, films[0])
        for row in rows(one):
            said = story(Life(one, row), names)
            assert said[0].text.endswith("discovered in this run.")
            assert [part.first for part in said[:-1]] == sorted(part.first for part in said[:-1])


def test_the_best_earns_most_and_lots_draw_different_ones(films: tuple[Film, Film]) -> None:
    most = best(films[0])
    total = earnings(films[0], np.array(rows(films[0]))).sum(axis=0)
    assert most.earned.sum() == pytest.approx(total.max())
    assert by_lot(films[0], 0).row == by_lot(films[0], 0).row
    assert len({by_lot(films[0], lot).row for lot in range(10)}) > 5


def test_a_stored_run_is_made_again(results: Results) -> None:
    found = trace(results, replication=1, without=["science_industry"])
    assert (found.same, found.cut, found.pair.without) == (True, ("science_industry",), "without science_industry")
    assert trace(results, replication=7).same is None
    text = report.told(found) + "".join(table.text() for table in report.tables(found))
    assert "Where the paths part" in text
    assert "equal to the stored one" in text
    assert "Where the paths part" in found._repr_html_()
    assert trace(results).cut == ("science_education", "education_industry", "science_industry")


def test_what_cannot_be_traced_is_said(results: Results) -> None:
    with pytest.raises(UsageError, match=r"no technology 1000000 to be traced; allowed: \d+ to \d+"):
        trace(results, 1_000_000)
    with pytest.raises(UsageError, match="did you mean 'spin_off'"):
        trace(results, without=["spin_of"])
    with pytest.raises(UsageError, match="not both"):
        trace(results, 5, lot=1)


def test_the_picture_has_the_same_bytes_each_time(results: Results, tmp_path: Path) -> None:
    for name in ("a.svg", "b.svg"):
        lives(trace(results, without=["science_industry"]), tmp_path / name)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


def test_what_is_never_found_or_never_earns_can_be_drawn(films: tuple[Film, Film], results: Results) -> None:
    found = trace(results)
    row = next(row for row in rows(found.pair.films[0]) if pair(found.pair.films, row).second is None)
    other = trace(results, row)
    assert other.stories[1] == []
    assert "It is never found." in report.told(other)
    assert report.as_json(other)["lives"]["without the Triangle"] is None
    assert lives(other)._repr_png_()


def call(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["trace", *map(str, arguments)])


def test_the_command_tells_draws_and_refuses(results: Results) -> None:
    told = call(results.directory, "--random", "--without", "science_industry")
    assert (told.exit_code, told.stderr) == (0, "")
    assert "drawn by lot 0" in told.stdout
    plotted = told.stdout.strip().rpartition("Plot: ")[2]
    assert Path(plotted).read_bytes().startswith(b"<?xml")
    found = json.loads(call(results.directory, "--best", "--json").stdout)
    assert found["lives"]["all links"]["events"][0]["what"] == "discovered"
    assert found["parting"]["why"]
    assert call(results.directory, "--best", "--random", "2").exit_code == 2
    assert open_results(results.directory).cells == results.cells
