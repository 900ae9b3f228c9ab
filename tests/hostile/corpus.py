"""Hostile scenario files, each of which must be refused with its place and its cure."""

from __future__ import annotations

import gzip
import os
import pickle
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import toy

MAIN = "a.yaml"
BASE = (
    toy.TEXT
    + """\
universities: {two: {title: Two, place: town, researchers: 10, students: 100, fields: {physics: 1}}}
firms: {three: {title: Three, place: town, field: physics, staff: 10}}
populations: {many: {place: town, count: 3, fields: {physics: 1}, staff: {median: 5}, knowledge: {median: 1}}}
ministries: {four: {title: Four, region: here, budget: {projects: 1}}}
technoparks: {five: {title: Five, place: town, opens: 2001, capacity: 3}}
judgement: {completions: {smallest: 1}}
processes: {offers: {attention: 0.3}}
"""
)


@dataclass(frozen=True)
class Case:
    """A file, and those around it.

    Attributes:
        name: what is hostile about it.
        text: what the file holds.
        others: more files by name, relative to the folder of the file.
        links: symbolic links: name -> target.
        line: whether the refusal must name a line; a file that cannot be read has none.
    """

    name: str
    text: str | bytes
    others: dict[str, str | bytes] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    line: bool = True

    def write(self, folder: Path) -> Path:
        """Write everything into an empty folder below another one, and return the file."""
        here = folder / "here"
        here.mkdir()
        for name, content in {MAIN: self.text, **self.others}.items():
            path = here / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
        for name, target in self.links.items():
            (here / name).symlink_to(target)
        return here / MAIN


def corpus() -> list[Case]:
    """Return every case; names differ."""
    return [
        *_bombs(),
        *_syntax(),
        *_bytes(),
        *_extends(),
        *_numbers(),
        *_names(),
        *_dates(),
        *_references(),
        *_crowds(),
    ]


def swapped(old: str, new: str) -> str:
    """Return the base with one piece of text replaced by another."""
    assert BASE.count(old) >= 1, old
    return BASE.replace(old, new, 1)


def _bombs() -> Iterator[Case]:
    laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 10)
    )
    yield Case("alias bomb", laughs + BASE)
    merges = "m0: &m0 {k0: 1}\n" + "".join(f"m{i}: &m{i} {{<<: *m{i - 1}, k{i}: 1}}\n" for i in range(1, 300))
    yield Case("merge bomb", merges + BASE)
    yield Case("merge of a list", BASE + "links2: {<<: [*a, *b]}\n")
    yield Case("quadratic alias", f"a: &a {'x' * 50_000}\nb: [{', '.join(['*a'] * 5000)}]\n")
    yield Case("alias of itself", "a: &a [*a]\n")
    yield Case("anchor on a number", swapped("wage: 1", "wage: &w 1"))
    yield Case("anchor on a mapping", swapped("fields: [physics]", "fields: &f [physics]"))
    yield Case("alias", swapped("wage: 1", "wage: *w"))
    yield Case("merge key", swapped("links: {", "links: {<<: {}, "))
    for depth in (21, 100, 1_000, 30_000):
        yield Case(f"{depth} lists in lists", "a: " + "[" * depth)
        yield Case(f"{depth} mappings in mappings", "a: " + "{a: " * depth)
        yield Case(f"{depth} closed lists", "a: " + "[" * depth + "]" * depth)
    yield Case("50 levels of blocks", "".join(" " * i + "a:\n" for i in range(50)))
    yield Case("30000 dashes", "a:\n" + "- " * 30_000)
    yield Case("20000 questions", "? " * 20_000)
    yield Case("20000 keys", "".join(f"k{i}: 1\n" for i in range(15_500)))
    yield Case("60000 items", "fields: [" + "a," * 60_000 + "a]\n")
    yield Case("a scalar of 180 kB", swapped("title: A toy", f"title: {'x' * 180_000}"))
    yield Case("a key of 100 kB", BASE + f"{'k' * 100_000}: 1\n")
    yield Case("a number of 100000 digits", swapped("wage: 1", f"wage: {'9' * 100_000}"))
    yield Case("a number of 5000 digits as exponent", swapped("wage: 1", f"wage: 1e{'9' * 5000}"))
    yield Case("a thousand problems", BASE + "".join(f"x{i}: 1\n" for i in range(1000)))
    yield Case("90000 quotes", "a: " + "'" * 90_000)
    yield Case("90000 colons", "a" + ": a" * 45_000)
    yield Case("90000 percent signs", "%" * 90_000)
    yield Case("90000 newlines and a brace", "\n" * 90_000 + "{")
    yield Case("folded text without end", "a: >\n" + " x\n" * 40_000 + "a: 1\n")


