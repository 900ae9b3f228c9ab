"""Knowledge at rest against the share of rewired edges, and what hangs on experts, barter and the least lead.

The paper states where mean and variance are highest and the coefficient of variation is lowest. Regular (p = 0.001) and
random (p = 1) networks are each compared with the small world at p = 0.09, the paper's place of the highest mean.
"""

from __future__ import annotations

from ecosim.published.cowan_jonard2004.model import Settings, simulate
from ecosim.published.study import Sample, Study, mean_and_error
from ecosim.published.verdict import Finding

REWIRING = (0.001, 0.003, 0.01, 0.03, 0.06, 0.09, 0.15, 0.3, 0.6, 1.0)
REGULAR, SMALL_WORLD, RANDOM = REWIRING[0], 0.09, REWIRING[-1]
#: Variations of the model by name; the first is the paper's.
VARIATIONS: dict[str, dict[str, float]] = {
    "barter": {},
    "lead 0.001": {"least_lead": 0.001},
    "lead 0.1": {"least_lead": 0.1},
    "no experts": {"experts": 0},
    "giving": {"giving": 1},
}
_SAID = {"mean": 1, "variance": 1, "variation": -1}
_NAMED = {"mean": "mean knowledge", "variance": "variance", "variation": "coefficient of variation"}


def cell(variation: str, rewiring: float) -> str:
    """Return the name of a cell."""
    return f"{variation} p={rewiring:g}"


def judge(sample: Sample) -> list[Finding]:
    """Return what the paper says beside our sample."""
    path, _ = mean_and_error(sample.of("ring", "path"))
    clustering, _ = mean_and_error(sample.of("ring", "clustering"))
    found = [
        Finding("graph at p=0: clustering", clustering, 0.0, published=2 / 3, published_error=0.0001),
        Finding("graph at p=0: path length", path, 0.0, published=25.5, published_error=0.03, digits=2),
    ]
    found += [_beside(sample, "barter", m, p, _SAID[m]) for m in _SAID for p in (REGULAR, RANDOM)]
    found += [_beside(sample, name, "mean", p, 0) for name in ("no experts", "giving") for p in (REGULAR, RANDOM)]
    found += [_beside(sample, "lead 0.001", m, p, 0) for m in _SAID for p in (REGULAR, RANDOM)]
    found += [_beside(sample, "lead 0.1", m, p, 0) for m in _SAID for p in (REGULAR, RANDOM)]
    return found


def _beside(sample: Sample, variation: str, measure: str, rewiring: float, sign: int) -> Finding:
    values = sample.of(cell(variation, SMALL_WORLD), measure) - sample.of(cell(variation, rewiring), measure)
    mean, error = mean_and_error(values)
    return Finding(f"{variation}: {_NAMED[measure]}, p=0.09 less p={rewiring:g}", mean, error, sign=sign)


STUDY = Study(
    name="cowan_jonard2004",
    title="Barter spreads most knowledge where one link in ten is long",
    citation=(
        "Cowan, R. and Jonard, N. (2004), Network structure and the diffusion of knowledge, Journal of Economic "
        "Dynamics and Control 28, 1557-1575."
    ),
    origin=(
        "Signs: the paper's abstract. The two numbers are the graph's own, known exactly, here to the rounding given. "
        "Rows without a published side are not in the paper: they show what the result hangs on."
    ),
    runs=100,
    cells={"ring": Settings(rewiring=0.0)}
    | {
        cell(name, p): Settings.model_validate({"rewiring": p} | changes)
        for name, changes in VARIATIONS.items()
        for p in REWIRING
    },
    measures=("mean", "variance", "variation", "meetings", "clustering", "path"),
    simulate=simulate,
    judge=judge,
)
