"""Triple-helix synergy in tables for people."""

from __future__ import annotations

import numpy as np

from ecosim.results.synergy import TERMS, TOGETHER, Synergy
from ecosim.results.table import Table, number

#: T of records of one sector alone, equally often.
APART = -0.4150375
#: What must be said wherever T is shown.
WARNING = "NOT A MEASURE OF COLLABORATION: T is not monotone in it"


def synergy_tables(found: Synergy) -> list[Table]:
    """Return T with its terms, who took part, and regions where there is more than one."""
    tables = [_terms(found), _together(found)]
    return [*tables, _regions(found)] if found.regions else tables


def bits(value: float, sign: bool = False) -> str:
    """Return a number of bits, or ``-`` for none."""
    if not np.isfinite(value):
        return "-"
    rounded = round(value, 4) + 0.0  # no negative zero
    return f"{rounded:{'+' if sign and rounded else ''}.4f}"


def interval(low: float, high: float, sign: bool = False) -> str:
    """Return an interval in bits, or ``-`` for none."""
    return f"[{bits(low, sign)}, {bits(high, sign)}]" if np.isfinite([low, high]).all() else "-"


def reduced(found: Synergy) -> str:
    """Return what T comes down to where no record holds both science and education, else nothing."""
    if not found.apart:
        return ""
    return (
        "each record here holds science or education and never both, so T is what those two tell of industry: "
        "never negative"
    )


def _terms(found: Synergy) -> Table:
    rows = []
    for cell in found.cells:
        total, *others = (found.row(cell, "term", name) for name in TERMS)
        rows.append([
            cell, bits(total["value"]), interval(total["low"], total["high"]), bits(total["difference"], True),
            interval(total["difference_low"], total["difference_high"], True), *(bits(one["value"]) for one in others),
        ])  # fmt: skip
    pairs = [name.replace(" and ", "\nand ") for name in TERMS[1:]]
    heading = ["cell", "T", "95 % interval", "effect" if _of_links(found) else "difference", "95 % interval", *pairs]
    notes = [
        WARNING,
        f"marks: one sector alone in each record, equally often, {APART:.3f}; all three in each record, or chance, 0",
        "T = science and education + science and industry + education and industry - all three",
        "pairs: mutual information of two; all three: total correlation",
        *([reduced(found)] if found.apart else []),
        f"mean over {found.runs} replications; {_contrast(found)}mean of the pairs",
    ]
    return Table("Triple-helix synergy T of technologies found since reporting began, in bits", heading, rows, notes)


def _together(found: Synergy) -> Table:
    some = [name for name in TOGETHER if max(found.row(cell, "share", name)["value"] for cell in found.cells) > 0]
    rows = [
        [cell, number(found.row(cell, "records")["value"]),
         *(f"{found.row(cell, 'share', name)['value']:.1%}" for name in some)]
        for cell in found.cells
    ]  # fmt: skip
    notes = [
        "science: an institute, education: a university, industry: a firm found it or is named by its log",
        "what is not shown occurs in no record",
    ]
    return Table(
        "Who took part in a technology (share of records, mean)",
        ["cell", "records\na run", *(name.replace(" and ", "\nand ").replace(" alone", "\nalone") for name in some)],
        rows, notes if len(some) < len(TOGETHER) else notes[:1],
    )  # fmt: skip


def _regions(found: Synergy) -> Table:
    rows = []
    for cell in found.cells:
        rows.append([cell, "all regions", bits(found.row(cell, "term", "T")["value"]), "-", "100%"])
        one = found.row(cell, "between")
        rows.append([cell, "between regions (T0)", bits(one["value"]), interval(one["low"], one["high"]), "-"])
        for region in found.regions:
            one, weight = found.row(cell, "within", region), found.row(cell, "weight", region)["value"]
            share = f"{weight:.0%}" if np.isfinite(weight) else "-"
            rows.append([cell, region, bits(one["value"]), interval(one["low"], one["high"]), share])
    notes = ["T = T0 + the regions' T weighted by their shares of the records, run by run"]
    return Table("Within and between regions", ["cell", "records of", "T", "95 % interval", "share"], rows, notes)


def _of_links(found: Synergy) -> bool:
    return any(one["without"] for one in found.results.summary["cells"])


def _contrast(found: Synergy) -> str:
    if len(found.cells) == 1:
        return ""
    if _of_links(found):
        return f"effect of a link = {found.results.baseline} minus without it: "
    return f"difference = cell minus {found.results.baseline}: "
