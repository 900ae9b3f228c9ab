"""The answer in one sentence, made from the headline of results; it claims no more than the verdicts do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ecosim.plots.labels import minus, sentence, words
from ecosim.results.decision import EFFECT, NONE
from ecosim.results.report import COUNTS
from ecosim.results.results import Results
from ecosim.results.table import number

Found = Mapping[str, Any]
Entry = Mapping[str, Any]


def answer(results: Results) -> str:
    """Return one sentence on what links bring, how scenarios differ, or what a single scenario shows."""
    cells = {cell["name"]: tuple(cell["without"]) for cell in results.summary["cells"]}
    entries = results.summary["headline"]
    if len(entries) == 1:
        return _single(results, entries[0])
    if any(cells.values()):
        return _of_links(results, [(cells[entry["cell"]], entry) for entry in entries[1:]])
    return _of_scenarios(results, entries[1:])


def listed(parts: Sequence[str]) -> str:
    """Return ``a``, ``a and b`` or ``a, b and c``."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _single(results: Results, entry: Entry) -> str:
    found, title = entry["indicators"][COUNTS[0]], _title(results, COUNTS[0])
    if found["median"] is None:
        return "Every run failed, so that nothing can be said."
    return (
        f"{_by(results)} half of the runs have at most {number(found['median'])} {title}, "
        f"and nine in ten lie between {number(found['low'])} and {number(found['high'])}."
    )


def _of_links(results: Results, cells: Sequence[tuple[tuple[str, ...], Entry]]) -> str:
    off, whole = max(cells, key=lambda one: len(one[0]))
    links = [words(link) for link in off]
    subject = f"the link {links[0]}" if len(links) == 1 else f"the links {listed(links)} together"
    brought = [_brings(results, name, whole["indicators"][name], len(links) == 1) for name in COUNTS]
    text = f"{_by(results)} {subject} {' and '.join(brought)}"
    alone = [(words(one[0]), entry["indicators"][COUNTS[0]]) for one, entry in cells if len(one) == 1]
    return f"{text}{_alone(results, alone) if len(links) > 1 and alone else ''}."


def _brings(results: Results, name: str, found: Found, single: bool) -> str:
    title, s = _title(results, name), "s" if single else ""
    if found.get("verdict") == NONE:
        return f"change{s} {title} by less than what counts"
    if found.get("verdict") != EFFECT:
        return f"bring{s} a number of {title} that these runs cannot tell from none"
    low, high = sorted(abs(found[f"interval_{side}"]) for side in ("low", "high"))
    base = results.summary["headline"][0]["indicators"][name]["median"]
    verb = f"bring{s}" if found["difference"] > 0 else f"cost{s}"
    of = f" of about {number(base)}" if found["difference"] > 0 else ""
    return f"{verb} {number(abs(found['difference']))}{of} {title} (95 % interval {number(low)} to {number(high)})"


def _alone(results: Results, alone: Sequence[tuple[str, Found]]) -> str:
    """Return what cutting each link by itself does, the largest first."""
    effects = sorted((one for one in alone if one[1].get("verdict") == EFFECT), key=lambda one: -one[1]["difference"])
    lost = [f"{link} {number(found['difference'])}" for link, found in effects if found["difference"] > 0]
    gained = [f"{link} {number(-found['difference'])}" for link, found in effects if found["difference"] < 0]
    small = [link for link, found in alone if found.get("verdict") == NONE]
    open_ = [link for link, found in alone if found.get("verdict") not in (EFFECT, NONE)]
    parts = [f"cutting {listed(lost)} loses as many"] * bool(lost) + [f"cutting {listed(gained)} gains"] * bool(gained)
    parts += [f"cutting {listed(small)} changes too little to count"] * bool(small)
    parts += [f"whether cutting {listed(open_)} changes anything these runs cannot tell"] * bool(open_)
    return f"; one at a time, of {_title(results, COUNTS[0])}, {', '.join(parts)}"


def _of_scenarios(results: Results, entries: Sequence[Entry]) -> str:
    return f"{_by(results)} {'; '.join(_differs(results, entry) for entry in entries)}."


def _differs(results: Results, entry: Entry) -> str:
    found, title = entry["indicators"][COUNTS[0]], _title(results, COUNTS[0])
    cell, base = entry["cell"], results.baseline
    if found.get("verdict") == NONE:
        return f"{cell} differs from {base} in {title} by less than what counts"
    if found.get("verdict") != EFFECT:
        return f"these runs cannot tell {cell} from {base} in {title}"
    low, high = sorted(abs(found[f"interval_{side}"]) for side in ("low", "high"))
    more = "more" if found["difference"] > 0 else "fewer"
    size = number(abs(found["difference"]))
    return f"{cell} has {size} {more} {title} than {base} (95 % interval {number(low)} to {number(high)})"


def _by(results: Results) -> str:
    return f"By {results.summary['calendar']['end']}"


def _title(results: Results, name: str) -> str:
    return words(results.indicator(name)["title"])


def closing(text: str) -> str:
    """Return a sentence as a page shows it."""
    return minus(sentence(text))
