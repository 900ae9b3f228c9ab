"""The columns of every table, with unit and meaning."""

from __future__ import annotations

from ecosim.world.tables import Column, Layout

C = Column

ORGANISATION = Layout(
    "organisation",
    C("key", "u", "1", "permanent address of its draws"),
    C("kind", "i", "code", "Kind"),
    C("region", "i", "row", "region"),
    C("place", "i", "row", "place"),
    C("field", "i", "index", "main field"),
    C("born", "i", "quarter", "first quarter of its life"),
    C("died", "i", "quarter", "quarter in which it ceased; -1 while alive", -1),
    C("origin", "i", "code", "Origin of a firm"),
    C("parent", "i", "row", "organisation a spin-off left; -1 for none", -1),
    C("desk", "i", "row", "row of a university in the teaching tables; -1 for others", -1),
    C("park", "i", "row", "technopark it resides in; -1 for none", -1),
    C("posts", "i", "heads", "posts by which the state gives grants; of a firm, the staff it wants"),
    C("staff", "i", "heads", "skilled heads"),
    C("students", "f", "heads", "places for students of a university, in all years"),
    C("skill", "f", "1", "mean skill of the staff; 1 = taught by staff at the frontier", 1.0),
    C("cash", "f", "money", "balance of its account"),
    C("income", "f", "money/quarter", "receipts without investment, smoothed over about a year"),
    C("received", "f", "money", "receipts without investment in this quarter"),
    C("external", "f", "money/quarter", "receipts that it won itself (projects, contracts, licences), smoothed"),
    C("earned", "f", "money", "receipts that it won itself in this quarter"),
    C("teaching", "f", "share", "hours spent teaching"),
    C("contracting", "f", "share", "hours spent on contracts and help in the last quarter"),
    C("applied", "f", "share", "hours on contracts and help so far in this quarter"),
    C("basic", "f", "share", "hours left for own research", 1.0),
    C("openings", "i", "heads", "vacancies posted this quarter"),
    C("hired", "i", "heads", "vacancies filled this quarter"),
    C("quality", "f", "frontier", "quality of a firm's products"),
    C("reach", "f", "share", "share of a firm's market that knows it"),
    C("demand", "f", "money/quarter", "sales a firm could make"),
    C("sales", "f", "money/quarter", "sales made"),
    C("transferred", "f", "frontier", "part of the product quality that came from transferred technologies"),
    C("budget", "f", "money", "own money set aside for contract research; waits for a time"),
    C("projects", "i", "count", "technologies in development"),
    C("served", "f", "heads", "consultants' hours that its technopark pays for this quarter"),
    C("introduced", "f", "1/quarter", "chance that somebody introduces it to an investor"),
    C("rounds", "i", "count", "rounds of private capital raised"),
    C("trained", "f", "share", "people who have learnt to use a large facility"),
    often=(
        "skill", "cash", "quality", "demand", "budget", "contracting", "applied", "basic",
        "key", "kind", "region", "place", "field", "born", "died", "desk", "park", "posts", "staff", "openings",
        "hired", "projects", "rounds",
    ),
)

TECHNOLOGY = Layout(
    "technology",
    C("key", "u", "1", "permanent address of its draws"),
    C("origin", "i", "row", "organisation of its discovery"),
    C("owner", "i", "row", "organisation that holds the rights"),
    C("developer", "i", "row", "firm that develops it; -1 for none", -1),
    C("sponsor", "i", "row", "firm whose contract led to it; -1 for none", -1),
    C("field", "i", "index", "field"),
    C("quality", "f", "frontier", "quality of the product it could become"),
    C("level", "i", "TRL", "technology readiness level, 1-9"),
    C("entry", "i", "TRL", "readiness level at discovery"),
    C("stage", "i", "code", "Stage"),
    C("patent", "i", "code", "Patent"),
    C("agreement", "i", "code", "Agreement"),
    C("channel", "i", "channel", "channel of the agreement: 0 open, else link"),
    C("found", "i", "quarter", "quarter of discovery"),
    C("agreed", "i", "quarter", "quarter of the agreement; -1 for none", -1),
    C("launched", "i", "quarter", "quarter in which it became a product; -1 for none", -1),
    C("gain", "f", "frontier", "quality that the product added to the firm's"),
    C("bidder", "i", "row", "best bidder of this quarter; -1 for none", -1),
    C("bid", "f", "money", "what the best bidder expects to gain net of development"),
    C("via", "i", "channel", "channel through which the best bidder learnt of it"),
)

TIE = Layout(
    "tie",
    C("key", "u", "1", "permanent address of its draws"),
    C("a", "i", "row", "organisation of the first kind that the link joins"),
    C("b", "i", "row", "organisation of the second kind"),
    C("link", "i", "channel", "channel of the link"),
    C("trust", "f", "share", "strength of the relation"),
    C("formed", "i", "quarter", "quarter in which it was formed"),
    C("ended", "i", "quarter", "quarter in which it ended; -1 while it lasts", -1),
    C("uses", "i", "count", "times it was used"),
    C("used", "i", "count", "times it was used in this quarter"),
)

