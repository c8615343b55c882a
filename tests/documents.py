"""Clean documents made by hand, for tests of what comes after cleaning."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from tables.model import (
    Box,
    Cell,
    CleanDocument,
    CleanRow,
    CleanTable,
    Column,
    ColumnUse,
    Entry,
    Facts,
    Finding,
    PageInfo,
    PageKind,
    Triage,
)

SHA = "0123456789abcdef" * 4
ID = SHA[:16]
PROGRAM, KEGIATAN = "4.01.01", "4.01.01.2.09"
PLAN = {
    "uraian": "teks",
    "indikator": "teks",
    "target": "kinerja",
    "pagu_sebelum": "uang",
    "pagu": "uang",
    "perubahan": "uang",
    "x_rincian": "uang",
}


def cell(text: str, page: int = 1, **more: Any) -> Cell:
    return Cell(page=page, box=Box(10, 20, 60, 30), text=text, **more)


def words(text: str) -> Entry:
    return Entry(cell(text), text=text)


def number(value: str | int | None, **more: Any) -> Entry:
    """A number cell; ``None`` is an empty one."""
    if value is None:
        return Entry(None, status="kosong")
    return Entry(cell(str(value)), value=Decimal(str(value)), **more)


def money_row(baris: int, level: Any, kode: str, before: int, after: int) -> CleanRow:
    """A row of the perubahan form whose difference is right."""
    parts = kode.split(".")
    return CleanRow(
        baris=baris,
        page=1,
        level=level,
        kode=kode,
        kode_cetak=kode,
        kode_status="cetak",
        program_kode=".".join(parts[:3]),
        kegiatan_kode=".".join(parts[:5]) if len(parts) >= 5 else None,
        sub_kegiatan_kode=kode if len(parts) == 6 else None,
        entries={
            "uraian": words(f"Baris {baris}"),
            "target": number(12),
            "pagu_sebelum": number(before),
            "pagu": number(after),
            "perubahan": number(after - before),
        },
    )


def plan(tabel: str = "3.1", rows: list[CleanRow] | None = None) -> CleanTable:
    """A small Tabel 3.1: a program of two kegiatan, the first of two sub kegiatan."""
    rows = rows or [
        money_row(1, "program", PROGRAM, 100, 160),
        money_row(2, "kegiatan", KEGIATAN, 60, 100),
        money_row(3, "sub_kegiatan", f"{KEGIATAN}.0001", 20, 70),
        money_row(4, "sub_kegiatan", f"{KEGIATAN}.0002", 40, 30),
        money_row(5, "kegiatan", "4.01.01.2.10", 40, 60),
        money_row(6, "sub_kegiatan", "4.01.01.2.10.0001", 40, 60),
    ]
    uses = [
        ColumnUse(name, Column(i, i * 10, i * 10 + 10, (name.upper(),)), type_, "id")
        for i, (name, type_) in enumerate(PLAN.items())
    ]
    return CleanTable("rencana_kerja", tabel, "Rumusan Rencana", [1, 2], uses, rows)


def evaluation(tabel: str = "2.1") -> CleanTable:
    """A one-row Tabel 2.1 with realisasi per triwulan."""
    figures = {f"realisasi_tw{i}_rp": number(i * 100) for i in range(1, 5)}
    row = CleanRow(
        baris=1,
        page=2,
        level="sub_kegiatan",
        kode=f"{KEGIATAN}.0001",
        kode_cetak=f"{KEGIATAN}.0001",
        kode_status="cetak",
        program_kode=PROGRAM,
        kegiatan_kode=KEGIATAN,
        sub_kegiatan_kode=f"{KEGIATAN}.0001",
        entries={
            "uraian": words("Sub kegiatan"),
            "realisasi_renja_rp": number(1000),
            "capaian_renja_rp": number("95.5"),
            **figures,
        },
    )
    uses = [
        ColumnUse(name, Column(i, i, i + 1, (name,)), "uang" if name.endswith("_rp") else "teks")
        for i, name in enumerate(row.entries)
    ]
    return CleanTable("evaluasi_renja", tabel, "Evaluasi", [2], uses, [row])


def finding(**more: Any) -> Finding:
    given: dict[str, Any] = {
        "aturan": "jumlah_anak",
        "kelas": "sumber",
        "tingkat": "sedang",
        "uraian": "The parts do not add up.",
        **more,
    }
    return Finding(**given)


def triage(kinds: tuple[PageKind, ...] = ("exported", "exported")) -> Triage:
    pages = tuple(PageInfo(i, 595, 842, 0, kind) for i, kind in enumerate(kinds, start=1))
    return Triage("/somewhere/renja.pdf", SHA, 1234, pages)


def document(*tables: CleanTable, **facts: Any) -> CleanDocument:
    """A document of these tables; of one `plan` and one `evaluation` without any."""
    said = Facts(2023, "Kota Serang", "Sekretariat Daerah", "renja_perubahan")
    return CleanDocument(triage(), replace(said, **facts), list(tables or (plan(), evaluation())))
