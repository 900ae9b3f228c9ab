"""Small tables for people: aligned text of fixed width, or HTML with everything escaped."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

GAP = "  "


@dataclass(frozen=True)
class Table:
    """A table whose first column is text and whose other columns are numbers already formatted.

    Attributes:
        title: a line above it.
        heading: one per column; line breaks are kept.
        rows: as many texts per row as columns.
        notes: lines below it.
        left: numbers of further columns that are text, and stand at their left edge.
    """

    title: str
    heading: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()
    left: Sequence[int] = ()

    def text(self) -> str:
        """Return aligned plain text, without any control character but line breaks."""
        heads = [[plain(line) for line in head.split("\n")] for head in self.heading]
        rows = [[plain(cell) for cell in row] for row in self.rows]
        widths = [max(len(text) for text in [*head, *(row[i] for row in rows)]) for i, head in enumerate(heads)]
        depth = max(map(len, heads))
        above = zip(*([""] * (depth - len(head)) + head for head in heads), strict=True)
        rule = GAP.join("-" * width for width in widths)
        lines = [plain(self.title), *(self._aligned(line, widths) for line in above), rule]
        lines += [self._aligned(row, widths) for row in rows]
        return "\n".join([*lines, *map(plain, self.notes)])

    def _aligned(self, row: Sequence[str], widths: Sequence[int]) -> str:
        columns = enumerate(zip(row, widths, strict=True))
        cells = [text.ljust(width) if not at or at in self.left else text.rjust(width) for at, (text, width) in columns]
        return GAP.join(cells).rstrip()

    def html(self) -> str:
        """Return an HTML table."""
        head = "".join(f"<th>{escape(plain(one.replace(chr(10), ' ')))}</th>" for one in self.heading)
        body = "".join(f"<tr>{''.join(f'<td>{escape(plain(cell))}</td>' for cell in row)}</tr>" for row in self.rows)
        notes = "".join(f"<p>{escape(plain(note))}</p>" for note in self.notes)
        caption = f"<caption>{escape(plain(self.title))}</caption>"
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{notes}"


def plain(text: str) -> str:
    """Return text with every character that a terminal would act upon replaced by a question mark."""
    return "".join(character if character.isprintable() else "?" for character in text)


def number(value: float | None, sign: bool = False) -> str:
    """Return a number with about three significant digits, or ``-`` for none."""
    if value is None or not math.isfinite(value):
        return "-"
    size = abs(value)
    digits = 0 if size >= 99.95 or not size else 1 if size >= 9.995 else 2
    rounded = round(value, digits) + 0.0  # no negative zero
    return f"{rounded:{'+' if sign and rounded else ''},.{digits}f}"


def percent(part: float) -> str:
    """Return a share in whole per cent, such as ``12%``; what rounds to nothing has no sign."""
    return f"{part:z.0%}"


def span(low: float | None, high: float | None, sign: bool = False) -> str:
    """Return an interval such as ``[+1.20, +3.40]``, or ``-`` for none."""
    if low is None or high is None or not (math.isfinite(low) and math.isfinite(high)):
        return "-"
    return f"[{number(low, sign)}, {number(high, sign)}]"
