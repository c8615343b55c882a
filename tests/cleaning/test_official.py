"""Rows beside the official list: codes and names as the list has them, and what differs."""

from __future__ import annotations

from typing import Any

import documents as make
import pytest
import scan_tables

from cleaning.nomenclature import Nomenclature, Official, similarity
from cleaning.official import name_officially
from tables.model import CleanRow, CleanTable, Entry, Facts, Finding

CITY = Facts(2023, "Kota Contoh")
#: A small list of our own; X.XX is the program every agency has.
ENTRIES = (
    Official("X.XX.01", "PROGRAM PENUNJANG URUSAN", "program"),
    Official("X.XX.01.2.01", "Perencanaan dan Evaluasi Kinerja", "kegiatan"),
    Official("X.XX.01.2.01.01", "Penyusunan Dokumen Rencana", "sub_kegiatan", "Dokumen",
             "X.XX.01.2.01.0001"),
    Official("X.XX.01.2.01.02", "Evaluasi Kinerja Perangkat", "sub_kegiatan"),
    Official("X.XX.01.2.02", "Administrasi Keuangan Perangkat", "kegiatan"),
    Official("X.XX.01.2.02.01", "Penyediaan Gaji dan Tunjangan", "sub_kegiatan"),
    Official("4.01.02", "PROGRAM PEMERINTAHAN UMUM", "program"),
    Official("4.01.02.2.01", "Administrasi Tata Pemerintahan", "kegiatan"),
    Official("4.01.02.2.01.01", "Penataan Wilayah", "sub_kegiatan"),
    Official("4.01.02.2.02", "Fasilitasi Hukum", "kegiatan"),
    Official("4.01.02.2.02.01", "Penataan Wilayah", "sub_kegiatan"),
)  # fmt: skip
LIST = Nomenclature("2021", ENTRIES)
AGREEING = (
    ("4.01.01", "Program Penunjang Urusan"),
    ("4.01.01.2.01", "Perencanaan dan Evaluasi Kinerja"),
    ("4.01.01.2.01.01", "Penyusunan Dokumen Rencana"),
    ("4.01.02", "PROGRAM PEMERINTAHAN UMUM"),
    ("4.01.02.2.01", "Administrasi Tata Pemerintahan"),
)
LEVELS = {3: "program", 5: "kegiatan", 6: "sub_kegiatan"}


def row(baris: int, kode: str, name: str, **more: Any) -> CleanRow:
    """``kode`` as printed; a level's word for a row without one."""
    printed = kode[0].isdigit()
    level: Any = LEVELS[len(kode.split("."))] if printed else kode
    entries = {"uraian": make.words(name)}
    if printed:
        entries["kode"] = make.words(kode)
        more = {"kode": kode, "kode_cetak": kode, "kode_status": "cetak", **more}
    return CleanRow(baris, 1, level, entries=entries, **more)


def table(*rows: tuple[str, str]) -> CleanTable:
    """The given rows below enough that agree with the list."""
    made = [row(n, *each) for n, each in enumerate((*AGREEING, *rows), start=1)]
    return CleanTable("rencana_kerja", "3.1", "", [1], [], made)


def named(made: CleanTable, *lists: Nomenclature, facts: Facts = CITY) -> list[Finding]:
    name_officially([made], lists or (LIST,), facts)
    return made.findings


def last(made: CleanTable) -> tuple[str | None, str | None]:
    return made.rows[-1].kode_resmi, made.rows[-1].nama_resmi


def test_what_agrees_gets_code_and_name_and_no_finding() -> None:
    made = table()
    assert named(made) == []
    assert [r.kode_resmi for r in made.rows] == [code for code, _ in AGREEING]
    assert made.rows[0].nama_resmi == "PROGRAM PENUNJANG URUSAN"


