"""``python tests/golden/write.py`` holds new numbers and prints the line that CHANGELOG.md then needs.

Numbers change only with somebody saying so.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent


def main() -> None:
    """Run every scenario and write the file."""
    sys.path.insert(0, str(TESTS / "model"))
    import held

    found = held.measured(held.scenarios())
    held.FILE.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(f"{len(found)} scenarios; CHANGELOG.md needs: {held.line()}")


if __name__ == "__main__":
    main()
