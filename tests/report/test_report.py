"""The report as a file: what it holds, that it holds it safely, and what it says of what it lacks."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shlex
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from cases import scenario, small
from click.testing import CliRunner
from report_samples import EVIL, LINKS

import toy
from ecosim.cli import main
from ecosim.experiments.design import Design, side_by_side
from ecosim.patterns.finished import finish
from ecosim.report import answer, figures, networks, page, provenance
from ecosim.report.levels import levels
from ecosim.report.seen import Seen, look
from ecosim.results import Results, open_results, study
from ecosim.results.funnel import STEPS, funnel, width
from ecosim.results.sources import keep_sources


def report(results: Results, folder: Path) -> tuple[str, dict[str, Any]]:
    """Write a report and return its text and the data in it."""
    text = page.write_report(results, folder / "report.html", jobs=1).read_text(encoding="utf-8")
    return text, json.loads(block(text))


def block(text: str) -> str:
    return re.findall(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)[0]


@pytest.fixture(scope="module")
def written(complete: Results, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, Any]]:
    return report(complete, tmp_path_factory.mktemp("written"))


def test_it_is_one_small_file_that_may_request_nothing(written: tuple[str, dict[str, Any]]) -> None:
    text, _ = written
    assert len(text.encode()) < page.MOST_BYTES
    policy = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)[0].replace("&#39;", "'")
    assert policy.startswith("default-src 'none'")
    style, script = (re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)[0].encode() for tag in ("style", "script"))
    for kind, content in (("style", style), ("script", script)):
        assert f"{kind}-src 'sha256-{base64.b64encode(hashlib.sha256(content).digest()).decode()}'" in policy
    assert not re.findall(r"""(?:src|href)=["'](?!#)""", text)
    assert "@import" not in text and "url(" not in text


def test_its_bytes_do_not_vary(complete: Results, written: tuple[str, dict[str, Any]], tmp_path: Path) -> None:
    assert report(complete, tmp_path)[0] == written[0]


def test_markup_in_a_scenario_stays_text(hostile: Results, tmp_path: Path) -> None:
    text, data = report(hostile, tmp_path)
    assert "<img" not in text and text.count("</script>") == 2
    assert EVIL in [place["title"] for place in data["networks"]["cells"][0]["places"]]
    assert EVIL in data["networks"]["cells"][0]["title"]
    assert data["events"][0]["title"] == EVIL
    assert "&lt;/script&gt;&lt;img" in text


def test_curves_are_the_quantiles_of_the_stored_series(complete: Results, written: tuple[str, dict[str, Any]]) -> None:
    series = complete.to_pandas("series")
    series["calendar"] = series["year"].astype(int)
    curves = {one["name"]: one for one in written[1]["curves"]}
    assert list(curves)[:2] == ["completions", "agreements"] and len(curves) > 30
    for cell, name in enumerate(complete.cells):
        mine = series[series["cell"] == name].groupby(["replication", "calendar"])["agreements"].sum().unstack()
        wanted = np.quantile(mine, (0.05, 0.25, 0.5, 0.75, 0.95), axis=0).T
        assert np.allclose(curves["agreements"]["cells"][cell], wanted, rtol=1e-6)


def test_the_funnel_and_flows_are_those_of_the_stored_outcomes(
    complete: Results, written: tuple[str, dict[str, Any]]
) -> None:
    outcomes = complete.to_pandas("outcomes")
    passed = next(one for one in written[1]["funnel"] if one["title"] == "Passed to a firm")
    contracts = next(one for one in written[1]["flows"] if one["title"] == "Research contracts")
    for cell, name in enumerate(complete.cells):
        mine = outcomes[outcomes["cell"] == name]
        sums = mine["licences"] + mine["publications"] + mine["spin_offs"]
        assert passed["cells"][cell] == pytest.approx(sums.quantile([0.05, 0.5, 0.95]).tolist())
        means = [mine[f"contracts.{channel}"].mean() / 6 for channel in contracts["channels"]]
        assert contracts["cells"][cell] == pytest.approx(means, rel=1e-6)


def test_the_funnel_by_level_has_the_numbers_of_its_picture(
    complete: Results, written: tuple[str, dict[str, Any]]
) -> None:
    found, seen = written[1]["levels"], funnel(complete, complete.cells, jobs=1)
    assert found["steps"] == list(STEPS) and found["note"] == ""
    assert found["foot"].startswith("3 of 3 paired replications")
    base = seen.counts[0]
    for cell, counts in zip(found["cells"], seen.counts, strict=True):
        assert cell["discovered"] == pytest.approx(counts[:, 0].mean(), rel=1e-6)
        wanted = width(counts)
        assert np.allclose(cell["steps"], np.transpose([wanted.low, wanted.mean, wanted.high]), rtol=1e-6)
        if cell["change"]:
            assert np.allclose([row[0] for row in cell["change"]], (base - counts)[:, 1:].mean(axis=0), rtol=1e-6)
    assert found["cells"][0]["change"] is None and found["cells"][-1]["change"]
    assert found["cells"][0]["steps"] != found["cells"][-1]["steps"]


