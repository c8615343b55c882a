"""Words of scans: proposed by the document itself, only for cells in doubt."""

from __future__ import annotations

import pytest
from scan_tables import cell

from cleaning.lexicon import Lexicon, lexicon, mend_texts, roman
from tables.model import UNREADABLE, Cell, CleanRow, CleanTable, Column, ColumnUse, Entry

SURE = ("Penyediaan Jasa Surat Menyurat", "Penyediaan Jasa Pelayanan Umum Kantor",
        "Penyediaan Gaji dan Tunjangan ASN", "Jumlah Bulan Pembayaran Gaji")  # fmt: skip


def table(doubtful: Cell, name: str = "uraian") -> CleanTable:
    """A table of sure names, each once, and one cell in doubt below them."""
    cells = [*map(cell, SURE), doubtful]
    rows = [
        CleanRow(n, 1, entries={name: Entry(each, text=" ".join(each.text.split()))})
        for n, each in enumerate(cells, 1)
    ]
    use = ColumnUse(name, Column(0, 0, 60, (name,)), "teks")
    return CleanTable("rencana_kerja", "3.1", "", [1], [use], rows)


def mended(doubtful: Cell, name: str = "uraian") -> tuple[Entry, CleanTable]:
    made = table(doubtful, name)
    mend_texts([made])
    return made.rows[-1].entries[name], made


def test_a_name_printed_elsewhere_is_taken_from_the_reading_that_has_it() -> None:
    entry, _ = mended(cell("Penyediaan Jasa Surat Menyorat", "Penyediaan Jasa Surat Menyurat"))
    assert (entry.text, entry.status) == ("Penyediaan Jasa Surat Menyurat", "diperbaiki")
    assert entry.rule == "leksikon"
    assert entry.cell is not None
    assert entry.cell.text == "Penyediaan Jasa Surat Menyorat"


def test_a_word_another_reading_knows_is_taken_from_it() -> None:
    entry, _ = mended(cell("Jumlah Bulan Pelayanen", "Jumlah Bvlan Pelayanan"))
    assert (entry.text, entry.status) == ("Jumlah Bulan Pelayanan", "diperbaiki")


def test_a_word_seen_often_stands_for_its_misreading() -> None:
    entry, _ = mended(cell("Penyedlaan Gaji", confidence=0.6))
    assert (entry.text, entry.status) == ("Penyediaan Gaji", "diperbaiki")


@pytest.mark.parametrize(
    "text",
    [
        "Penyedlaan Gaji",  # nobody doubts it
        "Penyediaaan Gaji",  # engines add no letters: the document does
        "Penyediian Gaxi",
    ],
)
def test_what_is_sure_or_no_misreading_stays(text: str) -> None:
    entry, _ = mended(cell(text, confidence=0.99))
    assert (entry.text, entry.status) == (text, "cetak")


def test_an_added_letter_is_not_dropped_even_in_doubt() -> None:
    assert mended(cell("Penyediaaan Gaji", confidence=0.6))[0].text == "Penyediaaan Gaji"


def test_words_nobody_knows_are_flagged_and_told() -> None:
    entry, made = mended(cell("Pambakuan Rupabvmi", "Pembakuan Rupabumi"))
    assert (entry.text, entry.status) == ("Pembakuan Rupabvmi", "ditandai")
    (told,) = made.findings
    assert (told.aturan, told.baris, told.kelas) == ("teks_diragukan", 5, "ekstraksi")
    assert told.bukti["teks_kedua"] == "Pembakuan Rupabumi"


def test_digits_are_never_changed() -> None:
    entry, _ = mended(cell("Jumlah Bulan 2028", "Jumlah Bulan 2023"))
    assert (entry.text, entry.status) == ("Jumlah Bulan 2028", "ditandai")


def test_blanks_come_from_the_reading_that_has_them() -> None:
    entry, _ = mended(cell("PenyediaanJasa Surat", None, ["Penyediaan Jasa Surat"]))
    assert (entry.text, entry.status) == ("Penyediaan Jasa Surat", "cetak")


