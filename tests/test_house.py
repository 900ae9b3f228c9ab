"""The house stays in order: layers, short files and functions, types, style."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "src" / "ecosim").rglob("*.py"))
MAX_FILE, MAX_FUNCTION = 300, 40


def _run(*command: str) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_files_are_short() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert not {name: length for name, length in lengths.items() if length > MAX_FILE}


def test_functions_are_short() -> None:
    long = {}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > MAX_FUNCTION:
                    long[f"{path.relative_to(ROOT)}: {node.name}"] = length
    assert not long


def test_no_run_hangs_on_how_this_python_adds_up() -> None:
    """Since Python 3.12 `sum` of floats rounds once, before after each number: last bits would differ."""
    names = ("simulation", "together", "indicators", "measured", "regimes")
    engine = [ROOT / "src" / "ecosim" / f"{name}.py" for name in names]
    for room in ("world", "processes", "links", "kernels"):
        engine += (ROOT / "src" / "ecosim" / room).glob("*.py")
    for path in engine:
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        called = {getattr(node.func, "id", "") for node in nodes if isinstance(node, ast.Call)}
        assert "sum" not in called, path.name


def test_imports_only_go_down() -> None:
    _run(sys.executable, "-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())")


def test_types_hold() -> None:
    _run(sys.executable, "-m", "mypy", "--strict", "src/ecosim")


def test_style_holds() -> None:
    _run(sys.executable, "-m", "ruff", "check", "src", "tests")