def test_cells_that_failed_have_no_funnel_and_others_do(complete: Results) -> None:
    found = look(complete, jobs=1)
    cut = {unit: run for unit, run in found.runs.items() if unit[0] != complete.cells[1]}
    failed = levels(complete, Seen(found.asked, cut, {(complete.cells[1], 0): "ValueError: lost"}))
    assert failed.cells[1] is None and all(failed.cells[i] for i in (0, 2, 3)) and failed.note == "ValueError: lost"
    many = levels(complete, Seen(found.asked, cut))
    assert many.note == "only 32 of 4 combinations are looked at"


def test_the_network_has_the_ties_and_transfers_of_the_stored_run(
    complete: Results, written: tuple[str, dict[str, Any]]
) -> None:
    series = complete.to_pandas("series")
    assert written[1]["networks"]["note"] == ""
    for name, net in zip(complete.cells, written[1]["networks"]["cells"], strict=True):
        mine = series[(series["cell"] == name) & (series["replication"] == 0)]
        columns = {key: np.array(net[key]) for key in ("formed", "ended", "link", "born", "died", "kind")}
        sold = np.array([one[0] for one in net["sold"]])
        assert len(net["a"]) and not net["missing"]
        for quarter, row in enumerate(mine.to_dict("records")):
            lasting = (columns["formed"] <= quarter) & ((columns["ended"] < 0) | (columns["ended"] > quarter))
            assert np.count_nonzero(lasting) == row["ties"]
            assert np.count_nonzero(lasting & (columns["link"] == 3)) == row["ties.science_industry"]
            firms = (columns["kind"] == 2) & (columns["born"] <= quarter)
            firms &= (columns["died"] < 0) | (columns["died"] > quarter)
            assert np.count_nonzero(firms) == row["firms"]
            assert np.count_nonzero(sold == quarter) == row["completions"]


def test_no_two_organisations_sit_in_one_seat(written: tuple[str, dict[str, Any]]) -> None:
    for net in written[1]["networks"]["cells"]:
        for quarter in range(24):
            alive = [
                (net["place"][i], net["slot"][i])
                for i in range(len(net["kind"]))
                if net["born"][i] <= quarter and (net["died"][i] < 0 or net["died"][i] > quarter)
            ]
            assert len(set(alive)) == len(alive)


def test_of_too_many_organisations_those_with_most_ties_are_kept() -> None:
    run = finish(scenario(), seed=1, replication=0)
    everyone, few = networks.network(run), networks.network(run, most=12)
    ties = np.bincount(everyone["a"] + everyone["b"], minlength=len(everyone["kind"]))
    assert len(few["kind"]) == 12 and few["missing"] == len(everyone["kind"]) - 12
    assert len(few["a"]) < len(everyone["a"])
    kept = {title for title in few["title"] if title}
    best = [everyone["title"][i] for i in np.argsort(-ties, kind="stable")[:3]]
    assert kept.issuperset(filter(None, best))


def test_what_does_not_fit_is_left_out_and_said(complete: Results) -> None:
    seen = networks.networks(complete, look(complete, jobs=1), room=8_000)
    assert seen.cells[0] is not None and seen.cells[-1] is None
    assert "too large" in seen.note


def test_a_network_and_a_funnel_of_other_runs_are_not_shown(tmp_path: Path) -> None:
    toys = study.carry_out(toy.design(2), tmp_path, 1, simulate=toy.simulate)
    found = look(toys, jobs=1)
    seen, climbed = networks.networks(toys, found, room=10**9), levels(toys, found)
    assert not any(seen.cells) and "makes other runs than the stored ones" in seen.note
    assert not any(climbed.cells) and climbed.note == seen.note and climbed.foot == ""


def test_calendars_of_centuries_still_fit(complete: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "MOST_NUMBERS", 100)
    curves = figures.curves(complete)
    assert [one["name"] for one in curves] == ["completions", "agreements"]
    assert sum(len(row) for one in curves for cell in one["cells"] for row in cell) <= 120


def test_the_command_makes_the_same_results_again(complete: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(complete.directory)
    words = shlex.split(provenance.command(complete))
    assert words[0] == "ecosim"
    result = CliRunner().invoke(main, [*words[1:], "--jobs", "1", "--quiet"])
    assert result.exit_code == 0, result.output
    again = open_results("again")
    pd.testing.assert_frame_equal(again.to_pandas("outcomes"), complete.to_pandas("outcomes"))
    assert "Report: again/report.html" in result.stdout and Path("again/report.html").exists()


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        ("partial", "compare scenarios/all-links.json --without education_industry --without science_industry"),
        ("triangle", "compare scenarios/all-links.json --seed"),
        ("single", "run scenarios/toy.json --seed 1 --replications 2"),
        ("two", "compare scenarios/toy.json scenarios/other.json --seed"),
    ],
)
def test_the_command_fits_the_design(cells: str, wanted: str, partial: Results, tmp_path: Path) -> None:
    assert wanted in provenance.command(partial if cells == "partial" else toys(cells, tmp_path))