COHORT = Layout(
    "cohort of students",
    C("key", "u", "1", "permanent address of its draws"),
    C("university", "i", "row", "where they study"),
    C("field", "i", "index", "what they study"),
    C("entered", "i", "quarter", "quarter of enrolment"),
    C("heads", "i", "heads", "students"),
    C(
        "learnt", "f", "frontier*quarters",
        "knowledge of their teachers, relative to the frontier, summed over quarters"
    ),
    C("graduated", "i", "quarter", "quarter of graduation; -1 before", -1),
)

SEEKER = Layout(
    "job-seeker",
    C("key", "u", "1", "permanent address of the person's draws"),
    C("region", "i", "row", "where the person lives"),
    C("field", "i", "index", "field of training"),
    C("home", "i", "row", "university or employer that the person comes from"),
    C("skill", "f", "1", "skill"),
    C("graduate", "i", "0/1", "1 for a graduate of this quarter's or an earlier cohort, 0 for a mover"),
    C("since", "i", "quarter", "quarter in which the search began"),
    C("employer", "i", "row", "organisation that hired the person this quarter; -1 for none, -2 if the person left"),
)

EVENT = Layout(
    "entry of the log of events",
    C("quarter", "i", "quarter", "when"),
    C("what", "i", "code", "Moved"),
    C("technology", "i", "row", "which technology"),
    C("who", "i", "row", "organisation that acts"),
    C("other", "i", "row", "the other organisation; -1 for none"),
    C("channel", "i", "channel", "0 open, else link"),
)

REGION = Layout(
    "region",
    C("key", "u", "1", "permanent address of its draws"),
    C("wage", "f", "money", "market wage of a skilled head for a quarter"),
    C("price", "f", "money", "price level of the world market: the wage of the start"),
    C("state_pay", "f", "money", "pay of a state post for a quarter"),
    C("amenity", "f", "share", "attraction of living there"),
    C("access", "f", "share", "part of the world's open publications that reaches its organisations"),
    C("counted", "i", "0/1", "1 if indicators count it"),
    C("partner", "i", "row", "region whose practice it studies; -1 for none"),
    C("experts", "f", "heads", "people who travel to exchange practice this quarter, from each side"),
    C("assessors", "f", "heads", "the same to assess together what fits"),
    C("growth", "f", "1/year", "growth of demand beyond the wage"),
    C("core", "f", "share", "share of posts that block grants pay, as budgets are at the start"),
    C("local_share", "f", "share", "share of the market that local firms serve in the first quarter of burn-in"),
    C("entrants", "f", "firms/quarter", "ordinary start-ups"),
    C("taxes", "f", "money/quarter", "tax receipts, smoothed over about a year"),
    C("taxed", "f", "money", "tax receipts of this quarter"),
    C("taxes_start", "f", "money/quarter", "smoothed tax receipts when reporting starts"),
    C("unfilled", "i", "heads", "vacancies left unfilled"),
    C("jobless", "i", "heads", "people left without an offer"),
    C("state", "i", "row", "account of the state budget"),
    C("households", "i", "row", "account of the households"),
    C("market", "i", "row", "account of customers and suppliers in the rest of the world"),
    C("investors", "i", "row", "account of private investors"),
)

PLACE = Layout(
    "place",
    C("key", "u", "1", "permanent address of its draws"),
    C("region", "i", "row", "region"),
    C("latitude", "f", "degrees", "north"),
    C("longitude", "f", "degrees", "east"),
    C("entry", "f", "weight", "weight with which ordinary start-ups settle here"),
    C("city", "i", "0/1", "1 while it is designated a science city"),
    C("focus", "i", "0/1", "1 if the indicators of the town count it"),
    C("amenity", "f", "share", "attraction that housing programmes add"),
    C("introduced", "f", "share", "chance that somebody introduces founders there to a further investor"),
    C("meetings", "f", "1/quarter", "chance meetings of an organisation with others in the same place"),
)

REQUEST = Layout(
    "request for beam time",
    C("key", "u", "1", "permanent address of its draws"),
    C("row", "i", "row", "organisation that asks"),
    C("field", "i", "index", "field"),
    C("technology", "i", "row", "project that it is for; -1 for own research"),
    C("merit", "f", "1", "judged merit, by which time is given"),
    C("channel", "i", "channel", "channel through which it was met; -1 before"),
)

RING = Layout(
    "place on a search ring",
    C("position", "u", "1", "where it stands this quarter"),
    C("row", "l", "row", "organisation; of a proposal two, as one number"),
    C("weight", "f", "share", "share of its activity in the field"),
    C("first", "i", "index", "entry with which the bucket of this number begins"),
)

ADVERTISEMENT = Layout(
    "advertisement of vacancies",
    C("key", "u", "1", "key of the employer"),
    C("position", "u", "1", "where it stands on the ring of its region and field this quarter"),
    C("row", "i", "row", "employer"),
    C("kind", "i", "code", "kind of the employer"),
    C("place", "i", "row", "place of the employer"),
    C("first", "i", "index", "advertisement with which the bucket of this number begins"),
)
