"""Nothing is lost and nothing is wrong: kill, interruption, a full disk, damage; `study.py` does the same at length."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from faults.damage import tried

DRIVER = Path(__file__).with_name("driver.py")


def test_whatever_stops_a_command_the_same_command_goes_on() -> None:
    asked = "kill 2 interrupt 2 deny 3 full 1 together 2 names 2 readonly 2"
    done = subprocess.run([sys.executable, DRIVER, *asked.split()], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert {kind: one["failed"] for kind, one in found.items() if one["failed"]} == {}
    assert {kind: one["tried"] for kind, one in found.items()} == {
        "kill": 2, "interrupt": 2, "deny": 3, "full": 1, "together": 2, "names": 2,
        "readonly": 2,
    }  # fmt: skip


def test_a_damaged_store_is_mended_or_refused_by_name(tmp_path: Path) -> None:
    count, failed = tried(tmp_path, 1009)
    assert count > 100
    assert not failed