def toys(cells: str, directory: Path) -> Results:
    """Return results of the toy: the Triangle's cells, a single one, or two scenarios."""
    first, second = toy.scenario(), toy.scenario("name=other", "links.spin_off.enabled=false")
    designs = {
        "triangle": toy.design(2),
        "single": Design("toy", study.single(first), 1, range(2)),
        "two": Design("two", side_by_side([first, second], ["a", "b"]), 1, range(2)),
    }
    return study.carry_out(designs[cells], directory, 1, simulate=toy.simulate)


@pytest.mark.parametrize("cells", ["single", "two", "triangle"])
def test_other_results_have_a_report_too(cells: str, tmp_path: Path) -> None:
    results = toys(cells, tmp_path)
    text, data = report(results, tmp_path)
    assert not data["shares"] and len(data["cells"]) == len(results.cells)
    assert len(data["links"]) == (3 if cells == "triangle" else 0)
    assert answer.closing(answer.answer(results))[:-1] in text.replace("&#39;", "'")


def entry(cell: str, difference: float, verdict: str) -> dict[str, Any]:
    found = {"median": 100.0, "low": 80.0, "high": 120.0, "difference": difference, "verdict": verdict,
             "interval_low": difference - 2, "interval_high": difference + 2}  # fmt: skip
    return {"cell": cell, "indicators": dict.fromkeys(("completions", "agreements"), found)}


def test_the_answer_claims_what_the_verdicts_say(partial: Results) -> None:
    names = ["a", "b", "c", "d", "a and b and c and d"]
    cells = [{"name": "all links", "without": [], "runs": 3}]
    cells += [{"name": name, "without": name.split(" and "), "runs": 3} for name in names]
    verdicts = [(30.0, "effect"), (-7.0, "effect"), (0.1, "equivalent to none"), (1.0, "undecided"), (40.0, "effect")]
    headline = [entry("all links", 0.0, "effect")]
    headline += [entry(name, *found) for name, found in zip(names, verdicts, strict=True)]
    summary = partial.summary | {"cells": cells, "headline": headline}
    assert answer.answer(Results(partial.directory, summary)) == (
        "By 2005Q4 the links a, b, c and d together bring 40.0 of about 100 transfers completed "
        "(95 % interval 38.0 to 42.0) and 40.0 of about 100 technology agreements (95 % interval 38.0 to 42.0); "
        "of the former, one at a time, a brings 30.0, and b costs 7.00, and of c it is too little to count, "
        "and of d these runs cannot tell."
    )


def test_the_answer_of_two_scenarios_and_of_one(tmp_path: Path) -> None:
    two = answer.answer(toys("two", tmp_path / "two"))  # of two replications no verdict is drawn
    assert two == "By 2004Q4 these runs cannot tell other from toy in transfers completed."
    one = "By 2004Q4 half of the runs have at most 120 transfers completed, and nine in ten lie between 120 and 120."
    assert answer.answer(toys("single", tmp_path / "one")) == one
    assert answer.answer(toys("triangle", tmp_path / "three")) == (
        "By 2004Q4 these runs cannot tell whether the links science–education, education–industry and science–industry "
        "together bring transfers completed or technology agreements."
    )


def test_values_have_the_sources_of_their_files(tmp_path: Path) -> None:
    text = toy.TEXT.replace("{physics: 10}", "{physics: 10, source: 'counted by hand'}")
    file = tmp_path / "toy.yaml"
    file.write_text(text)
    results = toys("single", tmp_path / "results")
    declared = provenance.parameters(results)
    assert any("the scenario's own values" in note for note in declared.notes)
    keep_sources(results, file, ["money.wage=2"])
    rows = {row[0]: row for row in provenance.parameters(results).rows}
    assert rows["regions.here.market.physics"][1:4] == ["10", "million RUB/year", "counted by hand"]
    assert rows["money.wage"][4] == "--set"
    assert rows["processes.research.discovery"][5]


def test_declared_values_say_which_the_scenario_gives(complete: Results) -> None:
    rows = {row[0]: row for row in provenance.parameters(complete).rows}
    assert rows["processes.research.discovery"][3] == "given by the scenario"
    assert small()["processes"]["research"]["discovery"] == float(rows["processes.research.discovery"][1])
    assert rows["processes.research.rho"][3] != "given by the scenario"


def test_the_command_line_writes_it_where_it_is_told(complete: Results, tmp_path: Path) -> None:
    where = tmp_path / "a" / "page.html"
    result = CliRunner().invoke(main, ["report", str(complete.directory), "--out", str(where), "--jobs", "1", "--json"])
    assert json.loads(result.stdout) == {"report": str(where)} and where.exists()
    assert "no finished results here" in CliRunner().invoke(main, ["report", str(tmp_path)]).stderr


def test_both_links_can_be_flipped(written: tuple[str, dict[str, Any]]) -> None:
    assert [one["name"] for one in written[1]["links"]] == list(LINKS)
    assert [cell["without"] for cell in written[1]["cells"]] == [[], [LINKS[0]], [LINKS[1]], list(LINKS)]
