"""Take a calibration over into scenario and documents: ``python docs/build_calibration.py calibrations/novosibirsk``.

Copies its parameters beside the scenario that extends them and its picture to the figures, fills the marked block of
calibration.md with its tables, and states anew how many numbers of the scenario are assumed.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from ecosim.catalogue import Scenario
from ecosim.errors import UsageError
from ecosim.scenario import entries, resolve, tally

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
BLOCK = re.compile(r"(<!-- calibration:begin -->\n).*?(<!-- calibration:end -->)", re.DOTALL)
NUMBERS = re.compile(r"Of \d+ numbers in the files? \(dates not counted\) \*\*\d+, or \d+ %, are assumed\*\*")
SHARE = re.compile(r"(Of the numbers in the Novosibirsk scenario )\d+( % are assumed)")


def filled(text: str, report: str) -> str:
    """Return the document with the tables of a calibration in its marked block."""
    return replaced(text, BLOCK, lambda mark: f"{mark[1]}```text\n{report.strip()}\n```\n{mark[2]}")


def replaced(text: str, pattern: re.Pattern[str], by: object) -> str:
    """Return the text with the one place that a pattern matches replaced."""
    changed, count = pattern.subn(by, text)  # type: ignore[call-overload]
    if count != 1:
        raise UsageError(f"{count} places match {pattern.pattern!r}; one is needed")
    return changed


def rewrite(path: Path, pattern: re.Pattern[str], by: object) -> None:
    """Replace the one place of a file that a pattern matches."""
    path.write_text(replaced(path.read_text(encoding="utf-8"), pattern, by), encoding="utf-8")


def take_over(calibration: Path) -> None:
    """Bring scenario and documents to what a calibration found."""
    (ROOT / "scenarios" / "parameters").mkdir(exist_ok=True)
    shutil.copy(calibration / "parameters.yaml", ROOT / "scenarios" / "parameters" / "calibrated.yaml")
    shutil.copy(calibration / "plots" / "calibration.png", DOCS / "figures" / "calibration.png")
    page = DOCS / "calibration.md"
    report = (calibration / "report.txt").read_text(encoding="utf-8")
    page.write_text(filled(page.read_text(encoding="utf-8"), report), encoding="utf-8")
    count = tally(entries(resolve(ROOT / "scenarios" / "novosibirsk.yaml", Scenario)))
    total, share = count.sourced + count.assumed, f"{100 * count.share_assumed:.0f}"
    stated = f"Of {total} numbers in the files (dates not counted) **{count.assumed}, or {share} %, are assumed**"
    rewrite(DOCS / "data.md", NUMBERS, stated)
    rewrite(ROOT / "README.md", SHARE, rf"\g<1>{share}\2")


if __name__ == "__main__":
    take_over(Path(sys.argv[1]))
