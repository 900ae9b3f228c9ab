"""The site of the documents is made by one command, without a warning, and asks nothing of the network."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Literal

import pytest

from accessibility import violations
from browser import Visit, launched
from ecosim.cli import COMMANDS
from ecosim.cli.plot import PICTURES

ROOT = Path(__file__).resolve().parent.parent
GALLERY = (ROOT / "docs" / "gallery.md").read_text(encoding="utf-8")
#: One page of each kind that is not too long to be looked at: a start, a lesson, wide tables, a story, pictures.
PAGES = ("index.html", "tutorial.html", "data.html", "trace-a-technology.html", "gallery.html")
#: What a browser fetches by itself; a link that somebody may follow is none.
REQUESTS = re.compile(r"<(?:script|img|iframe|source|link(?![^>]*canonical))\b[^>]*(?:src|href)=[\"']?https?://")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the site."""
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(folder)], cwd=ROOT, capture_output=True, text=True,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_it_holds_every_page(site: Path) -> None:
    missing = [page.stem for page in (ROOT / "docs").glob("*.md") if not (site / f"{page.stem}.html").exists()]
    assert not missing


def test_it_makes_no_request(site: Path) -> None:
    found = {
        page.name: wrong[0] for page in site.rglob("*.html")
        if (wrong := REQUESTS.findall(page.read_text(encoding="utf-8")))
    }  # fmt: skip
    assert not found
    styles = [path.name for path in site.rglob("*.css") if "url(http" in path.read_text(encoding="utf-8")]
    assert not styles


def test_reference_pages_are_made_from_the_program(site: Path) -> None:
    commands = (site / "commands.html").read_text(encoding="utf-8")
    assert all(f'id="{name}"' in commands for name in COMMANDS)
    python = (site / "python.html").read_text(encoding="utf-8")
    for name in ("results.study.compare", "links.base.Link", "plugins.plugins", "network.graph"):
        assert f'id="ecosim.{name}"' in python


def test_no_link_leads_to_a_file_that_is_not_there(site: Path) -> None:
    pages = {page: page.read_text(encoding="utf-8") for page in site.rglob("*.html") if page.stem != "404"}
    links = ((page, to) for page, text in pages.items() for to in re.findall(r'(?:href|src)="([^"#?:]+)["#?]', text))
    assert not [f"{page.name}: {to}" for page, to in links if not (page.parent / to).exists()]


@pytest.mark.browser
@pytest.mark.parametrize(("scheme", "width"), [pytest.param("light", 1440, marks=pytest.mark.slow), ("dark", 360)])
def test_pages_keep_the_rules_of_accessibility(site: Path, scheme: Literal["light", "dark"], width: int) -> None:
    with launched() as browser:
        found = {}
        for name in PAGES:
            page = Visit(browser, site / name, width).page
            page.emulate_media(color_scheme=scheme)
            found[name] = violations(page)
            page.close()
    assert not {name: wrong for name, wrong in found.items() if wrong}


@pytest.mark.browser
def test_what_scrolls_is_reached_by_keyboard(site: Path) -> None:
    with launched() as browser:
        page = Visit(browser, site / "odd.html").page
        page.wait_for_function("document.querySelector('.md-typeset__scrollwrap[tabindex]')")
        unreached = page.evaluate(_UNREACHED)
    assert unreached == []


#: What is wider than its place, and cannot be scrolled without a mouse.
_UNREACHED = """() => [...document.querySelectorAll('article *')].filter(one =>
  ['auto', 'scroll'].includes(getComputedStyle(one).overflowX) && one.scrollWidth > one.clientWidth && one.tabIndex < 0
).map(one => one.className)"""


def test_every_picture_of_the_gallery_stands_above_its_command() -> None:
    sections = GALLERY.split("\n## ")[1:]
    assert len(sections) > 15
    for section in sections:
        title, picture, commands = re.fullmatch(
            r"(.+)\n\n!\[.+\]\((figures/[\w-]+\.png)\)\n\n```sh\n(ecosim [^`]+)```\n*", section
        ).groups()  # type: ignore[union-attr]
        assert (ROOT / "docs" / picture).exists(), title
        made = re.search(r"--out docs/figures|docs/figures/([\w-]+\.png)\n", commands)
        assert made and (made[1] is None or made[1] == Path(picture).name), title


def test_every_kind_of_picture_is_in_the_gallery() -> None:
    figures = {path.name for path in (ROOT / "docs" / "figures").glob("*.png")}
    assert figures == set(re.findall(r"\(figures/([\w-]+\.png)\)", GALLERY))
    drawn = {name for line in re.findall(r"ecosim plot \S+ (.+)", GALLERY) for name in line.split()}
    assert drawn >= set(PICTURES)
    for command in ("report", "view", "trace", "sweep", "survival", "synergy", "patterns", "sensitivity", "robustness"):
        assert f"\necosim {command} " in GALLERY
