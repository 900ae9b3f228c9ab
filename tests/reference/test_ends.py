"""Parameters at the ends of what is allowed, and parameters that nobody reads."""

from __future__ import annotations

import pytest

from reference.ends import together, unread
from reference.varied import scenarios

VARIED = scenarios()


@pytest.mark.slow
def test_both_models_agree_with_each_parameter_at_its_ends() -> None:
    runs, found = together(VARIED["all links"])
    assert runs > 400
    assert not found.differences


@pytest.mark.slow
def test_the_plain_model_reads_every_parameter() -> None:
    names = (
        "all links", "seven years more", "money runs out", "two regions with industry, partners of each other",
        "a shrinking frontier and a labour market in motion",
    )  # fmt: skip
    assert not unread([VARIED[name] for name in names])
