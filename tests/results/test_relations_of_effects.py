"""What may not change an effect changes none: order, units, what both cells share, and replications still to come."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import toy
from ecosim.experiments.design import Cell, Design
from ecosim.experiments.execute import digests, execute
from ecosim.experiments.store import Store
from ecosim.results.decision import holm
from ecosim.results.effects import Difference, contrast, differences, effects
from ecosim.results.game import dividends, interaction

LUCK = np.random.default_rng(4)
WITH, WITHOUT = LUCK.gamma(3.0, 2.0, (2, 24, 3))


def said(found: Difference) -> tuple[float, ...]:
    """Return what is said of the size of a difference."""
    return found.mean, found.low, found.high, *found.bca, found.sd


def test_what_both_cells_have_more_does_not_change_an_effect() -> None:
    plain, more = differences(WITH, WITHOUT, 1), differences(WITH + 64.0, WITHOUT + 64.0, 1)
    for one, other in zip(plain, more, strict=True):
        assert said(one) == pytest.approx(said(other), rel=1e-9)
        assert one.share_positive == other.share_positive


def test_an_effect_has_the_unit_of_its_indicator() -> None:
    plain, scaled = differences(WITH, WITHOUT, 1), differences(8.0 * WITH, 8.0 * WITHOUT, 1)
    for one, other in zip(plain, scaled, strict=True):
        assert [8.0 * value for value in said(one)] == pytest.approx(said(other), rel=1e-12)
        assert one.standardised == pytest.approx(other.standardised, rel=1e-12)


def test_the_other_way_round_an_effect_has_the_other_sign() -> None:
    for one, other in zip(differences(WITH, WITHOUT, 1), differences(WITHOUT, WITH, 1), strict=True):
        assert one.mean == -other.mean
        assert one.student == pytest.approx((-other.student[1], -other.student[0]), rel=1e-12)
        assert one.share_positive == pytest.approx(1.0 - other.share_positive)


def test_a_cell_compared_with_itself_has_no_effect() -> None:
    for one in differences(WITH, WITH, 1):
        assert said(one) == (0.0,) * 6


def test_the_order_of_replications_does_not_change_an_effect() -> None:
    order = LUCK.permutation(len(WITH))
    for one, other in zip(differences(WITH, WITHOUT, 1), differences(WITH[order], WITHOUT[order], 1), strict=True):
        assert (one.mean, one.sd, *one.student) == pytest.approx((other.mean, other.sd, *other.student), rel=1e-12)
        assert one.bca == pytest.approx(other.bca, rel=0.1, abs=0.1)  # resampled in another order


def test_another_cell_or_indicator_beside_it_does_not_change_an_effect() -> None:
    alone = differences(WITH[:, 1:2], WITHOUT[:, 1:2], 1)[0]
    assert said(alone) == pytest.approx(said(differences(WITH, WITHOUT, 1)[1]), rel=1e-12)


def outcomes(cells: dict[str, np.ndarray[Any, Any]]) -> pd.DataFrame:
    """Return outcomes of cells, as effects are computed from."""
    return pd.concat(
        pd.DataFrame({"cell": cell, "replication": range(len(values)), "a": values[:, 0], "b": values[:, 1]})
        for cell, values in cells.items()
    )


def test_rows_in_another_order_give_the_same_effects() -> None:
    scenario = toy.scenario()
    line = contrast(Cell("all", scenario), Cell("cut", scenario, ("spin_off",)))
    table = outcomes({"all": WITH, "cut": WITHOUT})
    mixed = outcomes({"cut": WITHOUT, "all": WITH})
    mixed = pd.concat([mixed[mixed["cell"] == "cut"][::-1], mixed[mixed["cell"] == "all"]])
    pd.testing.assert_frame_equal(effects(table, [line], ["a", "b"], 1), effects(mixed, [line], ["a", "b"], 1))


def test_the_order_of_chances_does_not_matter_and_correction_keeps_theirs() -> None:
    chances = LUCK.uniform(0, 0.2, 12)
    order = LUCK.permutation(12)
    corrected = holm(chances)
    assert (corrected[order] == holm(chances[order])).all()
    assert (corrected >= chances).all()
    assert (np.diff(corrected[np.argsort(chances)]) >= 0).all()


def test_the_share_of_a_link_that_adds_nothing_is_nothing_and_equals_share_alike() -> None:
    v = np.array([0.0, 3.0, 3.0, 8.0])  # two links that are alike, and a third that adds nothing
    parts = dividends(np.concatenate([v, v]))
    first, second, third = (float(interaction(parts, [player])) for player in range(3))
    assert first == second == 4.0
    assert third == 0.0


def test_players_in_another_order_have_the_same_shares() -> None:
    worths = LUCK.integers(0, 50, 8).astype(float)
    swapped = worths.reshape(2, 2, 2).transpose(2, 1, 0).reshape(8)  # the first and the third change places
    one, other = dividends(worths), dividends(swapped)
    assert [float(interaction(one, [p])) for p in (0, 1, 2)] == pytest.approx(
        [float(interaction(other, [p])) for p in (2, 1, 0)]
    )


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_first_half_of_an_ensemble_twice_as_large_is_the_ensemble(tmp_path: Path, jobs: int) -> None:
    small, large = toy.design(4), toy.design(8)
    first = stored(small, tmp_path / "small", 1)
    both = stored(large, tmp_path / "large", jobs)
    grown = stored(large, tmp_path / "small", jobs)
    for name, series in first.items():
        assert (both[name][:4] == series).all()
        assert (grown[name] == both[name]).all()
        assert len(np.unique(both[name], axis=0)) == 8


def stored(design: Design, folder: Path, jobs: int) -> dict[str, np.ndarray[Any, Any]]:
    """Return the runs of every cell as they are kept: (replications, quarters, indicators)."""
    with Store(folder, design.seed, design.name) as store:
        execute(design, store, toy.KINDS, jobs, lambda done, total: None, toy.simulate)
        keys = digests(design)
        runs = {cell.name: store.series(keys[cell.name], design.replications) for cell in design.cells}
    return {name: np.array([*by_replication.values()]) for name, by_replication in runs.items()}


def test_cells_in_another_order_keep_their_runs(tmp_path: Path) -> None:
    design = toy.design(3)
    turned = Design(design.name, design.cells[::-1], design.seed, design.replications)
    one, other = stored(design, tmp_path / "one", 1), stored(turned, tmp_path / "other", 1)
    assert all((one[name] == other[name]).all() for name in one)
