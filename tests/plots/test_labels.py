"""Labels keep clear of each other and near their places; names become words."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosim.plots.labels import spread, tick, words

places = st.lists(st.tuples(st.floats(0, 10), st.floats(0.1, 1)), min_size=1, max_size=9)


@given(places)
def test_labels_never_overlap_nor_leave_the_room(labels: list[tuple[float, float]]) -> None:
    wanted, sizes = (np.array(values) for values in zip(*labels, strict=True))
    centres = spread(wanted, sizes, 0, 10)
    order = np.argsort(centres)
    gaps = np.diff(centres[order]) - (sizes[order][1:] + sizes[order][:-1]) / 2
    assert (gaps > -1e-9).all()
    assert (centres - sizes / 2 > -1e-9).all()
    assert (centres + sizes / 2 < 10 + 1e-9).all()
    assert (np.diff(centres[np.argsort(wanted, kind="stable")]) > 0).all()


def test_labels_with_room_stay_where_they_should_be() -> None:
    assert spread([7.0, 2.0], [1, 1], 0, 10).tolist() == pytest.approx([7, 2])


def test_labels_in_one_place_move_apart_evenly() -> None:
    assert spread([5, 5, 5], [1, 1, 1], 0, 10).tolist() == pytest.approx([4, 5, 6])


def test_no_labels_need_no_room() -> None:
    assert spread([], [], 0, 1).tolist() == []


def test_names_become_words() -> None:
    assert words("without science_education and spin_off") == "without science–education and spin-off"
    assert words("public_funding") == "public funding"


def test_ticks_are_short_numbers() -> None:
    assert [tick(value) for value in (1_500_000, 0.30000000000000004, -2.5)] == ["1,500,000", "0.3", "−2.5"]
