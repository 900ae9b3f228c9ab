"""Names that would be live if an output took them for more than text, and what looks for them in every output.

Each name takes every place of a scenario in which free text may stand; the page of the report has a test of its own. A
name that is refused, with a message that is itself safe to print, is as good as one that stays text.
"""

from __future__ import annotations

import os
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from contextlib import chdir
from html.parser import HTMLParser
from pathlib import Path
from unittest.mock import patch

from click.testing import CliRunner, Result

import ecosim.simulation
import toy
from ecosim.cli import main
from ecosim.results import Results, open_results

_ALERT = "alert(7391)"
HTML = (
    f"<script>{_ALERT}</script>", f"\"><img src=x onerror={_ALERT}>", f"'><svg onload={_ALERT}>", "<b>bold</b>",
    f"<iframe src=javascript:{_ALERT}>", f"</td></tr></table><script>{_ALERT}</script>", "&lt;b&gt;&#x3c;i&#x3e;",
    f"<a href=javascript:{_ALERT}>x</a>", "<style>*{display:none}</style>", "<!--", "--><h1>x</h1>", "<base href=//x>",
    f"</script><script>{_ALERT}//", f"<body onload={_ALERT}>", f"<details open ontoggle={_ALERT}>", "{{7*7391}}",
    f"<input autofocus onfocus={_ALERT}>", "{% for x in y %}", "<meta http-equiv=refresh content=0>", "</title><hr>",
)  # fmt: skip
SVG = (
    "</text><foreignObject/>", f"</text><script>{_ALERT}</script>", "]]>", f"<![CDATA[<script>{_ALERT}</script>]]>",
    "</svg><svg onload=x>", "&xxe;", "<!DOCTYPE x [<!ENTITY y 'z'>]>", "<?xml-stylesheet href='x'?>",
    "$\\\\frac{1}{0}$", f"</text><a href=\"javascript:{_ALERT}\">", "$x_1$", f"\" onload=\"{_ALERT}",
)  # fmt: skip
FORMULAS = (
    "=HYPERLINK(1)", "=1+1", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "=cmd|' /C calc'!A0", "=IMPORTXML(1)", "+A1",
    "-A1", "@A1", "\\t=1+1", "\\r=1+1", "=DDE(1)", "=WEBSERVICE(1)",
)  # fmt: skip
ESCAPES = (
    "\\e[31mred", "\\e[2J", "\\e]0;title\\a", "\\x9b31m", "\\a", "\\b\\b\\b", "\\0", "\\r\\nX: y", "\\u202eevil",
    "\\u2066x\\u2069", "\\x7f", "[bold red]loud[/]", "[link=https://example.org]x[/link]", "%s {0} ${x}",
)  # fmt: skip
NAMES = (*HTML, *SVG, *FORMULAS, *ESCAPES)
#: What in the scenario a name takes the place of.
PLACES = ("title: A toy", "unit: million RUB", "title: Less", "title: Town", "title: One")
_STARTS = ("=", "+", "-", "@", "\t", "\r")
_PLAIN_TAGS = {"table", "caption", "thead", "tbody", "tr", "th", "td", "p"}


def text_of(name: str, places: tuple[str, ...] = PLACES) -> str:
    """Return the scenario of the tests with a name in some places."""
    text = toy.TEXT
    quoted = name.replace('"', '\\"')
    for place in places:
        text = text.replace(place, f'{place.partition(":")[0]}: "{quoted}"')
    return text


def live(name: str) -> tuple[int, list[str]]:
    """Return in how many outputs a name was looked for, and those in which it is more than text."""
    with (
        tempfile.TemporaryDirectory() as folder,
        chdir(folder),
        patch.object(ecosim.simulation, "simulate", toy.simulate),
    ):
        refused = _called("a.yaml", text_of(name))
        found = {"terminal": _printable(refused)}
        if refused.exit_code == 2:  # then once more in the places that hold any text
            found["refusal"] = "control character" in refused.stderr or "takes for a formula" in refused.stderr
            rest = tuple(place for place in PLACES if not place.startswith("unit"))
            done = _called("b.yaml", text_of(name, rest))
            found["terminal"] &= _printable(done)
            if done.exit_code == 2:
                return len(found), [output for output, plain in found.items() if not plain]
        found |= dict(_outputs(open_results("r")))
    return len(found), [output for output, plain in found.items() if not plain]


def _called(file: str, text: str) -> Result:
    Path(file).write_text(text, encoding="utf-8")
    arguments = ["compare", file, "--jobs", "1", "--replications", "2", "--out", "r", "--without", "spin_off"]
    return CliRunner().invoke(main, arguments)


def _printable(result: Result) -> bool:
    whole = result.output + result.stderr
    return result.exit_code in (0, 2) and all(one.isprintable() or one == "\n" for one in whole)


def _outputs(results: Results) -> Iterator[tuple[str, bool]]:
    yield "notebook", _tags(results._repr_html_()) <= _PLAIN_TAGS
    for path in sorted(results.directory.rglob("*.svg")):
        yield path.name, svg_is_plain(path)
    for table in ("series", "outcomes", "flows", "effects"):
        texts = results.to_pandas(table).select_dtypes(exclude="number")
        yield table, not any(str(text).startswith(_STARTS) for column in texts for text in texts[column])
    done = CliRunner().invoke(main, ["show", os.path.relpath("b.yaml" if Path("b.yaml").exists() else "a.yaml")])
    yield "show", _printable(done)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {tag, *(name for name, _ in attrs)}


def _tags(text: str) -> set[str]:
    tags = _Tags()
    tags.feed(text)
    return tags.found


def svg_is_plain(path: Path) -> bool:
    """Return whether a picture is well-formed and has no element or attribute that acts."""
    for element in ElementTree.parse(path).iter():
        tag = str(element.tag).rpartition("}")[2]
        acting = [name for name in element.attrib if name.lower().startswith("on")]
        acting += [value for value in element.attrib.values() if "javascript:" in value]
        if acting or tag in ("script", "foreignObject", "image", "a", "iframe"):
            return False
    return True
