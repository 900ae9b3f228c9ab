"""Links and indicators of other packages: used where they can be, named where not, and part of the version."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ecosim.version import model_version

MODULE = '''
from ecosim.measured import Indicator, Outcome
from ecosim.links.base import Link
from ecosim.world.codes import Flow


class Newsletter(Link):
    """Everybody learns a little from a newsletter."""

    name = "newsletter"

    def learning(self, world):
        """Let everybody know more."""
        world.knowledge[: len(world.orgs)] *= 1.0 + 0.05 * self.params.strength


licences_twice = Outcome(
    Indicator("licences_twice", "twice the licences", "licences", "for a test", "this test", "flow"),
    lambda counts: 2 * counts.flow(Flow.LICENCES),
)
'''
ENTRIES = """[ecosim.links]
newsletter = news:Newsletter
spin_off = news:Newsletter
broken = gone:Newsletter
[ecosim.indicators]
licences_twice = news:licences_twice
"""
SHORT = ("novosibirsk", "time.burn_in=4")
CODE = f"""
import json, ecosim
from ecosim.version import model_version
scenario, *short = {SHORT!r}
run = lambda *more: ecosim.run(ecosim.load(scenario, [*short, *more]), replications=1, jobs=JOBS)
with_it, without = run("links.newsletter.strength=1"), run()
table = with_it.to_pandas("outcomes")
print(json.dumps({{
    "version": model_version(),
    "knows": [float(one.to_pandas("outcomes")["knowledge_firms"].iloc[0]) for one in (with_it, without)],
    "licences": [float(table[name].iloc[0]) for name in ("licences", "licences_twice")],
    "columns": [name for name in table.columns if "newsletter" in name],
}}))
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a folder in which a package with plug-ins is installed."""
    info = tmp_path / "news-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: news\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(ENTRIES)
    (tmp_path / "news.py").write_text(MODULE)
    return tmp_path


def python(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(site), *filter(None, sys.path)])}
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, env=environment, cwd=site, check=True
    )


def test_a_link_and_an_indicator_of_another_package_are_used_and_broken_ones_named(site: Path) -> None:
    done = python(site, "-c", CODE.replace("JOBS", "1"))
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["knows"][0] > found["knows"][1]
    assert found["licences"][1] == 2 * found["licences"][0]
    assert "contracts.newsletter" in found["columns"]
    broken, taken = done.stderr.strip().splitlines()
    assert broken.startswith("Plug-in 'broken' (gone:Newsletter) of news 1.0 in ecosim.links is left out: ModuleNot")
    assert taken.startswith("Plug-in 'spin_off' (news:Newsletter) of news 1.0 in ecosim.links is left out: entry point")


def test_plug_ins_and_their_sources_belong_to_the_version(site: Path) -> None:
    tell = ("-c", "from ecosim.version import model_version; print(model_version())")
    one = python(site, *tell).stdout.strip()
    assert one.startswith(f"{model_version()}.")
    (site / "news.py").write_text(MODULE + "\n# changed\n")
    assert python(site, *tell).stdout.strip() not in (one, model_version())


def test_list_and_completion_know_them(site: Path) -> None:
    rows = json.loads(python(site, "-m", "ecosim", "list", "links", "--json").stdout)
    assert {row["name"]: row["package"] for row in rows}["newsletter"] == "news 1.0"
    found = python(site, "-m", "ecosim", "explain", "licences_twice").stdout
    assert "for a test" in found
