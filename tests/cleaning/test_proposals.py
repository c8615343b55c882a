"""What one table of a document proposes for another where no list is in force."""

from __future__ import annotations

import documents as make
import scan_tables

from cleaning.proposals import proposals
from tables.model import CleanRow, CleanTable, Column, ColumnUse, Entry, Finding

NAME = "Penyediaan Barang Cetakan dan Penggandaan"
CODE = "4.01.01.2.06.05"
USES = [ColumnUse("kode", Column(0, 0, 10, ("Kode",)), "kode")]


def row(baris: int, name: Entry, kode: str | None = CODE) -> CleanRow:
    made = CleanRow(baris, 3, "sub_kegiatan", kode, kode, "cetak" if kode else "tidak_ada")
    made.entries = {"uraian": name, **({"kode": make.words(kode)} if kode else {})}
    return made


def table(kind: str, number: str, *rows: CleanRow) -> CleanTable:
    return CleanTable(kind, number, "", [3], USES, list(rows))


def told(*tables: CleanTable) -> list[Finding]:
    proposals(tables)
    return [finding for each in tables for finding in each.findings]


def test_a_code_printed_elsewhere_for_nearly_this_name_is_proposed() -> None:
    bare = row(1, make.words("Penyediaan Barang Cetak dan Penggandaan"), None)
    (found,) = told(
        table("evaluasi_renja", "2.1", bare),
        table("rencana_kerja", "3.1", row(1, make.words(NAME))),
    )
    assert (found.aturan, found.kelas, found.tabel) == ("kode_usulan", "belum_jelas", "2.1")
    assert found.bukti["nilai"] == CODE
    assert "Tabel 3.1 halaman 3" in found.uraian
    assert bare.kode is None


def test_a_name_far_from_it_proposes_nothing() -> None:
    bare = row(1, make.words("Penyediaan Bahan Bacaan"), None)
    other = table("rencana_kerja", "3.1", row(1, make.words(NAME)))
    assert told(table("evaluasi_renja", "2.1", bare), other) == []


def test_a_code_the_table_has_for_another_row_is_not_proposed() -> None:
    bare = row(2, make.words("Penyediaan Barang Cetak dan Penggandaan"), None)
    own = table("evaluasi_renja", "2.1", row(1, make.words("Yang Lain Sama Sekali")), bare)
    assert told(own, table("rencana_kerja", "3.1", row(1, make.words(NAME)))) == []


def test_a_code_printed_twice_proves_nothing() -> None:
    bare = row(1, make.words("Penyediaan Barang Cetak dan Penggandaan"), None)
    twice = row(1, make.words(NAME)), row(2, make.words("Nama Lain"))
    assert told(table("evaluasi_renja", "2.1", bare), table("rencana_kerja", "3.1", *twice)) == []


def test_a_table_without_codes_needs_none() -> None:
    bare = row(1, make.words("Penyediaan Barang Cetak dan Penggandaan"), None)
    uncoded = CleanTable("indikator_definisi", "3.2", "", [3], [], [bare])
    assert told(uncoded, table("rencana_kerja", "3.1", row(1, make.words(NAME)))) == []


def test_a_name_read_in_two_ways_gets_the_one_another_table_prints() -> None:
    read = "Penyedlaan Barang Cetakan clan Penggandaan"
    doubtful = row(1, Entry(scan_tables.cell(read, "Penyediaan Barany"), text=read))
    (found,) = told(
        table("evaluasi_renja", "2.1", doubtful),
        table("rencana_kerja", "3.1", row(1, make.words(NAME))),
    )
    assert (found.aturan, found.kelas, found.kolom) == ("nama_usulan", "ekstraksi", "uraian")
    assert found.bukti["nama"] == NAME
    assert doubtful.text("uraian") == read


def test_a_name_beyond_doubt_needs_no_proposal() -> None:
    sure = row(1, make.words("Penyedlaan Barang Cetakan clan Penggandaan"))
    other = table("rencana_kerja", "3.1", row(1, make.words(NAME)))
    assert told(table("evaluasi_renja", "2.1", sure), other) == []
