"""What is built works where there is no checkout: scenarios, templates and types are in it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder into which a wheel, built from the sources, was unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], cwd=ROOT, check=True,
        capture_output=True,
    )  # fmt: skip
    with ZipFile(next(folder.glob("*.whl"))) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def ecosim(wheel: Path, folder: Path, *arguments: str) -> str:
    """Run the built program in a folder that knows nothing of the checkout."""
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=os.environ | {"PYTHONPATH": str(wheel)}, capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    return done.stdout


def test_it_has_scenarios_schema_template_types_licence_and_entry_point(wheel: Path) -> None:
    inside = {path.relative_to(wheel).as_posix() for path in wheel.rglob("*") if path.is_file()}
    files = [path.relative_to(ROOT).as_posix() for path in (ROOT / "scenarios").rglob("*") if path.is_file()]
    assert {f"ecosim/{file}" for file in files} | {"ecosim/py.typed", "ecosim/starter.yaml"} <= inside
    info = next(wheel.glob("*.dist-info"))
    assert (info / "licenses" / "LICENSE").exists()
    assert "ecosim = ecosim.cli:main" in (info / "entry_points.txt").read_text()


def test_it_finds_its_own_scenarios_and_makes_new_ones(wheel: Path, tmp_path: Path) -> None:
    code = "import ecosim; from ecosim import shipped; print(ecosim.__file__, shipped.folder())"
    where = ecosim(wheel, tmp_path, "-c", code)
    assert where.split() == [str(wheel / "ecosim" / "__init__.py"), str(wheel / "ecosim" / "scenarios")]
    assert "novosibirsk" in ecosim(wheel, tmp_path, "-m", "ecosim", "list", "scenarios")
    ecosim(wheel, tmp_path, "-m", "ecosim", "new", "mine", "--from", "nineties")
    assert "valid" in ecosim(wheel, tmp_path, "-m", "ecosim", "validate", "mine.yaml")
    assert "100 runs to make" in ecosim(
        wheel, tmp_path, "-m", "ecosim", "compare", "novosibirsk", "--replications", "20", "--dry-run"
    )