def _syntax() -> Iterator[Case]:
    for name, new in {
        "a Python object": "!!python/object/apply:os.system [ls]",
        "a Python name": "!!python/name:os.system ''",
        "a Python module": "!!python/module:os ''",
        "a new Python object": "!!python/object/new:os.system [ls]",
        "binary": "!!binary aGVsbG8=",
        "a set": "!!set {a, b}",
        "an ordered map": "!!omap [a: 1]",
        "a timestamp": "!!timestamp 2001-01-01",
        "a tag of one's own": "!mine 1",
        "a verbatim tag": "!<x> 1",
        "a tag for text": "!!str 1",
        "a tag for a number": "!!float 1",
    }.items():
        yield Case(name, swapped("wage: 1", f"wage: {new}"))
    for word in ("yes", "No", "on", "OFF", "y", "n"):
        yield Case(f"{word} as a number", swapped("wage: 1", f"wage: {word}"))
    for word in ("017", "0x1F", "0b11", "0o17", "1_000", "12:30", "1,5", "1.2.3", "+-1", "1e", "--1", "1 000", "$1"):
        yield Case(f"{word} as a number", swapped("wage: 1", f"wage: '{word}'" if "," in word else f"wage: {word}"))
    for word in (".nan", ".NaN", "nan", ".inf", "-.inf", "inf", "1e999", "-1e999", "Infinity"):
        yield Case(f"{word} as a number", swapped("wage: 1", f"wage: {word}"))
    for name, text in {
        "a key twice": BASE + "name: other\n",
        "a nested key twice": swapped("wage: 1", "wage: 1, wage: 2"),
        "a link twice": swapped("spin_off: {}", "spin_off: {}, spin_off: {}"),
        "two documents": BASE + "---\n" + BASE,
        "a directive": "%YAML 1.1\n---\n" + BASE,
        "a tag directive": "%TAG ! tag:x,2000:\n---\n" + BASE,
        "an unknown directive": "%X y\n---\n" + BASE,
        "a number as key": BASE + "2003: 1\n",
        "a list as key": BASE + "? [a, b]\n: 1\n",
        "a mapping as key": BASE + "? {a: b}\n: 1\n",
        "true as key": BASE + "true: 1\n",
        "null as key": BASE + "~: 1\n",
        "an empty key": BASE + ": 1\n",
        "a list at the top": "- 1\n- 2\n",
        "a text at the top": "just text\n",
        "a number at the top": "42\n",
        "null at the top": "null\n",
        "a tab": "\tname: x\n",
        "an open list": BASE + "x: [1\n",
        "an open mapping": BASE + "x: {a: 1\n",
        "an open quote": BASE + "x: 'abc\n",
        "a colon too many": BASE + "x: a: b\n",
        "a bad escape": BASE + 'x: "\\q"\n',
        "a huge escape": BASE + 'x: "\\U7fffffff"\n',
        "wrong indentation": BASE + "x:\n    a: 1\n  b: 2\n",
        "a lone brace": "}",
        "a lone star": "*",
        "a lone ampersand": "&",
        "an expression": swapped("wage: 1", "wage: 2 * 3"),
        "a template": swapped("wage: 1", "wage: '{{ 7*7 }}'"),
        "a variable": swapped("wage: 1", "wage: ${HOME}"),
        "a command": swapped("wage: 1", "wage: $(id)"),
        "Python": swapped("wage: 1", "wage: __import__('os').getpid()"),
        "code": "import os\nos.getpid()\n",
        "JSON with a comment": '{"name": "x" /* y */}',
        "XML": "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>",
        "TOML": "[time]\nstart = 2000\n",
    }.items():
        yield Case(name, text)
    for name, escape in {
        "an escape code": "\\e[31m",
        "a bell": "\\a",
        "a null": "\\0",
        "a surrogate": "\\ud800",
        "C1": "\\x9b31m",
        "a delete": "\\x7f",
        "a backspace": "\\b",
    }.items():
        yield Case(f"{name} in a title", swapped("title: A toy", f'title: "A {escape} toy"'))


