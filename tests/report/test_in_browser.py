"""The report in a real browser: every switch, every number, both widths, the keyboard, and nothing that leaves it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from report_samples import EVIL, LINKS

import toy
from accessibility import violations
from browser import Visit, launched
from ecosim.experiments.design import Design, side_by_side
from ecosim.plots.bands import yearly_bands
from ecosim.plots.labels import minus
from ecosim.report.page import FILE, write_report
from ecosim.results import Results, study
from ecosim.results.decision import phrase
from ecosim.results.funnel import funnel
from ecosim.results.table import number, span

Open = Callable[..., Visit]
EVERY = [off for size in range(3) for off in combinations(LINKS, size)]
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.fixture
def visit(browser: Browser) -> Iterator[Open]:
    """Return what opens the report of some results; afterwards it must have asked for nothing, nor complained."""
    visits: list[Visit] = []

    def opened(results: Results, width: int = 1440) -> Visit:
        file = results.directory / FILE
        if not file.exists():
            write_report(results, jobs=1)
        visits.append(Visit(browser, file, width))
        return visits[-1]

    yield opened
    for one in visits:
        assert not one.requests
        assert not one.complaints
        one.page.close()


def cell_of(results: Results, off: tuple[str, ...]) -> str:
    return next(cell["name"] for cell in results.summary["cells"] if tuple(cell["without"]) == off)


def shown(value: float, sign: bool = False) -> str:
    return minus(number(value, sign))


def test_every_combination_shows_its_own_numbers(complete: Results, visit: Open) -> None:
    page = visit(complete)
    outcomes, effects = complete.to_pandas("outcomes"), complete.to_pandas("effects")
    for off in [*EVERY, *reversed(EVERY)]:
        page.set_off(off)
        cell = cell_of(complete, off)
        mine = outcomes[outcomes["cell"] == cell]
        judged = list(complete.summary["judgement"])
        assert page.texts(".card .value") == [shown(mine[name].median()) for name in judged]
        bands = [mine[name].quantile([0.05, 0.95]).tolist() for name in judged]
        assert page.texts(".card .band") == [f"5–95 %: {minus(span(*band))}" for band in bands]
        found = effects[effects["cell"] == cell].set_index("indicator")
        wanted = [phrase(found.loc[name, "verdict"], found.loc[name, "needed"]) for name in judged] if off else []
        assert page.texts(".card .verdict") == [f"Verdict: {one}" for one in wanted]
        for text, name in zip(page.texts(".card .effect"), judged if off else [], strict=True):
            row = found.loc[name]
            interval = minus(span(row["interval_low"], row["interval_high"], sign=True))
            assert text.endswith(f"{shown(row['difference'], True)} {interval}")
        assert shown(mine["completions"].median()) in page.texts("#status")[0]


def test_every_combination_shows_its_own_figures(complete: Results, visit: Open) -> None:
    page = visit(complete)
    outcomes, series = complete.to_pandas("outcomes"), complete.to_pandas("series")
    bands = {name: yearly_bands(complete, name) for name in ("completions", "firm_staff")}
    counted = funnel(complete, complete.cells, jobs=1)
    pictures = set()
    for off in EVERY:
        page.set_off(off)
        cell = cell_of(complete, off)
        for name, title in (("completions", "Transfers completed"), ("firm_staff", "Staff of firms")):
            page.page.select_option("#indicator", label=title)
            rows = page.table("curves").values()
            medians = [shown(value) for value in bands[name][cell][0.5]]
            assert [row[-2] for row in rows] == medians
            assert [row[-1] for row in rows] == [
                minus(span(*one)) for one in bands[name][cell][[0.05, 0.95]].to_numpy()
            ]
        mine = outcomes[outcomes["cell"] == cell]
        passed = (mine["licences"] + mine["publications"] + mine["spin_offs"]).median()
        row = page.table("funnel")["Passed to a firm"]
        assert row[2 if off else 1] == shown(passed)
        products = counted.counts[counted.cells.index(cell)][:, -1].mean()
        assert page.table("levels")["Level 9: a product"][1 if off else 0] == shown(products)
        flows = page.page.locator("#flows [data-table] tbody tr").evaluate_all(
            "rows => rows.map(row => [...row.children].map(cell => cell.textContent))"
        )
        licences = {row[1]: row[-1] for row in flows if row[0].startswith("Licences")}
        assert licences["Arm's length"] == shown(mine["licences.open"].mean() / 6)
        run = series[(series["cell"] == cell) & (series["replication"] == 0)]
        assert page.table("network")["Firms"][-1] == shown(run["firms"].iloc[-1])
        drawn = page.page.locator("main figure svg").evaluate_all("all => all.map(one => one.outerHTML).join('')")
        pictures.add(drawn)
    assert len(pictures) == len(EVERY)


def test_the_slider_shows_the_network_of_its_quarter(complete: Results, visit: Open) -> None:
    page = visit(complete)
    series = complete.to_pandas("series")
    run = series[(series["cell"] == "all links") & (series["replication"] == 0)].set_index("quarter")
    page.page.locator("#quarter").focus()
    for key, quarter in (("Home", "2000Q1"), ("ArrowRight", "2000Q2"), ("End", "2005Q4"), ("ArrowLeft", "2005Q3")):
        page.page.keyboard.press(key)
        assert page.texts("#date") == [quarter]
        assert page.page.locator("#quarter").get_attribute("aria-valuetext") == quarter
        rows = page.table("network")
        assert rows["Ties science–industry"] == [shown(run.loc[quarter, "ties.science_industry"])]
        assert rows["Firms"] == [shown(run.loc[quarter, "firms"])]
    page.page.click("#play")
    expect(page.page.locator("#date")).to_have_text("2005Q4", timeout=20_000)
    expect(page.page.locator("#play")).to_have_text("Play", timeout=20_000)


def test_a_combination_that_was_not_run_says_so(partial: Results, visit: Open) -> None:
    page = visit(partial)
    page.set_off(LINKS)
    assert "was not run" in page.texts("#status")[0]
    assert not page.texts(".card") and not page.page.locator("#curves svg").count()
    assert len(page.texts(".missing")) == 6  # numbers and five figures
    page.page.click("#reset")
    assert page.texts(".card .value") and not page.texts(".missing")


@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_is_cut_off_at_either_width(complete: Results, visit: Open, width: int) -> None:
    page = visit(complete, width)
    page.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    for off in EVERY:
        page.set_off(off)
        assert page.page.evaluate("document.documentElement.scrollWidth") == width
        assert page.page.evaluate(_CUT_OFF) == []
        assert page.page.evaluate(_OVERLAPPING) == []


def test_titles_and_notes_of_tables_are_read_whole_on_a_phone(complete: Results, visit: Open) -> None:
    page = visit(complete, 360).page
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert page.locator("caption").count() > 5
    assert page.evaluate(_BEYOND) == []
    assert "not zero \N{MIDDLE DOT} equivalent to none: " in " ".join(page.locator(".notes").all_inner_texts())


#: Titles of tables that reach beyond the window.
_BEYOND = """() => [...document.querySelectorAll('caption')].filter(one => {
  const text = document.createRange();
  text.selectNodeContents(one);
  return text.getBoundingClientRect().right > window.innerWidth;
}).map(one => one.textContent)"""
#: Texts of pictures that reach beyond their picture.
_CUT_OFF = """() => [...document.querySelectorAll('.plot text')].filter(text => {
  const own = text.getBoundingClientRect(), all = text.ownerSVGElement.getBoundingClientRect();
  return own.left < all.left - 1 || own.right > all.right + 1 || own.top < all.top - 1 || own.bottom > all.bottom + 1;
}).map(text => text.textContent)"""
#: Pairs of texts of one picture that lie upon each other.
_OVERLAPPING = """() => [...document.querySelectorAll('.plot > svg')].flatMap(picture => {
  const texts = [...picture.querySelectorAll('text')].map(text => [text.textContent, text.getBoundingClientRect()]);
  return texts.flatMap(([a, one], i) => texts.slice(i + 1).filter(([, other]) =>
    one.left < other.right - 2 && other.left < one.right - 2 && one.top < other.bottom - 4 && other.top < one.bottom - 4
  ).map(([b]) => `${a} / ${b}`));
})"""


def test_it_is_used_by_keyboard_and_heard(complete: Results, visit: Open) -> None:
    page = visit(complete)
    page.page.keyboard.press("Tab")
    assert page.page.evaluate("document.activeElement.textContent") == "Skip to the results"
    page.page.keyboard.press("Tab")
    before = page.texts("#status")
    page.page.keyboard.press("Space")
    switch = page.page.get_by_role("switch", name="Education–industry")
    assert not switch.is_checked()
    assert page.page.evaluate("document.activeElement.dataset.link") == LINKS[0]
    assert page.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert page.texts("#status") != before
    assert page.page.locator("#status").get_attribute("aria-live") == "polite"


def test_everything_has_a_name_and_every_figure_its_table(complete: Results, visit: Open) -> None:
    page = visit(complete)
    for picture in page.page.locator(".plot > svg").all():
        assert picture.get_attribute("role") == "img" and picture.get_attribute("aria-label")
    figures = page.page.locator("figure").all()
    assert len(figures) == 6
    for figure in figures:
        assert figure.get_attribute("aria-labelledby")
        assert figure.locator("[data-table] tbody tr").count()
    unnamed = """() => [...document.querySelectorAll('input, select, button')].filter(
      one => !one.labels?.length && !one.textContent.trim()).map(one => one.id)"""
    assert page.page.evaluate(unnamed) == []
    levels = page.page.evaluate("[...document.querySelectorAll('h1,h2,h3')].map(one => Number(one.tagName[1]))")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("width", [360, pytest.param(1440, marks=pytest.mark.slow)])
def test_it_keeps_the_rules_of_accessibility(complete: Results, partial: Results, visit: Open, width: int) -> None:
    page = visit(complete, width)
    page.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    for off in EVERY[0], EVERY[-1]:
        page.set_off(off)
        assert violations(page.page) == []
    missing = visit(partial, width)
    missing.set_off(LINKS)
    assert violations(missing.page) == []


def test_markup_in_a_scenario_is_read_and_not_obeyed(hostile: Results, visit: Open) -> None:
    page = visit(hostile)
    for off in EVERY:
        page.set_off(off)
    assert page.texts("h1") == [EVIL]
    assert page.page.locator("img").count() == 0
    assert page.page.locator("script").count() == 2
    assert any(EVIL in text for text in page.texts("#network svg title"))
    assert any(text.startswith(EVIL[:9]) for text in page.texts("#network text"))
    assert any(EVIL in text for text in page.texts("#flows tbody th"))


def test_it_prints(complete: Results, visit: Open) -> None:
    page = visit(complete)
    page.set_off(LINKS)
    page.page.emulate_media(media="print")
    assert page.page.locator("#play").is_hidden() and page.page.locator("#status").is_visible()
    assert len(page.page.pdf(format="A4")) > 10_000


def test_scenarios_are_chosen_and_a_single_one_is_shown(visit: Open, tmp_path: Path) -> None:
    first, second = toy.scenario(), toy.scenario("name=other", "links.spin_off.enabled=false")
    two = Design("two", side_by_side([first, second], ["a", "b"]), 1, range(2))
    page = visit(study.carry_out(two, tmp_path / "two", 1, simulate=toy.simulate))
    before = page.texts(".card .value")
    page.page.get_by_role("radio", name="Other").check()
    assert page.texts(".card .value") != before and "Other" in page.texts("#status")[0]
    alone = visit(
        study.carry_out(Design("one", study.single(first), 1, range(2)), tmp_path / "one", 1, simulate=toy.simulate)
    )
    assert alone.page.locator("#bar").is_hidden() and alone.texts(".card .value") == before
