"""A study of the small scenario with the model itself: it goes on, and workers change nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
from cases import small
from click.testing import CliRunner

from ecosim.cli import main

STUDY = """\
title: Two mechanisms
variants:
  teaching_skill: {about: education, set: {processes.education.elasticity: 0}, why: "who teaches does not matter"}
  contracts: {about: contracts, set: {processes.contracts.budget: 0}, why: "no money for contracts"}
"""


def found(out: Path, jobs: str, replications: str) -> pd.DataFrame:
    """Run the study in a directory and return its table."""
    folder = out.parent
    (folder / "small.yaml").write_text(json.dumps(small()))
    (folder / "study.yaml").write_text(STUDY)
    arguments = [str(folder / "small.yaml"), "--study", str(folder / "study.yaml"), "--out", str(out)]
    arguments += ["--quiet", "--jobs", jobs, "--replications", replications]
    result = CliRunner().invoke(main, ["knockout", *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return pd.read_parquet(out / "knockout.parquet")


def test_end_to_end_resumed_and_with_two_workers_it_is_the_same(tmp_path: Path) -> None:
    once = found(tmp_path / "once", "1", "3")
    found(tmp_path / "resumed", "2", "1")
    pd.testing.assert_frame_equal(found(tmp_path / "resumed", "2", "3"), once)
    rows = once.set_index(["variant", "effect", "indicator"])
    assert rows.loc[("contracts", "all links", "agreements"), "change"] < 0
    assert rows["pairs"].eq(3).all()
    assert rows["change"].notna().all()
