"""The tables of the documents, made from the declarations.

A document marks the place of a table::

    <!-- table: parameters.labour -->
    <!-- end -->

`fill` puts the table between the two marks. ``python docs/build_tables.py`` does so for every document,
and a test fails when a document says something else than the declarations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from ecosim.catalogue import LINKS, PROCESSES, link_types
from ecosim.errors import UsageError, did_you_mean
from ecosim.indicators import catalogue
from ecosim.links.base import Link, LinkParameters
from ecosim.links.tie import TieParameters
from ecosim.measured import Indicator
from ecosim.parameter import Declaration, Parameters
from ecosim.plan import describe_plan
from ecosim.scenario.document import ScenarioBase
from ecosim.world import layouts
from ecosim.world.tables import Layout

_MARK = re.compile(r"(<!-- table: (\S+) -->\n).*?(<!-- end -->)", re.DOTALL)


def fill(text: str, tables: dict[str, str]) -> str:
    """Return a document with every marked table replaced by the one of that name.

    Raises:
        UsageError: a mark names a table that does not exist.
    """

    def replaced(mark: re.Match[str]) -> str:
        name = mark[2]
        if name not in tables:
            raise UsageError(f"no table {name!r}{did_you_mean(name, list(tables))}")
        return f"{mark[1]}{tables[name]}{mark[3]}"

    return _MARK.sub(replaced, text)


def tables(scenario: ScenarioBase) -> dict[str, str]:
    """Return every table as Markdown, by name.

    Args:
        scenario: the scenario whose plan is printed; one with every link prints every rule.
    """
    made = {f"parameters.{name}": parameter_table(declared) for name, declared in _groups()}
    made |= {f"flows.{link.name}": _flow_table(link) for link in LINKS}
    made |= {f"state.{name.lower()}": state_table(layout) for name, layout in _layouts()}
    measured = catalogue(link_types())
    made["indicators"] = indicator_table(one for one in measured if "." not in one.name)
    made["indicators.flows"] = indicator_table(one for one in measured if one.name.endswith(".open"))
    made["plan"] = plan_table(scenario)
    return made


def declarations() -> Iterator[tuple[str, Declaration]]:
    """Yield every parameter of every link and process with the dotted path that a scenario names it by."""
    for kind, named in (("links", {link.name: link.Params for link in LINKS}), ("processes", _sections())):
        for name, params in named.items():
            for declaration in params.declarations():
                yield f"{kind}.{name}.{declaration.name}", declaration


def parameter_table(declared: Iterable[Declaration]) -> str:
    """Return a table of parameters with default, unit, ranges, source and meaning."""
    head = ("parameter", "default", "unit", "allowed", "plausible", "meaning", "source")
    return _table(
        head,
        (
            (f"`{d.name}`", _number(d.default), d.unit, _range(d.low, d.high), _range(*d.plausible), d.doc, d.source)
            for d in declared
        ),
    )


def state_table(layout: Layout) -> str:
    """Return a table of the columns of a layout."""
    return _table(("column", "unit", "meaning"), ((f"`{c.name}`", c.unit, c.doc) for c in layout.columns))


def indicator_table(indicators: Iterable[Indicator]) -> str:
    """Return a table of indicators."""
    head = ("indicator", "unit", "kind", "definition", "source")
    return _table(head, ((f"`{one.name}`", one.unit, one.kind, one.definition, one.source) for one in indicators))


def plan_table(scenario: ScenarioBase) -> str:
    """Return the ordered rules of a quarter."""
    rules = describe_plan(scenario)
    rows = ((stage, who, f"`{rule}`", doc) for stage, who, rule, doc in rules)
    return _table(("stage", "acts", "rule", "what it does"), rows)


def write(folder: Path, made: dict[str, str]) -> list[Path]:
    """Fill the tables of every Markdown file of a folder; return the files that changed."""
    changed = []
    for path in sorted(folder.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        filled = fill(text, made)
        if filled != text:
            path.write_text(filled, encoding="utf-8")
            changed.append(path)
    return changed


def _sections() -> dict[str, type[Parameters]]:
    return {process.stage.value: process.Params for process in PROCESSES}


def _groups() -> Iterator[tuple[str, list[Declaration]]]:
    """Yield the parameters of each process and link; what links share is told once."""
    common = list(LinkParameters.declarations())
    ties = [one for one in TieParameters.declarations() if one not in common]
    yield "links", common
    yield "ties", ties
    for link in LINKS:
        yield link.name, [one for one in link.Params.declarations() if one not in common and one not in ties]
    for name, params in _sections().items():
        yield name, list(params.declarations())


def _flow_table(link: type[Link]) -> str:
    fields = link.Params.model_fields
    flows = ((f"`{name}`", fields[name].description or "") for name in link.Params.flows())
    return _table(("flow", "what flows"), flows)


def _layouts() -> Iterator[tuple[str, Layout]]:
    for name, value in vars(layouts).items():
        if isinstance(value, Layout):
            yield name, value


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", r"\|") for cell in line) + " |\n" for line in lines)


def _number(value: float) -> str:
    return f"{value:g}"


def _range(low: float, high: float) -> str:
    return f"{_number(low)} to {_number(high)}"
