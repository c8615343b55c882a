"""Notes on how cells are typed: read with certainty, yet worth telling an auditor."""

from __future__ import annotations

from decimal import Decimal

from tables.model import CleanRow, CleanTable, Finding


def typing_findings(table: CleanTable) -> list[Finding]:
    """Cells that hold two measures (``4 kali, 6 Jenis``), of which the first is the value."""
    return [
        _two_measures(row, name, table)
        for row in table.rows
        for name, entry in row.entries.items()
        if entry.rule == "dua_ukuran"
    ]


def _two_measures(row: CleanRow, name: str, table: CleanTable) -> Finding:
    cell = row.entries[name].cell
    raw = " ".join(cell.text.split()) if cell else ""
    return Finding(
        aturan="dua_ukuran",
        kelas="sumber",
        tingkat="info",
        uraian=f"Sel {name} memuat dua ukuran ({raw}); yang pertama dipakai.",
        kind=table.kind,
        tabel=table.tabel,
        baris=row.baris,
        kolom=name,
        halaman=cell.page if cell else row.page,
        tercetak=row.value(name),
        bukti={"teks": raw},
    )


def short_name(row: CleanRow) -> str:
    """The row's code and name, cut to fit a sentence."""
    name = " ".join((row.text("uraian") or row.text("indikator") or f"baris {row.baris}").split())
    name = name if len(name) <= 70 else name[:67] + "…"
    return f"{row.kode} {name}" if row.kode and row.kode_status == "cetak" else name


def shown(value: Decimal | None) -> str:
    """A figure as Indonesian sentences write it: ``1234567.5`` -> ``1.234.567,5``."""
    if value is None:
        return "kosong"
    return f"{value:,f}".translate(str.maketrans(",.", ".,"))
