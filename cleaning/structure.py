"""Is every figure of a scanned page in its own column?

A rule that the scan lost, or a header misread, moves figures to a neighbour's column, where each of
them is read rightly and means something else. What a column holds then gives it away: amounts where
performance figures belong, or amounts that no longer add up across the row.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from cleaning.certainty import certainty
from cleaning.formulas import RowRule, additive
from cleaning.identities import getter, of_row, row_rules
from cleaning.marks import is_amount
from cleaning.rows import DOUBTFUL
from cleaning.scanned import is_scanned
from tables.model import CleanRow, CleanTable, ColumnUse, Finding
from tables.spec import TableSpec

RULE = "kolom_diragukan"
ENOUGH = 4  # figures, or rows, that make a judgement
MISPLACED = 0.5  # share of a column's figures that look like another's
BROKEN = 0.6  # share of a page's rows in which an exact formula fails
SMALL = Decimal(1000)  # whole rupiah, as printed


def doubt_structure(table: CleanTable, spec: TableSpec) -> None:
    """Flag all figures of every scanned page on which some stand in the wrong columns, in place."""
    uses = [use for use in table.columns if use.locale]
    rules = [r for r in row_rules(table, spec) if r.type == "uang" and additive(r.expression)]
    for page in sorted({row.page for row in table.rows}):
        rows = [row for row in table.rows if row.page == page and _scanned(row)]
        signs = [*_misplaced(rows, uses), *_broken(rows, rules, table)] if rows else []
        if signs:
            for row in rows:
                _flag(row, uses)
            table.findings.append(_finding(page, signs))


def _scanned(row: CleanRow) -> bool:
    return any(is_scanned(entry.cell) for entry in row.entries.values())


def _misplaced(rows: Sequence[CleanRow], uses: Sequence[ColumnUse]) -> list[str]:
    """Columns most of whose figures are of another kind."""
    shares = {use.name: _amounts(rows, use) for use in uses}
    money = any(
        share is not None and share >= MISPLACED and use.type == "uang"
        for use, share in zip(uses, shares.values(), strict=True)
    )
    found = []
    for use in uses:
        share = shares[use.name]
        if share is None:
            continue
        foreign = share if use.type != "uang" else _small(rows, use) if money else 0.0
        if foreign >= MISPLACED:
            found.append(use.name)
    return found


def _texts(rows: Sequence[CleanRow], use: ColumnUse) -> list[str]:
    entries = (row.entries.get(use.name) for row in rows)
    return [e.cell.text for e in entries if e is not None and e.cell is not None and e.value]


def _amounts(rows: Sequence[CleanRow], use: ColumnUse) -> float | None:
    """Share of a column's figures that look like amounts; ``None`` where there are too few."""
    texts = _texts(rows, use)
    return sum(map(is_amount, texts)) / len(texts) if len(texts) >= ENOUGH else None


def _small(rows: Sequence[CleanRow], use: ColumnUse) -> float:
    values = [abs(v) / use.scale for row in rows if (v := row.value(use.name))]
    return sum(v < SMALL for v in values) / len(values) if values else 0.0


def _broken(rows: Sequence[CleanRow], rules: Sequence[RowRule], table: CleanTable) -> list[str]:
    """Columns whose exact formula fails in most rows of the page."""
    get = getter(table)
    found = []
    for rule in rules:
        verdicts = [of_row(rule, row, table).holds(get) for row in rows]
        known = [verdict for verdict in verdicts if verdict is not None]
        if len(known) >= ENOUGH and known.count(False) >= BROKEN * len(known):
            found.append(rule.target)
    return found


def _flag(row: CleanRow, uses: Sequence[ColumnUse]) -> None:
    for use in uses:
        entry = row.entries.get(use.name)
        if entry is not None and is_scanned(entry.cell) and entry.status not in DOUBTFUL:
            entry.status, entry.rule, entry.confidence = "ditandai", RULE, certainty(RULE)


def _finding(page: int, signs: list[str]) -> Finding:
    return Finding(
        aturan=RULE,
        kelas="ekstraksi",
        tingkat="kritis",
        halaman=page,
        uraian=f"Angka di halaman {page} mungkin masuk ke kolom yang salah: isi kolom "
        f"{', '.join(dict.fromkeys(signs))} bukan isi kolom itu.",
        bukti={"kolom": list(dict.fromkeys(signs))},
    )
