"""Formulas set as fractions, and levels of rows that stand in no hierarchy."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cleaning.levels import plain_levels
from cleaning.rows import join_formula
from tables.model import CleanRow, Entry
from tables.spec import specs


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("Jumlah hadir x 100\nJumlah pegawai", "Jumlah hadir x 100\nJumlah pegawai"),
        (
            "Jumlah yang\nhadir x 100 %\nJumlah\npegawai",
            "Jumlah yang hadir x 100 %\nJumlah pegawai",
        ),
        ("Jumlah hadir x\n100\nJumlah pegawai", "Jumlah hadir x 100\nJumlah pegawai"),
        ("Jumlah hadir\nx 100%\nJumlah pegawai", "Jumlah hadir / Jumlah pegawai x 100%"),
        ("Jumlah hadir\n--------\nJumlah pegawai", "Jumlah hadir / Jumlah pegawai"),
        ("Jumlah hadir\n______\nJumlah pegawai x 100", "Jumlah hadir / Jumlah pegawai x 100"),
        ("(A / B)\nx 100%", "(A / B) x 100%"),
        ("Nilai hasil evaluasi\nLKjIP", "Nilai hasil evaluasi LKjIP"),
        ("indeks 100\nbesar", "indeks 100 besar"),
        ("", ""),
    ],
)
def test_formula(printed: str, read: str) -> None:
    assert join_formula(printed) == read


def row(**texts: str | int) -> CleanRow:
    entries = {
        name: Entry(None, text=value)
        if isinstance(value, str)
        else Entry(None, value=Decimal(value))
        for name, value in texts.items()
    }
    return CleanRow(1, 1, entries=entries)


LEVELS = [
    (
        "indikator_definisi",
        row(uraian="Program Penunjang", indikator="Indeks", satuan="%"),
        "program",
    ),
    ("indikator_definisi", row(uraian="", indikator="Indeks", satuan="%"), "indikator"),
    ("indikator_definisi", row(uraian="Penataan Organisasi", indikator="Indeks"), "lainnya"),
    ("indikator_kinerja", row(no="1", indikator="Jumlah pegawai", target=4), "indikator"),
    ("indikator_kinerja", row(no="1", indikator="SEKRETARIAT DAERAH"), "lainnya"),
    ("indikator_kinerja", row(indikator="NIHIL"), "lainnya"),
    ("review_rkpd", row(awal_uraian="", analisis_uraian="Program Baru"), "program"),
    ("review_rkpd", row(awal_uraian="JUMLAH", awal_pagu=5), "total"),
    ("usulan", row(no="1", uraian="Pembentukan unit", indikator="Unit", volume=3), "lainnya"),
]


@pytest.mark.parametrize(("kind", "line", "level"), LEVELS)
def test_level_by_wording(kind: str, line: CleanRow, level: str) -> None:
    assert plain_levels([line], specs()[kind]) == [level]
