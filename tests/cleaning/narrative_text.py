"""Pages of running text and small plans, made by hand."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import documents as make

from cleaning.naming import output_names
from cleaning.narrative.read import read_narrative
from tables.model import (
    Amount,
    Box,
    CleanRow,
    CleanTable,
    Column,
    ColumnUse,
    Facts,
    Finding,
    PageInfo,
    TextLine,
)

WIDTH, HEIGHT, MARGIN, LETTER, STEP = 595.0, 842.0, 60.0, 5.5, 14.0
FACTS = Facts(tahun=2023, tahun_evaluasi=2023)


def page(*paragraphs: str, number: int = 1, ocr: bool = False) -> PageInfo:
    """A portrait page: each paragraph is set in lines of 85 characters."""
    lines: list[TextLine] = []
    y = MARGIN
    for paragraph in paragraphs:
        for text in textwrap.wrap(paragraph, 85):
            box = Box(MARGIN, y, MARGIN + LETTER * len(text), y + 10)
            lines.append(TextLine(text, box))
            y += STEP
    text = "\n".join(line.text for line in lines)
    if ocr:
        return PageInfo(number, WIDTH, HEIGHT, 0, "scanned", text, reader="ocr")
    return PageInfo(number, WIDTH, HEIGHT, 0, "exported", text, lines=tuple(lines))


def row(
    baris: int, level: str, uraian: str, before: int, after: int, *, parent: int | None = None
) -> CleanRow:
    made = make.money_row(baris, level, make.PROGRAM, before, after)
    made.entries["uraian"] = make.words(uraian)
    made.parent = parent
    return made


def plan(rows: Sequence[CleanRow] = ()) -> CleanTable:
    """Two programs; the kegiatan of the first has sub kegiatan raised, cut and kept."""
    return make.plan(
        rows=list(rows)
        or [
            row(1, "program", "PROGRAM PENUNJANG URUSAN DAERAH", 1_234_567_890, 1_334_567_890),
            row(2, "kegiatan", "Administrasi Umum", 412_984_680, 396_363_500, parent=1),
            row(3, "sub_kegiatan", "Fasilitasi Kunjungan Tamu", 63_187_500, 55_275_400, parent=2),
            row(4, "sub_kegiatan", "Penyediaan Bahan Logistik", 79_902_180, 81_023_100, parent=2),
            row(5, "sub_kegiatan", "Pengadaan Mebel", 118_010_000, 118_010_000, parent=2),
            row(6, "program", "PROGRAM PEREKONOMIAN", 909_999_010, 854_528_325),
            row(7, "kegiatan", "Penataan Organisasi", 909_999_010, 854_528_325, parent=6),
        ]
    )


def evaluation() -> CleanTable:
    """A total with target, realisasi and its percent."""
    total = CleanRow(baris=1, page=2, level="total")
    total.entries = {
        "uraian": make.words("JUMLAH"),
        "target_renja_rp": make.number(58_622_444_721),
        "realisasi_renja_rp": make.number(26_567_129_102),
        "capaian_renja_rp": make.number("45.32"),
    }
    types = {"uraian": "teks", "capaian_renja_rp": "persen"}
    uses = [
        ColumnUse(name, Column(i, i, i + 1, (name,)), types.get(name, "uang"))
        for i, name in enumerate(total.entries)
    ]
    return CleanTable("evaluasi_renja", "2.1", "Evaluasi", [2], uses, [total])


def read(
    *paragraphs: str, tables: Sequence[CleanTable] | None = None, ocr: bool = False
) -> tuple[list[Amount], list[Finding]]:
    """Amounts and findings of one page of paragraphs; the tables stand on other pages."""
    known = [plan(), evaluation()] if tables is None else list(tables)
    for table in known:
        for each in table.rows:
            for entry in each.entries.values():
                assert entry.cell is None or entry.cell.page == 1
    return read_narrative([page(*paragraphs, number=9, ocr=ocr)], known, output_names(known), FACTS)


def rules(*paragraphs: str, tables: Sequence[CleanTable] | None = None) -> list[str]:
    return [finding.aturan for finding in read(*paragraphs, tables=tables)[1]]
