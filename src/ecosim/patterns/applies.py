"""Whether a published number can be held against a scenario at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ecosim.catalogue import types_of
from ecosim.patterns.finished import MATURE
from ecosim.patterns.targets import Target
from ecosim.scenario.document import ScenarioBase

ROUBLES = ("RUB", "rouble", "ruble")


def obstacle(target: Target, scenario: ScenarioBase) -> str:
    """Return why a target does not apply to a scenario; empty if it does."""
    return CONDITIONS[target.applies_to](scenario)


def _nothing(scenario: ScenarioBase) -> str:
    return ""


def _mature(scenario: ScenarioBase) -> str:
    quarters = scenario.time.quarters
    return "" if quarters >= MATURE else f"known of mature ecosystems: {MATURE} quarters at least, not {quarters}"


def _all_links(scenario: ScenarioBase) -> str:
    off = [name for name in types_of(scenario) if _possible(scenario, name) and not _on(scenario, name)]
    return f"known of ecosystems with all links; without here: {', '.join(off)}" if off else _mature(scenario)


def _possible(scenario: ScenarioBase, link: str) -> bool:
    """Return whether a scenario has what a link joins: without a facility, or a partner, nothing is missing."""
    if link == "facility_access":
        return bool(getattr(scenario, "facilities", None))
    if link in ("expert_exchange", "joint_assessment"):
        return any(region.partner for region in scenario.regions.values())
    return True


def _incubation(scenario: ScenarioBase) -> str:
    return "" if _on(scenario, "incubation") and scenario.technoparks else "known of firms in incubation; none here"


def _russia(scenario: ScenarioBase) -> str:
    # A scenario names no country; its money does.
    here = any(word in scenario.money.unit for word in ROUBLES)
    return "" if here else f"known of Russia; money here is {scenario.money.unit}"


def _facility(scenario: ScenarioBase) -> str:
    return "" if getattr(scenario, "facilities", None) else "known of research facilities; none in this scenario"


def _on(scenario: ScenarioBase, link: str) -> bool:
    section = getattr(scenario.links, link, None)  # type: ignore[attr-defined]
    return section is not None and section.enabled


#: What each word in the column ``applies_to`` asks of a scenario.
CONDITIONS: Mapping[str, Callable[[ScenarioBase], str]] = {
    "any": _nothing,
    "200 firms or more": _nothing,  # known at the end of a run only; the measure sees to it
    "mature ecosystem": _mature,
    "mature ecosystem with all links": _all_links,
    "with incubation": _incubation,
    "Russia": _russia,
    "facility": _facility,
}