class _Unpickled:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, ("unpickled",)


def _bytes() -> Iterator[Case]:
    for name, data in {
        "empty": b"",
        "white space": b" \n\n  \n",
        "comments": b"# nothing\n# at all\n",
    }.items():
        yield Case(name, data, line=False)
    for name, data in {
        "Latin-1": "title: café\n".encode("latin-1"),
        "UTF-16": BASE.encode("utf-16"),
        "UTF-32": BASE.encode("utf-32"),
        "a bad byte": BASE.encode() + b"x: \xff\n",
        "a cut character": BASE.encode() + b"x: \xe2\x82\n",
        "an overlong slash": b"extends: \xc0\xae\n",
        "a surrogate in bytes": b"x: \xed\xa0\x80\n",
        "a pickle": pickle.dumps(_Unpickled()),
        "gzip": gzip.compress(BASE.encode()),
        "a zip": b"PK\x03\x04" + b"\0" * 40,
        "a program": b"\x7fELF\x02\x01\x01" + b"\0" * 64,
        "random bytes": bytes(range(256)) * 8,
        "200 kB": BASE.encode() + b"#" * 200_000,
        "10 MB": b"a: 1\n" * 2_000_000,
    }.items():
        yield Case(name, data, line=False)
    for name, data in {
        "a null byte": BASE.encode() + b"x: \0\n",
        "an escape byte": BASE.encode() + b"x: \x1b[2J\n",
        "a bell byte": BASE.encode() + b"x: \x07\n",
        "a million nulls": b"\0" * 100_000,
        "a byte order mark inside": BASE.encode() + "x: \ufeff: y: z\n".encode(),
    }.items():
        yield Case(name, data)


def _extends() -> Iterator[Case]:
    def child(of: str) -> str:
        return f"extends: {of}\nname: child\n"

    outside = {"../b.yaml": BASE}
    yield Case("extends itself", child(MAIN))
    yield Case("extends in a circle of two", child("b.yaml"), {"b.yaml": child(MAIN)})
    yield Case("extends in a circle of three", child("b.yaml"), {"b.yaml": child("c.yaml"), "c.yaml": child("b.yaml")})
    yield Case(
        "a chain of twelve",
        child("f0.yaml"),
        {**{f"f{i}.yaml": child(f"f{i + 1}.yaml") for i in range(12)}, "f12.yaml": BASE},
    )
    for name, of in {
        "above": "../b.yaml",
        "above by detour": "sub/../../b.yaml",
        "the password file": "/etc/passwd",
        "a device": "/dev/zero",
        "a process": "/proc/self/environ",
        "home": "~/.profile",
        "a folder": ".",
        "nothing there": "gone.yaml",
        "an address": "https://example.org/a.yaml",
        "a file address": "file:///etc/passwd",
        "Windows": "'C:\\windows\\win.ini'",
        "a list": "[b.yaml]",
        "a mapping": "{b: 1}",
        "a number": "3",
        "true": "true",
        "null": "~",
        "nothing": "''",
        "a long name": "x" * 5000,
        "a name with a null": '"b\\0.yaml"',
        "many steps": "../" * 400 + "b.yaml",
        "a pattern": "'*.yaml'",
        "a variable": "$HOME/b.yaml",
        "a pipe": "'|id'",
    }.items():
        yield Case(f"extends {name}", child(of), outside)
    yield Case("extends a link that leads out", child("l.yaml"), outside, {"l.yaml": "../b.yaml"})
    yield Case("extends through a folder that leads out", child("l/b.yaml"), outside, {"l": ".."})
    yield Case("extends a link to itself", child("l.yaml"), {}, {"l.yaml": "l.yaml"})
    yield Case("extends a link to a device", child("l.yaml"), {}, {"l.yaml": "/dev/random"})
    yield Case("extends what is no text", child("b.yaml"), {"b.yaml": b"\xff\xfe\0"})
    yield Case("extends a bomb", child("b.yaml"), {"b.yaml": "a: " + "[" * 30_000})
    yield Case("extends and deletes what is needed", child("b.yaml") + "money: null\n", {"b.yaml": BASE})


