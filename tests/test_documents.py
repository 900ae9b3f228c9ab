"""The documents say what the program declares, and the program says what its parts mean."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import ecosim
from ecosim import reference
from scripts import script

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "src" / "ecosim").rglob("*.py"))
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
RESULTS = ROOT / "docs" / "published.md"  # its tables are of stored results; see published/test_page.py
TEXTS = [
    path
    for folder in ("src", "docs", "scenarios", "notebooks", "tests")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in {".py", ".md", ".yaml", ".json", ".csv", ".toml"} and path != Path(__file__)
] + [*ROOT.glob("*.md"), ROOT / "pyproject.toml"]
MACHINE_PATHS = re.compile(r"(?<![\w.:/-])/(?:work|tmp|root|home)/\w")


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return reference.tables(ecosim.load(ROOT / "scenarios" / "novosibirsk.yaml"))


@pytest.mark.parametrize("page", [page for page in PAGES if page != RESULTS], ids=lambda page: page.name)
def test_tables_of_the_documents_are_those_of_the_declarations(page: Path, made: dict[str, str]) -> None:
    text = page.read_text(encoding="utf-8")
    assert reference.fill(text, made) == text, f"{page.name} is out of date; run: python docs/build_tables.py"


def test_the_odd_document_shows_every_table_once(made: dict[str, str]) -> None:
    shown = re.findall(r"<!-- table: (\S+) -->", (ROOT / "docs" / "odd.md").read_text(encoding="utf-8"))
    empty_flows = {name for name, table in made.items() if name.startswith("flows.") and table.count("\n") == 2}
    internal = {"state.ring"}
    assert sorted(shown) == sorted(set(made) - empty_flows - internal)


def test_an_outdated_table_is_noticed() -> None:
    text = "before\n<!-- table: a -->\nold\n<!-- end -->\nafter"
    assert reference.fill(text, {"a": "new\n"}) == "before\n<!-- table: a -->\nnew\n<!-- end -->\nafter"


def test_a_mark_with_a_wrong_name_is_told() -> None:
    with pytest.raises(ecosim.UsageError, match="did you mean 'plan'"):
        reference.fill("<!-- table: plam -->\n<!-- end -->", {"plan": ""})


def test_every_parameter_has_a_source_a_meaning_and_a_default_within_its_ranges() -> None:
    declared = list(reference.declarations())
    assert len(declared) > 100
    for path, one in declared:
        low, high = one.plausible
        assert one.source and one.doc and one.unit, path
        assert one.low <= low <= one.default <= high <= one.high, path


def _undocumented(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    parts: list[tuple[str, ast.AST]] = [("module", tree)]
    for node in tree.body:
        parts += _public(node)
    return [f"{path.relative_to(ROOT)}: {name}" for name, node in parts if not ast.get_docstring(node)]  # type: ignore[arg-type]


def _public(node: ast.AST, within: str = "") -> list[tuple[str, ast.AST]]:
    if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) or node.name.startswith("_"):
        return []
    found: list[tuple[str, ast.AST]] = [(within + node.name, node)]
    if isinstance(node, ast.ClassDef):
        for below in node.body:
            found += _public(below, f"{within}{node.name}.")
    return found


def test_everything_public_has_a_docstring() -> None:
    missing = [name for path in SOURCES for name in _undocumented(path)]
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_relative_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    broken = [to for to in targets if "://" not in to and not (page.parent / to).exists()]
    assert not broken


def test_no_file_names_a_path_of_one_machine() -> None:
    found = [str(path.relative_to(ROOT)) for path in TEXTS if MACHINE_PATHS.search(path.read_text(encoding="utf-8"))]
    assert not found


def test_the_line_that_policy_analysts_learn_to_read_is_one_of_the_comparison() -> None:
    lines = {" ".join(line.split()) for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines()}
    page = (ROOT / "docs" / "policy-analysts.md").read_text(encoding="utf-8")
    block = re.search(r"```text\n(.+?)```", page, re.DOTALL)
    assert block
    head, line = (" ".join(one.split()) for one in block[1].splitlines())
    assert {head, line} <= lines
    level, effect = line.split()[2], float(line.split()[5])
    assert f"about {level} completed" in page
    assert f"there are {effect:.0f} more" in page


def test_every_table_of_a_study_is_made_by_a_command_that_a_page_shows() -> None:
    remake = script("remake")
    commands = "\n".join(command for block in remake.scripts(remake.pages([])) for command in block)
    made = re.findall(r"docs/build_studies\.py ([\w-]+)", commands)
    shown = [name for page in PAGES for name in re.findall(r"<!-- study:([\w-]+):begin", page.read_text("utf-8"))]
    assert sorted(made) == sorted(set(shown))


def test_pages_are_asked_for_by_their_path_in_the_documents_and_come_in_the_order_in_which_they_can_be_made() -> None:
    remake = script("remake")
    assert [path.name for path in remake.pages(["gallery", "calibration", "cases/skif"])] == [
        "calibration.md", "gallery.md", "skif.md",
    ]  # fmt: skip
    assert not remake.pages([remake.ROOT.name + "/docs"])


def test_commands_are_read_whole_and_only_from_blocks_that_make_something() -> None:
    remake = script("remake")
    page = """Text

    ecosim compare a \\
        --factorial | python docs/build_studies.py a      # 1 min
    cp a docs/figures/b

More

    ecosim view a

```sh
cp c docs/figures/d
```

```text
cp e docs/figures/f
```
"""
    assert list(remake.blocks(page)) == [
        ["ecosim compare a --factorial | python docs/build_studies.py a", "cp a docs/figures/b"],
        ["cp c docs/figures/d"],
    ]
