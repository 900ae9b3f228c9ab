"""Plain scalars of the YAML 1.2 core schema, narrowed to what reads the same in YAML 1.1.

See https://yaml.org/spec/1.2.2/#103-core-schema. Numbers are decimal and finite.
"""

from __future__ import annotations

import math
import re
import unicodedata

from ecosim.scenario.node import Scalar

_INTEGER = re.compile(r"[-+]?[0-9]+", re.ASCII)
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", re.ASCII)
_NOT_FINITE = re.compile(r"[-+]?\.inf|\.nan", re.IGNORECASE)
_OTHER_BOOLEAN = re.compile(r"yes|no|on|off|y|n", re.IGNORECASE)
_OTHER_NUMBER = re.compile(
    r"[-+]?(0[0-9]+|0[box][0-9a-f_]+|[0-9][0-9_]*_[0-9_]*(\.[0-9_]*)?|[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?)",
    re.ASCII | re.IGNORECASE,
)
_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(["", "~", "null", "Null", "NULL"]),
    **dict.fromkeys(["true", "True", "TRUE"], True),
    **dict.fromkeys(["false", "False", "FALSE"], False),
}
_DIGITS = 40


def plain_scalar(text: str) -> Scalar:
    """Return the value of an unquoted scalar.

    Raises:
        ValueError: it is not a finite number, or YAML 1.1 and 1.2 read it differently.
    """
    if text in _WORDS:
        return _WORDS[text]
    if _OTHER_BOOLEAN.fullmatch(text):
        raise ValueError(f"{text!r} reads differently in YAML 1.1 and 1.2; write true or false, or put it in quotes")
    if _OTHER_NUMBER.fullmatch(text):
        raise ValueError(f"{text[:_DIGITS]!r} is not a plain decimal number; write it like 1000, or put it in quotes")
    if _NOT_FINITE.fullmatch(text):
        raise ValueError(f"{text!r} is not a finite number; write one")
    return _number(text) if _FLOAT.fullmatch(text) else quoted_scalar(text)


def quoted_scalar(text: str) -> str:
    """Return a text that holds nothing but characters.

    Raises:
        ValueError: it holds a control character or half a surrogate pair.
    """
    for character in text:
        if unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t":
            raise ValueError(f"the text holds the control character U+{ord(character):04X}; leave it out")
    return text


def _number(text: str) -> int | float:
    if len(text) > _DIGITS:
        raise ValueError(f"a number of {len(text)} characters; at most {_DIGITS} are allowed")
    if _INTEGER.fullmatch(text):
        return int(text)
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text!r} is not a finite number; write one")
    return number
