"""Notebooks run from the first cell to the last, and show what they promise."""

from __future__ import annotations

from pathlib import Path

import jupytext
import pytest
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"


def test_there_are_notebooks() -> None:
    assert list(NOTEBOOKS.glob("*.py"))


def test_no_outputs_are_kept() -> None:
    assert not list(NOTEBOOKS.glob("*.ipynb"))


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.py")), ids=lambda path: path.stem)
def test_runs_and_shows_pictures(path: Path) -> None:
    notebook = jupytext.read(path)
    NotebookClient(notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": NOTEBOOKS}}).execute()
    for cell in notebook.cells:
        if cell.cell_type == "code" and ".plot." in cell.source:
            assert any("image/png" in output.get("data", {}) for output in cell.outputs), cell.source
