"""Every published number is measured or excused, and verdicts are what intervals say."""

from __future__ import annotations

from pathlib import Path

import cases
import numpy as np
import pytest

from ecosim.experiments.observing import Observed
from ecosim.patterns.applies import CONDITIONS, obstacle
from ecosim.patterns.observe import MEASURES, UNMEASURED
from ecosim.patterns.targets import Target, read_targets
from ecosim.results.patterns import COLUMNS, held
from ecosim.results.verdict import Estimate, estimate, judge

TARGETS = {target.id: target for target in read_targets()}


def seen(**values: float) -> list[Observed]:
    """Return two runs with these measures, and 0.5 more or less of them."""
    return [
        Observed(number, {name: values.get(name, np.nan) + change for name in MEASURES}, {}, None, np.zeros((1, 1)))  # type: ignore[arg-type]
        for number, change in enumerate((-0.01, 0.0, 0.01))
    ]


def test_every_target_has_a_measure_or_a_stated_reason() -> None:
    assert set(MEASURES) | set(UNMEASURED) == set(TARGETS)
    assert not set(MEASURES) & set(UNMEASURED)
    assert all(UNMEASURED.values())
    assert all(one.counts and one.absent for one in MEASURES.values())


def test_every_statement_without_a_number_has_a_border() -> None:
    for name, measure in MEASURES.items():
        assert (TARGETS[name].value is None) == (measure.above is not None), name


def test_what_a_target_is_known_of_is_understood() -> None:
    assert {target.applies_to for target in TARGETS.values()} <= set(CONDITIONS)


@pytest.mark.parametrize(
    ("target", "changes", "reason"),
    [
        ("funnel_patents", {}, "40 quarters at least, not 24"),
        ("funnel_patents", {"time": {"end": "2012Q4"}}, ""),
        ("funnel_patents", {"time": {"end": "2012Q4"}, "links": {"spin_off": None}}, "without here: spin_off"),
        ("industry_funding", {"time": {"end": "2012Q4"}, "links": {"spin_off": None}}, ""),
        (
            "funnel_patents",
            {"time": {"end": "2012Q4"}, "facilities": None, "links": {"facility_access": None}}, "",
        ),
        (
            "funnel_patents",
            {"time": {"end": "2012Q4"}, "links": {"facility_access": None}}, "without here: facility_access",
        ),
        ("funnel_patents", {"time": {"end": "2012Q4"}, "links": {"joint_assessment": None}}, "joint_assessment"),
        (
            "funnel_patents",
            {
                "time": {"end": "2012Q4"}, "regions": {"r": {"partner": None}},
                "links": {"expert_exchange": None, "joint_assessment": None},
            }, "",
        ),
        ("spinoff_survival_5y", {"technoparks": None}, "none here"),
        ("spinoff_survival_5y", {}, ""),
        ("cooperation_innovative", {}, "money here is million"),
        ("cooperation_innovative", {"money": {"unit": "million RUB"}}, ""),
        ("facility_effect", {"facilities": None, "links": {"facility_access": None}}, "none in this scenario"),
        ("product_lag", {"time": {"end": "2012Q4"}}, ""),
        ("ties_half_life", {}, ""),
    ],
)
def test_what_does_not_apply_is_told_why(target: str, changes: dict[str, object], reason: str) -> None:
    found = obstacle(TARGETS[target], cases.scenario(cases.small(**changes)))
    assert (reason in found) if reason else (found == "")


def test_the_table_has_a_row_for_every_target_with_its_verdict() -> None:
    scenario = cases.scenario(cases.small(time={"end": "2012Q4"}, money={"unit": "million RUB"}))
    table = held(scenario, seen(product_lag=6.0, ties_half_life=1.0, startup_survival_5y=0.9, value_shape=3.0), 1)
    assert list(table.columns) == list(COLUMNS)
    assert table["id"].tolist() == list(TARGETS)
    rows = table.set_index("id")
    verdicts = rows["verdict"].to_dict()
    assert verdicts["product_lag"] == "met"
    assert verdicts["ties_half_life"] == "partly"
    assert verdicts["startup_survival_5y"] == "not met"
    assert verdicts["value_shape"] == "met"
    assert verdicts["distance_decay"] == "cannot be measured"
    assert verdicts["firm_size_tail"] == "does not apply"
    assert rows.loc["firm_size_tail", "reason"] == MEASURES["firm_size_tail"].absent
    assert rows.loc["product_lag", ["value", "runs"]].tolist() == pytest.approx([6.0, 3])


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [(1.0, 2.0, "met"), (1.2, 1.4, "met"), (0.5, 1.5, "partly"), (0.5, 2.5, "partly"), (0.1, 0.9, "not met"),
     (2.1, 3.0, "not met"), (np.nan, np.nan, "met")],
)  # fmt: skip
def test_a_verdict_is_where_the_interval_lies(low: float, high: float, verdict: str) -> None:
    assert judge(Estimate(1.3, low, high), 1.0, 2.0) == verdict


def test_estimates_leave_out_what_is_absent() -> None:
    values = np.array([1.0, 2.0, np.nan, 3.0, 4.0, 100.0, 2.5, 2.0, 3.0])
    mean, median = estimate(values, "mean", 1), estimate(values, "median", 1)
    assert mean.value == pytest.approx(117.5 / 8)
    assert median.value == 2.75
    assert (median.low, median.high) == (1.0, 100.0)  # of eight values the outermost hold 99 %, the next 93 %
    assert mean.low < mean.value < mean.high
    assert np.isnan(estimate(np.array([np.nan]), "mean", 1).value)
    assert np.isnan(estimate(np.array([5.0]), "mean", 1).low)
    assert np.isnan(estimate(np.array([5.0, 6.0]), "median", 1).low)


def test_an_unknown_scenario_word_would_be_noticed() -> None:
    with pytest.raises(KeyError):
        obstacle(Target("x", "x", None, None, None, "", "on the moon", "x", "check"), cases.scenario())


def test_the_document_tells_how_each_is_measured_or_why_not() -> None:
    text = (Path(__file__).parents[2] / "docs" / "patterns.md").read_text(encoding="utf-8")
    for name in TARGETS:
        told = [line for line in text.splitlines() if line.startswith(f"| `{name}` |")]
        assert len(told) == 1, name
        said = (UNMEASURED[name],) if name in UNMEASURED else (MEASURES[name].counts, MEASURES[name].differs)
        assert all(part in told[0] for part in said), name
