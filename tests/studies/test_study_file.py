"""Study files: what they may say, what is refused and where, and what a variant makes of a scenario."""

from __future__ import annotations

from pathlib import Path

import pytest

import toy
from ecosim.catalogue import Scenario
from ecosim.errors import Problem, ScenarioError, UsageError
from ecosim.experiments.execute import digests
from ecosim.experiments.knockout import BASE, all_links, plan
from ecosim.experiments.study_file import PACKAGED, read_study
from ecosim.experiments.variation import varied
from ecosim.scenario import load
from ecosim.scenario.document import ScenarioBase
from ecosim.scenario.node import Mark, tree

NOVOSIBIRSK = Path(__file__).parents[2] / "scenarios" / "novosibirsk.yaml"
HEAD = "title: A study\nvariants:\n"


def change(scenario: ScenarioBase, **changes: object) -> ScenarioBase:
    """Return a scenario changed by paths in which ``__`` stands for a dot, and ``any`` for an asterisk."""
    paths = {path.replace("__", ".").replace("any", "*"): value for path, value in changes.items()}
    problems: list[Problem] = []
    changed = varied(scenario, tree(paths, Mark("study.yaml", 3, 5)).entries(), (), problems)
    if problems:
        raise ScenarioError(problems)
    return changed


def refused(tmp_path: Path, text: str) -> list[str]:
    """Return what is wrong with a study of the toy scenario, line by line."""
    path = tmp_path / "study.yaml"
    path.write_text(text)
    with pytest.raises(ScenarioError) as raised:
        plan(read_study(path), toy.scenario(), (), 1, 2)
    return [str(problem).removeprefix(f"{tmp_path}/") for problem in raised.value.problems]


@pytest.mark.parametrize("name", PACKAGED)
def test_every_packaged_study_fits_the_scenario_and_every_variant_changes_it(name: str) -> None:
    asked = plan(read_study(name), load(NOVOSIBIRSK, Scenario), (), 1, 2)
    found = digests(asked.design)
    same = [variant for variant in asked.variants if found[all_links(variant)] == found[all_links(BASE)]]
    assert same == []
    assert len(set(found.values())) == len(found)


def test_the_what_ifs_are_sixteen_with_an_expectation_each() -> None:
    variants = read_study("what-ifs").document.variants
    assert len(variants) == 16
    assert all(variant.expect for variant in variants.values())


def test_every_flow_of_every_link_of_the_triangle_is_knocked_out_singly() -> None:
    alone = {path for variant in read_study().document.variants.values() for path in variant.set}
    flows = {
        f"links.{name}.{flow}"
        for name, params in load(NOVOSIBIRSK, Scenario).links  # type: ignore[attr-defined]
        if params is not None
        for flow in params.flows()
    }
    assert flows - alone <= {"links.spin_off.founding"}  # all that this link has, so the link is knocked out


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("  a: {about: x, why: z, set: {processes.labour.wage_respons: 0}}",
         "study.yaml:3:31: variants.a.set.processes.labour.wage_respons: unknown 'wage_respons'; allowed: recruiting"),
        ("  a: {about: x, why: z, set: {links.*.lerning: false}}",
         "study.yaml:3:31: variants.a.set.links.*.lerning: unknown 'lerning'; allowed: enabled"),
        ("  a: {about: x, why: z, set: {processes.labour.quits: 2}}",
         "study.yaml:3:55: variants.a.set.processes.labour.quits: found 2; allowed: a number from 0 to 0.5"),
        ("  a: {about: x, why: z, set: {processes.education.years: x3}}",
         "makes processes.education.years invalid: found 15; allowed: a whole number from 1 to 8 (years of studies)"),
        ("  a: {about: x, why: z, sets: {}}", "study.yaml:3:25: variants.a.sets: unknown key"),
        ("  a: {about: x}", "study.yaml:3:3: variants.a.why: missing"),
        ("  a: {about: x, why: z, restore: [frontier_growth]}",
         "'frontier_growth' restores nothing; base sets nothing"),
        ("  a: {about: x, why: z, expect: {indicator: complets, direction: up}}",
         "study.yaml:3:45: variants.a.expect.indicator: unknown 'complets'"),
        ("  a: {about: x, why: z, expect: {indicator: completions, direction: upp}}", "did you mean 'up'?"),
        ("  a: {about: x, why: z, expect: {indicator: completions, effect_of: science_industy, direction: up}}",
         "did you mean 'science_industry'?"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_file_line_and_the_nearest_word(tmp_path: Path, lines: str, message: str) -> None:
    (told,) = refused(tmp_path, HEAD + lines + "\n")
    assert message in told
    if "respons" in lines or "lerning" in lines:
        assert "did you mean" in told


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    lines = "  a: {about: x, why: z, set: {bogus: 1}}\n  b: {about: x, why: z, set: {frontier_growth: 9}}\n"
    assert [one.split(":")[1] for one in refused(tmp_path, HEAD + lines)] == ["3", "4"]


def test_a_missing_file_is_told_with_the_studies_that_there_are() -> None:
    with pytest.raises(ScenarioError, match=r"no such file[^§]*knockout, what-ifs"):
        read_study("gone.yaml")


def test_an_unknown_variant_is_told_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean 'wage'"):
        plan(read_study(), load(NOVOSIBIRSK, Scenario), ["wages"], 1, 2)


def test_a_value_holds_for_the_whole_run_and_a_factor_multiplies_dated_changes_too() -> None:
    scenario = toy.scenario()
    (event,) = change(scenario, frontier_growth=0).events
    assert event.set == {"links.science_industry.strength": 0.5}
    (event,) = change(scenario, links__any__strength="x0.5").events
    assert event.set == {"links.science_industry.strength": 0.25, "frontier_growth": 0.01}
    links = change(scenario, links__any__strength="x0.5").links  # type: ignore[attr-defined]
    assert [links.spin_off.strength, links.science_industry.strength] == [0.5, 0.5]


def test_budgets_of_all_ministries_are_halved_in_every_year() -> None:
    scenario = load(NOVOSIBIRSK, Scenario)
    half = change(scenario, ministries__any__budget__any="x0.5")
    assert half.ministries["science"].budget["projects"] == scenario.ministries["science"].budget["projects"] / 2
    for before, after in zip(scenario.events, half.events, strict=True):
        for path, amount in before.set.items():
            assert after.set[path] == (amount / 2 if ".budget." in path else amount)  # type: ignore[operator]


def test_a_link_that_the_scenario_does_not_have_stays_absent() -> None:
    scenario = toy.scenario()
    assert scenario.links.incubation is None  # type: ignore[attr-defined]
    assert change(scenario, links__incubation__space=False, links__any__enabled=True) == scenario


def test_what_a_variant_restores_keeps_the_value_of_the_scenario(tmp_path: Path) -> None:
    path = tmp_path / "study.yaml"
    base = "base: {frontier_growth: 0.02, links.*.learning: false}\n"
    path.write_text(f"{base}{HEAD}  a: {{about: x, why: z, restore: [links.*.learning]}}\n")
    study = read_study(path)
    assert list(study.changes(None)) == ["frontier_growth", "links.*.learning"]
    assert list(study.changes("a")) == ["frontier_growth"]
