"""One self-contained file: the template filled with the results, their data as JSON, and the parts in ``web``.

Everything from a scenario is text: the template escapes it, the data stand in a block that is no script, and the
scripts only ever set the text of elements. The policy of the page allows exactly its own script and style, by their
digests, and no request.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import asdict, replace
from importlib import resources
from pathlib import Path
from typing import Any

from ecosim.experiments.execute import Progress
from ecosim.experiments.glance import Glance
from ecosim.plots.flows import OPEN, channels_of, shade_of
from ecosim.plots.labels import cell_titles, minus, sentence, unit, words
from ecosim.plots.style import footer
from ecosim.report import figures, provenance
from ecosim.report.answer import answer, closing
from ecosim.report.levels import levels
from ecosim.report.networks import networks
from ecosim.report.seen import look
from ecosim.results.attribution_report import attribution_tables
from ecosim.results.decision import phrase
from ecosim.results.files import write_text
from ecosim.results.report import flow_table, headline_tables
from ecosim.results.results import Results
from ecosim.results.table import Table

FILE = "report.html"
#: Bytes that a report has at most.
MOST_BYTES = 5_000_000
_SCRIPTS = ("draw", "state", "curves", "network", "funnel", "levels", "flows", "shares", "page")


def write_report(
    results: Results, path: Path | None = None, jobs: int | None = None, progress: Progress | None = None,
    glance: Glance | None = None,
) -> Path:  # fmt: skip
    """Write the report of some results and return its path.

    Args:
        results: results of `run` or `compare`.
        path: where; by default ``report.html`` in their directory.
        jobs: number of processes that make runs again; all processors by default.
        progress: called with the runs made and their total.
        glance: what was seen when the runs were first made; what it lacks is made again.

    Raises:
        StoreError: the results cannot be read or the file cannot be written.
    """
    where = path or results.directory / FILE
    seen = look(results, jobs, progress, glance)
    content = provenance.clean(data(results) | {"levels": vars(levels(results, seen))})
    fixed = provenance.clean(_texts(results)) | {"tables": _tables(results)}
    room = MOST_BYTES - len(_page(content | {"networks": None}, fixed).encode())
    drawn = networks(results, seen, room)
    write_text(where, _page(content | {"networks": provenance.clean(vars(drawn))}, fixed))
    return where


def _page(content: dict[str, Any], fixed: dict[str, Any]) -> str:
    """Return the page as text.

    Args:
        content: what changes when a link is flipped.
        fixed: texts and tables that do not.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("ecosim.report", "web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "allow_nan": False, "separators": (",", ":")}
    style, script = _read("style.css"), '"use strict";\n' + "\n".join(_read(f"{name}.js") for name in _SCRIPTS)
    return environment.get_template("page.html").render(
        fixed, data=content, style=style, script=script, policy=_policy(style, script)
    )


def data(results: Results) -> dict[str, Any]:
    """Return everything that stored numbers tell and that changes when a link is flipped, as plain data."""
    summary, titles = results.summary, cell_titles(results)
    links = list(dict.fromkeys(link for cell in summary["cells"] for link in cell["without"]))
    return {
        "end": summary["calendar"]["end"],
        "start": summary["calendar"]["start"],
        "quarters": summary["calendar"]["quarters"],
        "links": [{"name": link, "title": sentence(words(link))} for link in links],
        "cells": [
            {"title": sentence(titles[cell["name"]]), "without": cell["without"], "runs": cell["runs"]}
            for cell in summary["cells"]
        ],
        "headline": _headline(results),
        "events": _events(results),
        "channels": {
            one: {"title": "Arm's length" if one == OPEN else sentence(words(one)), "colour": shade_of(results, one)}
            for one in channels_of(results)
        },
        "curves": figures.curves(results),
        "funnel": figures.funnel(results),
        "flows": figures.flows(results),
        "shares": figures.shares(results),
    }


def _headline(results: Results) -> list[dict[str, Any]]:
    """Return what is judged, with level, difference and verdict in each cell."""
    found = []
    for name in results.summary["judgement"]:
        described = results.indicator(name)
        measure = unit(results, described)
        cells = [entry["indicators"][name] for entry in results.summary["headline"]]
        found.append({
            "title": sentence(words(described["title"])),
            "unit": measure.removesuffix("/quarter") if described["kind"] == "flow" else measure,
            "definition": described["definition"],
            "cells": [
                {key: one.get(key) for key in ("median", "low", "high", "difference", "interval_low", "interval_high")}
                | {"verdict": phrase(one["verdict"], one["needed"]) if "verdict" in one else None}
                for one in cells
            ],
        })  # fmt: skip
    return found


def _events(results: Results) -> list[dict[str, Any]]:
    dates: dict[str, list[dict[str, Any]]] = {}
    for event in results.events:
        dates.setdefault(event["title"], []).append(event)
    return [
        {"title": title, "dates": [one["date"] for one in events], "years": [one["year"] for one in events]}
        for title, events in dates.items()
    ]


def _texts(results: Results) -> dict[str, Any]:
    return {
        "title": results.summary["title"],
        "question": provenance.baseline_text(results, "question"),
        "answer": closing(answer(results)),
        "footer": footer(results),
        "one": f"replication {results.summary['first_replication']} alone · {footer(results).partition(' · ')[2]}",
        "end": results.summary["calendar"]["end"],
        "definitions": [
            {key: one[key] for key in ("title", "unit", "definition", "source")}
            for one in results.summary["indicators"]
            if "." not in one["name"]
        ],
    }


def _tables(results: Results) -> dict[str, list[Table]]:
    """Return the tables that do not change: verdicts, shares, flows, values and provenance."""
    titles = cell_titles(results)
    flow = flow_table(results)
    found = {
        "verdicts": [_worded(one, lambda name: titles.get(name, name)) for one in headline_tables(results.summary)],
        "shares": [_worded(one, words) for one in attribution_tables(results)],
        "flows": [_worded(replace(flow, heading=["flow", *titles.values()]), _channel)],
        "values": [provenance.parameters(results)],
        "origin": [provenance.origin(results), provenance.cells(results)],
    }
    return {name: [_cleaned(one) for one in tables] for name, tables in found.items()}


def _worded(table: Table, title: Callable[[str], str]) -> Table:
    """Return a table of numbers as a page shows it: rows named in words, proper minus signs, no empty notes."""
    rows = [[title(row[0]), *map(minus, row[1:])] for row in table.rows]
    return replace(table, rows=rows, notes=[_set_apart(note) for note in table.notes if note])


def _set_apart(note: str) -> str:
    """Return a note with a sign where it is set apart by blanks alone, which a page would not show."""
    return " \N{MIDDLE DOT} ".join(part for part in note.split("    ") if part).strip()


def _channel(name: str) -> str:
    return f"– {words(name.strip())}" if name.startswith(" ") else name


def _cleaned(table: Table) -> Table:
    return Table(**provenance.clean(asdict(table)))


def _read(name: str) -> str:
    return resources.files("ecosim.report").joinpath("web", name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Return the content security policy: nothing but this very style and script."""
    digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (style, script)]
    return (
        f"default-src 'none'; style-src 'sha256-{digests[0]}'; script-src 'sha256-{digests[1]}'; "
        "base-uri 'none'; form-action 'none'"
    )
