"""Every relation has its test and its break; breaks and mutants are seen to be noticed, and a whole copy is not."""

from __future__ import annotations

import ast
import random
from contextlib import closing
from pathlib import Path

import pytest

from breaks.broken import PACKAGE, ROOT, TESTS, Broken, users_of
from breaks.mutants import GROUPS
from breaks.mutate import mutants
from breaks.relations import ALL
from breaks.study import kept

SHARES = "tests/results/test_relations_of_effects.py::test_players_in_another_order_have_the_same_shares"


def test_of_forty_relations_at_least_the_test_was_seen_to_fail_and_of_none_it_did_not() -> None:
    assert len({one.says for one in ALL}) == len(ALL)
    found = {says: one["failed"] for says, one in kept("relations").items()}
    assert set(found) <= {one.says for one in ALL}
    assert len(found) >= 40
    assert all(found.values())


def test_each_break_still_changes_the_program_and_each_test_is_there() -> None:
    for one in ALL:
        ast.parse(one.broken_text(PACKAGE))
        path, _, name = one.test.partition("::")
        assert f"def {name.partition('[')[0]}(" in (ROOT / path).read_text(encoding="utf-8"), one.test


@pytest.mark.slow
def test_a_break_fails_its_test_and_the_copy_is_whole_again(tmp_path: Path) -> None:
    with closing(Broken(tmp_path)) as copy:
        check(copy)


def check(copy: Broken) -> None:
    [one] = [one for one in ALL if one.test == SHARES]
    with copy.broken(one.file, one.broken_text(copy.package)):
        assert copy.tested(SHARES).refuted
    with copy.broken(one.file, "import nowhere\n"):
        stumbled = copy.tested(SHARES)
    assert not stumbled.refuted, "that a program falls over shows nothing of a relation"
    assert stumbled.end == "falls over"
    assert copy.tested(SHARES).end == "unnoticed"
    assert (copy.package / one.file).read_bytes() == (PACKAGE / one.file).read_bytes()


def test_whatever_is_made_of_a_file_is_known() -> None:
    users = users_of(PACKAGE)
    assert {"links/tie.py", "links/science_industry.py", "simulation.py"} <= users["links/tie.py"]
    assert "processes/offers.py" not in users["links/tie.py"]
    assert "links/science_industry.py" in users["kernels/ring.py"]
    assert "processes/offers.py" in users["randomness.py"]


TEXT = '''
def f(a: int | None, b=2):
    """Return 3."""
    if a < 1 and not b:
        return min(a, b)  # é
    a += 1
    return f"{a + 1}" if a else parameter(0.5, unit="1", range=(0, 1), doc="one")
'''


def test_mutants_are_programs_that_differ_in_one_place() -> None:
    found = list(mutants("a.py", TEXT, random.Random(1)))
    assert len({one.text for one in found}) == len(found)
    told = {(one.old, one.new) for one in found}
    assert {("not b", "b"), ("min(a, b)", "max(a, b)"), ("0.5", "0.625")} <= told
    assert not any("None" in old or old in ("3", "(0, 1)") for old, _ in told)
    for one in found:
        ast.parse(one.text)
        assert ast.dump(ast.parse(one.text)) != ast.dump(ast.parse(TEXT))


def test_the_same_mutants_are_drawn_again() -> None:
    one, other = (GROUPS["luck"].drawn(PACKAGE) for _ in range(2))
    assert one == other
    assert len(one) == GROUPS["luck"].count


def test_tests_that_are_named_exist() -> None:
    for group in GROUPS.values():
        for argument in (argument for tests in group.tests for argument in tests):
            path = argument.partition("::")[0]
            assert not path.startswith("tests/") or (TESTS.parent / path).exists(), path
