"""Is every figure of a scanned page in its own column?

A rule that the scan lost, or a header misread, moves figures to a neighbour's column, where each of
them is read rightly and means something else. What a column holds then gives it away: amounts where
performance figures belong, or amounts that no longer add up across the row. Where the number row
was read whole, and sums fail on the other pages as well, that is how the document computes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from cleaning.certainty import certainty
from cleaning.formulas import RowRule, additive
from cleaning.identities import getter, of_row, row_rules
from cleaning.marks import is_amount
from cleaning.rows import DOUBTFUL
from cleaning.scanned import is_scanned
from tables.model import CleanRow, CleanTable, ColumnUse, Finding
from tables.spec import ColumnSpec, TableSpec, fold, header_path, mend

RULE = "kolom_diragukan"
ENOUGH = 4  # figures, or rows, that make a judgement
MISPLACED = 0.5  # share of a column's figures that look like another's
COUNTED = 0.8  # share of columns whose number was read
BROKEN = 0.6  # share of a page's rows in which an exact formula fails
SMALL = Decimal(1000)  # whole rupiah, as printed
PAGE_RULE = "halaman_diragukan"
FEW = 10  # printed figures of a page, below which their share of doubtful ones says nothing
MUCH = 0.2  # share of doubtful figures, above which two engines may well agree on a wrong one


def doubt_structure(table: CleanTable, spec: TableSpec) -> None:
    """Flag all figures of every scanned page that is hardly legible or has some out of place."""
    uses = [use for use in table.columns if use.locale]
    rules = [r for r in row_rules(table, spec) if r.type == "uang" and additive(r.expression)]
    vouched = _numbered(table.columns)
    rivalled = _rivalled(table.columns, spec)
    overall = _doubtful(table.rows, uses)
    for page in sorted({row.page for row in table.rows}):
        rows = [row for row in table.rows if row.page == page and _scanned(row)]
        others = [row for row in table.rows if row.page != page]
        suspect = [r for r in rules if not (vouched and _fails(others or rows, r, table))]
        signs = [*_misplaced(rows, uses), *_broken(rows, suspect, table)] if rows else []
        if rows and (share := max(_doubtful(rows, uses), overall)) > MUCH:
            for row in rows:
                _flag(row, uses, PAGE_RULE)
            table.findings.append(_illegible(page, share))
        for row in rows:
            _flag(row, rivalled)
        if signs:
            for row in rows:
                _flag(row, uses)
            table.findings.append(_finding(page, signs))


def _scanned(row: CleanRow) -> bool:
    return any(is_scanned(entry.cell) for entry in row.entries.values())


def _doubtful(rows: Sequence[CleanRow], uses: Sequence[ColumnUse]) -> float:
    """Share of printed scanned figures that are in doubt; 0 where there are too few."""
    entries = [entry for row in rows for use in uses if (entry := row.entries.get(use.name))]
    printed = [entry for entry in entries if is_scanned(entry.cell)]
    if len(printed) < FEW:
        return 0.0
    return sum(entry.status in DOUBTFUL for entry in printed) / len(printed)


def _misplaced(rows: Sequence[CleanRow], uses: Sequence[ColumnUse]) -> list[str]:
    """Columns most of whose figures are of another kind."""
    shares = {use.name: _amounts(rows, use) for use in uses}
    mixed = any(
        use.type == "uang" or (use.type == "kinerja" and share is not None and share < MISPLACED)
        for use, share in zip(uses, shares.values(), strict=True)
    )  # else the table prints amounts where others print performance figures
    money = any(
        share is not None and share >= MISPLACED and use.type == "uang"
        for use, share in zip(uses, shares.values(), strict=True)
    )
    found = []
    for use in uses:
        share = shares[use.name]
        if share is None:
            continue
        if use.type == "uang":
            foreign = _small(rows, use) if money else 0.0
        else:
            foreign = share if mixed or use.type == "persen" else 0.0
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


def _numbered(uses: Sequence[ColumnUse]) -> bool:
    """Whether the number row counts the columns one by one: then no header is out of its place."""
    read = [(use.column.index, use.column.number) for use in uses if use.column.number.isdecimal()]
    steps = pairwise((index, int(number)) for index, number in sorted(read))
    counted = all(0 <= n - m <= j - i for (i, m), (j, n) in steps)
    return counted and len(read) >= COUNTED * len(uses)


def _rivalled(uses: Sequence[ColumnUse], spec: TableSpec) -> list[ColumnUse]:
    """Figure columns whose header fits them no better than it fits a column left without a name."""
    unnamed = [use for use in uses if use.name.startswith("x_")]
    found = []
    for use in uses:
        name = re.sub(r"_(k|rp)$", "", use.name)
        column = next((c for c in spec.columns if c.name in (use.name, name)), None)
        if column is not None and use.locale:
            rivals = [_fit(column, other) for other in unnamed if _leaf(other) == _leaf(use)]
            if max(rivals, default=0) >= max(_fit(column, use), 1):
                found.append(use)
    return found


def _leaf(use: ColumnUse) -> str:
    texts = [fold(mend(text)) for text in use.column.header if re.search(r"[A-Za-z]{2}|^K$", text)]
    return texts[-1] if texts else ""


def _fit(column: ColumnSpec, use: ColumnUse) -> int:
    header = use.column.header
    return max(column.score(header_path(header)), column.score(header_path(header[:-1])))


def _broken(rows: Sequence[CleanRow], rules: Sequence[RowRule], table: CleanTable) -> list[str]:
    """Columns whose exact formula fails in most rows of the page."""
    return [rule.target for rule in rules if _fails(rows, rule, table)]


def _fails(rows: Sequence[CleanRow], rule: RowRule, table: CleanTable) -> bool:
    get = getter(table)
    verdicts = [of_row(rule, row, table).holds(get) for row in rows]
    known = [verdict for verdict in verdicts if verdict is not None]
    return len(known) >= ENOUGH and known.count(False) >= BROKEN * len(known)


def _flag(row: CleanRow, uses: Sequence[ColumnUse], rule: str = RULE) -> None:
    for use in uses:
        entry = row.entries.get(use.name)
        if entry is None or entry.status in (*DOUBTFUL, "dikoreksi"):
            continue
        if is_scanned(entry.cell):
            entry.status, entry.rule, entry.confidence = "ditandai", rule, certainty(rule)


def _illegible(page: int, share: float) -> Finding:
    return Finding(
        aturan="halaman_diragukan",
        kelas="ekstraksi",
        tingkat="kritis",
        halaman=page,
        uraian=f"Halaman {page} sulit terbaca: {share:.0%} angkanya diragukan, maka semua angka di "
        "halaman itu ditandai.",
        bukti={"bagian_diragukan": round(share, 4)},
    )


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
