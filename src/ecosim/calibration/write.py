"""The files of a calibration: what was found as JSON, as tables, and as a part that a scenario can extend.

Those of a posterior hold draws that a comparison can take in place of that part, and every weighted trial.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ecosim.calibration.beliefs import Posterior
from ecosim.calibration.outcome import Calibration
from ecosim.calibration.parameter_file import parameter_file
from ecosim.calibration.posterior_report import posterior_report
from ecosim.calibration.report import report
from ecosim.experiments.draws import Draws, draws_text
from ecosim.results.files import write_json, write_table, write_text

PARAMETERS, REPORT, SUMMARY = "parameters.yaml", "report.txt", "calibration.json"
DRAWS, WEIGHED, BELIEFS = "draws.csv", "trials.parquet", "posterior.json"


def write(found: Calibration) -> None:
    """Write the files of a calibration into its directory.

    Raises:
        StoreError: a file cannot be written.
    """
    write_text(found.directory / PARAMETERS, parameter_file(found))
    write_text(found.directory / REPORT, report(found))
    write_json(found.directory / SUMMARY, found.as_dict())


def write_posterior(found: Posterior, draws: Draws, trials: Mapping[str, Sequence[float]]) -> None:
    """Write the files of a posterior into its directory.

    Args:
        found: what was found.
        draws: equally likely values.
        trials: columns that tell of each trial.

    Raises:
        StoreError: a file cannot be written.
    """
    import pandas as pd

    write_text(found.directory / DRAWS, draws_text(draws))
    write_table(found.directory / WEIGHED, pd.DataFrame(trials))
    write_text(found.directory / REPORT, posterior_report(found))
    write_json(found.directory / BELIEFS, found.as_dict())
