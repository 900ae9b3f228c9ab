"""Are the numbers that are held the same under other versions of Python and NumPy?

    PYTHONPATH=tests:tests/model python tests/golden/versions.py | python docs/build_studies.py versions

Makes an environment for each Python with the newest NumPy that it can have, and for the first ones with the lowest that
is declared; runs every golden scenario there. Interpreters are those called python3.11, python3.12 and python3.13, or
those that ECOSIM_PYTHONS names, separated as in PATH. Names of rows (``"python3.12 newest"``) do these alone. What was
found is kept in ``versions.json``.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from shutil import which

import held

from ecosim.results.table import Table

ROOT = held.HERE.parent.parent
KEPT = held.HERE / "versions.json"
PYTHONS = ("python3.11", "python3.12", "python3.13")
LOWEST_UP_TO = (3, 12)  # there is no NumPy 1.26 for later ones
_MEASURE = """
import json, sys, platform, numba, numpy, held
found = held.measured(held.scenarios())
print(json.dumps({"python": platform.python_version(), "numpy": numpy.__version__, "numba": numba.__version__,
                  "numbers": found}))
"""


def pythons() -> dict[str, str]:
    """Return interpreters by what rows call them, such as ``python3.12``."""
    asked = os.environ.get("ECOSIM_PYTHONS", os.pathsep.join(PYTHONS)).split(os.pathsep)
    return {f"python{'.'.join(map(str, version_of(path)))}": path for path in map(which, asked) if path}


def version_of(python: str) -> tuple[int, ...]:
    """Return major and minor version of an interpreter."""
    code = "import sys; print(*sys.version_info[:2])"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True)
    return tuple(map(int, done.stdout.split()))


def lowest_numpy() -> str:
    """Return the lowest NumPy that the package declares."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    [version] = [match[1] for one in declared if (match := re.match(r"numpy>=([\w.]+)", one))]
    return version


def rows() -> dict[str, tuple[str, str]]:
    """Return interpreter and requirement of NumPy by the name of a row."""
    newest = {f"{name} newest": (python, "numpy") for name, python in pythons().items()}
    lowest = {
        f"{name} lowest": (python, f"numpy=={lowest_numpy()}")
        for name, python in pythons().items()
        if version_of(python) <= LOWEST_UP_TO
    }
    return newest | lowest


def measured(python: str, numpy: str) -> dict[str, object]:
    """Make an environment, run every golden scenario in it, and return versions and the scenarios that differ."""
    with tempfile.TemporaryDirectory() as place:
        subprocess.run([python, "-m", "venv", place], check=True)
        inside = next(Path(place).glob("[bS]*/python*"))  # bin, or Scripts
        install = [inside, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*install, "--only-binary", "numpy,numba,scipy,pandas,pyarrow", numpy, ROOT], check=True)
        paths = map(str, (ROOT / "tests", ROOT / "tests" / "model", held.HERE))
        settings = {"PYTHONPATH": os.pathsep.join(paths), "NUMBA_CACHE_DIR": str(Path(place, "compiled"))}
        done = subprocess.run(
            [inside, "-c", _MEASURE], env=os.environ | settings, capture_output=True, text=True, check=True, cwd=place
        )
    found: dict[str, object] = json.loads(done.stdout)
    numbers = found.pop("numbers")
    assert isinstance(numbers, dict)
    known = held.held()
    differ = sorted(name for name in known if numbers.get(name) != known[name])
    return found | {"scenarios": len(numbers), "differ": differ, "golden": held.line()}


def table(found: dict[str, dict[str, object]]) -> str:
    """Return what was found, as text."""
    lines = [
        [*(str(one[name]) for name in ("python", "numpy", "numba", "scenarios")), str(len(one["differ"]))]  # type: ignore[arg-type]
        for one in found.values()
    ]
    notes = sorted({str(one["golden"]) for one in found.values()})
    return Table(
        "Golden scenarios by versions", ["Python", "NumPy", "Numba", "scenarios", "differ"], lines, notes
    ).text()


def main(asked: list[str]) -> None:
    """Do the rows asked for, keep what was found and print the table of all."""
    known = rows()
    for name in asked or known:
        found = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
        found[name] = measured(*known[name])
        KEPT.write_text(json.dumps(dict(sorted(found.items())), indent=1) + "\n", encoding="utf-8")
    print(table(json.loads(KEPT.read_text(encoding="utf-8"))))


if __name__ == "__main__":
    main(sys.argv[1:])
