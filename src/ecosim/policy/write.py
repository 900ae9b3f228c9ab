"""The files of a policy search: tables, everything as data, every fresh run, and each candidate as a scenario."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ecosim.policy.levers import Levers
from ecosim.policy.outcome import Policy
from ecosim.policy.report import report
from ecosim.policy.trial import IDS
from ecosim.results.files import write_json, write_table, write_text

REPORT, SUMMARY, RUNS, TRIED = "report.txt", "policy.json", "candidates.parquet", "tried.parquet"


def write(found: Policy, levers: Levers, shown: NDArray[np.float64]) -> None:
    """Write the files of a policy search into its directory.

    Args:
        found: what was found.
        levers: what the numbers of a mix mean.
        shown: totals of the fresh runs (candidates, replications, `IDS`).

    Raises:
        StoreError: a file cannot be written.
    """
    import pandas as pd

    for one in found.candidates:
        content = levers.put(one.mix).model_dump_json(by_alias=True, exclude_none=True, indent=2)
        write_text(found.directory / "scenarios" / f"{one.name.lower()}.json", content + "\n")
    numbers = range(found.replications, found.replications + found.fresh)
    rows = [
        (one.name, replication, *values)
        for one, runs in zip(found.candidates, shown.tolist(), strict=True)
        for replication, values in zip(numbers, runs, strict=True)
    ]
    write_table(found.directory / RUNS, pd.DataFrame(rows, columns=["mix", "replication", *IDS]))
    write_table(found.directory / TRIED, pd.DataFrame(found.tried, columns=["money", "more_completions"]))
    write_text(found.directory / REPORT, report(found))
    write_json(found.directory / SUMMARY, found.as_dict())
