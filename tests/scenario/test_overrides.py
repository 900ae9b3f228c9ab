"""Values given on the command line."""

from __future__ import annotations

import pytest
from scenario_sample import TEXT, Scenario, problems

from ecosim.scenario import entries, load_text, resolve_text


def test_values_are_yaml() -> None:
    overrides = (
        "money.wage=0.7",
        "links.science_industry.from=2006Q1",
        "fields=[biology, physics, chemistry]",
        "regions.r.market={chemistry: 5}",
        "universities.nsu=null",
    )
    scenario = load_text(TEXT, Scenario, overrides)
    assert scenario.money.wage == 0.7
    assert scenario.links.science_industry is not None
    assert scenario.links.science_industry.from_ == 2006 * 4
    assert scenario.fields[-1] == "chemistry"
    assert scenario.regions["r"].market == {"physics": 100, "biology": 50, "chemistry": 5}
    assert scenario.universities == {}


def test_a_section_the_file_leaves_out_appears() -> None:
    link = load_text(TEXT, Scenario, ["links.science_education.enabled=false"]).links.science_education
    assert link is not None
    assert not link.enabled


def test_the_last_one_counts() -> None:
    assert load_text(TEXT, Scenario, ["money.wage=1", "money.wage=2"]).money.wage == 2


def test_a_file_that_is_valid_only_with_overrides() -> None:
    assert load_text(TEXT.replace("name: tiny\n", ""), Scenario, ["name=mine"]).name == "mine"


BAD = {
    "time": "--set: found 'time'; allowed: path=value, such as time.burn_in=40",
    "=1": "--set: found '=1'; allowed: path=value, such as time.burn_in=40",
    "a..b=1": "--set: found 'a..b=1'; allowed: path=value, such as time.burn_in=40",
    "link.x=1": "--set: link.x: unknown 'link'; allowed: name, title, question, time, money, fields, regions, places, "
    "institutes, universities, firms, populations, ministries, technoparks, facilities, events, frontier_growth, "
    "baseline, cells, rank, judgement, links, processes; did you mean 'links'?",
    "links.science_industri.enabled=false": "--set: links.science_industri.enabled: unknown 'science_industri'; "
    "allowed: science_industry, science_education; did you mean 'science_industry'?",
    "universities.nsuu.students=3": "--set: universities.nsuu.students: unknown 'nsuu'; allowed: nsu; "
    "did you mean 'nsu'?",
    "money.wage.x=1": "--set: money.wage.x: 'money.wage' has no parts; 'x' leads nowhere",
    "extends=a.yaml": "--set: extends: unknown 'extends'; allowed: ",
    "money.wage=-1": "--set: money.wage: found -1; allowed: a number above 0 to 1000000000000 (money/(head quarter))",
    "money.wage=yes": "--set: money.wage: 'yes' reads differently in YAML 1.1 and 1.2; "
    "write true or false, or put it in quotes",
    "money.wage=[1": "--set: money.wage: not valid YAML: expected ',' or ']', but got '<stream end>'",
    "money.wage=": "--set: found 'money.wage='; allowed: path=value, such as time.burn_in=40",
    "money.wage=!!int 3": "--set: money.wage: tag tag:yaml.org,2002:int is not allowed; write the value alone",
    "links.science_education=null": "--set: links.science_education: found nothing; null deletes an inherited entry",
    "regions.r.market.physic=3": "--set: regions.r.market.physic: 'physic' is not in fields; allowed: physics, biology",
    "universities.new={title: New}": "--set: universities.new.fields: missing: weights of the fields",
}


@pytest.mark.parametrize("override", BAD)
def test_refuses(override: str) -> None:
    assert problems(TEXT, override)[0].startswith(BAD[override])


def test_provenance() -> None:
    found = {entry.path: entry for entry in entries(resolve_text(TEXT, Scenario, ["money.wage=1"], file="t"))}
    assert found["money.wage"].origin == "--set"
    assert found["money.wage"].source == ""
    assert found["money.unit"].origin == "t:5"


def test_the_same_problem_is_told_once() -> None:
    assert len(problems(TEXT, "time.burn=1", "time.burn=1")) == 1