def test_a_unit_is_known_although_printed_once() -> None:
    assert mended(cell("%6", "%"), "satuan")[0].text == "%"
    assert mended(cell("Delaumen", "Dokumen"), "satuan")[0].text == "Dokumen"


def test_ink_nobody_reads_is_flagged() -> None:
    assert mended(cell(f"Jumlah {UNREADABLE}", "Jumlah"))[0].status == "ditandai"


def test_doubtful_cells_teach_nothing() -> None:
    made = table(cell("Rupabumi", confidence=0.5))
    assert not lexicon([made]).knows("rupabumi")
    assert lexicon([made]).knows("penyediaan")


def test_two_known_words_as_near_leave_the_choice_open() -> None:
    known = Lexicon()
    known.words.update({"kantor": 5, "kentor": 5})
    assert known.near("kontor") is None
    assert known.near("kantar") == "kantor"


def test_words_of_the_language_need_no_other_witness() -> None:
    entry, made = mended(cell("Rapat Koordinasi Ketahanan Pangan", confidence=0.6))
    assert (entry.status, made.findings) == ("cetak", [])


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Wilavah Barat", "Wilayah Barat"),  # a descender cut off
        ("Provnsi Banten", "Provinsi Banten"),  # a narrow letter lost
        ("Tingkat nengelolaan", "Tingkat pengelolaan"),
    ],
)
def test_a_word_of_the_language_stands_for_its_misreading(read: str, meant: str) -> None:
    entry, _ = mended(cell(read, confidence=0.6))
    assert (entry.text, entry.status, entry.rule) == (meant, "diperbaiki", "leksikon")


@pytest.mark.parametrize("name", ["Sapi Perah", "Pandan Wangi", "berbagai dan beragai"])
def test_short_words_and_long_guesses_stay(name: str) -> None:
    assert mended(cell(name, confidence=0.6))[0].text == name


def test_words_that_wide_letters_part_are_joined() -> None:
    entry, _ = mended(cell("M enengah manuf aktur", confidence=0.6))
    assert (entry.text, entry.status) == ("Menengah manufaktur", "cetak")
    assert mended(cell("rumah sakit", confidence=0.6))[0].text == "rumah sakit"


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Wilayah Il", "Wilayah II"),
        ("Wilayah IIl Bandung", "Wilayah III Bandung"),
        ("di Wil.Il Prov", "di Wil.II Prov"),
        ("BKPP l", "BKPP I"),
        ("Tahun 11", "Tahun 11"),
        ("Il Papa", "Il Papa"),
        ("Kota lll", "Kota III"),
        ("Kota llll", "Kota llll"),
    ],
)
def test_roman_numerals(read: str, meant: str) -> None:
    assert roman(read) == meant


def test_a_roman_numeral_is_told_even_where_the_engines_agree() -> None:
    entry, _ = mended(cell("Wilayah Il"))
    assert (entry.text, entry.status, entry.rule) == ("Wilayah II", "diperbaiki", "angka_romawi")
    assert entry.cell is not None
    assert entry.cell.text == "Wilayah Il"


def test_row_numbers_go_on_from_the_one_above() -> None:
    made = table(cell("S", "5"), "no")
    for n, row in enumerate(made.rows[:-1], 1):
        row.entries["no"] = Entry(cell(str(n)), text=str(n))
    mend_texts([made])
    entry = made.rows[-1].entries["no"]
    assert (entry.text, entry.status, entry.rule) == ("5", "diperbaiki", "nomor_urut")


def test_a_row_number_out_of_order_is_in_doubt() -> None:
    made = table(cell("8", "6"), "no")
    for n, row in enumerate(made.rows[:-1], 1):
        row.entries["no"] = Entry(cell(str(n)), text=str(n))
    mend_texts([made])
    assert made.rows[-1].entries["no"].status == "ditandai"
