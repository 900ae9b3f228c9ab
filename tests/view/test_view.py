"""The live view: what it shows is what runs of the scenario hold, and the page works in a browser, offline."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import cases
import numpy as np
import pytest
from click.testing import CliRunner

from browser import launched
from ecosim.cli import main
from ecosim.experiments.design import cut, links_on
from ecosim.plots.live import live_ties
from ecosim.simulation import simulate
from ecosim.view import Live

SMALL = cases.scenario()
WITHOUT = cut(SMALL, ["science_industry"])


def test_a_live_run_goes_without_links_beside_the_scenario_as_it_is() -> None:
    live = Live(SMALL, seed=3, replication=2, science_industry=False, spin_off=True)
    runs = simulate({"all": SMALL, "without": WITHOUT}, seed=3, replication=2)
    assert live.off == ("science_industry",)
    while live.running:
        live.step()
    assert np.array_equal(np.array(live.path), runs["without"].series, equal_nan=True)
    assert np.array_equal(live.whole, runs["all"].series, equal_nan=True)
    assert live.years[-1] == 2006.0
    live.step()  # the calendar has ended
    assert len(live.path) == len(live.years)


def test_a_model_knows_what_it_is_made_of() -> None:
    chosen: dict[str, Any] = {"scenario": SMALL, "seed": 1, "replication": 0}
    live = Live(**chosen)
    assert live.is_made_of(chosen | {"spin_off": True})
    assert not live.is_made_of(chosen | {"spin_off": False})
    assert not live.is_made_of(chosen | {"replication": 1})
    assert live_ties("now", live.look())._repr_png_()


@pytest.fixture(scope="module")
def page() -> Any:
    pytest.importorskip("solara")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from ecosim.view import page
    return page


def test_the_page_says_and_draws_where_the_run_stands(page: Any) -> None:
    live = Live(SMALL, science_industry=False)
    assert page.numbers(live) == "1999Q4: nothing is reported yet. Press Step, or play."
    for _ in range(8):
        live.step()
    done = [f"{one[:8].sum():,.0f}" for one in (live.so_far("agreements"), live.as_is("agreements"))]
    assert "2001Q4: transfers completed" in page.numbers(live)
    assert f"technology agreements {done[0]} (as it is: {done[1]})" in page.numbers(live)
    picture = page.path_so_far(live)
    assert [len(line.get_xdata()) for line in picture.axes[0].lines] == [24, 8]
    assert any("without science–industry" in text.get_text() for text in picture.texts)


def test_every_link_that_is_on_has_a_checkbox(page: Any) -> None:
    settings = page.parameters(WITHOUT, 1, 0)
    boxes = [name for name, one in settings.items() if isinstance(one, dict) and one["type"] == "Checkbox"]
    assert boxes == list(links_on(WITHOUT))


def test_mistakes_are_told_before_anything_is_served(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["view", str(tmp_path / "none.yaml"), "--no-open"])
    assert (result.exit_code, "none.yaml" in result.stderr) == (2, True)


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = CliRunner().invoke(main, ["view", "novosibirsk", "--no-open", "--port", port])
    assert (result.exit_code, f"port {port} already; choose another" in result.stderr) == (2, True)


#: Python runs this at its start: it writes down where a process looks or goes outside of this machine.
WATCH = """
import sys

def watched(event, arguments):
    if event in ("socket.getaddrinfo", "socket.connect"):
        host = arguments[0] if event == "socket.getaddrinfo" else arguments[1][0]
        if host not in (None, "127.0.0.1", "::1", "localhost", "0.0.0.0"):
            with open(FILE, "a") as file:
                print(event, host, file=file)

sys.addaudithook(watched)
"""


@pytest.fixture(scope="module")
def abroad(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file in which it stands where the server went outside of this machine."""
    return tmp_path_factory.mktemp("abroad") / "abroad.txt"


@pytest.fixture(scope="module")
def served(page: Any, abroad: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address at which the command serves a small scenario."""
    folder = tmp_path_factory.mktemp("view")
    file = folder / "small.yaml"
    file.write_text(json.dumps(cases.small()), encoding="utf-8")
    (folder / "sitecustomize.py").write_text(WATCH.replace("FILE", repr(str(abroad))))
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "ecosim", "view", str(file), "--no-open", "--port", str(port)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(folder), *filter(None, sys.path)])}
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
    ) as server:  # fmt: skip
        yield f"http://127.0.0.1:{port}"
        server.terminate()


@pytest.mark.browser
def test_in_a_browser_a_link_is_cut_and_nothing_leaves_the_machine(served: str, abroad: Path) -> None:
    asked: list[str] = []
    errors: list[str] = []
    with launched() as browser:
        tab = browser.new_page()
        tab.on("request", lambda one: asked.append(one.url))
        tab.on("console", lambda one: errors.append(one.text) if one.type == "error" else None)
        _open(tab, served)
        tab.get_by_text("science–industry").first.click()
        tab.get_by_text("nothing is reported yet").wait_for()
        for quarter in range(1, 4):
            tab.get_by_role("button", name="Step").click()
            tab.get_by_text(f"2000Q{quarter}: ").wait_for()
        said = tab.get_by_text("2000Q3: ").inner_text()
    runs = simulate({"all": SMALL, "without": WITHOUT}, seed=1, replication=0)
    column = runs["all"].names.index("agreements")
    ours, theirs = (f"{runs[name].series[:3, column].sum():,.0f}" for name in ("without", "all"))
    assert f"technology agreements {ours} (as it is: {theirs})" in said
    assert ours != theirs
    assert all(url.startswith((served, "data:", "blob:")) for url in asked)
    assert not errors
    assert not abroad.exists(), abroad.read_text()


def _open(tab: Any, address: str) -> None:
    """Open the page as soon as the server answers."""
    for _ in range(120):
        try:
            tab.goto(address)
            break
        except Exception:
            tab.wait_for_timeout(500)
    tab.get_by_text("nothing is reported yet").wait_for(timeout=60_000)
