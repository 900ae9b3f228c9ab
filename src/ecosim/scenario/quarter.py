"""Calendar quarters: the unit of time of every scenario."""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, ValidationInfo, WithJsonSchema

PATTERN = r"^\d{4}(Q[1-4]|-\d{2}(-\d{2})?)?$"
FIRST_YEAR, LAST_YEAR = 1500, 2500


def parse_quarter(value: Any) -> int:
    """Return the number of quarters since year 0 for ``2007``, ``2007Q3``, ``2007-08`` or a date.

    A year alone means its first quarter.

    Raises:
        ValueError: the value is none of these, or not in the years `FIRST_YEAR` to `LAST_YEAR`.
    """
    text = str(value)
    if isinstance(value, bool) or not re.fullmatch(PATTERN, text[:20], re.ASCII):
        raise ValueError(f"{text[:20]!r} is not a date; write 2007, 2007Q3, 2007-08 or 2007-08-15")
    year = int(text[:4])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"{text!r} lies outside of the years {FIRST_YEAR} to {LAST_YEAR}")
    if "Q" in text:
        return year * 4 + int(text[5]) - 1
    try:
        day = datetime.date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        raise ValueError(f"{text!r} is not a day of the calendar") from None
    return year * 4 + (day.month - 1) // 3


def format_quarter(quarter: int) -> str:
    """Return ``2007Q3`` for a number of quarters since year 0."""
    return f"{quarter // 4:04d}Q{quarter % 4 + 1}"


def decimal_year(quarter: int) -> float:
    """Return the calendar year at which a quarter begins, such as 2007.5 for 2007Q3."""
    return quarter / 4


def _validate(value: Any, info: ValidationInfo) -> int:
    # In code an already parsed quarter comes back in when a scenario is copied: years end at LAST_YEAR, quarters begin
    # far above. In a file, which has a context, a number is a year: 8030 typed for 2030 must not pass as 2007Q3.
    parsed = isinstance(value, int) and not isinstance(value, bool) and value >= FIRST_YEAR * 4
    return value if parsed and not info.context else parse_quarter(value)


Quarter = Annotated[
    int,
    BeforeValidator(_validate),
    PlainSerializer(format_quarter, return_type=str),
    WithJsonSchema({"type": ["string", "integer"], "pattern": PATTERN, "description": "a date, such as 2007Q3"}),
]
