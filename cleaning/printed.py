"""Tables of no known kind as rows: every cell as it is printed, in the column it stands in.

Numbers are not interpreted, codes and levels not looked for. A cell whose reading is in doubt is
flagged, as in any table; nothing is mended.
"""

from __future__ import annotations

from collections.abc import Iterable

from cleaning.scanned import is_scanned
from tables.model import (
    MID_WORD,
    UNREADABLE,
    Cell,
    CleanRow,
    CleanTable,
    ColumnUse,
    Entry,
    Finding,
    Table,
)
from tables.model import Row as PrintedRow
from tables.spec import OTHER, specs


def as_printed(table: Table) -> CleanTable:
    """The table with columns ``kolom_1`` … from the left.

    Columns beyond those of the contract keep their cells in ``sel``, and a finding says so.
    """
    uses = [ColumnUse(_name(column.index), column, "teks") for column in table.columns]
    rows = [_row(baris, row) for baris, row in enumerate(table.rows, start=1)]
    beyond = [use.name for use in uses if use.name not in specs()[OTHER].types]
    findings = list(table.findings)
    if beyond:
        findings.append(
            Finding(
                aturan="tabel_terlalu_lebar",
                kelas="belum_jelas",
                tingkat="info",
                uraian=f"Tabel tercetak dengan {len(uses)} kolom; isi kolom ke-"
                f"{len(uses) - len(beyond) + 1} dan seterusnya hanya ada di `sel`.",
                bukti={"kolom": beyond},
            )
        )
    return CleanTable(
        kind=table.kind,
        tabel=table.number,
        title=table.title,
        pages=table.pages,
        columns=uses,
        rows=rows,
        findings=findings,
    )


def headers(tables: Iterable[CleanTable]) -> dict[str, dict[str, list[str]]]:
    """The printed header of every column by table and column name, from the top level down."""
    return {
        table.tabel: {use.name: list(use.column.header) for use in table.columns}
        for table in tables
        if table.kind == OTHER
    }


def _name(index: int) -> str:
    return f"kolom_{index + 1}"


def _row(baris: int, row: PrintedRow) -> CleanRow:
    entries = {_name(index): _entry(cell) for index, cell in sorted(row.cells.items())}
    return CleanRow(baris, row.page, entries=entries)


def _entry(cell: Cell) -> Entry:
    text = cell.text.replace(MID_WORD + "\n", "").replace(MID_WORD, "").strip()
    entry = Entry(cell, text, confidence=cell.confidence)
    if UNREADABLE in text:
        entry.status, entry.rule = "tidak_terbaca", "tidak_terbaca_pindaian"
        entry.confidence = 0.0
    elif cell.doubt:
        entry.status, entry.rule = "ditandai", cell.doubt
    elif is_scanned(cell) and cell.second is not None and any(map(str.isdigit, text)):
        entry.status, entry.rule = "ditandai", "bacaan_berbeda"
    return entry
