"""What a scenario says of itself stays text: on a terminal, in HTML, in SVG, and in tables that others open."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

import ecosim.simulation
import toy
from ecosim import plots
from ecosim.catalogue import Scenario
from ecosim.cli import main
from ecosim.errors import ScenarioError
from ecosim.results import Results, open_results
from ecosim.scenario import load_text

PAYLOADS = (
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</text><foreignObject/>", "&lt;b&gt;&#x3c;i&#x3e;",
    "=HYPERLINK(1)", "+1+cmd|' /C calc'!A0", "@SUM(1)", "-2+3", "[bold red]loud[/]", "[link=https://example.org]x[/link]",
    "$\\\\frac{1}{0}$", "javascript:alert(1)", "{{7*7}} ${x} %s {0}", "]]>", "\\u202eevil", "\\e[31mred", "\\a",
    "\\x9b31m", "\\r\\nX: y", "\\0",
)  # fmt: skip
#: What in the scenario the payload takes the place of; twenty payloads in three places are sixty injections.
PLACES = ("title: A toy", "unit: million RUB", "title: Less")


def text_of(payload: str) -> str:
    """Return the scenario with a payload in every place."""
    text = toy.TEXT
    for place in PLACES:
        key = place.partition(":")[0]
        quoted = payload.replace('"', '\\"')
        text = text.replace(place, f'{key}: "{quoted}"')
    return text


class Tags(HTMLParser):
    """Collects the names of tags, and their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {tag, *(name for name, _ in attrs)}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_stays_text(payload: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(ecosim.simulation, "simulate", toy.simulate)
    Path("a.yaml").write_text(text_of(payload), encoding="utf-8")
    drawn: list[Path] = []
    monkeypatch.setattr(plots, "curves", lambda *arguments: drawn.append(Path(arguments[-1])))
    result = CliRunner().invoke(main, ["run", "a.yaml", "--jobs", "1", "--replications", "2", "--out", "r"])
    assert all(character.isprintable() or character == "\n" for character in result.output)
    if result.exit_code == 2:  # control characters, and a unit that is a formula, are refused where they stand
        assert "control character" in result.stderr or "takes for a formula" in result.stderr
        with pytest.raises(ScenarioError):
            load_text(text_of(payload), Scenario)
        return
    assert result.exit_code == 0
    results = open_results("r")
    _html_is_plain(results)
    _svg_is_plain(results, tmp_path / "curves.svg", payload)


def _html_is_plain(results: Results) -> None:
    tags = Tags()
    tags.feed(results._repr_html_())
    assert tags.found <= {"table", "caption", "thead", "tbody", "tr", "th", "td", "p"}


def _svg_is_plain(results: Results, path: Path, payload: str) -> None:
    from ecosim.plots.curves import curves

    curves(results, "completions", path)
    for element in ElementTree.parse(path).iter():  # which also says that it is well-formed
        tag = str(element.tag).rpartition("}")[2]
        assert tag not in ("script", "foreignObject", "image", "a", "iframe"), payload
        assert not [name for name in element.attrib if name.lower().startswith("on")]
        assert not [value for value in element.attrib.values() if "javascript:" in value]


def test_tables_hold_no_text_of_a_scenario_that_a_spreadsheet_could_take_for_a_formula(tmp_path: Path) -> None:
    from ecosim.experiments.design import Design, single
    from ecosim.results.study import carry_out

    text = toy.TEXT.replace("title: A toy", "title: '=1+1'").replace("title: Less", "title: '@SUM(1)'")
    scenario = toy.scenario(text=text)
    results = carry_out(Design("toy", single(scenario), 1, range(2)), tmp_path, 1, None, toy.simulate)
    for name in ("series", "outcomes", "flows"):
        table = results.to_pandas(name)
        texts = {str(one) for column in table.select_dtypes(exclude="number") for one in table[column]}
        assert not [text for text in texts if text.startswith(("=", "+", "-", "@", "\t", "\r"))]