#: Piece of the base -> what is put in place of its number.
_NUMBERS = {
    "wage: 1": ("0", "-1", "1e13"),
    "burn_in: 0": ("-1", "2001", "1.5", "1e12"),
    "market: {physics: 10}": (),
    "latitude: 55": ("-91", "90.001", "1e300"),
    "longitude: 83": ("181", "-180.5"),
    "researchers: 10": ("-1", "1e12", "0.5"),
    "students: 100": ("-1", "1000000000000"),
    "staff: 10}": (),
    "count: 3": ("-1", "1e12", "1000000000000", "2.5"),
    "staff: {median: 5": (),
    "projects: 1": ("-1", "1e16"),
    "capacity: 3": ("-1", "1e9", "0.1"),
    "smallest: 1": ("0", "-1"),
    "attention: 0.3": ("-0.1", "1.1"),
    "frontier_growth: 0.01": (),
    "strength: 0.5": (),
    "opens: 2001": ("20.5",),
}
_NO_NUMBERS = ("'1'", "true", "~", "[1]", "{a: 1}", "one", ".nan", "-.inf")


def _numbers() -> Iterator[Case]:
    for piece, bad in _NUMBERS.items():
        if not bad:
            continue
        key = piece.split(":")[0]
        wrong = (*bad, *(one for one in _NO_NUMBERS if not (key == "opens" and one in ("'1'",))))
        for value in wrong:
            yield Case(f"{key}: {value}", swapped(piece, f"{key}: {value}"))
    for piece, new in {
        "market: {physics: 10}": "market: {physics: -5}",
        "median: 5": "median: 0",
        "median: 1}": "median: -1}",
        "staff: 10": "staff: 1e12",
        "set: {links.science_industry.strength: 0.5": "set: {links.science_industry.strength: 2",
        "frontier_growth: 0.01": "frontier_growth: .nan",
        "fields: {physics: 1}": "fields: {physics: 0}",
    }.items():
        yield Case(f"{new} in place of {piece}", swapped(piece, new))


def _names() -> Iterator[Case]:
    for name in (
        "Toy",
        "a b",
        "../../x",
        "a/b",
        "''",
        "x" * 65,
        "-a",
        "_a",
        "a.b",
        "a\u202eb",
        "\u0430",
        "\U0001f600",
        "a;b",
        "'a\tb'",
        "__proto__",
        "con:",
        "%s",
        "<script>",
        "'=1+1'",
        "1",
    ):
        yield Case(f"the name {name[:20]!r}", swapped("name: toy", f"name: {name}"))
    for key in ("A", "'a b'", "../x", "x" * 65, "''", "\u202eb", "<b>", "a.b"):
        yield Case(f"an institute {key[:20]!r}", swapped("institutes: {one:", f"institutes: {{{key}:"))


def _dates() -> Iterator[Case]:
    for new in (
        "1999",
        "2000Q5",
        "2000Q0",
        "2004-02-30",
        "2004-13-01",
        "20004",
        "1",
        "-5",
        "today",
        "2004Q",
        "3000",
        "[2004]",
    ):
        yield Case(f"end: {new}", swapped("end: 2004Q4", f"end: {new}"))
    yield Case("four hundred years by quarters", swapped("end: 2004Q4", "end: 2500"))
    for when in ("1999Q4", "2005Q1", "1500", "2002Q9", "tomorrow", "~"):
        yield Case(f"an event {when}", swapped("date: 2002Q3", f"date: {when}"))
    yield Case("a link that ends before it begins", swapped("spin_off: {}", "spin_off: {from: 2003, until: 2002}"))
    yield Case("a link that ends when it begins", swapped("spin_off: {}", "spin_off: {from: 2003, until: 2003}"))
    event = "date: 2002Q3, title: Less, set: "
    for change in (
        "{name: other}",
        "{time.end: 2010}",
        "{gone: 1}",
        "{links.gone.strength: 1}",
        "{links.spin_off.gone: 1}",
        "{'': 1}",
        "{'a..b': 1}",
        "{'links.science_industry.strength': x}",
        "{links.science_industry.strength: x-3}",
        "{links.science_industry.strength: x1e300}",
        "{money.wage: 0}",
        "[1]",
        "{links: {}}",
        "{'links[0]': 1}",
        "{__class__: 1}",
        "{links.science_industry.strength: xnan}",
        "{fields: [biology]}",
        "{events: []}",
    ):
        yield Case(
            f"an event sets {change}",
            swapped(event + "{links.science_industry.strength: 0.5, frontier_growth: 0.01}", event + change),
        )
    yield Case("300 events", swapped("events:\n", "events:\n" + "  - {date: 2001, title: x}\n" * 300))


