"""Codes of scans: the reading that lies in a branch the document is sure of."""

from __future__ import annotations

from scan_tables import TRIAGE, cell, plan, put

from cleaning.document import clean
from tables.model import Cell, CleanRow, CleanTable


def read(made: Cell, baris: int = 4) -> tuple[CleanRow, CleanTable]:
    table = plan()
    put(table, baris, "kode", made)
    found = clean(TRIAGE, [table], []).tables[0]
    return found.rows[baris - 1], found


def test_agreed_codes_stand() -> None:
    row, table = read(cell("4.01.01.2.01.0002"))
    assert (row.kode, row.entries["kode"].status) == ("4.01.01.2.01.0002", "cetak")
    assert not [f for f in table.findings if f.kolom == "kode"]


def test_letters_and_commas_are_read_as_what_they_look_like() -> None:
    assert read(cell("4,O1.01.2.01.0002"))[0].kode == "4.01.01.2.01.0002"


def test_narrow_columns_keep_their_parts() -> None:
    assert read(cell("4\t01\tO1\t2.01\t0002"))[0].kode == "4.01.01.2.01.0002"


def test_the_branch_decides_between_readings() -> None:
    row, _ = read(cell("4.01.07.2.01.0002", "4.01.01.2.01.0002"))
    assert row.kode == "4.01.01.2.01.0002"
    assert (row.entries["kode"].status, row.entries["kode"].rule) == ("diperbaiki", "kode_cabang")


def test_readings_in_the_same_branch_are_flagged() -> None:
    row, table = read(cell("4.01.01.2.01.0002", "4.01.01.2.01.0007"))
    assert row.kode == "4.01.01.2.01.0002"
    assert row.entries["kode"].status == "ditandai"
    (told,) = [f for f in table.findings if f.aturan == "bacaan_kode_berbeda"]
    assert told.bukti["kemungkinan"] == ["4.01.01.2.01.0002", "4.01.01.2.01.0007"]
