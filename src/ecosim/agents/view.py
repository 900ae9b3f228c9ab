"""Attributes of an agent that live in a column of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from numpy.typing import NDArray

if TYPE_CHECKING:
    from ecosim.world.world import World

Value = TypeVar("Value", int, float, bool)


class RowView:
    """Something that stands for one row of a table of the world."""

    row: int
    world: World

    def _rows(self) -> NDArray[Any]:
        raise NotImplementedError


class column(Generic[Value]):  # reads like `property` where it is used
    """An attribute that reads and writes one column of the agent's row.

    The table holds the truth: what is written here is what the next quarter is computed from.
    """

    def __init__(self, name: str, kind: type[Value], doc: str) -> None:
        self.name = name
        self.kind: type[Value] = kind
        self.__doc__ = doc

    @overload
    def __get__(self, agent: None, owner: type) -> column[Value]: ...

    @overload
    def __get__(self, agent: RowView, owner: type) -> Value: ...

    def __get__(self, agent: RowView | None, owner: type) -> column[Value] | Value:
        if agent is None:
            return self
        return self.kind(agent._rows()[self.name][agent.row])

    def __set__(self, agent: RowView, value: Value) -> None:
        agent._rows()[self.name][agent.row] = value
