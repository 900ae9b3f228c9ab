"""What YAML a scenario file may use."""

from __future__ import annotations

import pytest
from scenario_sample import Scenario, problems

from ecosim.errors import ScenarioError
from ecosim.scenario import load_text
from ecosim.scenario.scalars import plain_scalar

DIFFERS = "reads differently in YAML 1.1 and 1.2; write true or false, or put it in quotes"
NOT_DECIMAL = "is not a plain decimal number; write it like 1000, or put it in quotes"

CORPUS = {
    "": ["t: is empty; write a scenario into it"],
    "# nothing\n": ["t: is empty; write a scenario into it"],
    "a: 1\nb: 2\na: 3\n": ["t:3:1: a: key given twice; first in line 1; keep one of them"],
    "a: {b: 1, b: 2}\n": ["t:1:11: a.b: key given twice; first in line 1; keep one of them"],
    "a: &x 1\nb: *x\n": [
        "t:1:4: a: anchor &x is not allowed; use extends to share values",
        "t:2:4: b: alias *x is not allowed; write the value out",
    ],
    "a:\n  <<: {b: 1}\n": ["t:2:3: a: merge key << is not allowed; use extends to share values"],
    "a: !!python/object/apply:os.system [ls]\n": [
        "t:1:4: a: tag tag:yaml.org,2002:python/object/apply:os.system is not allowed; write the value alone"
    ],
    "a: !mine 1\n": ["t:1:4: a: tag !mine is not allowed; write the value alone"],
    "a: 1\n---\nb: 2\n": ["t:2:1: a second document begins; one file holds one scenario"],
    "%YAML 1.1\n---\na: 1\n": ["t:2:1: directives are not allowed; the file is read as YAML 1.2"],
    "2003: 1\n": ["t:1:1: a key must be text, not 2003; put it in quotes"],
    "? [a, b]\n: 1\n": ["t:1:3: a key must be text, not a list of 2; put it in quotes"],
    "true: 1\n": ["t:1:1: a key must be text, not true; put it in quotes"],
    "a: .nan\nb: -.inf\nc: 1e999\n": [
        "t:1:4: a: '.nan' is not a finite number; write one",
        "t:2:4: b: '-.inf' is not a finite number; write one",
        "t:3:4: c: '1e999' is not a finite number; write one",
    ],
    "a: yes\nb: [on, Off]\n": [
        f"t:1:4: a: 'yes' {DIFFERS}",
        f"t:2:5: b[0]: 'on' {DIFFERS}",
        f"t:2:9: b[1]: 'Off' {DIFFERS}",
    ],
    "a: 017\nb: 1_000\nc: 12:30\nd: 0x1F\n": [
        f"t:1:4: a: '017' {NOT_DECIMAL}",
        f"t:2:4: b: '1_000' {NOT_DECIMAL}",
        f"t:3:4: c: '12:30' {NOT_DECIMAL}",
        f"t:4:4: d: '0x1F' {NOT_DECIMAL}",
    ],
    f"a: {'9' * 41}\n": ["t:1:4: a: a number of 41 characters; at most 40 are allowed"],
    'a: "\\e[31m"\n': ["t:1:4: a: the text holds the control character U+001B; leave it out"],
    'a: "\\ud800"\n': ["t:1:4: a: the text holds the control character U+D800; leave it out"],
    'a: "\\U7fffffff"\n': ["t:1:1: not valid YAML near here"],
    "a: b: c\n": ["t:1:5: not valid YAML: mapping values are not allowed here"],
    "a: [1, 2\n": ["t:2:1: not valid YAML: expected ',' or ']', but got '<stream end>'"],
    "\ta: 1\n": ["t:1:1: not valid YAML: found character '\\t' that cannot start any token"],
    "a: \x07\n": ["t:1:4: not valid YAML: a character that YAML forbids"],
    "a: *missing\n": ["t:1:4: a: alias *missing is not allowed; write the value out"],
    "- 1\n- 2\n": ["t:1:1: found a list of 2; allowed: a mapping of sections"],
    "just text\n": ["t:1:1: found 'just text'; allowed: a mapping of sections"],
    "extends: other.yaml\n": ["t:1:1: extends: only a file can extend another file"],
    "links:\n  science_industry:\n": [
        (
            "t:2:3: links.science_industry: found nothing; null deletes an inherited entry and here none is inherited: "
            "leave the key out, or write {} for a section with its defaults"
        )
    ],
    "money: {source: 5, wage: 1}\n": [
        "t:1:17: money.source: found 5; allowed: a text that names the source, or 'assumed'"
    ],
    "money: {source: {wag: assumed}, wage: 1}\n": [
        "t:1:18: money.source.wag: no such key beside it in this file; did you mean 'wage'?"
    ],
}


@pytest.mark.parametrize("text", CORPUS)
def test_refuses_with_place_and_reason(text: str) -> None:
    assert problems(text) == CORPUS[text]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a: " + "[" * 30, "nested deeper than 20 levels; no scenario needs so many"),
        ("a:\n- " + "- " * 30, "nested deeper than 20 levels; no scenario needs so many"),
        ("a: [" + "1," * 10_001 + "1]", "more than 10000 values"),
        ("a: 1\n" * 500, "only the first 100 problems are listed"),
    ],
)
def test_refuses_what_is_too_much(text: str, reason: str) -> None:
    assert any(reason in problem for problem in problems(text))
    assert len(problems(text)) <= 101


def test_all_problems_of_a_file_come_together() -> None:
    assert len(problems("a: 1\na: 2\nb: &x 1\nc: yes\nd: [1\n")) == 4


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1), ("-12", -12), ("+3", 3), ("0", 0), ("0.5", 0.5), (".5", 0.5), ("5.", 5.0), ("1e3", 1000.0),
        ("-1.5E-3", -0.0015), ("true", True), ("False", False), ("~", None), ("", None), ("2007Q3", "2007Q3"),
        ("2007-08-15", "2007-08-15"), ("1.2.3", "1.2.3"), ("none", "none"), ("١٢", "١٢"),
    ],
)  # fmt: skip
def test_plain_scalars_follow_the_core_schema(text: str, value: object) -> None:
    result = plain_scalar(text)
    assert result == value
    assert type(result) is type(value)


def test_problems_are_safe_to_print() -> None:
    with pytest.raises(ScenarioError) as caught:
        load_text('"\u202eevil\u2066": 1\n', Scenario, file="a\x1b[31m.yaml")
    assert str(caught.value).replace("\n", "").isprintable()
