"""The words of which sections of a scenario file are made: shares, amounts, names, and the section itself."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from ecosim.scenario.reference import NAME_PATTERN, Refers


def unit_of(unit: str) -> dict[str, Any]:
    """Return what tells the unit of a field."""
    return {"unit": unit}


Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Amount = Annotated[float, Field(ge=0, le=1e15, allow_inf_nan=False, json_schema_extra=unit_of("money/year"))]
Heads = Annotated[int, Field(ge=0, le=10_000_000, json_schema_extra=unit_of("heads"))]
Ratio = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
Title = Annotated[str, Field(min_length=1, max_length=120)]
Name = Annotated[str, Field(pattern=NAME_PATTERN)]
PlaceName = Annotated[str, Refers("places")]
RegionName = Annotated[str, Refers("regions")]
FieldName = Annotated[str, Refers("fields")]
Weights = Annotated[
    dict[FieldName, Annotated[float, Field(gt=0, le=1e6, allow_inf_nan=False)]], Field(min_length=1)
]


class Section(BaseModel):
    """A part of a scenario file: unknown keys are refused, values never change after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
