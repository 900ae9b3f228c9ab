"""The four experiments of March (1991), and the literal reading of the text beside the first.

1. A closed organization at rest, by both learning rates (figure 1).
2. Slow and fast learners together against everybody at the mean rate (figures 2 and 3).
3. Turnover: the code after 20 periods (figure 4).
4. Turbulence: the code over 100 periods with and without turnover (figure 5).

Where ``independent`` numbers come from is said in `STUDY`. Of the other experiments the paper's text states signs.
"""

from __future__ import annotations

from math import sqrt

from ecosim.published.march1991.model import Settings, simulate
from ecosim.published.study import Sample, Study, mean_and_error
from ecosim.published.verdict import Finding

RATES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
CODE_RATES = (0.1, 0.5, 0.9)
#: Knowledge of the code at equilibrium: p2 -> for p1 = .1 .3 .5 .7 .9.
INDEPENDENT = {
    0.1: (0.864, 0.804, 0.801, 0.805, 0.812),
    0.5: (0.953, 0.871, 0.809, 0.768, 0.741),
    0.9: (0.973, 0.907, 0.839, 0.780, 0.729),
}
COMPARED = RATES[::2]
FAST = tuple(range(5, 50, 5))
TURNOVER = tuple(k / 100 for k in range(0, 11))
MOMENTS = (5, *range(10, 101, 10))
_PAPERS_RUNS = 80


def mean_rate(fast: int) -> float:
    """Return the mean p1 of 50 members of whom ``fast`` learn at .9 and the others at .1."""
    return round(0.1 + 0.8 * fast / 50, 6)


def cells() -> dict[str, Settings]:
    """Return the settings of every cell by its name."""
    found = {}
    for p2 in CODE_RATES:
        for p1 in RATES:
            found[f"closed p1={p1} p2={p2}"] = Settings(learning=p1, code_learning=p2)
        for p1 in COMPARED:
            found[f"literal p1={p1} p2={p2}"] = Settings(learning=p1, code_learning=p2, by_beliefs=1, jump=1)
    for fast in FAST:
        found[f"mixed fast={fast}"] = Settings(learning=0.1, fast_members=fast)
        found[f"mixed fast={fast} t=20"] = Settings(learning=0.1, fast_members=fast, periods=20)
        found[f"uniform fast={fast}"] = Settings(learning=mean_rate(fast))
    for p3 in TURNOVER:
        for p1 in (0.1, 0.9):
            found[f"turnover p1={p1} p3={p3}"] = Settings(learning=p1, turnover=p3, periods=20)
    for moment in MOMENTS:
        for p3 in (0.0, 0.1):
            found[f"turbulence p3={p3} t={moment}"] = Settings(turnover=p3, turbulence=0.02, periods=moment)
    return found


def judge(sample: Sample) -> list[Finding]:
    """Return what the paper says beside our sample."""
    published = [(p1, p2, value) for p2 in CODE_RATES for p1, value in zip(COMPARED, INDEPENDENT[p2], strict=True)]
    found = [_number(sample, p1, p2, value) for p1, p2, value in published]
    found += [
        _sign(sample, f"slow and fast mixed less all at mean p1={mean_rate(fast):.2f}: code",
              (f"mixed fast={fast}", "code"), (f"uniform fast={fast}", "code"), 1)
        for fast in (10, 25, 40)
    ]  # fmt: skip
    fast, few, many = "mixed fast=25 t=20", "mixed fast=5 t=20", "mixed fast=45 t=20"
    found += [
        _sign(sample, "fast less slow learners at period 20, half of each", (fast, "fast"), (fast, "slow"), 1),
        _sign(sample, "fast learners at period 20: 5 less 45 of them", (few, "fast"), (many, "fast"), 1),
        _sign(sample, "slow socialization (p1=0.1): p3=0.1 less no turnover", *_turnover(0.1, 0.1), -1),
        _sign(sample, "fast socialization (p1=0.9): p3=0.05 less none", *_turnover(0.9, 0.05), 1),
        _sign(sample, "turbulence: period 100 less period 20, no turnover", *_later(0.0), -1),
        _sign(sample, "turbulence, period 100: p3=0.1 less none", ("turbulence p3=0.1 t=100", "code"),
              ("turbulence p3=0.0 t=100", "code"), 1),
    ]  # fmt: skip
    return found


def _number(sample: Sample, p1: float, p2: float, published: float) -> Finding:
    values = sample.of(f"closed p1={p1} p2={p2}", "code")
    mean, error = mean_and_error(values)
    return Finding(
        f"closed, p1={p1}, p2={p2}: knowledge of the code", mean, error, published,
        published_error=error * sqrt(len(values) / _PAPERS_RUNS),
    )  # fmt: skip


def _sign(sample: Sample, what: str, one: tuple[str, str], other: tuple[str, str], sign: int) -> Finding:
    mean, error = mean_and_error(sample.of(*one) - sample.of(*other))
    return Finding(what, mean, error, sign=sign)


def _turnover(p1: float, p3: float) -> tuple[tuple[str, str], tuple[str, str]]:
    return (f"turnover p1={p1} p3={p3}", "code"), (f"turnover p1={p1} p3=0.0", "code")


def _later(p3: float) -> tuple[tuple[str, str], tuple[str, str]]:
    return (f"turbulence p3={p3} t=100", "code"), (f"turbulence p3={p3} t=20", "code")


STUDY = Study(
    name="march1991",
    title="Slow learning by members lets their organization know more in the end",
    citation=(
        "March, J. G. (1991), Exploration and exploitation in organizational learning, Organization Science 2, 71-87."
    ),
    origin=(
        "The paper shows curves without numbers. Numbers: another implementation of the mechanics that give its "
        "curves, taken with the error of a mean of 80 runs, as many as the paper's. Signs: the paper's text."
    ),
    runs=1000,
    cells=cells(),
    measures=("code", "members", "slow", "fast", "periods"),
    simulate=simulate,
    judge=judge,
)
