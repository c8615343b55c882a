"""Codes of scanned rows: which of their readings fits among the codes the document is sure of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaning.certainty import certainty
from cleaning.codes import dotted, segments
from cleaning.marks import digits_for_letters
from cleaning.scanned import is_scanned
from tables.model import Cell, CleanRow, CleanTable, Entry, Finding

DOUBT = "bacaan_kode_berbeda"


def settle_codes(table: CleanTable) -> None:
    """Choose the reading of every scanned code, in place; the entry's text is what it prints.

    Both engines agree, or one reading alone lies in a branch that sure codes know; every other
    code keeps the first reading and is flagged, also where no reading is a code.
    """
    codes = list(_codes(table))
    known = {code for _, entry in codes if len(found := _readings(entry)) == 1 for code in found}
    branches = {segments(code)[:n] for code in known for n in range(1, len(segments(code)) + 1)}
    for row, entry in codes:
        readings = _readings(entry)
        fitting = [code for code in readings if segments(code)[:-1] in branches]
        blank = entry.cell is None or not entry.cell.text.strip()
        if (len(readings) > 1 and len(fitting) != 1) or not (readings or blank):
            entry.status, entry.rule = "ditandai", DOUBT
            entry.confidence = certainty("bacaan_berbeda")
            table.findings.append(_finding(row, entry, list(readings)))
        chosen = fitting[0] if len(fitting) == 1 else next(iter(readings), "")
        if len(readings) > 1 and len(fitting) == 1 and chosen != next(iter(readings)):
            entry.status, entry.rule = "diperbaiki", "kode_cabang"
        entry.text = readings.get(chosen, entry.text)


def _codes(table: CleanTable) -> Iterator[tuple[CleanRow, Entry]]:
    for row in table.rows:
        entry = row.entries.get("kode")
        if entry is not None and is_scanned(entry.cell) and entry.status != "dikoreksi":
            yield row, entry


def _readings(entry: Entry) -> dict[str, str]:
    """Dotted codes the engines read, the first engine's first, to the text they come from.

    Readings at other scales only count where the two engines differ.
    """
    cell = entry.cell
    assert cell is not None
    texts = [cell.text] if cell.second is None else [cell.text, cell.second, *cell.others]
    found: dict[str, str] = {}
    for text in texts:
        plain = _plain(text)
        code = dotted(plain.replace("\t", " "))
        if re.fullmatch(r"[\dX]+(?:\.[\dX]+)*", code):
            found.setdefault(code, plain)
    return found


def _plain(text: str) -> str:
    """Only digits and dots: letters and marks that look like them are taken for them."""
    parts = []
    for part in re.split(r"(\s+)", text.strip()):
        digits = digits_for_letters(part)[0] if re.search(r"\d", part) else part
        parts.append(re.sub(r"[,:;·•'’_-]+", ".", digits) if part.strip() else part)
    joined = "".join(parts)
    if "\t" in joined:  # columns of their own: a line break inside one is a wrapped part
        return "\t".join(re.sub(r"\s*\n\s*", "", part) for part in joined.split("\t"))
    return joined


def _finding(row: CleanRow, entry: Entry, readings: list[str]) -> Finding:
    cell: Cell | None = entry.cell
    shown = " ".join(cell.text.split()) if cell else ""
    return Finding(
        aturan=DOUBT,
        kelas="ekstraksi",
        tingkat="sedang",
        baris=row.baris,
        kolom="kode",
        halaman=row.page,
        uraian=f"Kode “{shown}” terbaca berbeda dan tidak ada cabang yang memastikannya.",
        bukti={"teks": cell.text if cell else "", "kemungkinan": readings},
    )
