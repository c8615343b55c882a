"""Words of scans: proposed by the document itself, only for cells in doubt."""

from __future__ import annotations

import pytest
from scan_tables import cell

from cleaning.lexicon import Lexicon, lexicon, mend_texts
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
    assert (entry.text, entry.status) == ("Pambakuan Rupabvmi", "ditandai")
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
