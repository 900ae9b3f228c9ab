"""The files of a calibration: what was found as JSON, as tables, and as a part that a scenario can extend."""

from __future__ import annotations

from ecosim.calibration.outcome import Calibration
from ecosim.calibration.parameter_file import parameter_file
from ecosim.calibration.report import report
from ecosim.results.files import write_json, write_text

PARAMETERS, REPORT, SUMMARY = "parameters.yaml", "report.txt", "calibration.json"


def write(found: Calibration) -> None:
    """Write the files of a calibration into its directory.

    Raises:
        StoreError: a file cannot be written.
    """
    write_text(found.directory / PARAMETERS, parameter_file(found))
    write_text(found.directory / REPORT, report(found))
    write_json(found.directory / SUMMARY, found.as_dict())
