"""Tables: new rows hold what the layout says, whatever was reserved, grown or copied before."""

from __future__ import annotations

from typing import Any

import cases
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ecosim.memory import LINE, address_of
from ecosim.steps import at_once
from ecosim.world import layouts
from ecosim.world.codes import Kind
from ecosim.world.inhabitants import find_who_lives
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


def test_what_is_read_often_of_an_organisation_lies_in_two_lines_of_memory() -> None:
    table, layout = Table(layouts.ORGANISATION), layouts.ORGANISATION
    for _ in range(2):
        assert address_of(table.rows) % LINE == 0
        table.append(1000)
    lines = {name: offset // LINE for name, (_, offset) in layout.dtype.fields.items()}
    assert layout.dtype.itemsize == 4 * LINE
    assert {lines[name] for name in ("key", "kind", "region", "place", "field", "died", "staff", "projects")} == {3}
    assert {lines[name] for name in ("cash", "quality", "demand", "skill", "budget")} == {2}
    assert {lines[column.name] for column in layout.columns if column.name not in layout.often} == {0, 1}


def test_a_copy_is_independent() -> None:
    table = Table(_LAYOUT, 4)
    table.append(3, name=1, end=5)
    twin = table.copy()
    twin.append(9, name=2)
    twin.rows["end"][0] = 7
    assert table.view["end"].tolist() == [5, 5, 5]
    assert twin.view["end"].tolist() == [7, 5, 5] + 9 * [-1]


def test_organisations_far_down_the_table_find_partners() -> None:
    """Two rows of some ten thousands make one number beyond 2^31."""
    world = (simulation := cases.begun(cases.small())).world
    world.reserve_organisations(50_001)
    world.orgs.append(50_000, kind=Kind.FIRM, died=0)
    like, row = world.names["organisations"].index("institutes.inp"), len(world.orgs)
    world.orgs.append(1)
    world.orgs.rows[row] = world.orgs.rows[like]
    world.orgs.rows["key"][row] = 77
    for table in (world.knowledge, world.weights):
        table[row] = table[like]
    at_once(find_who_lives(world))
    for _ in range(20):
        simulation.step()
    ties = world.ties.view
    assert (ties["a"] == row).sum() > 3
    kinds = {tuple(pair) for pair in np.stack([world.orgs.rows["kind"][ties[end]] for end in "ab"], axis=1).tolist()}
    assert kinds == {(Kind.INSTITUTE, Kind.UNIVERSITY), (Kind.UNIVERSITY, Kind.FIRM), (Kind.INSTITUTE, Kind.FIRM)}
