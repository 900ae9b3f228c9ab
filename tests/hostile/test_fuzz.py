"""Whatever a file says, it is refused or it runs; the long study of this is `tests/faults/study.py`."""

from __future__ import annotations

from hostile.fuzz import made, tried


def test_a_file_depends_on_its_number_alone() -> None:
    first = [made(number) for number in range(300)]
    assert [made(number) for number in range(300)] == first
    assert len(set(first)) > 200


def test_files_are_refused_or_run() -> None:
    found, wrong = tried(range(150))
    assert not wrong
    assert found["refused"] > 30 and found["run"] > 10
