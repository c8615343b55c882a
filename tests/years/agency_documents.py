"""Documents of one agency made by hand: an evaluation of 2023 and the plans around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from years.model import Document, Line
from years.names import agency

NAMES = (
    "Penyusunan Dokumen Perencanaan",
    "Penyediaan Gaji dan Tunjangan ASN",
    "Pengadaan Pakaian Dinas",
    "Penyediaan Bahan Logistik Kantor",
    "Fasilitasi Kunjungan Tamu",
    "Pengadaan Mebel",
)


def line(number: int, level: str = "sub_kegiatan", **more: Any) -> Line:
    """Row ``number``; other keywords are numbers by column."""
    fields = {n: more.pop(n) for n in ("kode", "uraian", "indikator", "satuan") if n in more}
    doubtful = frozenset(more.pop("doubtful", ()))
    return Line(
        *("2.1", number, 5 + number, level),
        **{
            "kode": f"4.01.01.2.01.{number:02d}",
            "uraian": NAMES[(number - 1) % len(NAMES)],
            "indikator": "Jumlah Dokumen",
            "satuan": "Dokumen",
            **fields,
        },
        values={name: Decimal(str(value)) for name, value in more.items() if value is not None},
        doubtful=doubtful,
    )


def document(
    tahun: int,
    lines: Mapping[str, list[Line]],
    *,
    jenis: str = "renja",
    evaluated: int = 0,
    periode: str = "",
    scales: Mapping[tuple[str, str, str], int] | None = None,
) -> Document:
    pemda, who = "Kota Serang", "Sekretariat Daerah"
    return Document(
        dokumen_id=f"{tahun}{jenis}".ljust(16, "0")[:16],
        berkas=f"{jenis}-{tahun}.pdf",
        agency=agency(pemda, who),
        pemda=pemda,
        perangkat_daerah=who,
        tahun=tahun,
        jenis=jenis,
        evaluated=evaluated,
        periode=periode,
        lines=lines,
        scales=scales or {},
    )


def earlier(**more: Any) -> Document:
    """A Perubahan Renja 2023 that evaluates 2023 and plans it."""
    evaluation = [
        line(
            n,
            target_renstra_rp=n * 10_000_000,
            realisasi_renstra_lalu_rp=n * 5_000_000,
            target_renja_rp=n * 1_000_000,
            realisasi_renja_rp=n * 400_000,
            realisasi_renstra_rp=n * 5_400_000,
            realisasi_renstra_k=n * 3,
        )
        for n in range(1, 7)
    ]
    plan = [
        line(n, pagu_sebelum=n * 1_000_000, pagu=n * 1_100_000, pagu_maju=n * 1_200_000, target=n)
        for n in range(1, 7)
    ]
    lines = {"evaluasi_renja": evaluation, "rencana_kerja": plan}
    return document(2023, lines, jenis="renja_perubahan", evaluated=2023, **more)


def later(**more: Any) -> Document:
    """The Renja 2024 that carries all of it forward, with codes of four digits."""
    evaluation = [
        line(
            n,
            kode=f"4.01.01.2.01.{n:04d}",
            target_renstra_rp=n * 10_000_000,
            realisasi_renstra_lalu_rp=n * 5_400_000,
            realisasi_renstra_lalu_k=n * 3,
            target_renja_rp=n * 1_100_000,
            target_renja_k=n,
        )
        for n in range(1, 7)
    ]
    plan = [line(n, kode=f"4.01.01.2.01.{n:04d}", pagu=n * 1_200_000) for n in range(1, 7)]
    lines = {"evaluasi_renja": evaluation, "rencana_kerja": plan}
    return document(2024, lines, **{"evaluated": 2023, **more})


def changed(found: Document, kind: str, number: int, **more: Any) -> Document:
    """The document with one row's values (or ``uraian``, ``kode`` …) replaced."""
    lines = []
    for row in found.lines[kind]:
        if row.baris == number:
            fields = {n: more[n] for n in more if n in Line.__slots__}
            values = {n: Decimal(str(v)) for n, v in more.items() if n not in fields}
            lines.append(replace(row, **fields, values={**row.values, **values}))
        else:
            lines.append(row)
    return replace(found, lines={**found.lines, kind: lines})


def without(found: Document, kind: str, *numbers: int) -> Document:
    """The document without some rows."""
    kept = [row for row in found.lines[kind] if row.baris not in numbers]
    return replace(found, lines={**found.lines, kind: kept})
