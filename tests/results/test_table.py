"""Small tables for people."""

from __future__ import annotations

import pytest

from ecosim.results.table import Table, number, percent, plain, span


@pytest.mark.parametrize(
    ("value", "text", "signed"),
    [
        (1234567.0, "1,234,567", "+1,234,567"),
        (99.96, "100", "+100"),
        (99.94, "99.9", "+99.9"),
        (10.0, "10.0", "+10.0"),
        (9.996, "10.0", "+10.0"),
        (0.126, "0.13", "+0.13"),
        (0.0, "0", "0"),
        (-0.0, "0", "0"),
        (-0.001, "0.00", "0.00"),
        (-3.5, "-3.50", "-3.50"),
        (float("nan"), "-", "-"),
        (None, "-", "-"),
    ],
)
def test_numbers_have_three_digits(value: float | None, text: str, signed: str) -> None:
    assert (number(value), number(value, sign=True)) == (text, signed)


def test_an_interval_needs_both_ends() -> None:
    assert span(-1.0, 20.0, sign=True) == "[-1.00, +20.0]"
    assert span(float("nan"), 1.0) == span(None, None) == "-"


@pytest.mark.parametrize(("part", "text"), [(0.996, "100%"), (0.12, "12%"), (-0.004, "0%"), (-0.5, "-50%"), (0, "0%")])
def test_a_share_that_rounds_to_nothing_has_no_sign(part: float, text: str) -> None:
    assert percent(part) == text


def test_text_is_aligned() -> None:
    table = Table("Title", ["cell", "two\nlines"], [["a", "1.0"], ["longer", "-"]], ["note"])
    assert table.text().splitlines() == [
        "Title",
        "          two",
        "cell    lines",
        "------  -----",
        "a         1.0",
        "longer      -",
        "note",
    ]


def test_nothing_that_a_terminal_acts_upon_is_printed() -> None:
    table = Table("\x1b[31mred", ["a\tb"], [["\x07\u202e[bold]x[/bold]"]], ["\r"])
    assert table.text() == "?[31mred\na?b\n----------------\n??[bold]x[/bold]\n?".replace("-" * 16, "-" * 16)
    assert plain("Академгородок") == "Академгородок"


def test_html_is_escaped() -> None:
    html = Table("<script>", ["a&b"], [["<i>"]], ["<b>"]).html()
    assert "<caption>&lt;script&gt;</caption>" in html
    assert "<th>a&amp;b</th>" in html
    assert "<td>&lt;i&gt;</td>" in html
    assert "<p>&lt;b&gt;</p>" in html
