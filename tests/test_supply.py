"""What ecosim is made of: every dependency has its reason, its licence lets it be used, and versions are locked."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PERMISSIVE = re.compile(r"MIT|BSD|Apache|PSF|Python Software Foundation|MPL|ISC|Zlib|0BSD|Unlicense|CC0", re.IGNORECASE)
FORBIDDEN = re.compile(r"\b(A?GPL|GNU (Affero )?General)", re.IGNORECASE)

if not (ROOT / ".ci" / "lock.py").exists():
    pytest.skip("continuous integration is no part of this copy", allow_module_level=True)
sys.path.insert(0, str(ROOT / ".ci"))
import lock  # noqa: E402


def test_every_dependency_says_why_it_is_there() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lines = text.partition("\ndependencies = [\n")[2].partition("\n]")[0].splitlines()
    assert len(lines) == len(lock.declared())
    assert all(re.search(r'",\s+# \w.{5,}', line) and ">=" in line for line in lines)


def test_licences_let_a_program_under_mit_use_all_of_it() -> None:
    assert "MIT License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    for name, one in lock.closure(lock.declared()).items():
        about = one.metadata
        said = [about.get("License-Expression") or "", *(about.get_all("Classifier") or [])]
        licence = " ".join(text for text in said if "License" in text or text == said[0]) + (about.get("License") or "")
        assert PERMISSIVE.search(licence) and not FORBIDDEN.search(licence[:500]), f"{name}: {licence[:200]}"


def test_every_package_has_a_locked_version() -> None:
    locked = {line.partition("==")[0] for line in (ROOT / ".ci" / "constraints.txt").read_text().splitlines()[1:]}
    assert locked >= set(lock.closure(lock.declared("test")))
