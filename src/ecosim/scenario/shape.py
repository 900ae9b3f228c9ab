"""What a document class allows at each path: its type, range, unit and meaning, read from the class."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import annotated_types as at
from pydantic import BaseModel, WithJsonSchema
from pydantic.fields import FieldInfo

from ecosim.scenario.reference import NAME_PATTERN


@dataclass(frozen=True)
class Shape:
    """What is allowed in one place.

    Attributes:
        annotation: the full type, as pydantic checks it.
        type: the type without what is said of it and without None.
        metadata: what is said of it: bounds, patterns, references.
        extra: unit, plausible range and source of a declared parameter.
        doc: what it means.
        required: whether it must be given.
    """

    annotation: Any
    type: Any
    metadata: tuple[Any, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)
    doc: str = ""
    required: bool = False

    @property
    def is_model(self) -> bool:
        """Whether it is a section with named keys."""
        return isinstance(self.type, type) and issubclass(self.type, BaseModel)

    @property
    def is_mapping(self) -> bool:
        """Whether it is a mapping whose keys are free names."""
        return get_origin(self.type) is dict

    @property
    def is_name(self) -> bool:
        """Whether it is a text that names an entry."""
        return any(getattr(part, "pattern", None) == NAME_PATTERN for part in self.metadata)

    @property
    def is_list(self) -> bool:
        """Whether it is a list."""
        return get_origin(self.type) is list

    @property
    def is_number(self) -> bool:
        """Whether it is a number that is not a date."""
        return self.type in (int, float) and not any(isinstance(part, WithJsonSchema) for part in self.metadata)

    @property
    def choices(self) -> tuple[str, ...]:
        """The words allowed, where they can be listed."""
        return tuple(map(str, get_args(self.type))) if get_origin(self.type) is Literal else ()

    def fields(self) -> Mapping[str, Shape]:
        """Return what each key of a section allows, by the key's spelling in the file."""
        return _fields(self.type) if self.is_model else {}

    def names(self) -> Shape | None:
        """Return what the keys of a mapping must be."""
        return shape(get_args(self.type)[0]) if self.is_mapping else None

    def child(self, key: str | int) -> Shape | None:
        """Return what is allowed one step down, or None where nothing can be there."""
        if isinstance(key, int):
            return shape(get_args(self.type)[0]) if self.is_list else None
        return shape(get_args(self.type)[1]) if self.is_mapping else self.fields().get(key)

    def at(self, path: tuple[str | int, ...]) -> Shape | None:
        """Return what is allowed at a path below."""
        here: Shape | None = self
        for key in path:
            here = here.child(key) if here else None
        return here


def shape(annotation: Any, info: FieldInfo | None = None) -> Shape:
    """Return what a type allows; see `Shape`."""
    bare: Any = annotation
    metadata: list[Any] = []
    extra: dict[str, Any] = {}
    doc = ""
    while True:
        if get_origin(bare) is Annotated:
            bare, *said = get_args(bare)
        elif get_origin(bare) in (Union, types.UnionType) and len(rest := _without_none(bare)) == 1:
            bare, said = rest[0], []
        else:
            break
        for part in said:
            metadata.extend(part.metadata if isinstance(part, FieldInfo) else [part])
            if isinstance(part, FieldInfo):
                extra, doc = _extra(part), part.description or ""
    if info is not None:
        extra, doc = {**extra, **_extra(info)}, info.description or doc
    return Shape(annotation, bare, tuple(metadata), extra, doc, info is not None and info.is_required())


def bounds(here: Shape) -> dict[str, Any]:
    """Return the bounds of a number or a length by the name of the constraint: ``ge``, ``min_length``, ..."""
    kinds = {"ge": at.Ge, "gt": at.Gt, "le": at.Le, "lt": at.Lt, "min_length": at.MinLen, "max_length": at.MaxLen}
    return {
        name: getattr(part, name) for part in here.metadata for name, kind in kinds.items() if isinstance(part, kind)
    }


@cache
def _fields(section: type[BaseModel]) -> Mapping[str, Shape]:
    return {info.alias or name: _of_field(info) for name, info in section.model_fields.items()}


def _of_field(info: FieldInfo) -> Shape:
    annotation: Any = info.annotation
    for part in info.metadata:
        annotation = Annotated[annotation, part]
    return shape(annotation, info)


def _extra(info: FieldInfo) -> dict[str, Any]:
    return dict(info.json_schema_extra) if isinstance(info.json_schema_extra, dict) else {}


def _without_none(annotation: Any) -> list[Any]:
    return [part for part in get_args(annotation) if part is not type(None)]
