"""Print what the oracle finds in twenty varied scenarios: ``python tests/reference/table.py [NAME ...]``."""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    here = Path(__file__).resolve().parent
    sys.path[:1] = [str(here.parent), str(here.parent / "model")]  # not this folder: it has a calendar of its own

from ecosim import load
from ecosim.shipped import located
from reference.ends import together
from reference.oracle import Comparison, compared
from reference.varied import scenarios

WIDE = 68
HEAD = ("quarters", "rules", "columns", "numbers", "events", "differ", "ulp")


def row(found: Comparison) -> tuple[int, ...]:
    """Return the counts of a comparison in the order of `HEAD`."""
    counts = (found.quarters, found.rules, found.columns, found.numbers, found.events)
    return (*counts, len(found.differences), found.largest)


def show(title: str, counts: tuple[int, ...]) -> None:
    """Print a line of the table."""
    print(f"{title:<{WIDE}}  " + "  ".join(f"{count:>11,}" for count in counts), flush=True)


def main(names: list[str]) -> None:
    """Run the named scenarios, or all and every parameter at its ends, and print a line for each."""
    chosen = {name: one for name, one in scenarios().items() if not names or name in names}
    print(f"{'scenario':<{WIDE}}  " + "  ".join(f"{name:>11}" for name in HEAD))
    findings = []
    for name, scenario in chosen.items():
        findings.append(compared(scenario))
        show(name, row(findings[-1]))
    if not names:
        findings.append(compared(load(located("novosibirsk")), each_rule=False))
        show("novosibirsk, compared at the end of each quarter", row(findings[-1]))
        runs, found = together(chosen["all links"])
        findings.append(found)
        show(f"all links, every parameter at its ends: {runs} runs", row(found))
    *sums, largest = zip(*map(row, findings), strict=True)
    show("together", (*map(sum, sums), max(largest)))
    for difference in (one for found in findings for one in found.differences):
        print(difference)


if __name__ == "__main__":
    main(sys.argv[1:])
