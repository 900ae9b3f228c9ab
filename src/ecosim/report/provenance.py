"""Where the numbers of a report come from: the command that makes them again, versions, digests, values and sources."""

from __future__ import annotations

import hashlib
import json
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ecosim.errors import StoreError
from ecosim.plots.labels import unit
from ecosim.plots.style import replications
from ecosim.reference import declarations
from ecosim.results.attribution import is_complete
from ecosim.results.results import Results
from ecosim.results.sources import read_sources
from ecosim.results.table import Table, plain
from ecosim.version import model_version

MOST_ROWS = 3_000
_FILES = ("summary.json", "outcomes.parquet", "series.parquet")


def baseline_text(results: Results, key: str) -> str:
    """Return a text of the baseline's scenario, such as its question; empty where it has none.

    Raises:
        StoreError: the scenario cannot be read.
    """
    return str(_scenario(results).get(key, ""))


def command(results: Results) -> str:
    """Return the command that makes these results again, in their directory, from the resolved scenarios kept there."""
    summary = results.summary
    files = [cell["scenario"] for cell in summary["cells"]]
    cut = {cell["name"]: tuple(cell["without"]) for cell in summary["cells"]}
    links = max(cut.values(), key=len)
    words = ["ecosim", "run" if len(files) == 1 else "compare", *(files[:1] if links else files)]
    if is_complete(results):
        words += ["--factorial", *_without(links)]
    elif links and not _is_triangle(results):
        words += _without([one for off in cut.values() for one in off if len(off) == 1])
    words += ["--seed", str(summary["seed"])]
    if summary["replications"] == 1 and len(files) == 1:
        words += ["--only", str(summary["first_replication"])]
    else:
        words += ["--replications", str(summary["replications"])]
    if "posterior" in summary:
        words += ["--posterior", "FILE"]
    words += ["--out", "again"]
    return " ".join(shlex.quote(word) for word in words)


def _without(links: Sequence[str]) -> list[str]:
    return [word for link in links for word in ("--without", link)]


def _is_triangle(results: Results) -> bool:
    from ecosim.experiments.design import NONE

    return results.cells[-1] == NONE


def origin(results: Results) -> Table:
    """Return a table of how these results were made."""
    summary = results.summary
    calendar, versions = summary["calendar"], summary["versions"]
    rows = [
        ["These results again, typed in their directory", command(results)],
        ["Scenario", f"{summary['name']}: {summary['title']}"],
        ["Runs", f"{replications(results)} of {len(results.cells)} cells, seed {summary['seed']}; "
                 f"{len(results.failures)} failed"],
        ["Calendar", f"{calendar['start']} to {calendar['end']}, after {calendar['burn_in']} quarters of burn-in"],
        ["Model that made the runs", f"ecosim {versions['model']}"],
        ["Model that wrote this page", f"ecosim {model_version()}"],
        ["Libraries", ", ".join(f"{name} {version}" for name, version in versions.items() if name != "model")],
    ]  # fmt: skip
    if (draws := summary.get("posterior")) is not None:
        text = f"{draws['draws']} of {len(draws['parameters'])} parameters, digest {draws['digest']}"
        rows.append(["Draws of parameters", text])
    rows += [[f"SHA-256 of {name}", _hash(results.directory / name)] for name in _FILES]
    return Table("How these results were made", ["what", "value"], rows)


def cells(results: Results) -> Table:
    """Return a table of the cells: runs, digest of the scenario, and its file."""
    rows = [[one["name"], str(one["runs"]), one["digest"], one["scenario"]] for one in results.summary["cells"]]
    return Table("What was run", ["cell", "runs", "digest of the scenario", "file"], rows)


def parameters(results: Results) -> Table:
    """Return a table of the baseline's numbers and switches, each with unit, source and meaning.

    Raises:
        StoreError: the scenario or the file of sources cannot be read.
    """
    kept, title = read_sources(results), f"Values and sources of “{results.baseline}”"
    meaning = {path: declared.doc for path, declared in declarations()}
    if kept is not None:
        rows = [
            [path, _shown(one["value"]), unit(results, one), one["source"], one["origin"], meaning.get(path, "")]
            for one in kept[:MOST_ROWS]
            for path in [one["path"]]
        ]
        left = [f"{len(kept) - len(rows):,} more: `ecosim show`"] if len(kept) > len(rows) else []
        return Table(title, ["path", "value", "unit", "source", "stands in", "meaning"], rows, left)
    note = "Sources are those declared with the model; `ecosim show` prints those of the scenario's own values."
    heading = ["path", "value", "unit", "source", "meaning"]
    return Table(title, heading, [list(row) for row in _declared(results)], [note])


def _declared(results: Results) -> Iterator[tuple[str, str, str, str, str]]:
    scenario = _scenario(results)
    for path, one in declarations():
        group, section, name = path.split(".")
        found = (scenario.get(group) or {}).get(section)
        if not isinstance(found, dict):
            continue  # a link that the scenario does not name
        value = found.get(name, one.default)
        source = one.source if value == one.default else "given by the scenario"
        yield path, _shown(value), unit(results, {"unit": one.unit}), source, one.doc


def _shown(value: object) -> str:
    return f"{value:,.6g}" if isinstance(value, float) else json.dumps(value, ensure_ascii=False).strip('"')


def _scenario(results: Results) -> dict[str, Any]:
    path = results.directory / results.summary["cells"][0]["scenario"]
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StoreError(f"{path}: cannot be read: {error}") from error
    return content


def _hash(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise StoreError(f"{path}: cannot be read: {error}") from error


def clean(value: Any) -> Any:
    """Return plain data whose texts have no line breaks and nothing that a reader could not see."""
    if isinstance(value, str):
        return plain(" ".join(value.split()))
    if isinstance(value, dict):
        return {key: clean(one) for key, one in value.items()}
    return [clean(one) for one in value] if isinstance(value, (list, tuple)) else value
