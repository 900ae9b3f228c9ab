"""A parameter is declared once: default, unit, range, plausible range and source.

The scenario schema, ``--set``, editor completion and the parameter tables of the ODD document all
read the declaration made here::

    class Params(Parameters):
        rho: float = parameter(
            0.0009, unit="1/quarter", range=(0, 0.1), plausible=(0.0003, 0.003),
            source="assumed", doc="productivity of own research",
        )
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field


@dataclass(frozen=True)
class Declaration:
    """What is known of one parameter.

    Attributes:
        name: its name in the scenario file.
        default: its value where a scenario gives none.
        unit: its unit; ``"1"`` for a pure number.
        low, high: the admissible range; a value outside is refused.
        plausible: the range that the evidence leaves open, for sensitivity analysis and calibration.
        source: where default and plausible range come from, or ``"assumed"``.
        doc: what it means.
    """

    name: str
    default: Any
    unit: str
    low: float
    high: float
    plausible: tuple[float, float]
    source: str
    doc: str


def parameter(
    default: float,
    *,
    unit: str,
    range: tuple[float, float],  # the field's own word reads best where it is declared
    plausible: tuple[float, float] | None = None,
    source: str,
    doc: str,
) -> Any:
    """Declare a number of the model; see `Declaration` for the meaning of each argument."""
    low, high = range
    extra: dict[str, Any] = {"unit": unit, "plausible": list(plausible or range), "source": source}
    return Field(default, ge=low, le=high, description=doc, allow_inf_nan=False, json_schema_extra=extra)


def flow(doc: str) -> Any:
    """Declare a flow of a link that a scenario can switch off singly (on by default)."""
    return Field(True, description=doc, json_schema_extra={"unit": "on/off", "source": "switch", "flow": True})


class Parameters(BaseModel):
    """A named group of parameters, immutable and validated."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)

    @classmethod
    def declarations(cls) -> Iterator[Declaration]:
        """Yield the declaration of every number in this group, in order."""
        for name, info in cls.model_fields.items():
            extra = info.json_schema_extra
            if not isinstance(extra, dict) or "plausible" not in extra:
                continue
            bounds = {type(m).__name__: m for m in info.metadata}
            plausible = extra["plausible"]
            yield Declaration(
                name=name,
                default=info.default,
                unit=str(extra["unit"]),
                low=float(bounds["Ge"].ge),
                high=float(bounds["Le"].le),
                plausible=(float(plausible[0]), float(plausible[1])),  # type: ignore[index,arg-type]
                source=str(extra["source"]),
                doc=info.description or "",
            )

    @classmethod
    def flows(cls) -> tuple[str, ...]:
        """Names of the flows that can be switched singly, in order."""
        return tuple(
            name
            for name, info in cls.model_fields.items()
            if isinstance(info.json_schema_extra, dict) and info.json_schema_extra.get("flow")
        )

    @classmethod
    @cache
    def layout(cls) -> np.dtype[np.void]:
        """Return the form in which kernels read the numbers: float64, or int64 for whole numbers."""
        names = [declaration.name for declaration in cls.declarations()]
        return np.dtype(
            [(name, np.int64 if cls.model_fields[name].annotation is int else np.float64) for name in names]
        )

    def record(self, group: type[Parameters] | None = None) -> NDArray[np.void]:
        """Return the numbers, or those that ``group`` declares with 0 for what is not here, as an array (1,)."""
        layout = (group or type(self)).layout()
        return np.array([tuple(getattr(self, name, 0) for name in layout.names or ())], layout)
