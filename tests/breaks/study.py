"""Does each test fail where it should? Named breaks of relations, and mutants of the program drawn at random.

Run from the root of the project, each in about half an hour on one core::

    PYTHONPATH=tests python tests/breaks/study.py relations | python docs/build_studies.py relations
    PYTHONPATH=tests python tests/breaks/study.py mutants-model mutants-luck mutants-store mutants-statistics \\
        | python docs/build_studies.py mutants

``relations=10:20`` does some of them, by their number. What was found is kept in JSON beside this file, and the tables
tell of all that is kept.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Any

from breaks.broken import PACKAGE, Broken
from breaks.mutants import EQUIVALENT, GROUPS
from breaks.relations import ALL
from ecosim.results.table import Table

HERE = Path(__file__).resolve().parent
_PATIENT = 3600.0  # seconds: no break makes a loop endless, and a machine may have much else to do
Found = dict[str, Any]


def kept(name: str) -> Found:
    """Return what earlier runs of a study found."""
    path = HERE / f"{name}.json"
    found: Found = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found


def keep(name: str, found: Found) -> None:
    """Keep what was found so far."""
    (HERE / f"{name}.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


@contextmanager
def copied() -> Iterator[Broken]:
    """Yield the copy of this version of the package, which is kept among temporary files for the next study."""
    digest = blake2b(digest_size=6)
    for path in sorted(PACKAGE.rglob("*.py")):
        digest.update(path.read_bytes())
    place = Path(tempfile.gettempdir(), f"ecosim-breaks-{digest.hexdigest()}")
    place.mkdir(exist_ok=True)
    with closing(Broken(place)) as copy:
        yield copy


def relations(part: slice) -> str:
    """Break the program for each relation, and demand that its test fails; return the table."""
    found = {says: one for says, one in kept("relations").items() if says in {one.says for one in ALL}}
    with copied() as copy:
        copy.warm(*dict.fromkeys(one.test for one in ALL[part]))
        for one in ALL[part]:
            with copy.broken(one.file, one.broken_text(copy.package)):
                outcome = copy.tested(one.test, limit=_PATIENT)
            found[one.says] = {"failed": outcome.refuted, "seconds": round(outcome.seconds, 1)}
            print(f"{outcome.seconds:5.1f} s {'' if outcome.refuted else 'NOT SEEN '}{one.says}", file=sys.stderr)
            if not outcome.refuted:
                print(outcome.said[-1500:], file=sys.stderr)
            keep("relations", {one.says: found[one.says] for one in ALL if one.says in found})
    return relations_table()


def relations_table() -> str:
    """Return relations with their tests and breaks, as text."""
    found = {says: "fails" if one["failed"] else "DOES NOT FAIL" for says, one in kept("relations").items()}
    rows = [
        [one.says, one.test.partition("::")[2].partition("[")[0], one.broken, found.get(one.says, "not tried yet")]
        for one in ALL
    ]
    seen = sum(row[-1] == "fails" for row in rows)
    title = f"{len(rows)} relations; the tests of {seen} were seen to fail under the break"
    return Table(title, ["relation", "test", "break", "its test"], rows).text()


def mutants(group: str, part: slice) -> str:
    """Run the tests that concern a group of files against its mutants; return the table of all groups."""
    drawn = GROUPS[group].drawn(PACKAGE)
    with copied() as copy:
        for tests in GROUPS[group].tests:
            copy.warm(*tests)
        for mutant in drawn[part]:
            with copy.broken(mutant.file, mutant.text):
                outcomes = [copy.tested(*GROUPS[group].tests[0])]
                for tests in GROUPS[group].tests[1:]:
                    outcomes += [copy.tested(*tests)] if outcomes[-1].code == 0 else []
            seconds = sum(one.seconds for one in outcomes)
            print(f"{seconds:5.1f} s {outcomes[-1].end:9} {mutant.key}", file=sys.stderr)
            found = kept("mutants")
            mine = found.get(group, {}) | {mutant.key: outcomes[-1].end}
            found[group] = {one.key: mine[one.key] for one in drawn if one.key in mine}
            keep("mutants", found)
    return mutants_table()


def mutants_table() -> str:
    """Return how many mutants were made and noticed, and all that were not, as text."""
    rows, notes = [], []
    for name, group in GROUPS.items():
        ends = kept("mutants").get(name, {})
        unseen = [key for key, end in ends.items() if end == "unnoticed"]
        equal = [key for key in unseen if key in EQUIVALENT]
        late, missed = sum(end == "too long" for end in ends.values()), len(unseen) - len(equal)
        share = 1.0 - missed / max(1, len(ends) - len(equal))
        numbers = [len(ends), len(ends) - len(unseen), late, len(equal), missed]
        rows.append([group.what, *map(str, numbers), f"{share:.0%}"])
        notes += [f"{key}: {EQUIVALENT.get(key, 'MISSED')}" for key in unseen]
    heading = ["", "mutants", "noticed", "by the time", "equivalent", "missed", "share"]
    return Table("Mutants drawn at random, and how many the tests notice", heading, rows, notes).text()


STUDIES = {"relations": relations, **{f"mutants-{name}": partial(mutants, name) for name in GROUPS}}


def main(asked: list[str]) -> None:
    """Do the studies asked for and print the tables of the last."""
    printed = ""
    for study in asked or STUDIES:
        name, _, part = study.partition("=")
        first, _, last = part.partition(":")
        printed = STUDIES[name](slice(int(first or 0), int(last) if last else None))
    print(printed)


if __name__ == "__main__":
    main(sys.argv[1:])
