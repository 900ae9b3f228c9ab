"""Tables: new rows hold what the layout says, whatever was reserved, grown or copied before."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ecosim.world.tables import Column, Layout, Table

_LAYOUT = Layout("thing", Column("name", "u", "1", "a key"), Column("end", "i", "quarter", "-1 for none", -1))
_ACTS = st.lists(st.tuples(st.sampled_from(["reserve", "append", "write", "copy"]), st.integers(0, 40)), max_size=30)


def act(table: Table, what: str, count: int) -> Table:
    """Do to a table what the model does."""
    if what == "reserve":
        table.reserve(count)
    elif what == "append":
        table.append(count, name=len(table))
    elif what == "write":  # as a compiled rule does: room first, then rows
        table.reserve(count)
        table.rows["name"][len(table) : len(table) + count] = len(table)
        table.size[0] += count
    return table.copy() if what == "copy" else table


@given(_ACTS)
def test_new_rows_hold_what_the_layout_says_and_old_ones_stay(acts: list[tuple[str, int]]) -> None:
    table, names = Table(_LAYOUT, 4), list[Any]()
    for what, count in acts:
        before = len(table)
        table = act(table, what, count)
        names += [before] * (len(table) - before)
        assert table.view["name"].tolist() == names
        assert (table.view["end"] == -1).all()


def test_a_copy_is_independent() -> None:
    table = Table(_LAYOUT, 4)
    table.append(3, name=1, end=5)
    twin = table.copy()
    twin.append(9, name=2)
    twin.rows["end"][0] = 7
    assert table.view["end"].tolist() == [5, 5, 5]
    assert twin.view["end"].tolist() == [7, 5, 5] + 9 * [-1]
