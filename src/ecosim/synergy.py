"""Triple-helix synergy: mutual information of the presence of science, education and industry in records.

NOT MONOTONE IN COLLABORATION. T is no measure of how much the three work together. Records of one
sector alone already give -0.415 bits; when half of them hold all three, T is -0.830; when all of them do,
T is 0, as it is when sectors meet by pure chance. A change of T says that the joint distribution changed,
never by itself that there is more or less collaboration.

    T = H_S + H_E + H_I - H_SE - H_SI - H_EI + H_SEI   (bits; negative is called synergy)

where H are Shannon entropies of binary presence. Written with what pairs of sectors have in common,

    T = I_SE + I_SI + I_EI - C,   I_SE = H_S + H_E - H_SE and so on,   C = H_S + H_E + H_I - H_SEI,

so T is negative where more is known of the three together than their pairs account for. With N records in
regions r of n_r records each, T = T0 + sum of (n_r / N) T_r, and T0 is what only the regions together show.

Sources: Leydesdorff (2003), The mutual information of university-industry-government relations,
Scientometrics 58(2), 445-467; Leydesdorff and Strand (2013), The Swedish system of innovation: regional
synergies in a knowledge-based economy, JASIST 64(9), 1890-1902; for the decomposition Theil (1972),
Statistical decomposition analysis.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ecosim.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    import pandas as pd

#: Names of the presence columns where a caller gives none.
SECTORS = ("science", "education", "industry")


@dataclass(frozen=True)
class Terms:
    """What T is made of, in bits: ``total = first_second + first_third + second_third - together``.

    Attributes:
        total: T.
        first_second, first_third, second_third: mutual information of two of the three, in the order of the columns;
            never negative.
        together: total correlation of the three (Watanabe 1960); never negative.
    """

    total: float
    first_second: float
    first_third: float
    second_third: float
    together: float


@dataclass(frozen=True)
class Decomposition:
    """T of all records, and how it is made up of regions.

    Attributes:
        total: T of all records, in bits.
        between: T0, what the regions' own T leave of the total, in bits.
        within: region -> T of its own records, in bits.
        shares: region -> its share n_r / N of the records.
    """

    total: float
    between: float
    within: Mapping[str, float]
    shares: Mapping[str, float]


def synergy(
    records: pd.DataFrame | Mapping[str, Any], columns: Sequence[str] = SECTORS, *, keep_empty: bool = False
) -> float:
    """Return T in bits; negative is called synergy. It is NOT MONOTONE in collaboration (see the module).

    Args:
        records: a column for each sector, zero or false where it is absent; a data frame, or arrays by name.
            Records in which all three are absent are left out, because no such record is ever observed.
        columns: names of the three columns.
        keep_empty: count records in which all three are absent, too.

    Returns:
        T in bits; NaN where there are no records.

    Raises:
        UsageError: not three columns, a column is missing, a value is missing, or lengths differ.
    """
    return terms(records, columns, keep_empty=keep_empty).total


def terms(
    records: pd.DataFrame | Mapping[str, Any], columns: Sequence[str] = SECTORS, *, keep_empty: bool = False
) -> Terms:
    """Return T with what it is made of; arguments and errors are those of `synergy`."""
    return _terms(_presence(records, columns, keep_empty))


def decompose(
    records: pd.DataFrame | Mapping[str, Any], region: str, columns: Sequence[str] = SECTORS
) -> Decomposition:
    """Return T of all records, of each region's, and what is between regions.

    Args:
        records: as for `synergy`, with a column of regions.
        region: name of that column.
        columns: names of the three columns of presence.

    Raises:
        UsageError: as for `synergy`.
    """
    present = _presence(records, columns, keep_empty=True)  # until regions are told apart
    where = np.asarray(_column(records, region)).astype(str)
    if len(where) != len(present):
        raise UsageError(f"column {region!r} has {len(where)} records, the others {len(present)}")
    some = present.any(axis=1)
    present, where = present[some], where[some]
    names = [str(name) for name in np.unique(where)]
    within = {name: _terms(present[where == name]).total for name in names}
    shares = {name: float(np.mean(where == name)) for name in names}
    total = _terms(present).total
    return Decomposition(total, total - math.fsum(shares[name] * within[name] for name in names), within, shares)


def _column(records: pd.DataFrame | Mapping[str, Any], name: str) -> Any:
    if name not in records:
        known = [str(one) for one in records]
        raise UsageError(f"no column {name!r}{did_you_mean(name, known)}; there are: {', '.join(known)}")
    return records[name]


def _presence(records: pd.DataFrame | Mapping[str, Any], columns: Sequence[str], keep_empty: bool) -> NDArray[np.bool_]:
    """Return presence, shape (records, 3)."""
    if len(columns) != 3:
        raise UsageError(f"synergy is of three sectors; found {len(columns)} columns: {', '.join(columns)}")
    values = [np.asarray(_column(records, name), dtype=float) for name in columns]
    if len({len(one) for one in values}) > 1:
        raise UsageError(f"columns {', '.join(columns)} differ in length")
    found = np.stack(values, axis=1)
    if np.isnan(found).any():
        raise UsageError(f"a value is missing in {', '.join(columns)}; presence is zero or not zero")
    present: NDArray[np.bool_] = found != 0
    return present if keep_empty else present[present.any(axis=1)]


def _terms(present: NDArray[np.bool_]) -> Terms:
    if not len(present):
        return Terms(*[float("nan")] * 5)
    alone = [_entropy(present[:, [one]]) for one in range(3)]
    pairs = [alone[one] + alone[other] - _entropy(present[:, [one, other]]) for one, other in combinations(range(3), 2)]
    together = math.fsum(alone) - _entropy(present)
    return Terms(*(value + 0.0 for value in (math.fsum(pairs) - together, *pairs, together)))  # no negative zero


def _entropy(present: NDArray[np.bool_]) -> float:
    """Return the Shannon entropy in bits of the joint distribution of some columns."""
    cells = present @ (1 << np.arange(present.shape[1]))
    shares = np.unique(cells, return_counts=True)[1] / len(cells)
    return float(-(shares * np.log2(shares)).sum())
