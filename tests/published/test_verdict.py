"""When a number or a sign of a paper is said to agree."""

from __future__ import annotations

import pytest

from ecosim.published.verdict import Finding, width_of


def number(ours: float, error: float = 0.01, published_error: float = 0.0) -> Finding:
    return Finding("x", ours, error, published=0.5, published_error=published_error)


def test_one_finding_alone_has_the_usual_interval_and_many_have_wider_ones() -> None:
    assert width_of([number(0)]) == pytest.approx(1.959964, abs=1e-6)
    assert width_of([number(0)] * 20) == pytest.approx(3.023341, abs=1e-6)
    assert width_of([number(0), Finding("not judged", 1, 0.1)]) == width_of([number(0)])


def test_a_number_agrees_within_both_errors() -> None:
    assert number(0.519).verdict(2) == "agrees"
    assert number(0.521).verdict(2) == number(0.479).verdict(2) == "differs"
    assert number(0.54, published_error=0.02).verdict(2) == "agrees"
    assert number(0.5, error=float("nan")).verdict(2) == "undecided"


@pytest.mark.parametrize(("ours", "verdict"), [(0.03, "agrees"), (-0.03, "differs"), (0.01, "undecided")])
def test_a_sign_is_decided_only_outside_the_error(ours: float, verdict: str) -> None:
    assert Finding("x", ours, 0.01, sign=1).verdict(2) == verdict


def test_what_is_not_published_is_not_judged() -> None:
    assert Finding("x", 1.0, 0.1).verdict(2) == Finding("x", 1.0, 0.1).said(2) == "-"