def _references() -> Iterator[Case]:
    for old, new in {
        "place: town": "place: twon",
        "region: here": "region: there",
        "field: physics": "field: biology",
        "fields: {physics: 1}": "fields: {biology: 1}",
        "{market: {physics: 10}}": "{market: {biology: 10}}",
        "budget: {projects: 1}": "budget: {bonds: 1}",
        "judgement: {completions": "judgement: {happiness",
        "fields: [physics]": "fields: [physics, physics]",
        "places: {town": "places: {",
        "spin_off: {}": "spin_of: {}",
        "science_industry: {}": "science_industry: {contacts: true}",
        "education_industry: {}": "education_industry: {space: true}",
        "science_education: {}": "science_education: []",
        "offers: {attention": "offers: {atention",
        "processes: {offers": "processes: {gone",
        "title: One": "titel: One",
        "kind": "kind",
    }.items():
        if old != new:
            yield Case(f"{new} in place of {old}", swapped(old, new))
    yield Case("a link as a list", swapped("spin_off: {}", "spin_off: [here]"))
    yield Case("a link as a word", swapped("spin_off: {}", "spin_off: on_"))
    yield Case(
        "a link that joins institutes and ministries",
        swapped("spin_off: {}", "ministry_institute: {joins: [one, four]}"),
    )
    yield Case("a link with ends", swapped("spin_off: {}", "spin_off: {from: one, to: three}"))
    yield Case("a technopark in a region", swapped("title: Five, place: town", "title: Five, place: here"))
    yield Case("a university as a place", swapped("title: Three, place: town", "title: Three, place: two"))
    yield Case("a ministry of a town", swapped("title: Four, region: here", "title: Four, region: town"))
    yield Case("a population without a kind that there is", swapped("many: {place", "many: {kind: ministry, place"))
    yield Case("students of firms", swapped("many: {place", "many: {students: {median: 5}, place"))
    yield Case("a university without students", swapped("students: 100, ", ""))
    for section in ("time", "money", "fields", "regions", "places", "title", "name"):
        kept = [line for line in BASE.splitlines(keepends=True) if not line.startswith(f"{section}:")]
        yield Case(f"without {section}", "".join(kept))
    for section in ("time", "institutes", "links", "events", "processes", "judgement", "money"):
        kept = [line for line in BASE.splitlines(keepends=True) if not line.startswith((f"{section}:", "  - {"))]
        for wrong in ("5", "text", "true", "[[]]"):
            yield Case(f"{section}: {wrong}", "".join(kept) + f"{section}: {wrong}\n")


def _crowds() -> Iterator[Case]:
    one = "{place: town, count: 9000000, fields: {physics: 1}, staff: {median: 5}, knowledge: {median: 1}}"
    yield Case(
        "a hundred populations of nine million",
        BASE.replace(
            "populations: {many: ", "populations: {" + "".join(f"p{i}: {one}, " for i in range(100)) + "many: "
        ),
    )
    yield Case("nine million firms", swapped("count: 3", "count: 9000000"))
    many = ", ".join(f"r{i}: {{market: {{}}, entrants: 100}}" for i in range(2000))
    yield Case("a hundred start-ups in each of 2000 regions", swapped("regions: {", f"regions: {{{many}, "))
    yield Case("technoparks for 10^12", swapped("capacity: 3", "capacity: 1000000000000"))
    yield Case(
        "10^12 start-ups a quarter", swapped("{market: {physics: 10}}", "{market: {physics: 10}, entrants: 1e12}")
    )
    fields = ", ".join(f"f{i}" for i in range(65))
    yield Case("65 fields", swapped("fields: [physics]", f"fields: [physics, {fields}]"))
    people = "{title: Many, place: town, researchers: 10000000, fields: {physics: 1}}"
    yield Case(
        "two thousand institutes of ten million",
        BASE.replace("institutes: {", "institutes: {" + "".join(f"i{i}: {people}, " for i in range(1500))),
    )
