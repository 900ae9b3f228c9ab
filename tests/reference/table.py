"""Print what the oracle finds in twenty varied scenarios: ``python tests/reference/table.py [NAME ...]``."""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    here = Path(__file__).resolve().parent
    sys.path[:1] = [str(here.parent), str(here.parent / "model")]  # not this folder: it has a calendar of its own

from reference.oracle import Comparison, compared
from reference.varied import scenarios

HEAD = ("quarters", "rules", "columns", "numbers", "events", "differ", "ulp", "powers")


def row(found: Comparison) -> tuple[int, ...]:
    """Return the counts of a comparison in the order of `HEAD`."""
    counts = (found.quarters, found.rules, found.columns, found.numbers, found.events, len(found.differences))
    return (*counts, found.largest, found.powers)


def main(names: list[str]) -> None:
    """Run the named scenarios, or all, and print a line for each."""
    chosen = {name: one for name, one in scenarios().items() if not names or name in names}
    wide = max(map(len, chosen))
    print(f"{'scenario':<{wide}}  " + "  ".join(f"{name:>10}" for name in HEAD))
    rows = []
    for name, scenario in chosen.items():
        found = compared(scenario)
        rows.append(row(found))
        print(f"{name:<{wide}}  " + "  ".join(f"{count:>10,}" for count in rows[-1]), flush=True)
        for difference in found.differences:
            print(f"  {difference}")
    *sums, largest, powers = zip(*rows, strict=True)
    totals = [sum(column) for column in sums] + [max(largest), max(powers)]
    print(f"{f'{len(rows)} scenarios':<{wide}}  " + "  ".join(f"{count:>10,}" for count in totals))


if __name__ == "__main__":
    main(sys.argv[1:])
