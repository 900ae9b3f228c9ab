"""Practice of a link: it grows as far as organisations use the link, not by the few who do."""

from __future__ import annotations

import numpy as np
import pytest

from ecosim.processes.practice import Practice, learn_by_doing
from ecosim.world import layouts
from ecosim.world.codes import Kind

GAIN, DECAY = 0.05, 0.005


def after(institutes: int, firms: int, used: int, practice: float = 0.2, decay: float = DECAY) -> float:
    """Return the practice of science and industry where the first ``used`` firms used a tie with institute 0."""
    orgs = np.zeros(institutes + firms, layouts.ORGANISATION.dtype)
    orgs["kind"][institutes:], orgs["died"], orgs["staff"] = Kind.FIRM, -1, 10
    ties = np.zeros(used, layouts.TIE.dtype)
    ties["b"], ties["link"], ties["ended"], ties["used"] = institutes + np.arange(used), 1, -1, 1
    start = np.concatenate(([0, used], np.zeros(institutes - 1, int) + used, used + 1 + np.arange(firms)))
    start[institutes + 1 :] = used + np.minimum(1 + np.arange(firms), used)
    levels, joins = np.full((1, 2), practice), np.array([[-1, -1], [Kind.INSTITUTE, Kind.FIRM]])
    params = Practice.Params(gain=GAIN, decay=decay).record()
    learn_by_doing(
        orgs, np.arange(len(orgs)), ties, np.concatenate((np.arange(used), np.arange(used))), start, joins, levels,
        np.zeros((1, 2, 2)), params,
    )  # fmt: skip
    return float(levels[0, 1])


@pytest.mark.parametrize(("institutes", "firms", "used"), [(1, 4, 1), (3, 5, 5), (2, 200, 3), (1, 1, 1)])
def test_it_rises_with_the_share_of_organisations_that_use_the_link(institutes: int, firms: int, used: int) -> None:
    share = (1 + used) / (institutes + firms)
    assert after(institutes, firms, used) == pytest.approx((0.2 + GAIN * share * 0.8) * (1 - DECAY), rel=1e-12)


def test_the_same_use_teaches_a_large_region_less() -> None:
    levels = [after(2, firms, 3) for firms in (3, 30, 300)]
    assert levels == sorted(levels, reverse=True)
    assert levels[0] > 0.2 > levels[-1]


def test_without_use_it_fades_to_its_floor() -> None:
    assert after(2, 3, 0) == pytest.approx(0.2 * (1 - DECAY))
    assert after(2, 3, 0, decay=1.0) == Practice.Params().floor  # type: ignore[attr-defined]
