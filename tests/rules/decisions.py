"""Small documents whose cells stand in places of their own, and decisions on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from forms_by_hand import Change, Texts, plan

from cleaning.document import clean
from tables.correction import Anchor, Correction, fingerprint
from tables.model import Box, CleanDocument, CleanRow, CleanTable, PageInfo, Row, Table, Triage

SHA = "ab" * 32
PAGE = PageInfo(2, 842, 595, 0, "exported", "Renja Tahun 2023")


def placed(table: Table) -> Table:
    """The table with every cell in a place of its own."""
    rows = [
        Row(row.page, row.box, {
            n: replace(cell, box=Box(n * 60, at * 10, n * 60 + 50, at * 10 + 8))
            for n, cell in row.cells.items()
        })
        for at, row in enumerate(table.rows)
    ]  # fmt: skip
    return replace(table, rows=rows)


def form(change: Change | None = None, scanned: bool = False, more: Iterable[Texts] = ()) -> Table:
    return placed(plan(change, scanned, more=list(more)))


def read(table: Table, *lines: Correction, sha256: str = SHA) -> CleanDocument:
    seen = (PageInfo(1, 842, 595, 0, "exported", "Renja Tahun 2023"), PAGE)
    return clean(Triage("x.pdf", sha256, 1, seen), [table], [], corrections=lines)


def on(document: CleanDocument, baris: int, kolom: str, **given: Any) -> Correction:
    """A decision on a cell as it was read; ``koreksi`` to ``baru`` where nothing else is said."""
    table = document.tables[0]
    row = table.rows[baris - 1]
    entry = row.entries.get(kolom)
    cell = entry.cell if entry else None
    anchor_column = kolom if cell else "uraian"
    at = row.entries[anchor_column].cell
    assert at is not None
    made = Correction(
        id=f"{abs(hash((baris, kolom, str(given)))) % 16**12:012x}",
        waktu="2026-03-01T08:15:00Z",
        oleh="Sri Wahyuni",
        alasan="terbaca jelas di halaman",
        sha256=SHA,
        berkas="2023/x.pdf",
        aksi="koreksi",
        kind=table.kind,
        tabel=table.tabel,
        baris=baris,
        kolom=kolom,
        uraian=row.text("uraian"),
        anchor=Anchor(anchor_column, at.page, at.box, at.text),
        sidik=sidik(row),
        teks=cell.text if cell else None,
        teks_kedua=cell.second if cell else None,
        lama=None if entry is None or entry.value is None else str(entry.value),
    )
    return replace(made, **given)


def sidik(row: CleanRow) -> str:
    return fingerprint((n, e.cell.text) for n, e in row.entries.items() if e.cell)


def undone(line: Correction, ident: str = "00000000beef") -> Correction:
    signed = {name: getattr(line, name) for name in ("waktu", "oleh", "alasan", "sha256", "berkas")}
    return Correction(id=ident, **signed, aksi="batal", batal=line.id)


def rules_on(document: CleanDocument, baris: int, kolom: str) -> set[str]:
    table: CleanTable = document.tables[0]
    return {f.aturan for f in table.findings if (f.baris, f.kolom) == (baris, kolom)}
