"""What tables and pictures call each flow: name, title and unit."""

from __future__ import annotations

from ecosim.world.codes import Flow

FLOW_TITLES: dict[Flow, tuple[str, str, str]] = {
    Flow.HIRES_FIRMS: ("hires_firms", "people hired by firms", "heads"),
    Flow.GRADUATES_FIRMS: ("graduates_firms", "graduates hired by firms", "heads"),
    Flow.HIRES_SCIENCE: ("hires_science", "people hired by science", "heads"),
    Flow.TEACHING_HOURS: ("teaching_hours", "teaching by guests", "head quarters"),
    Flow.PRACTICE_HOURS: ("practice_hours", "practical training", "head quarters"),
    Flow.CONTRACTS: ("contracts", "research contracts", "contracts"),
    Flow.CONTRACT_HOURS: ("contract_hours", "work in contracts", "head quarters"),
    Flow.CONTRACT_MONEY: ("contract_money", "money for contracts", "money"),
    Flow.LICENCES: ("licences", "licences", "licences"),
    Flow.LICENCE_MONEY: ("licence_money", "fees and royalties", "money"),
    Flow.PUBLICATIONS: ("publications", "publications used", "technologies"),
    Flow.SPIN_OFFS: ("spin_offs", "spin-offs founded", "firms"),
    Flow.HELP_HOURS: ("help_hours", "inventors' help in development", "head quarters"),
    Flow.LEARNING: ("learning", "knowledge learnt from partners", "frontier"),
    Flow.PRODUCTS: ("completions", "transfers completed", "products"),
    Flow.PUBLIC_MONEY: ("public_money", "public money", "money"),
    Flow.BEAM_SCIENCE: ("beam_science", "sessions of science at large facilities", "sessions"),
    Flow.BEAM_FIRMS: ("beam_firms", "sessions of firms at large facilities", "sessions"),
    Flow.TRAVEL: ("travel", "people away on exchange or assessment", "head quarters"),
    Flow.PRACTICE_LEARNT: ("practice_learnt", "practice taken over from a partner region", "1"),
    Flow.MEETINGS: ("meetings", "contacts with possible partners", "contacts"),
}