@pytest.mark.parametrize(
    ("printed", "official"),
    [
        ("4.01.01.2.01.01", "4.01.01.2.01.01"),
        ("4.01.01.2.01.0001", "4.01.01.2.01.0001"),  # the list has both widths
        ("4.01.01.2.02.0001", "4.01.01.2.02.01"),  # the list has one: told in that
    ],
)
def test_two_and_four_digits_are_bridged(printed: str, official: str) -> None:
    name = {"01": "Penyusunan Dokumen Rencana", "02": "Penyediaan Gaji dan Tunjangan"}
    made = table((printed, name[printed.split(".")[4]]))
    assert named(made) == []
    assert last(made)[0] == official


@pytest.mark.parametrize(
    "name",
    [
        "Penyusunan Dokumen Rencna",  # misspelt
        "Penyusunan Rencana",  # a word less
        "Rencana Penyusunan Dokumen",  # words changed places: no other entry is meant
    ],
)
def test_a_name_that_differs_is_told(name: str) -> None:
    made = table(("4.01.01.2.01.01", name))
    (told,) = named(made)
    assert (told.aturan, told.kelas, told.tingkat) == ("nama_tidak_resmi", "sumber", "info")
    assert (told.baris, told.kolom, told.halaman) == (6, "uraian", 1)
    assert told.bukti["nama_resmi"] == "Penyusunan Dokumen Rencana"
    assert last(made) == ("4.01.01.2.01.01", "Penyusunan Dokumen Rencana")
    assert made.rows[-1].text("uraian") == name


@pytest.mark.parametrize(
    "name",
    ["PENYUSUNAN DOKUMEN RENCANA", "Penyusunan Dokumen-Rencana", "Penyusunan  dokumen rencana."],
)
def test_capitals_and_marks_are_no_difference(name: str) -> None:
    assert named(table(("4.01.01.2.01.01", name))) == []


def test_a_code_of_another_name_is_told_with_the_right_one() -> None:
    made = table(("4.01.02.2.02", "Administrasi Keuangan Perangkat"))
    (told,) = named(made)
    assert (told.aturan, told.kolom, told.kelas) == ("kode_tidak_resmi", "kode", "sumber")
    assert "Fasilitasi Hukum" in told.uraian
    assert last(made) == ("4.01.01.2.02", "Administrasi Keuangan Perangkat")


def test_a_nearly_equal_name_is_quoted() -> None:
    made = table(("4.01.02.2.02", "Administrasi Keuangan Perangkat."), ("4.01.02.2.02", "x"))
    assert "kode resmi nama itu 4.01.01.2.02." in named(made)[0].uraian
    made = table(("4.01.02.2.02", "Administrasi Keuangan Perankat"))
    (told,) = named(made)
    assert "“Administrasi Keuangan Perangkat”, 4.01.01.2.02." in told.uraian


def test_a_code_not_in_the_list_is_told() -> None:
    made = table(("4.01.02.2.01.09", "Pengawasan Kinerja Kecamatan"))
    (told,) = named(made)
    assert told.aturan == "kode_tidak_resmi"
    assert "tidak ada di nomenklatur" in told.uraian
    assert last(made) == (None, None)


def test_a_branch_the_list_does_not_have_is_not_judged() -> None:
    assert named(table(("1.03.05.2.01", "Pengelolaan Air Limbah"))) == []


def test_four_digits_that_may_mean_something_else_are_not_judged() -> None:
    made = table(("4.01.01.2.02.0001", "Pengelolaan Aset Tak Berwujud"))
    assert named(made) == []
    assert last(made) == (None, None)


def test_a_row_without_code_is_found_by_its_name_and_not_told() -> None:
    made = table(("sub_kegiatan", "Penyediaan Gaji dan Tunjangan"))
    assert named(made) == []
    assert last(made) == ("4.01.01.2.02.01", "Penyediaan Gaji dan Tunjangan")


def test_one_name_of_two_entries_is_told_apart_by_the_parent() -> None:
    made = table(("4.01.02.2.02", "Fasilitasi Hukum"), ("sub_kegiatan", "Penataan Wilayah"))
    made.rows[-1].parent = 6
    named(made)
    assert last(made)[0] == "4.01.02.2.02.01"
    made = table(("sub_kegiatan", "Penataan Wilayah"))
    named(made)
    assert last(made)[0] is None


