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
    if not any(whole["indicators"][name].get("verdict") in (EFFECT, NONE) for name in COUNTS):
        things = " or ".join(_title(results, name) for name in COUNTS)
        return f"{_by(results)} these runs cannot tell whether {subject} {'bring' if links[1:] else 'brings'} {things}."
    (verb, first), (again, second) = (_brings(results, name, whole["indicators"][name]) for name in COUNTS)
    verbs = [verb, "" if again == verb else again]
    if len(links) == 1:
        verbs = [one.replace("bring", "brings").replace("cost", "costs").replace("change", "changes") for one in verbs]
    text = f"{_by(results)} {subject} {verbs[0]} {first} and {verbs[1]} {second}".replace("  ", " ")
    alone = [(words(one[0]), entry["indicators"][COUNTS[0]]) for one, entry in cells if len(one) == 1]
    return f"{text}{_alone(alone) if len(links) > 1 and alone else ''}."


def _brings(results: Results, name: str, found: Found) -> tuple[str, str]:
    """Return verb and object: what links bring of a count, as far as runs tell."""
    title = _title(results, name)
    if found.get("verdict") == NONE:
        return "change", f"{title} by less than what counts"
    if found.get("verdict") != EFFECT:
        return "bring", f"a number of {title} that these runs cannot tell from none"
    low, high = sorted(abs(found[f"interval_{side}"]) for side in ("low", "high"))
    base = results.summary["headline"][0]["indicators"][name]["median"]
    of = f" of about {number(base)}" if found["difference"] > 0 else ""
    size = f"{number(abs(found['difference']))}{of} {title} (95 % interval {number(low)} to {number(high)})"
    return "bring" if found["difference"] > 0 else "cost", size


def _alone(alone: Sequence[tuple[str, Found]]) -> str:
    """Return what each link brings when it alone is cut, the largest first."""
    effects = sorted((one for one in alone if one[1].get("verdict") == EFFECT), key=lambda one: -one[1]["difference"])
    brings = [f"{link} {number(found['difference'])}" for link, found in effects if found["difference"] > 0]
    costs = [f"{link} costs {number(-found['difference'])}" for link, found in effects if found["difference"] < 0]
    small = [link for link, found in alone if found.get("verdict") == NONE]
    unclear = [link for link, found in alone if found.get("verdict") not in (EFFECT, NONE)]
    first = [f"{link} brings {number(found['difference'])}" for link, found in effects[:1] if found["difference"] > 0]
    parts = [listed([*first, *brings[1:]])] * bool(brings) + [listed(costs)] * bool(costs)
    parts += [f"of {listed(small)} it is too little to count"] * bool(small)
    parts += [f"of {listed(unclear)} these runs cannot tell"] * bool(unclear)
    return f"; of the former, one at a time, {', and '.join(parts)}"


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
