"""The numbers by which tables and kernels name kinds, states, channels and flows."""

from __future__ import annotations

from enum import IntEnum


class Kind(IntEnum):
    """What an organisation is. The last four are the outside sectors of a region's ledger."""

    INSTITUTE = 0
    UNIVERSITY = 1
    FIRM = 2
    MINISTRY = 3
    TECHNOPARK = 4
    FACILITY = 5
    STATE = 6
    HOUSEHOLDS = 7
    MARKET = 8
    INVESTORS = 9


class Origin(IntEnum):
    """How a firm came to be."""

    INCUMBENT = 0
    START_UP = 1
    SPIN_OFF = 2


class Stage(IntEnum):
    """Where a technology stands."""

    SHELF = 0
    DEVELOPMENT = 1
    PRODUCT = 2
    ABANDONED = 3
    OUTSIDE = 4  # licensed to a developer outside the region, whose further fate is not simulated


class Patent(IntEnum):
    """Protection of a technology."""

    NONE = 0
    APPLIED = 1
    GRANTED = 2
    REFUSED = 3


class Agreement(IntEnum):
    """How a technology passed from science to a firm."""

    NONE = 0
    LICENCE = 1
    PUBLICATION = 2
    SPIN_OFF = 3
    OUTSIDE = 4


class Flow(IntEnum):
    """What is counted each quarter, by the channel it took: open (arm's length) or one of the links."""

    HIRES_FIRMS = 0
    HIRES_SCIENCE = 1
    TEACHING_HOURS = 2
    PRACTICE_HOURS = 3
    CONTRACTS = 4
    CONTRACT_HOURS = 5
    CONTRACT_MONEY = 6
    LICENCES = 7
    LICENCE_MONEY = 8
    PUBLICATIONS = 9
    SPIN_OFFS = 10
    HELP_HOURS = 11
    LEARNING = 12
    PRODUCTS = 13
    PUBLIC_MONEY = 14
    MEETINGS = 15
    GRADUATES_FIRMS = 16
    BEAM_SCIENCE = 17
    BEAM_FIRMS = 18
    TRAVEL = 19
    PRACTICE_LEARNT = 20


class Carries(IntEnum):
    """What a tie can carry; a link's parameter of the same name (lower case) switches it."""

    TEACHING = 0
    LABORATORY = 1
    PLACEMENTS = 2
    CURRICULUM = 3
    PRACTICE = 4
    LEARNING = 5
    CONTRACTS = 6
    LICENCES = 7
    HELP = 8


class Instrument(IntEnum):
    """What a ministry spends on."""

    INSTITUTES = 0
    UNIVERSITIES = 1
    PROJECTS = 2
    SUBSIDIES = 3
    TECHNOPARKS = 4
    HOUSING = 5
    EXCHANGE = 6
    ASSESSMENT = 7


class People(IntEnum):
    """Cumulative counts of people who enter or leave a region's skilled population."""

    ENROLLED = 0
    ARRIVED = 1
    RETIRED = 2
    LEFT = 3


class Moved(IntEnum):
    """Why technologies and organisations changed: the kinds of entries in the log of events."""

    DISCOVERED = 0
    PATENT_APPLIED = 1
    PATENT_GRANTED = 2
    PATENT_REFUSED = 3
    LICENSED = 4
    PUBLICATION_USED = 5
    SPUN_OFF = 6
    OUTSIDE = 7
    ADVANCED = 8
    HELPED = 9
    RETURNED = 10
    ABANDONED = 11
    PRODUCT = 12
    SPONSORED = 13


#: The channel of everything that needs no link.
OPEN = 0