def test_an_inferred_code_is_not_judged() -> None:
    made = table(("sub_kegiatan", "Evaluasi Kinerja Perangkat"))
    made.rows[-1].kode, made.rows[-1].kode_status = "4.01.02.2.01.07", "disimpulkan"
    assert named(made) == []
    assert last(made)[0] == "4.01.01.2.01.02"


def test_what_was_not_read_with_certainty_is_not_told() -> None:
    made = table(("4.01.01.2.01.01", "Penyusunan Dokumen Rencna"))
    made.rows[-1].entries["uraian"] = Entry(
        scan_tables.cell("Penyusunan Dokumen Rencna", "Penyusunan Dokumen Rencana"),
        text="Penyusunan Dokumen Rencna",
    )
    assert named(made) == []
    assert last(made)[1] == "Penyusunan Dokumen Rencana"


def test_of_several_versions_the_one_that_fits_is_used() -> None:
    older = Nomenclature("2020", tuple(e for e in ENTRIES if not e.kode.startswith("4.01.02")))
    made = table()
    assert name_officially([made], (LIST, older), CITY) == "2021"


def test_a_name_that_any_version_allows_is_no_finding() -> None:
    older = Nomenclature("2020", (Official("4.01.02.2.02", "Bantuan Hukum", "kegiatan"),))
    assert named(table(("4.01.02.2.02", "Bantuan Hukum")), LIST, older) == []
    assert named(table(("4.01.02.2.02", "Bantuan Hukum")))


def test_a_list_most_rows_know_nothing_of_is_not_the_documents() -> None:
    foreign = [(f"1.03.0{n}", f"Program {name}") for n, name in enumerate("ABCDEF", start=1)]
    made = table(*foreign)
    assert name_officially([made], (LIST,), CITY) == ""
    assert made.rows[0].kode_resmi is None


def test_a_provinces_document_does_not_take_a_citys_codes() -> None:
    names = [name for code, name in AGREEING if len(code) > 8]
    rows = [row(n, "kegiatan", name) for n, name in enumerate(names * 2, start=1)]
    made = CleanTable("rencana_kerja", "3.1", "", [1], [], rows)
    assert name_officially([made], (LIST,), Facts(2023, "Provinsi Contoh")) == ""
    assert name_officially([made], (LIST,), Facts(2023, "")) == ""


def test_without_codes_names_alone_decide() -> None:
    entries = ENTRIES[1], ENTRIES[4], ENTRIES[7], ENTRIES[9]
    rows = [row(n, "kegiatan", entry.nama) for n, entry in enumerate(entries, start=1)]
    made = CleanTable("rencana_kerja", "3.1", "", [1], [], rows)
    assert named(made) == []
    assert [r.kode_resmi for r in rows] == [
        "X.XX.01.2.01", "X.XX.01.2.02", "4.01.02.2.01", "4.01.02.2.02"
    ]  # fmt: skip


def test_a_table_without_levels_is_named_by_exact_names() -> None:
    names = ["Perencanaan dan Evaluasi Kinerja", "Penataan Wilayah", "Indeks Kepuasan", ""]
    rows = [row(n, "lainnya", name) for n, name in enumerate(names, start=1)]
    bare = CleanTable("indikator_definisi", "3.2", "", [1], [], rows)
    name_officially([table(), bare], (LIST,), CITY)
    assert [r.kode_resmi for r in rows] == ["4.01.01.2.01", None, None, None]
    assert bare.findings == []


def test_no_list_no_names() -> None:
    made = table()
    assert name_officially([made], (), CITY) == ""
    assert last(made) == (None, None)


def test_similarity() -> None:
    assert similarity("DPA- SKPD", "DPA-SKPD") == 100
    assert 85 < similarity("Barang Cetak dan Penggandaan", "Barang Cetakan dan Penggandaan") < 100
    assert similarity("Fasilitasi Hukum", "Administrasi Barang Milik Daerah") < 60
