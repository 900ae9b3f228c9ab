"""Results that all tests of the report share."""

from __future__ import annotations

import pytest
from report_samples import evil, made

from ecosim.results import Results


@pytest.fixture(scope="session")
def complete(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Return results with every combination of two links."""
    return made(tmp_path_factory.mktemp("complete"))


@pytest.fixture(scope="session")
def partial(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Return results without the combination that lacks both links."""
    return made(tmp_path_factory.mktemp("partial"), factorial=False)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Return results of a scenario with markup in its texts."""
    return made(tmp_path_factory.mktemp("hostile"), evil())
