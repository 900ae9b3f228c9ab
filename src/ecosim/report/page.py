"""One self-contained file: the template filled with the results, their data as JSON, and the parts in ``web``.

Everything from a scenario is text: the template escapes it, the data stand in a block that is no script, and the
scripts only ever set the text of elements. The policy of the page allows exactly its own script and style, by their
digests, and no request.
"""

from __future__ import annotations

import base64
import hashlib
from importlib import resources
from pathlib import Path
from typing import Any

from ecosim.experiments.execute import Progress
from ecosim.plots.flows import OPEN, channels_of, shade
from ecosim.plots.labels import cell_titles, minus, sentence, unit, words
from ecosim.plots.style import footer
from ecosim.report import figures, provenance
from ecosim.report.answer import answer, closing
from ecosim.report.networks import Networks, networks
from ecosim.results.attribution_report import attribution_tables
from ecosim.results.decision import phrase
from ecosim.results.files import write_text
from ecosim.results.report import flow_table, headline_tables
from ecosim.results.results import Results

FILE = "report.html"
#: Bytes that a report may have, and those of them that are left for networks.
MOST_BYTES, NETWORK_BYTES = 5_000_000, 2_400_000
_SCRIPTS = ("draw", "state", "curves", "network", "funnel", "flows", "shares", "page")


def write_report(
    results: Results, path: Path | None = None, jobs: int | None = None, progress: Progress | None = None
) -> Path:
    """Write the report of some results and return its path.

    Args:
        results: results of `run` or `compare`.
        path: where; by default ``report.html`` in their directory.
        jobs: number of processes that make runs again for the network; all processors by default.
        progress: called with the runs made and their total.

    Raises:
        StoreError: the results cannot be read or the file cannot be written.
    """
    where = path or results.directory / FILE
    write_text(where, page(results, networks(results, NETWORK_BYTES, jobs, progress)))
    return where


def page(results: Results, seen: Networks) -> str:
    """Return the page as text; the same results give the same text."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("ecosim.report", "web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "allow_nan": False, "separators": (",", ":")}
    style, script = _read("style.css"), '"use strict";\n' + "\n".join(_read(f"{name}.js") for name in _SCRIPTS)
    content = provenance.clean(data(results, seen))
    shown = provenance.clean(_texts(results))
    return environment.get_template("page.html").render(
        shown, data=content, tables=_tables(results), style=style, script=script, policy=_policy(style, script)
    )


def data(results: Results, seen: Networks) -> dict[str, Any]:
    """Return everything that changes when a link is flipped, as plain data."""
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
            one: {"title": "Arm's length" if one == OPEN else sentence(words(one)), "colour": shade(results, one)}
            for one in channels_of(results)
        },
        "curves": figures.curves(results),
        "funnel": figures.funnel(results),
        "flows": figures.flows(results),
        "shares": figures.shares(results),
        "networks": {"cells": list(seen.cells), "replication": seen.replication, "note": seen.note},
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
        "end": results.summary["calendar"]["end"],
        "definitions": [
            {key: one[key] for key in ("title", "unit", "definition", "source")}
            for one in results.summary["indicators"]
            if "." not in one["name"]
        ],
    }


def _tables(results: Results) -> dict[str, Any]:
    """Return the tables that do not change: verdicts, shares, flows, values and provenance."""
    found = {
        "verdicts": headline_tables(results.summary),
        "shares": attribution_tables(results),
        "flows": [flow_table(results)],
        "values": [provenance.parameters(results)],
        "origin": [provenance.origin(results), provenance.cells(results)],
    }
    return {
        name: [
            {
                "title": provenance.clean(one.title),
                "heading": provenance.clean(one.heading),
                "rows": [[minus(cell) if name not in ("values", "origin") else cell for cell in row]
                         for row in provenance.clean(one.rows)],
                "notes": [note for note in provenance.clean(one.notes) if note],
            }
            for one in tables
        ]
        for name, tables in found.items()
    }  # fmt: skip


def _read(name: str) -> str:
    return resources.files("ecosim.report").joinpath("web", name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Return the content security policy: nothing but this very style and script."""
    digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (style, script)]
    return (
        f"default-src 'none'; style-src 'sha256-{digests[0]}'; script-src 'sha256-{digests[1]}'; "
        "base-uri 'none'; form-action 'none'"
    )


